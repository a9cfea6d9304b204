"""Words of the interface in a language into which nobody has translated it are English, and say so."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.utils.translation import gettext, override, trans_real

from languages import interface
from languages.interface import BEGIN, END, mark, unmarked
from tests.reading import Page

ROOT = Path(__file__).resolve().parents[2]
LATIN = re.compile(r"[A-Za-z]{3,}")
OWN = {"ka": re.compile(r"[\u10a0-\u10ff]"), "he": re.compile(r"[\u0590-\u05ff]")}
NAMES = {"polski", "Portal"}  # a language's own name for itself, marked as that; the site's name in the settings


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {
        "PORTAL_LANGUAGES": "pl,ka,he",
        "PORTAL_DATA": str(tmp_path_factory.mktemp("site")),
        "DJANGO_SETTINGS_MODULE": "portal.settings",
    }
    ran = subprocess.run(
        [sys.executable, "-m", "tests.languages.untranslated_site"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_every_english_word_is_marked_and_every_other_is_the_pages_own(answers):
    pages = {address: text for address, (_status, kind, text) in answers.items() if kind.startswith("text/html")}
    assert len(pages) == 32
    assert {status for status, _kind, _text in answers.values()} == {200, 404}
    for address, text in pages.items():
        code, page = address.split("/")[1], Page(text)
        assert page.language == code
        assert english_in(page, code, address) > 5, address


def english_in(page, code, address) -> int:
    """Return how many texts are English, all of them marked as that, and all others as the page's own."""
    found = 0
    for words, element in page.texts:
        if element.tag in ("meta", "title", "link"):
            continue  # one language is all that they can say
        if LATIN.search(words) and words.strip() not in NAMES and element.language != "pl":
            assert element.language == "en", (address, words)
            found += 1
        if OWN[code].search(words):
            assert element.language == code, (address, words, element)
    return found


def test_nothing_tells_of_the_signs(answers):
    for address, (_status, _kind, text) in answers.items():
        assert BEGIN not in text, address
        assert END not in text, address
        assert "\\ufdd0" not in text, address


def test_the_words_are_english_and_not_the_first_languages(answers):
    _status, _kind, home = answers["/ka/"]

    assert '<span lang="en" dir="ltr">Skip to the text</span>' in home
    assert "Przejdź" not in home


@pytest.mark.parametrize("code", OWN)
def test_english_words_in_the_texts_of_feeds_and_other_data_are_marked(answers, code):
    """The label of a note, of a table: a body's are those of the page."""
    atom = ET.fromstring(answers[f"/{code}/feed/"][2])  # noqa: S314 our own
    feed = json.loads(answers[f"/{code}/feed/json/"][2])
    api, oembed = (
        json.loads(text) for address, (_status, _kind, text) in answers.items()
        if address.startswith(("/api/", "/oembed")) and f"/{code}/" in address
    )  # fmt: skip
    texts = {
        "Atom": atom.find(".//{http://www.w3.org/2005/Atom}content").text,
        "JSON Feed": feed["items"][0]["content_html"],
        "API": f'<div lang="{api["language"]}">{api["body"]}</div>',
        "oEmbed": oembed["html"],
    }

    assert feed["language"] == api["language"] == code
    found = {name: english_in(Page(text), code, name) for name, text in texts.items()}

    assert found == {"Atom": 5, "JSON Feed": 5, "API": 5, "oEmbed": 0}


def test_english_names_in_a_pages_facts_say_their_language(answers):
    block = re.search(r'<script type="application/ld\+json">([^<]*)<', answers["/ka/topics/"][2])[1]
    name = {"@value": "Special topics", "@language": "en"}

    kinds = {fact["@type"]: fact for fact in json.loads(block)["@graph"]}

    assert kinds["CollectionPage"]["name"] == name
    assert [step["name"] for step in kinds["BreadcrumbList"]["itemListElement"]] == ["მთავარი", name]
    assert kinds["Organization"]["name"] == "ქართული ტექსტი"


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("<p>[Search]</p>", '<p><span lang="en" dir="ltr">Search</span></p>'),
        ("<p>ა [by <b>ბ</b>] გ</p>", '<p>ა <span lang="en" dir="ltr">by <b>ბ</b></span> გ</p>'),
        (
            '<nav aria-label="[Main]"><a href="/">ა</a><i lang="pl">b</i></nav>',
            '<nav aria-label="Main" lang="en"><a href="/"><span lang="ka">ა</span></a><i lang="pl">b</i></nav>',
        ),
        ('<input title="[a > b]"><p>ა</p>', '<input title="a > b" lang="en"><p>ა</p>'),
        (
            "<p>[on <time>5 მაისი</time>]</p>",
            '<p><span lang="en" dir="ltr">on <time lang="ka">5 მაისი</time></span></p>',
        ),
        ("<title>[Search] – ა</title>", '<title lang="en">Search – ა</title>'),
        ("<title>ა – [Search]</title>", "<title>ა – Search</title>"),
        ('<script>{"a":"[b]</p>"}</script>', '<script>{"a":"b</p>"}</script>'),
        (
            r"""<script>{"a":"[b \"c\" d]","e":"f"}</script>""",
            r"""<script>{"a":{"@value":"b \"c\" d","@language":"en"},"e":"f"}</script>""",
        ),
        ("<!doctype html>\n<p>ა</p>", "<!doctype html>\n<p>ა</p>"),
        ("<p>]ა[</p>", '<p>ა<span lang="en" dir="ltr"></p>'),  # no text of ours: nothing breaks out of anything
    ],
)
def test_signs_become_markup(given, made):
    signed = given.replace("[", BEGIN).replace("]", END)

    assert mark(signed, "ka") == made
    assert unmarked(signed) == given.replace("[", "").replace("]", "")


def test_languages_with_a_catalog_never_meet_the_signs():
    assert [code for code in ("pl", "en", "en-gb", "zh-hans", "uk", "ar") if not interface.is_translated(code)] == []
    assert not interface.is_translated("ka")
    with override("pl"), interface.marking():
        assert gettext("No such word here") == "No such word here"
    assert not isinstance(trans_real.translation("pl")._fallback, interface._English)
