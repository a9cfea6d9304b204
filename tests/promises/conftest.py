"""What the promises share: a filled site, and a crawl of every public address it names."""

import re
from html import unescape

import pytest

from articles.models import TEXT_FIELDS
from languages.columns import localized
from languages.names import site_codes
from tests.factories import make_article, make_edition, make_image, make_tag, make_topic

ADDRESS = re.compile(r'(?:href|src)="(/[^"#?]*(?:\?[^"#]*)?)|<loc>https?://[^/]+(/[^<]*)</loc>')
BEYOND = ("/admin/", "/static/", "/media/")
STARTS = ("/robots.txt", "/sitemap.xml", "/pl/", "/en/", "/zh-hans/", "/pl/articles/nie-ma/", "/nie-ma/", "/zh/", "/")


@pytest.fixture
def crawl(client):
    """Return a function that asks for every address a reader can come to and gives {address: response}."""

    def follow(*more: str) -> dict:
        answers, waiting = {}, [*STARTS, *more]
        while waiting:
            address = waiting.pop()
            if address in answers or address.startswith(BEYOND):
                continue
            answers[address] = response = client.get(address)
            if "Location" in response.headers:
                waiting.append(response.headers["Location"])
            waiting += [unescape(one or other) for one, other in ADDRESS.findall(response.text)]
        return answers

    return follow


@pytest.fixture
def site(db):
    """Two articles in all languages, one in Polish only, one in English only, one gone, under topics and tags."""
    topic = make_topic(pl={"title": "Rzeka", "slug": "rzeka"}, en={"title": "The river", "slug": "river"})
    polish_topic = make_topic(pl={"title": "Nocą", "slug": "noca"})
    tag = make_tag("woda", pl="woda", en="water")
    image = make_image(alt_pl="Rzeka", alt_en="A river")
    common = {"topics": [topic, polish_topic], "tags": [tag], "image": image}
    everywhere = {
        "pl": {"title": "Mosty", "lead": "O mostach.", "body": "<p>Most.</p>"},
        "en": {"title": "Bridges", "lead": "On bridges.", "body": "<p>A bridge.</p>"},
        "zh_hans": {"title": "桥梁", "lead": "关于桥。", "body": "<p>桥。</p>"},
    }
    bridges = make_article(**everywhere, **common)
    for code in ("pl", "en", "zh-hans"):
        make_edition(article=bridges, language=code)
    make_edition(article=make_article(pl={"title": "Tylko tu", "body": "<p>Tu.</p>"}, **common))
    english = make_article(source_language="en", en={"title": "Only here", "body": "<p>Here.</p>"}, **common)
    make_edition(article=english, language="en")
    return bridges


def mark_working_copy(article, word: str) -> None:
    """Write a word into every text column of a working copy, in every language."""
    for code in site_codes():
        for field in TEXT_FIELDS:
            value = f"<p>{word}</p>" if field == "body" else word
            setattr(article, localized(field, code), value)
    article.save()
