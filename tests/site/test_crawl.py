"""A visitor who follows every link of the demo site meets nothing broken, nothing from elsewhere, nothing unsaid."""

import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import yaml

from tests.site.conftest import LANGUAGES, ROOT
from tests.site.visiting import FILES, get

LOADED = {
    "script": "src", "link": "href", "img": "src", "iframe": "src", "source": "srcset", "video": "src", "audio": "src",
    "form": "action", "object": "data", "embed": "src", "track": "src",
}  # fmt: skip
SCRIPTS = {  # each language's writing, and the tags of the languages that are written so
    "Han": (re.compile(r"[\u3400-\u9fff]"), ("zh",)),
    "Arabic": (re.compile(r"[\u0600-\u06ff]"), ("ar", "fa")),
    "Cyrillic": (re.compile(r"[\u0400-\u04ff]"), ("uk", "ru")),
}
SHORTEST = 10  # letters: a shorter text may be a word of several languages


def pages(site):
    return {address: answer for address, answer in site.answers.items() if answer.is_page}


def test_the_whole_site_was_visited(site):
    demo = sum(1 for _path in (ROOT / "demo/articles").glob("*/index.??.md"))

    assert sum("/articles/" in address for address in pages(site)) > demo
    for code in LANGUAGES:
        assert f"/{code}/" in site.answers


def test_no_link_is_broken(site):
    broken = {
        address: answer.status for address, answer in site.answers.items() if answer.status not in (200, 301, 302)
    }

    assert broken == {}


def test_no_link_of_a_page_goes_a_way_round(site):
    """Only the negotiated address ``/`` redirects; pages link to where things are."""
    moved = {address for address, answer in site.answers.items() if answer.status != 200}

    assert moved <= {"/"}


def test_an_anchor_that_is_linked_is_there(site):
    for address, answer in pages(site).items():
        names = {element.attributes["id"] for element in answer.page.elements if element.attributes.get("id")}
        for link in answer.page.all("a"):
            target = link.attributes.get("href", "")
            if target.startswith("#"):
                assert target[1:] in names, f"{address}: {target}"


def test_no_cookie_is_set(site):
    assert [address for address, answer in site.answers.items() if "Set-Cookie" in answer.headers] == []


def test_nothing_is_asked_of_another_host(site):
    for address, answer in pages(site).items():
        for element in answer.page.elements:
            if element.tag == "link" and not {"stylesheet", "icon", "manifest", "preload"} & set(
                element.attributes["rel"].split()
            ):
                continue  # it names something and loads nothing
            for part in (element.attributes.get(LOADED.get(element.tag)) or "").split(","):
                target = urljoin(site.url, part.split()[0]) if part.strip() else site.url
                assert target.startswith(site.url), f"{address}: {element}"


def test_no_style_sheet_asks_anything_of_anybody(site):
    sheets = [answer.text for answer in site.answers.values() if answer.headers.get_content_type() == "text/css"]

    assert sheets
    for sheet in sheets:
        assert not re.search(r"url\(|@import", sheet)


def test_the_policy_is_strict(site):
    for address, answer in pages(site).items():
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, address
        assert "unsafe" not in policy, address
        assert "nonce" not in policy, address


def test_every_page_is_its_own_canonical(site):
    for address, answer in pages(site).items():
        if answer.page.all("meta", name="robots"):  # not for search engines; a form or a history names what it is about
            assert f"{site.url}{address}".startswith(answer.page.canonical or site.url), address
        elif urlsplit(address).path.split("/")[1] in LANGUAGES:
            own = address.partition("?after=")[0]  # going back to the beginning of a list
            assert answer.page.canonical == site.url + own, address


def test_alternates_answer_one_another(site):
    found = {site.url + address: answer.page for address, answer in pages(site).items()}
    for url, page in found.items():
        for tag, other in page.alternates.items():
            assert other in found, f"{url} names {other}, which nobody can reach"
            if tag != "x-default":
                assert found[other].language == tag, other
                assert found[other].alternates == page.alternates, f"{url} and {other} do not name each other"


def known_texts() -> dict[str, set[str]]:
    """Return the titles, summaries and names of the demo, with the languages in which they are written so."""
    texts = {}
    for path in Path(ROOT / "demo").glob("*/*/index.*.md"):
        values = yaml.safe_load(path.read_text().split("---\n")[1])
        for name in ("title", "summary", "image_alt", "image_caption"):
            if text := values.get(name):
                texts.setdefault(_plain(text), set()).add(path.name.split(".")[1])
    for names in yaml.safe_load((ROOT / "demo/tags.yaml").read_text()).values():
        for code, name in names.items():
            texts.setdefault(_plain(name), set()).add(code)
    return texts


def _plain(text: str) -> str:
    return " ".join(text.split())


def test_every_known_text_says_its_language(site):
    texts = known_texts()
    assert len(texts) > 200
    marked = 0
    for address, answer in pages(site).items():
        for text, element in answer.page.texts:
            codes = texts.get(_plain(text))
            if codes and element.language and (len(_plain(text)) >= SHORTEST or element.tag == "a"):
                assert element.language.lower() in codes, (
                    f"{address}: {text!r} in <{element.tag} lang={element.language}>"
                )
                marked += element.language != answer.page.language
    assert marked > 100, "the demo shows texts that are only elsewhere, on many pages"


def test_no_writing_stands_under_a_language_that_is_not_written_so(site):
    for address, answer in pages(site).items():
        for text, element in answer.page.texts:
            language = (element.language or "").partition("-")[0]
            for name, (letters, languages) in SCRIPTS.items():
                if letters.search(text):
                    assert language in languages, f"{address}: {name} in {text[:60]!r}, marked {language!r}"


def test_every_page_has_one_heading_of_the_first_level_and_a_title(site):
    for address, answer in pages(site).items():
        assert len(answer.page.all("h1")) == 1, address
        assert len(answer.page.all("title")) == 1, address
        assert len(answer.page.all("main")) == 1, address


VISITORS = {
    "from China": {"Accept-Language": "zh-CN,zh;q=0.9"},
    "with cookies": {"Cookie": "sessionid=abc; csrftoken=x; _ga=1"},
    "with a phone": {"User-Agent": "Mozilla/5.0 (iPhone)", "Save-Data": "on", "Sec-CH-UA-Mobile": "?1"},
    "from elsewhere": {"Referer": "https://elsewhere.example/", "X-Forwarded-For": "203.0.113.9"},
}


@pytest.mark.parametrize("visitor", VISITORS)
def test_every_visitor_gets_the_same_bytes(site, visitor):
    for code in LANGUAGES:
        for name, address in site.pages(code).items():
            if name == "share form":
                continue  # every form carries its own proof of when it was opened
            assert get(site.url + address, **VISITORS[visitor]).body == get(site.url + address).body, address


def test_files_may_be_kept_for_ever(site):
    for address, answer in site.answers.items():
        if address.startswith(FILES) and not address.startswith("/media/share/"):
            assert (
                "max-age=31536000" in answer.headers["Cache-Control"]
                or "max-age=315360000" in answer.headers["Cache-Control"]
            ), address
