"""Atom and JSON Feed: whole texts, stable names, pictures, and the removal of what is withdrawn."""

import json
from datetime import timedelta
from xml.etree import ElementTree as ET

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import feeds
from articles.publishing import publish, withdraw
from tests.factories import make_article, make_edition, make_image, make_tag, make_topic, make_user
from tests.reading import parse

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
DELETED = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
COMMENT = "{http://purl.org/atompub/tombstones/1.0}comment"
HOUR = timedelta(hours=1)
PLACES = ("/pl/", "/pl/topics/temat/", "/pl/tags/rzeka/")


def text(title, **more):
    return {"title": title, "body": "<p>Ala ma kota.</p>", **more}


def subjects():
    return {"topics": [make_topic()], "tags": [make_tag(pl="Rzeka")]}


def tree(client, place="/pl/"):
    return ET.fromstring(client.get(f"{place}feed/").content)  # noqa: S314 our own


def atom(client, place="/pl/"):
    response = client.get(f"{place}feed/")
    found = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert not found.bozo, found.get("bozo_exception")
    return found


def items(client, place="/pl/"):
    return client.get(f"{place}feed/json/").json()["items"]


def titles(client, place="/pl/"):
    """Return the titles in both forms of a feed, which must be the same."""
    found = [entry.title for entry in atom(client, place).entries]
    assert found == [item["title"] for item in items(client, place)]
    return found


@pytest.mark.parametrize("place", PLACES)
def test_a_feed_tells_whole_texts_of_its_language_the_newest_first(client, place):
    shared = subjects()
    for number in range(3):
        article = make_article(pl=text(f"Most {number}"), en=text(f"Bridge {number}"), **shared)
        for code in ("pl", "en"):
            publish(article=article, language=code, by=make_user(), at=timezone.now() - HOUR * (3 - number))
    make_edition(article=make_article(en=text("Elsewhere"), source_language="en", **shared), language="en")

    assert titles(client, place) == ["Most 2", "Most 1", "Most 0"]
    assert "Ala ma kota." in atom(client, place).entries[0].content[0].value
    assert "Ala ma kota." in items(client, place)[0]["content_html"]


def test_a_feed_says_all_that_readers_of_feeds_ask_for(client, settings):
    image = make_image(alt_pl="Rzeka", credit_pl="Fot. A")
    article = make_article(
        pl=text("Most & <kładka>", slug="most", lead="Krótko", author_line="Anna Nowak"),
        image=image,
        **subjects(),
    )
    edition = make_edition(article=article, at=timezone.now() - HOUR)

    found = atom(client)

    entry = found.entries[0]
    assert (found.feed.title, found.feed.language) == (settings.PORTAL_NAME, "pl")
    assert entry.link == f"{settings.SITE_URL}/pl/articles/most/"
    assert (entry.title, entry.summary, entry.author) == ("Most & <kładka>", "Krótko", "Anna Nowak")
    assert (
        entry.published == entry.updated == edition.published_at.astimezone(timezone.get_current_timezone()).isoformat()
    )
    assert [(link.type, link.href) for link in entry.links if link.rel == "enclosure"] == [
        ("image/jpeg", f"{settings.SITE_URL}{image.src}")
    ]
    assert [(tag.term, tag.label) for tag in entry.tags] == [("rzeka", "Rzeka")]
    document = client.get("/pl/feed/json/").json()
    item = document["items"][0]
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert document["feed_url"] == f"{settings.SITE_URL}/pl/feed/json/"
    assert (item["id"], item["url"], item["title"]) == (entry.id, entry.link, "Most & <kładka>")
    assert item["attachments"] == [{"url": f"{settings.SITE_URL}{image.src}", "mime_type": "image/jpeg"}]
    assert item["authors"] == [{"name": "Anna Nowak"}]
    assert item["tags"] == ["Rzeka"]
    assert item["date_published"].startswith(f"{edition.published_at:%Y-%m-%dT}")


@pytest.mark.parametrize("place", PLACES)
def test_an_atom_feed_holds_what_rfc_4287_requires(client, place):
    shared = subjects()
    for number in range(2):
        make_edition(article=make_article(pl=text(f"Most {number}"), **shared))

    root = tree(client, place)

    for element in (root, *root.iter(f"{ATOM}entry")):
        names = [child.tag.removeprefix(ATOM) for child in element]
        assert {name: names.count(name) for name in ("id", "title", "updated")} == {"id": 1, "title": 1, "updated": 1}
        links = [(link.get("rel"), link.get("type"), link.get("hreflang")) for link in element.iter(f"{ATOM}link")]
        assert len(links) >= 1
    assert root.find(f"{ATOM}author/{ATOM}name").text
    assert [link.get("href") for link in root.findall(f"{ATOM}link[@rel='self']")] == [root.find(f"{ATOM}id").text]
    identities = [entry.find(f"{ATOM}id").text for entry in root.iter(f"{ATOM}entry")]
    assert len(identities) == len(set(identities)) == 2


def test_a_text_keeps_its_identity_under_another_address(client, editor):
    article = make_article(pl=text("Most", slug="most"))
    publish(article=article, language="pl", by=editor, at=timezone.now() - HOUR)
    before = atom(client).entries[0]
    article.title_pl, article.slug_pl = "Nowy most", "nowy-most"
    article.save()

    edition = publish(article=article, language="pl", by=editor)

    after = atom(client).entries[0]
    assert after.id == before.id == items(client)[0]["id"]
    assert before.id.startswith("tag:127.0.0.1,")
    assert after.link != before.link
    assert (after.published, after.published_parsed < after.updated_parsed) == (before.published, True)
    assert after.updated_parsed[:5] == edition.live_from.utctimetuple()[:5]


@pytest.mark.parametrize("place", PLACES)
def test_what_is_withdrawn_is_removed_by_name(client, editor, place):
    shared = subjects()
    kept = make_edition(article=make_article(pl=text("Zostaje"), **shared))
    gone = make_edition(article=make_article(pl=text("Znika"), **shared), at=timezone.now() - HOUR)
    identity = {entry.title: entry.id for entry in atom(client, place).entries}["Znika"]

    withdraw(article=gone.article, language="pl", by=editor, reason="Pomyłka & błąd")

    deleted = tree(client, place).findall(DELETED)
    assert titles(client, place) == [kept.title]
    assert [(entry.get("ref"), entry.find(COMMENT).text) for entry in deleted] == [(identity, "Pomyłka & błąd")]
    assert deleted[0].get("when") <= tree(client, place).find(f"{ATOM}updated").text


def test_only_what_readers_had_and_no_longer_have_is_removed(client, editor, monkeypatch):
    now = timezone.now()
    other = make_edition(en=text("Bridge"), source_language="en", language="en", at=now - HOUR)
    withdraw(article=other.article, language="en", by=editor)
    never = make_edition(pl=text("Nigdy"), at=now + HOUR)
    withdraw(article=never.article, language="pl", by=editor)
    back = make_edition(pl=text("Wraca"), at=now - HOUR)
    withdraw(article=back.article, language="pl", by=editor)
    publish(article=back.article, language="pl", by=editor)
    later = make_edition(pl=text("Jeszcze jest"), at=now - HOUR)
    withdraw(article=later.article, language="pl", by=editor, at=now + 3 * HOUR)

    for hours in (0, 2):  # the moment passes at which one of them would have gone live
        monkeypatch.setattr(timezone, "now", lambda hours=hours: now + hours * HOUR + timedelta(minutes=1))
        assert tree(client).findall(DELETED) == []
        assert len(tree(client, "/en/").findall(DELETED)) == 1


def test_a_removal_is_forgotten_after_a_while(client, editor, monkeypatch):
    gone = make_edition(pl=text("Znika"), at=timezone.now() - HOUR)
    withdraw(article=gone.article, language="pl", by=editor)
    monkeypatch.setattr(feeds, "REMEMBERED", timedelta())

    assert tree(client).findall(DELETED) == []


@pytest.mark.parametrize("at", [HOUR, 24 * HOUR])
def test_what_is_scheduled_is_in_no_feed(client, at):
    make_edition(article=make_article(pl=text("Jutro"), **subjects()), at=timezone.now() + at)

    assert "Jutro" not in client.get("/pl/feed/").text + client.get("/pl/topics/temat/feed/").text
    assert client.get("/pl/tags/rzeka/feed/").status_code == 404


def test_every_address_in_a_feed_tells_its_site(client, settings):
    image = make_image()
    other = make_edition(pl=text("Inny", slug="inny"))
    body = (
        f'<h2>Część</h2><p><a href="/pl/articles/inny/">inny</a> <a href="#czesc">wyżej</a> '
        f'<a href="https://example.org/x">x</a></p><p><img src="{image.src}" alt="Rzeka"></p>'
    )
    make_edition(pl=text("Most", slug="most") | {"body": body})

    item = next(item for item in items(client) if item["title"] == "Most")

    html = item["content_html"]
    site = settings.SITE_URL
    assert f'href="{site}{other.get_absolute_url()}"' in html
    assert f'href="{site}/pl/articles/most/#czesc"' in html
    assert 'href="https://example.org/x"' in html
    assert f'src="{site}{image.src}"' in html
    assert not [part for part in html.split('"') if part.startswith(("/", "#"))]
    assert " /media" not in html
    assert item["attachments"] == [{"url": f"{site}{image.src}", "mime_type": "image/jpeg"}]


def test_a_long_feed_goes_on(client):
    start = timezone.now() - 100 * HOUR
    for number in range(feeds.ENTRIES + 3):
        make_edition(pl=text(f"T{number}"), at=start + number * HOUR)

    first = client.get("/pl/feed/json/").json()
    second = client.get(first["next_url"].removeprefix("http://127.0.0.1:8000")).json()

    assert [item["title"] for item in second["items"]] == ["T2", "T1", "T0"]
    assert "next_url" not in second
    following = next(link.href for link in atom(client).feed.links if link.rel == "next")
    assert [entry.title for entry in feedparser.parse(client.get(following).content).entries] == ["T2", "T1", "T0"]


def test_very_long_texts_are_left_to_the_next_page(client, monkeypatch):
    monkeypatch.setattr(feeds, "LETTERS", 100)
    for number in range(3):
        make_edition(pl={"title": f"T{number}", "body": f"<p>{'a' * 90}</p>"}, at=timezone.now() - HOUR * (3 - number))
    found, address = [], "/pl/feed/json/"

    while address:
        document = client.get(address).json()
        assert len(document["items"]) == 1
        found += [item["title"] for item in document["items"]]
        address = document.get("next_url", "").removeprefix("http://127.0.0.1:8000")

    assert found == ["T2", "T1", "T0"]


@pytest.mark.parametrize("query", ["before=x", "before=pl:nie-ma", "before=%00", "before=pl:"])
def test_a_place_that_readers_never_had_is_not_found(client, query):
    make_edition(pl=text("Most"))

    assert client.get(f"/pl/feed/?{query}").status_code == 404


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/pl/topics/nie-ma/feed/", 404), ("/en/topics/temat/feed/", 404), ("/pl/tags/nie-ma/feed/", 404),
        ("/pl/topics/temat/feed/", 200), ("/zh-hans/feed/", 200), ("/zh-hans/feed/json/", 200),
    ],
)  # fmt: skip
def test_a_feed_is_there_where_its_page_is(client, address, status):
    make_topic()

    assert client.get(address).status_code == status


def test_a_page_names_its_feeds(client):
    make_edition(article=make_article(pl=text("Most", slug="most"), **subjects()))

    for address, own in {"/pl/": [], "/pl/articles/most/": [], "/pl/topics/temat/": ["Temat"]}.items():
        links = [
            link.attributes
            for link in parse(client.get(address)).all("link", rel="alternate")
            if "feed/" in link.attributes["href"]
        ]
        assert [link["title"] for link in links if link["type"] == "application/atom+xml"] == ["Portal", *own]
        for link in links:
            response = client.get(link["href"])
            assert response.status_code == 200
            assert response["Content-Type"].partition(";")[0] == link["type"]


def test_a_hub_is_named_where_it_is_set(client, settings):
    make_edition(pl=text("Most"))
    assert "hub" not in [link.rel for link in atom(client).feed.links]
    settings.PORTAL_WEBSUB_HUB = "https://hub.example/"

    response = client.get("/pl/feed/")

    assert {link.rel: link.href for link in atom(client).feed.links}["hub"] == "https://hub.example/"
    assert client.get("/pl/feed/json/").json()["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]
    assert response["Link"] == f'<https://hub.example/>; rel="hub", <{settings.SITE_URL}/pl/feed/>; rel="self"'


def test_a_feed_tells_the_language_and_direction_of_its_texts(client, settings):
    make_edition(zh_hans={"title": "桥", "body": "<p>草叶</p>"}, source_language="zh-hans", language="zh-hans")

    assert tree(client, "/zh-hans/").get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-Hans"
    assert '<div lang="zh-Hans" dir="ltr">' in items(client, "/zh-hans/")[0]["content_html"]
    assert items(client, "/zh-hans/")[0]["language"] == "zh-Hans"


def test_a_site_name_of_another_language_is_marked(client, settings):
    settings.PORTAL_NAME, settings.PORTAL_NAMES = "Most", {"en": "Bridge"}
    make_topic(zh_hans={"title": "河", "slug": "he"})
    language = "{http://www.w3.org/XML/1998/namespace}lang"

    def marked(place):
        return [tree(client, place).find(f"{ATOM}{name}").get(language) for name in ("title", "author")]

    assert marked("/en/") == [None, None]
    assert marked("/zh-hans/") == ["pl", "pl"]
    assert marked("/zh-hans/topics/he/") == [None, "pl"]


def test_feeds_may_be_read_by_other_sites_and_kept(client):
    for address in ("/pl/feed/", "/pl/feed/json/"):
        response = client.get(address)

        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert client.post(address).status_code == 405


@pytest.mark.parametrize("form", ["feed/", "feed/json/"])
@pytest.mark.parametrize("place", PLACES)
def test_twenty_more_cost_no_query_more(client, editor, place, form):
    shared = subjects() | {"image": make_image()}

    def fill(numbers):
        for number in numbers:
            at = timezone.now() - HOUR * (1 + number)
            make_edition(article=make_article(pl=text(f"Most {number}"), **shared), at=at)
            gone = make_edition(article=make_article(pl=text(f"Znika {number}"), **shared), at=at)
            withdraw(article=gone.article, language="pl", by=editor)

    def cost():
        client.get(f"{place}{form}")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"{place}{form}")
        return len(captured)

    fill([0])
    one = cost()
    fill(range(1, 22))

    assert cost() == one <= 8


def test_a_feed_is_kept_and_sent_packed(client, settings, editor):
    settings.PORTAL_PAGE_CACHE = True
    make_edition(pl=text("Most"))

    first = client.get("/pl/feed/", headers={"accept-encoding": "gzip"})
    again = client.get("/pl/feed/", headers={"accept-encoding": "gzip", "if-none-match": first["ETag"]})

    assert first["Content-Encoding"] == "gzip"
    assert again.status_code == 304
    assert json.loads(client.get("/pl/feed/json/").content)["items"]


def test_the_feed_of_a_tag_is_there_in_every_language_while_something_carries_the_tag(client, editor):
    edition = make_edition(article=make_article(pl=text("Most"), **subjects()))

    found = tree(client, "/en/tags/rzeka/")
    assert (found.find(f"{ATOM}title").text, found.findall(f"{ATOM}entry")) == ("Portal", [])

    withdraw(article=edition.article, language="pl", by=editor)
    assert client.get("/en/tags/rzeka/feed/").status_code == 404
