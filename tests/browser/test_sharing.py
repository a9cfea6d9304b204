"""Suggest to a friend in a real browser, with and without JavaScript."""

from datetime import timedelta

import pytest

from sharing import tokens, views
from sharing.models import Suggestion
from tests.factories import make_edition

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "/pl/articles/mosty/share/"


@pytest.fixture
def edition(monkeypatch):
    monkeypatch.setattr(views, "READING", timedelta(0))
    return make_edition(pl={"title": "Mosty", "slug": "mosty", "lead": "O mostach.", "body": "<p>a</p>"})


@pytest.fixture
def plain_page(chromium, live_server):
    """A page of a browser in which no script runs."""
    context = chromium.new_context(base_url=live_server.url, locale="pl-PL", java_script_enabled=False)
    yield context.new_page()
    assert context.cookies() == []
    context.close()


def fill(page, recipient="ala@example.org"):
    page.get_by_label("Twoje imię").fill("Jan")
    page.get_by_label("Adres e-mail znajomej osoby").fill(recipient)
    page.get_by_label("Kilka słów od Ciebie").fill("Zobacz.\nWarto!")
    page.get_by_role("button", name="Pokaż wiadomość").click()


def test_it_works_without_a_script(plain_page, edition, run_tasks, mailoutbox):
    plain_page.goto("/pl/articles/mosty/")
    plain_page.get_by_role("link", name="Poleć znajomym").click()
    assert plain_page.locator("main").get_by_role("button").all_inner_texts() == [
        "Pokaż wiadomość"
    ]  # what needs a script is not there
    assert plain_page.get_by_role("link", name="Napisz we własnym programie").is_visible()

    fill(plain_page)
    assert "Jan poleca Ci ten tekst" in plain_page.locator(".share-message").inner_text()
    plain_page.get_by_role("button", name="Wyślij").click()

    assert plain_page.get_by_role("heading", level=1).inner_text() == "Dziękujemy"
    run_tasks()
    assert [message.to for message in mailoutbox] == [["ala@example.org"]]


def test_the_message_can_be_changed_without_a_script(plain_page, edition):
    plain_page.goto(ADDRESS)
    fill(plain_page)
    plain_page.get_by_role("button", name="Zmień").click()

    assert plain_page.get_by_label("Kilka słów od Ciebie").input_value() == "Zobacz.\nWarto!"


def test_without_a_script_a_minute_s_wait_is_asked_for_when_a_limit_is_near(plain_page, edition, monkeypatch):
    monkeypatch.setattr(views.limits, "are_near", lambda *_arguments: True)
    plain_page.goto(ADDRESS)
    fill(plain_page)

    assert plain_page.locator("noscript").inner_text().startswith("W tej chwili wysyłanych jest bardzo dużo poleceń.")
    plain_page.get_by_role("button", name="Wyślij").click()
    assert plain_page.get_by_role("alert").is_visible()
    monkeypatch.setattr(views, "WAIT", timedelta(0))
    plain_page.get_by_role("button", name="Wyślij").click()

    assert plain_page.get_by_role("heading", level=1).inner_text() == "Dziękujemy"


def test_with_a_script_the_device_works_out_the_proof(page, edition, monkeypatch):
    monkeypatch.setattr(views.limits, "are_near", lambda *_arguments: True)
    monkeypatch.setattr(tokens, "COUNTER", (5, 20))
    page.goto(ADDRESS)
    fill(page)

    page.get_by_text("Gotowe. Możesz wysłać.").wait_for()
    page.get_by_role("button", name="Wyślij").click()

    assert page.get_by_role("heading", level=1).inner_text() == "Dziękujemy"
    assert Suggestion.objects.count() == 1


def test_the_link_is_copied_and_the_reader_is_told(page, edition, settings):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(ADDRESS)

    page.get_by_role("button", name="Kopiuj odnośnik").click()

    page.get_by_text("Odnośnik skopiowany.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{settings.SITE_URL}/pl/articles/mosty/"


def test_the_device_s_own_sheet_comes_first_where_there_is_one(page, edition, settings):
    page.add_init_script("navigator.share = (what) => { window.shared = what; return Promise.resolve(); };")
    page.goto(ADDRESS)
    ways = page.locator(".share-ways > li:visible")
    assert ways.first.inner_text() == "Udostępnij…"

    page.get_by_role("button", name="Udostępnij…").click()

    assert page.evaluate("window.shared") == {"title": "Mosty", "url": f"{settings.SITE_URL}/pl/articles/mosty/"}


def test_the_focus_is_on_the_first_field_that_is_wrong(page, edition):
    page.goto(ADDRESS)
    page.evaluate("document.querySelector('form.share-form').noValidate = true")
    fill(page, recipient="ala")

    page.locator('[name="recipient"]:focus').wait_for()
    described = page.evaluate("document.activeElement.getAttribute('aria-describedby').split(' ')")
    assert "To nie jest adres e-mail" in " ".join(page.locator(f"#{name}").inner_text() for name in described)
    assert len(page.complaints) == 1
    assert "status of 422" in page.complaints.pop()  # so Chromium tells of every answer that is not 200


def test_everything_is_reached_by_keyboard_and_the_trap_is_not(page, edition):
    page.goto(ADDRESS)
    page.locator("main .kicker a").focus()
    reached = []
    for _step in range(12):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()"))
        if reached[-1] == "Pokaż wiadomość":
            break

    wanted = [
        "Napisz we własnym programie pocztowym",
        "sender_name",
        "recipient",
        "reply_to",
        "note",
        "Pokaż wiadomość",
    ]
    assert [name for name in reached if name in wanted] == wanted
    assert "website" not in reached
    assert not page.get_by_label("Zostaw to pole puste").is_visible() or page.evaluate(
        "document.querySelector('[name=website]').getBoundingClientRect().right < 0"
    )


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_it_is_wider_than_the_screen(page, edition, width, scheme):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(ADDRESS)
    wide = "document.documentElement.scrollWidth > innerWidth"
    assert not page.evaluate(wide)
    fill(page)

    assert not page.evaluate(wide)
    page.goto("/pl/suggestions/")
    assert not page.evaluate(wide)
