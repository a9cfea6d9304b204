"""The demo site as ``make demo`` serves it, visited by the checks of this folder.

PORTAL_SITE names one that is served already, for working on the checks.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS
from tests.site import visiting

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("pl", "en", "zh-hans", "ar")
FOUND = {
    "pl": "mosty",
    "en": "bridges",
    "zh-hans": "桥",
    "ar": "Warszawa",
}  # words of the demo's texts; none is in Arabic
MODULES = Path(__file__).parent / "node_modules"


def pytest_collection_modifyitems(items):
    """Mark what visits the demo site: it runs once, whatever the database of the other tests is."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.site)


@dataclass
class Site:
    url: str
    answers: dict[str, visiting.Answer]

    def pages(self, code: str) -> dict[str, str]:
        """Return the address of one page of every kind in a language."""
        asked = {"found": f"/{code}/search/?q={quote(FOUND[code])}", "nothing found": f"/{code}/search/?q=qqqqzzzz"}
        unlinked = {"not found": f"/{code}/nie-ma/", "API guide": "/api/"} | _withdrawn(code)
        return visiting.kinds(self.answers, code) | asked | unlinked | self._elsewhere(code)

    def _elsewhere(self, code: str) -> dict[str, str]:
        """Return an address in this language of an article that is in another one only."""
        links = (link.attributes["href"] for link in self.answers[f"/{code}/elsewhere/"].page.all("a"))
        marked = next(link for link in links if re.match(rf"/(?!{code}/)[a-z-]+/articles/.", link))
        return {"not in this language": f"/{code}/{marked.split('/', 2)[2]}"}


def _withdrawn(code: str) -> dict[str, str]:
    """Return the address of a text of the demo that was withdrawn, where this language has one."""
    for path in sorted((ROOT / "demo/articles").glob(f"*/index.{code}.md")):
        text = path.read_text()
        if "\nwithdrawn: " in text and (slug := re.search(r"^slug: (\S+)$", text, re.MULTILINE)):
            return {"withdrawn": f"/{code}/articles/{slug[1]}/"}
    return {}


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    if url := os.environ.get("PORTAL_SITE"):
        yield visited(url)
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url, data = f"http://127.0.0.1:{port}", tmp_path_factory.mktemp("site")
    settings = {
        "PORTAL_DATA": str(data),
        "PORTAL_LANGUAGES": ",".join(LANGUAGES),
        "SITE_URL": url,
        "DEMO_PASSWORD": "-",
    }
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | settings
    with (data / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, ROOT / "manage.py", "demo", "--port", str(port)],
            cwd=ROOT, env=environment, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        for _second in range(600):
            if server.poll() is not None:
                pytest.fail((data / "log").read_text())
            if _is_ready(url):
                break
            time.sleep(1)
        yield visited(url)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def _is_ready(url: str) -> bool:
    try:
        return visiting.get(f"{url}/readyz").status == 200
    except OSError:
        return False


def visited(url: str) -> Site:
    return Site(url, visiting.crawl(url, ["/", *(f"/{code}/" for code in LANGUAGES), "/sitemap.xml"]))


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def module():
    """Return the folder of an npm package of package.json; CI installs them all."""

    def find(name: str) -> Path:
        if not (MODULES / name).is_dir():
            pytest.skip(f"{name} is not installed: make checkers")
        return MODULES / name

    return find


def find_program(name: str) -> str:
    return shutil.which(name) or pytest.skip(f"{name} is not installed")
