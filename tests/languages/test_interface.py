"""Words of the interface in a language into which nobody has translated it are English, and say so."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

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
        found = 0
        for words, element in page.texts:
            if element.tag in ("meta", "title", "link"):
                continue  # one language is all that they can say
            if LATIN.search(words) and words.strip() not in NAMES and element.language != "pl":
                assert element.language == "en", (address, words)
                found += 1
            if OWN[code].search(words):
                assert element.language == code, (address, words, element)
        assert found > 5, address


def test_nothing_tells_of_the_signs(answers):
    for address, (_status, _kind, text) in answers.items():
        assert BEGIN not in text, address
        assert END not in text, address
        assert "\\ufdd0" not in text, address


def test_the_words_are_english_and_not_the_first_languages(answers):
    _status, _kind, home = answers["/ka/"]

    assert '<span lang="en" dir="ltr">Skip to the text</span>' in home
    assert "Przejdź" not in home


def test_feeds_and_other_data_are_whole(answers):
    for code in OWN:
        _status, _kind, text = answers[f"/{code}/feed/json/"]
        assert json.loads(text)["language"] == code


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
