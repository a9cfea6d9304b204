"""Lists of articles: what stands in them, how it is marked, and their pages."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.listings import PAGE
from articles.publishing import withdraw
from tests.factories import make_article, make_edition, make_tag, make_topic

pytestmark = pytest.mark.django_db

CARD = re.compile(r'<h[23]><a href="([^"]+)"')
START = timezone.now() - timedelta(days=900)


def make_many(number, **shared):
    """Publish articles in Polish, the first one longest ago; return their addresses, newest first."""
    editions = [
        make_edition(
            article=make_article(pl={"title": f"Tekst {n}", "slug": f"t{n}", "body": "<p>x</p>"}, **shared),
            at=START + timedelta(days=n // 2),  # two of each day: the order needs its tie-break
        )
        for n in range(number)
    ]
    return [edition.get_absolute_url() for edition in reversed(editions)]


def walk(client, address, direction="Older"):
    """Return the pages' lists of addresses, from one page to the last in a direction, and the last address."""
    pages = []
    while True:
        html = client.get(address).text
        pages.append(CARD.findall(html))
        link = re.search(rf'<a class="pager-{direction.lower()}" rel="\w+" href="([^"]+)">', html)
        if link is None:
            return pages, address
        address = address.partition("?")[0] + link[1]


@pytest.mark.parametrize("place", ["/pl/articles/", "/pl/tags/rzeka/", "/pl/topics/temat/"])
def test_every_article_stands_on_exactly_one_page_of_the_list(client, place):
    tag, topic = make_tag(pl="rzeka"), make_topic()
    addresses = make_many(2 * PAGE + 3, tags=[tag], topics=[topic])

    pages, _last = walk(client, place)

    assert [len(page) for page in pages] == [PAGE, PAGE, 3]
    assert [address for page in pages for address in page] == addresses


@pytest.mark.parametrize("place", ["/pl/articles/", "/pl/tags/rzeka/", "/pl/topics/temat/"])
def test_the_newer_pages_lead_back_to_the_beginning(client, place):
    addresses = make_many(2 * PAGE + 3, tags=[make_tag(pl="rzeka")], topics=[make_topic()])
    _pages, last = walk(client, place)

    pages, first = walk(client, last, "Newer")

    assert pages[1] == addresses[PAGE : 2 * PAGE]
    assert pages[-1] == addresses[:PAGE]
    assert "?" in first


def test_an_open_page_stays_where_it_is_when_something_new_comes_in(client):
    make_many(PAGE + 5)
    older = re.search(r'pager-older" rel="next" href="([^"]+)"', client.get("/pl/articles/").text)[1]
    before = CARD.findall(client.get(f"/pl/articles/{older}").text)
    make_edition(pl={"title": "Nowy", "slug": "nowy", "body": "<p>x</p>"})

    after = CARD.findall(client.get(f"/pl/articles/{older}").text)

    assert len(before) == 5
    assert after == before


@pytest.mark.parametrize(
    "query",
    [
        "before=",
        "before=x",
        "before=pl:",
        "before=pl:none",
        "before=pl:%00",
        "before=%ff",
        "before=1-1",
        "after=pl:none",
    ],
)
def test_a_place_that_nobody_has_is_not_found(client, query):
    make_many(2)

    assert client.get(f"/pl/articles/?{query}").status_code == 404


def test_parts_of_a_list_are_not_indexed(client):
    make_many(PAGE + 1)
    html = client.get("/pl/articles/").text
    older = re.search(r'pager-older" rel="next" href="([^"]+)"', html)[1]

    assert "noindex" not in html
    assert '<meta name="robots" content="noindex">' in client.get(f"/pl/articles/{older}").text


def test_what_is_live_only_elsewhere_is_listed_and_marked(client):
    make_edition(language="en", en={"title": "Bridges", "slug": "bridges", "lead": "On them.", "body": "<p>x</p>"})

    html = client.get("/pl/articles/").text

    assert (
        '<a href="/en/articles/bridges/" hreflang="en" lang="en" dir="ltr">Bridges</a>'
        ' <span class="mark">angielski</span>' in html
    )
    assert '<span lang="en" dir="ltr">On them.</span>' in html


def test_a_site_may_list_only_what_is_in_the_pages_language(client, settings):
    settings.PORTAL_LISTS_ELSEWHERE = False
    make_edition(language="en", en={"title": "Bridges", "slug": "bridges", "body": "<p>x</p>"})
    make_edition(pl={"title": "Mosty", "slug": "mosty", "body": "<p>x</p>"})

    html = client.get("/pl/articles/").text

    assert CARD.findall(html) == ["/pl/articles/mosty/"]
    assert "Bridges" not in html


def test_an_article_in_several_languages_is_listed_once_in_the_pages_own(client):
    article = make_article(
        pl={"title": "Mosty", "slug": "mosty", "body": "<p>x</p>"},
        en={"title": "Bridges", "slug": "bridges", "body": "<p>x</p>"},
    )
    make_edition(article=article)
    make_edition(article=article, language="en")

    assert CARD.findall(client.get("/pl/articles/").text) == ["/pl/articles/mosty/"]
    assert CARD.findall(client.get("/en/articles/").text) == ["/en/articles/bridges/"]
    assert CARD.findall(client.get("/zh-hans/articles/").text) == ["/pl/articles/mosty/"]


def test_lists_hold_neither_what_is_to_come_nor_what_is_withdrawn(client, editor):
    make_edition(at=timezone.now() + timedelta(hours=1), pl={"title": "Jutro", "slug": "jutro", "body": "<p>x</p>"})
    gone = make_edition(pl={"title": "Wczoraj", "slug": "wczoraj", "body": "<p>x</p>"})
    withdraw(article=gone.article, language="pl", by=editor)

    html = client.get("/pl/articles/").text

    assert "Jutro" not in html
    assert "Wczoraj" not in html


def test_a_tag_that_nothing_public_carries_is_not_found(client):
    make_article(tags=[make_tag("tajne", pl="Tajne")])

    response = client.get("/pl/tags/tajne/")

    assert response.status_code == 404
    assert "Tajne" not in response.text


def test_saving_other_tags_changes_no_list(client):
    tag = make_tag(pl="rzeka")
    edition = make_edition(article=make_article(tags=[tag], pl={"title": "A", "body": "<p>x</p>"}))
    before = client.get("/pl/tags/rzeka/").content
    edition.article.tags.clear()

    assert client.get("/pl/tags/rzeka/").content == before


def test_a_tags_name_in_another_language_is_marked(client):
    make_edition(article=make_article(tags=[make_tag(en="river", slug="river")]))

    html = client.get("/pl/tags/river/").text

    assert '<h1><span lang="en" dir="ltr">river</span> <span class="mark">angielski</span></h1>' in html


PLACES = ["/pl/", "/pl/topics/", "/pl/articles/", "/pl/topics/temat/", "/pl/tags/rzeka/", "/pl/articles/t0/"]


@pytest.mark.parametrize("place", PLACES)
def test_a_page_takes_as_many_queries_with_one_row_as_with_many(client, django_assert_num_queries, place):
    tag, topic = make_tag(pl="rzeka"), make_topic()
    make_many(1, tags=[tag], topics=[topic])
    client.get(place)  # what a process does once
    with django_assert_num_queries(FEW[place]):
        client.get(place)
    for number in range(20):
        edition = make_edition(
            language="en",
            article=make_article(
                source_language="en",
                en={"title": f"T{number}", "body": "<p>x</p>"},
                tags=[tag, make_tag(f"more{number}", pl=f"więcej {number}")],
                topics=[topic, make_topic(pl={"title": f"Temat {number}", "slug": f"temat-{number}"})],
            ),
        )
    assert edition.is_live()
    client.get(place)  # what many pages share is read again after each publication

    with django_assert_num_queries(FEW[place]):
        client.get(place)


FEW = {
    "/pl/": 3, "/pl/topics/": 1, "/pl/articles/": 2, "/pl/topics/temat/": 2, "/pl/tags/rzeka/": 3,
    "/pl/articles/t0/": 2,
}  # fmt: skip


@pytest.mark.parametrize("place", [*PLACES, "/zh-hans/articles/t0/", "/sitemap-articles-0.xml", "/pl/articles/gone/"])
def test_no_public_page_reads_a_working_copy(client, django_assert_max_num_queries, place, editor):
    make_many(2, tags=[make_tag(pl="rzeka")], topics=[make_topic()])
    gone = make_edition(pl={"title": "Było", "slug": "gone", "body": "<p>x</p>"})
    withdraw(article=gone.article, language="pl", by=editor)

    with django_assert_max_num_queries(10) as captured:
        client.get(place)

    assert captured.captured_queries
    for query in captured.captured_queries:
        assert not re.search(
            r'"articles_article"|"articles_draft"|articles_taggedarticle|articles_article_topics', query["sql"]
        )


@pytest.mark.parametrize("place", PLACES[:5])
def test_lists_read_no_bodies(client, django_assert_max_num_queries, place):
    make_many(2, tags=[make_tag(pl="rzeka")], topics=[make_topic()])

    with django_assert_max_num_queries(10) as captured:
        client.get(place)

    for query in captured.captured_queries:
        assert not re.search(r'"(body|manuscript|plain_text|contents)"', query["sql"])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's plan depends on how full the tables are")
@pytest.mark.parametrize("query", ["", "?before=pl:t2", "?after=pl:t0"])
@pytest.mark.parametrize("place", PLACES[2:5])
def test_lists_walk_the_index_of_their_order(client, place, query):
    make_many(3, tags=[make_tag(pl="rzeka")], topics=[make_topic()])
    with CaptureQueriesContext(connection) as captured:
        client.get(place + query)
    lists = [query["sql"] for query in captured.captured_queries if "LIMIT 21" in query["sql"]]

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {lists[-1]}")
        plan = " / ".join(row[3] for row in cursor.fetchall())

    assert "USE TEMP B-TREE" not in plan
    assert re.search("INDEX (edition_latest_anywhere|edition_topic_latest|edition_tag_latest)", plan)
