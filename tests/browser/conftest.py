import os
import threading
from pathlib import Path
from time import monotonic

import pytest
from playwright.sync_api import expect, sync_playwright

CHROMIUM = next(
    (
        path
        for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
        if Path(path).exists()
    ),
    None,
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

SECONDS_TO_ANSWER = 30


def pytest_collection_modifyitems(items):
    """Mark what needs a browser, so that a run can leave it out and say so."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs its own event loop in this thread
    expect.set_options(timeout=SECONDS_TO_ANSWER * 1000)  # two databases are tested at once, on two cores
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def live_server(live_server):
    """The test's server, which has answered all it was asked before the tables are emptied.

    A browser that is closed leaves requests behind (a page's pictures), and PostgreSQL calls it a deadlock
    when they read tables that are being emptied.
    """
    yield live_server
    until = monotonic() + SECONDS_TO_ANSWER
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(max(0, until - monotonic()))


@pytest.fixture
def page(chromium, live_server):
    """A page of a fresh browser session, whose relative addresses lead to the test's server.

    What the browser's console complains about (content security policy above all) fails the test.
    """
    context = chromium.new_context(base_url=live_server.url, locale="en-GB")
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()
    assert page.complaints == []
