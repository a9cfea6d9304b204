"""The ways in: by year and month, what is new in a language, what is live only in others."""

import random
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import archive, publishing
from articles.listings import PAGE
from articles.models import Edition, MonthCount, Reach
from articles.publishing import publish, together, unschedule, withdraw
from articles.reach import month_of
from languages.names import site_codes
from tests.articles.test_pages_lists import CARD, walk
from tests.factories import make_article, make_edition, make_user

pytestmark = pytest.mark.django_db

MARCH = datetime(2024, 3, 31, 23, 30, tzinfo=UTC)  # in Warsaw it is April already
MONTH = re.compile(r'<li><a href="([^"]+)"(?: aria-current="page")?>([^<]+)</a> <small class="count">(\d+)')


def months(client, address):
    return [(name, int(count)) for _url, name, count in MONTH.findall(client.get(address).text)]


def make_three_languages(number=0, **shared):
    return make_article(
        **{code.replace("-", "_"): {"title": f"T {number} {code}", "body": "<p>x</p>"} for code in site_codes()},
        **shared,
    )


def test_the_archive_counts_by_the_sites_own_calendar(client):
    make_edition(at=MARCH)

    assert client.get("/pl/archive/2024/03/").status_code == 404
    assert CARD.findall(client.get("/pl/archive/2024/04/").text) == ["/pl/articles/tytul/"]
    assert months(client, "/pl/archive/2024/") == [("Kwiecień", 1)]


def test_months_are_named_in_the_pages_language(client):
    article = make_three_languages()
    for code in site_codes():
        publish(article=article, language=code, by=make_user(), at=MARCH)

    assert months(client, "/en/archive/") == [("April", 1)]
    assert months(client, "/zh-hans/archive/") == [("四月", 1)]
    assert "<h1>Kwiecień 2024 " in client.get("/pl/archive/2024/04/").text.replace("\n", "")


def test_what_is_elsewhere_stands_in_the_archive_marked_and_counted(client, settings):
    make_edition(language="en", at=MARCH, en={"title": "Bridges", "body": "<p>x</p>"})

    html = client.get("/pl/archive/2024/04/").text

    assert 'hreflang="en" lang="en" dir="ltr">Bridges</a> <span class="mark">angielski</span>' in html
    assert months(client, "/pl/archive/2024/") == [("Kwiecień", 1)]
    settings.PORTAL_LISTS_ELSEWHERE = False
    assert client.get("/pl/archive/2024/04/").status_code == 404
    assert client.get("/en/archive/2024/04/").status_code == 200


def test_the_language_switch_of_a_month_leads_where_the_month_has_something(client, settings):
    settings.PORTAL_LISTS_ELSEWHERE = False
    article = make_three_languages()
    for code in ("pl", "en"):
        publish(article=article, language=code, by=make_user(), at=MARCH)

    html = client.get("/pl/archive/2024/04/").text

    assert 'href="/en/archive/2024/04/"' in html
    assert 'href="/zh-hans/archive/2024/04/"' not in html


@pytest.mark.parametrize("place", ["2024/", "2024/13/", "2024/4/", "0000/", "9999/", "24/", "2024/00/"])
def test_a_time_without_articles_is_not_found(client, place):
    make_edition()

    assert client.get(f"/pl/archive/{place}").status_code == 404


@pytest.mark.parametrize("place", ["/pl/archive/2024/", "/pl/archive/2024/04/", "/pl/new/", "/zh-hans/elsewhere/"])
def test_a_long_list_is_turned_by_pages(client, place):
    for number in range(2 * PAGE + 3):
        make_edition(
            at=MARCH + timedelta(hours=number // 2),
            pl={"title": f"T{number}", "slug": f"t{number}", "body": "<p>x</p>"},
        )
    make_edition(at=MARCH + timedelta(days=400), language="en", en={"title": "Other", "slug": "o", "body": "<p>x</p>"})

    pages, last = walk(client, place)
    back, _first = walk(client, last, "Newer")

    found = [address for shown in pages for address in shown if address.startswith("/pl/")]
    assert found == [f"/pl/articles/t{number}/" for number in reversed(range(2 * PAGE + 3))]
    assert [address for shown in reversed(back) for address in shown][:PAGE] == pages[0]


def test_new_is_what_is_in_the_pages_language_alone(client):
    make_edition(pl={"title": "Mosty", "slug": "mosty", "body": "<p>x</p>"})
    make_edition(language="en", en={"title": "Bridges", "slug": "bridges", "body": "<p>x</p>"})

    assert CARD.findall(client.get("/pl/new/").text) == ["/pl/articles/mosty/"]
    assert CARD.findall(client.get("/en/new/").text) == ["/en/articles/bridges/"]
    assert 'class="empty"' in client.get("/zh-hans/new/").text


def test_elsewhere_is_what_is_only_in_other_languages_once_and_marked(client, settings):
    article = make_three_languages(source_language="pl")
    for code in ("pl", "en"):
        publish(article=article, language=code, by=make_user())
    make_edition(language="en", en={"title": "Bridges", "slug": "bridges", "body": "<p>x</p>"})

    assert CARD.findall(client.get("/zh-hans/elsewhere/").text) == ["/en/articles/bridges/", "/pl/articles/t-0-pl/"]
    assert CARD.findall(client.get("/pl/elsewhere/").text) == ["/en/articles/bridges/"]
    assert 'hreflang="en" lang="en" dir="ltr">Bridges</a> <span class="mark">angielski</span>' in (
        client.get("/pl/elsewhere/").text
    )
    assert 'class="empty"' in client.get("/en/elsewhere/").text
    settings.PORTAL_LISTS_ELSEWHERE = False
    assert client.get("/pl/elsewhere/").status_code == 404
    assert "/pl/elsewhere/" not in client.get("/pl/articles/").text


def test_what_is_scheduled_is_counted_when_its_time_comes(client, editor, monkeypatch):
    now = timezone.now()
    edition = make_edition(at=now + timedelta(hours=1))
    withdraw(article=edition.article, language="pl", by=editor, at=now + timedelta(hours=2))
    year = f"/pl/archive/{month_of(now + timedelta(hours=1)).year}/"

    found = []
    for hours in (0, 1, 2):
        monkeypatch.setattr(timezone, "now", lambda hours=hours: now + timedelta(hours=hours, minutes=1))
        found.append(client.get(year).status_code)

    assert found == [404, 200, 404]


def expected(code, now):
    """Count as the lists choose, from the editions alone."""
    numbers = Counter()
    for edition in Edition.objects.live(now).best_for(code, now):
        numbers[month_of(edition.published_at)] += 1
    return numbers


def test_the_numbers_are_those_of_the_lists_after_whatever_was_done(editor, monkeypatch, settings):
    chance, real = random.Random(7), timezone.now()  # noqa: S311 the same at every run
    clock = [real]
    monkeypatch.setattr(timezone, "now", lambda: clock[0])
    articles = [make_three_languages(number, source_language=chance.choice(site_codes())) for number in range(4)]

    done = Counter()
    for _step in range(60):
        article, code = chance.choice(articles), chance.choice(site_codes())
        act = chance.choice((publish, publish, withdraw, unschedule))
        later = clock[0] + timedelta(days=chance.choice((0, 0, 40, 90)), seconds=1)
        try:
            if act is unschedule:
                unschedule(article=article, language=code)
            else:
                act(article=article, language=code, by=editor, at=chance.choice((None, later)))
            done[act.__name__] += 1
        except publishing.PublishingError:
            pass
        clock[0] += timedelta(days=chance.choice((0, 1, 20)), seconds=7)
        for moment in (clock[0], clock[0] + timedelta(days=60), clock[0] + timedelta(days=200)):
            with monkeypatch.context() as then:
                then.setattr(timezone, "now", lambda moment=moment: moment)
                numbers = archive._numbers(date.min, date.max)
                assert numbers == {code: expected(code, moment) for code in site_codes()}
    assert len(done) == 3

    kept = numbers, set(Reach.objects.filter(ends__gt=clock[0]).values_list("edition", "languages"))
    call_command("rebuild_archive", verbosity=0)
    with monkeypatch.context() as then:
        then.setattr(timezone, "now", lambda: moment)
        numbers = archive._numbers(date.min, date.max)
    assert (numbers, set(Reach.objects.values_list("edition", "languages"))) == kept


def test_what_is_published_together_is_counted_as_one_by_one(editor):
    apart, at_once = make_three_languages(1), make_three_languages(2)
    for code in site_codes():
        publish(article=apart, language=code, by=editor, at=MARCH)

    with together():
        for code in site_codes():
            publish(article=at_once, language=code, by=editor, at=MARCH)
        withdraw(article=at_once, language="en", by=editor)
    withdraw(article=apart, language="en", by=editor)

    columns = ("languages", "language", "published_at", "begins", "ends")
    reached = [set(Reach.objects.filter(article=article).values_list(*columns)) for article in (apart, at_once)]
    assert reached[0] == reached[1] != set()
    now = timezone.now()
    assert archive._numbers(date.min, date.max) == {code: expected(code, now) for code in site_codes()}


def test_the_tables_hold_no_more_than_is_needed(editor):
    article = make_three_languages()
    for _again in range(5):
        publish(article=article, language="pl", by=editor)

    assert Reach.objects.count() == 1
    assert MonthCount.objects.count() == 1


FEW = {"/pl/archive/": 2, "/pl/archive/2024/": 3, "/pl/archive/2024/04/": 3, "/pl/new/": 2, "/zh-hans/elsewhere/": 3}


@pytest.mark.parametrize("place", FEW)
def test_a_page_takes_as_many_queries_with_one_row_as_with_many(client, django_assert_num_queries, place):
    make_edition(at=MARCH)
    client.get(place)
    with django_assert_num_queries(FEW[place]):
        client.get(place)
    for number in range(20):
        make_edition(at=MARCH + timedelta(minutes=number), pl={"title": f"T{number}", "body": "<p>x</p>"})
    client.get(place)  # the frame is read again after each publication

    with django_assert_num_queries(FEW[place]) as captured:
        client.get(place)
    for query in captured.captured_queries:
        assert not re.search(r'"articles_article"|"(body|manuscript|plain_text)"|COUNT\(|OFFSET', query["sql"])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's plan depends on how full the tables are")
@pytest.mark.parametrize("query", ["", "?before=pl:t2", "?after=pl:t0"])
@pytest.mark.parametrize(
    ("place", "index"),
    [
        ("/pl/archive/2024/04/", "edition_latest_anywhere"),
        ("/pl/new/", "edition_latest"),
        ("/zh-hans/elsewhere/", "reach_latest"),
    ],
)
def test_the_lists_walk_the_index_of_their_order(client, place, index, query):
    for number in range(3):
        make_edition(at=MARCH, pl={"title": "T", "slug": f"t{number}", "body": "<p>x</p>"})
    with CaptureQueriesContext(connection) as captured:
        client.get(place + query)

    lists = [query["sql"] for query in captured.captured_queries if "LIMIT 21" in query["sql"]]

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {lists[-1]}")
        plan = " / ".join(row[3] for row in cursor.fetchall())

    assert "USE TEMP B-TREE" not in plan
    assert re.search(rf"INDEX {index}\b", plan), plan
