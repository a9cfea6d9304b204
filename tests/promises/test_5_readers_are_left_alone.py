"""No cookie, no third-party request, no tracker, no JavaScript needed; the same bytes for everybody."""

import re

import pytest
from django.conf import settings
from django.test import Client

from tests.factories import make_user
from tests.promises.test_3_every_text_says_its_language import make_site
from tests.reading import crawl, is_page, parse

pytestmark = pytest.mark.django_db
SCRIPTED = re.compile(r"/[^/]+/(articles/[^/]+/share/$|search/(\?|$))")  # the pages that a script makes handier
LOADED = {
    "script": "src", "link": "href", "img": "src", "iframe": "src", "source": "srcset", "video": "src", "audio": "src",
    "form": "action", "object": "data", "embed": "src",
}  # fmt: skip


@pytest.fixture
def answers():
    make_site()
    return crawl()


def test_no_cookie_is_set(answers):
    for address, answer in answers.items():
        assert "Set-Cookie" not in answer.headers, address
        assert not answer.cookies, address


def test_nothing_is_loaded_from_elsewhere(answers):
    for address, answer in answers.items():
        if not is_page(answer) or not answer.content:
            continue
        for element in parse(answer).elements:
            target = element.attributes.get(LOADED.get(element.tag), "")
            own = target.startswith((settings.SITE_URL + "/", "/")) and not target.startswith("//")
            assert not target or own, f"{address}: {element}"
            assert "ping" not in element.attributes
        assert not re.search(r"@import|url\(", answer.content.decode())


def test_no_page_holds_an_inline_script_or_style(answers):
    """The pages that scripts make handier load one file of ours, after the page is there."""
    for address, answer in answers.items():
        if not is_page(answer) or not answer.content:
            continue
        page = parse(answer)
        scripts = [script for script in page.all("script") if script.attributes.get("type") != "application/ld+json"]
        assert len(scripts) == (SCRIPTED.match(address) is not None), address
        for script in scripts:
            assert set(script.attributes) == {"src", "defer"}, address
            assert script.attributes["src"].startswith("/static/site/"), address
        assert not page.all("style"), address
        for element in page.elements:
            assert not [name for name in element.attributes if name.startswith("on") or name in ("style", "nonce")]
        assert "nonce" not in answer.headers.get("Content-Security-Policy", "")


def test_the_policy_forbids_scripts_and_other_sites(answers):
    for address, answer in answers.items():
        if is_page(answer) and answer.content:
            parts = [part.split() for part in answer.headers["Content-Security-Policy"].split(";")]
            policy = {name: sources for name, *sources in parts}
            assert policy["default-src"] == ["'none'"], address
            assert policy.get("script-src") == (["'self'"] if SCRIPTED.match(address) else None), address
            assert {source for sources in policy.values() for source in sources} <= {"'none'", "'self'"}


VISITORS = {
    "somebody from China": {"headers": {"Accept-Language": "zh-CN,zh;q=0.9"}},
    "a phone": {"headers": {"User-Agent": "Mozilla/5.0 (iPhone)", "Sec-CH-UA-Mobile": "?1", "Save-Data": "on"}},
    "one who came from elsewhere": {"headers": {"Referer": "https://elsewhere.example/", "X-Forwarded-For": "9.9.9.9"}},
    "one with cookies": {"headers": {"Cookie": "sessionid=abc; django_language=en; csrftoken=x; _ga=1"}},
}


@pytest.mark.parametrize("visitor", VISITORS)
def test_every_visitor_gets_the_same_bytes(answers, visitor):
    client = Client()
    for address, answer in answers.items():
        if address == "/" or answer.streaming:
            continue
        again = client.get(address, **VISITORS[visitor])
        if address.split("/")[1] in ("pl", "en", "zh-hans"):
            assert (again.status_code, again.content) == (answer.status_code, answer.content), address


def test_an_editor_who_is_signed_in_gets_the_same_bytes(answers):
    client = Client()
    client.force_login(make_user("editor", superuser=True))
    for address, answer in answers.items():
        if address.split("/")[1] in ("pl", "en", "zh-hans"):
            again = client.get(address)
            assert again.content == answer.content, address
            assert "Set-Cookie" not in again.headers


def test_any_cache_may_keep_a_page(answers):
    for address, answer in answers.items():
        if address.split("/")[1] in ("pl", "en", "zh-hans") and answer.status_code == 200:
            varies = {name.strip().lower() for name in answer.headers.get("Vary", "").split(",") if name.strip()}
            assert varies <= {"accept-encoding"}, address
            assert "public" in answer.headers["Cache-Control"], address
            assert "private" not in answer.headers["Cache-Control"]


def test_only_the_front_door_looks_at_the_browsers_language(client):
    response = client.get("/", headers={"Accept-Language": "zh-CN,en;q=0.5"})

    assert (response.status_code, response.headers["Location"]) == (302, "/zh-hans/")
    assert "Accept-Language" in response.headers["Vary"]
    assert "no-store" in response.headers["Cache-Control"]
