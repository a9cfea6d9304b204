"""The page of results: what it shows and marks, its filters, suggestions and bounds."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import kept
from articles.models import Edition, SearchWord
from articles.publishing import withdraw
from articles.search.excerpts import excerpt, marked
from tests.factories import make_article, make_edition, make_tag, make_topic
from tests.reading import parse

pytestmark = pytest.mark.django_db

PROPOSED = re.compile(r'<a href="\?q=[^"]+">([^<]+)</a>\?')
RESULT = re.compile(r'<li class="result">\s*<h2><a href="([^"]+)">(.*?)</a></h2>')
YEAR_AGO = timezone.now() - timedelta(days=365)


def text(title, body="x", **more):
    return {"title": title, "body": f"<p>{body}</p>", **more}


def ask(client, query, language="pl", **parameters):
    return client.get(f"/{language}/search/?{urlencode({'q': query} | parameters)}")


def found(response):
    return [title for _url, title in RESULT.findall(response.text)]


def suggest(client, query, language="pl"):
    return client.get(f"/{language}/search/suggestions/?{urlencode({'q': query})}").json()


def test_the_words_are_marked_in_title_and_excerpt(client):
    make_edition(
        pl=text("Mosty", "Wiele lat. " * 40 + "Stoją tu dwa mosty &amp; prom. " + "Potem nic. " * 40, slug="mosty")
    )

    response = ask(client, "most")

    assert RESULT.findall(response.text) == [("/pl/articles/mosty/", "<mark>Mosty</mark>")]
    excerpt = re.search(r'<p class="result-excerpt">(.*?)</p>', response.text)[1]
    assert "Stoją tu dwa <mark>mosty</mark> &amp; prom." in excerpt
    assert excerpt.startswith("… ")
    assert excerpt.endswith(" …")


def test_the_lead_is_shown_where_it_has_the_words(client):
    make_edition(pl=text("Tytuł", "Most.", lead="O moście i o mostach."))

    assert "O moście i o <mark>mostach</mark>." in ask(client, "mosty").text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("source", "terms", "expected"),
    [
        ("武汉长江大桥", {"长江", "江大", "大桥"}, "武汉<mark>长江大桥</mark>"),
        ("茶与茶路", {"茶"}, "<mark>茶</mark>与<mark>茶</mark>路"),
        ("<b>长江</b>", {"长江"}, "&lt;b&gt;<mark>长江</mark>&lt;/b&gt;"),
        ("长江长江", {"长江"}, "<mark>长江长江</mark>"),
        ("没有", {"长江"}, "没有"),
    ],
)
def test_found_characters_are_marked_together(source, terms, expected):
    assert marked(source, terms, "zh-hans") == expected


def test_an_excerpt_prefers_the_place_with_most_of_the_words():
    body = f"Most. {'Nic tu. ' * 60} Most i rzeka. {'Nic tu. ' * 60}"
    edition = Edition(language="pl", title="x", lead="Lead", plain_text=body)

    assert "<mark>Most</mark> i <mark>rzeka</mark>" in excerpt(edition, {"most", "rzek"})


def test_an_excerpt_prefers_neighbouring_characters_to_those_that_stand_apart():
    body = f"图书很多，书馆很少。{'没有。' * 60}图书馆在这里。{'没有。' * 60}"
    edition = Edition(language="zh-hans", title="x", lead="茶", plain_text=body)

    assert excerpt(edition, {"图书", "书馆"}).startswith("<mark>图书</mark>很多，<mark>书馆</mark>")
    edition.plain_text = body.replace("，书馆很少", "")
    assert "<mark>图书馆</mark>在这里" in excerpt(edition, {"图书", "书馆"})


def test_an_excerpt_may_begin_in_one_paragraph_and_end_in_the_next():
    body = f"{'Nic tu. ' * 60}Stary most.\nNowa rzeka. {'Nic tu. ' * 60}Most i nic. {'Nic. ' * 60}"
    edition = Edition(language="pl", title="x", lead="Lead", plain_text=body)

    assert "<mark>most</mark>. Nowa <mark>rzeka</mark>" in excerpt(edition, {"most", "rzek"})


def test_a_query_is_shown_and_not_obeyed(client):
    html = ask(client, '"><script>alert(1)</script>').text

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


@pytest.mark.parametrize(
    "address",
    [
        "", "?q=", "?q=%00", "?q=%ff%fe", "?q=-", "?q=%22", "?q=a", "?q=" + "x" * 10_000, "?q=" + "%E6%A1%A5" * 3000,
        "?page=2",
        "?q=most&page=0", "?q=most&page=-1", "?q=most&page=999999999999999999999", "?q=most&page=x", "?q=most&topic=x",
        "?q=most&topic=999999", "?q=most&tag=%27", "?q=most&year=99999999999", "?q=most&year=²", "?q=most&q=kot",
        "?x=1",
        "?q=-most", "?q=most&topic=9223372036854775807",
    ],
)  # fmt: skip
def test_every_address_is_answered_with_sense(client, address):
    make_edition(pl=text("Most"))

    for place in ("search/", "search/suggestions/"):
        response = client.get(f"/pl/{place}{address}")
        assert response.status_code == 200
    page = parse(client.get(f"/pl/search/{address}"))
    assert len(page.all("h1")) == 1
    assert page.all("meta", name="robots", content="noindex")


def test_without_a_word_the_page_tells_how_to_search(client):
    assert 'class="search-hints"' in client.get("/pl/search/").text
    assert "Wpisz przynajmniej jedno słowo" in ask(client, "-most").text


def test_where_nothing_is_found_the_page_tells_how_to_search(client):
    make_edition(pl=text("Most"))

    assert 'class="search-hints"' in ask(client, "kot").text
    assert 'class="search-hints"' not in ask(client, "most").text


def test_the_number_of_texts_is_told_and_pages_lead_through_them(client):
    for number in range(23):
        make_edition(pl=text(f"Most {number}"), at=YEAR_AGO + timedelta(days=number))
    first = ask(client, "mosty")

    assert "23 teksty dla „mosty”" in first.text
    assert "Strona 1 z 3" in first.text
    seen, address = found(first), re.search(r'rel="next nofollow" href="([^"]+)"', first.text)
    while address:
        page = client.get(f"/pl/search/{address[1].replace('&amp;', '&')}")
        seen += found(page)
        address = re.search(r'rel="next nofollow" href="([^"]+)"', page.text)
    assert len(seen) == len(set(seen)) == 23


def test_a_page_after_the_last_leads_to_the_last(client):
    for number in range(11):
        make_edition(pl=text(f"Most {number}"))

    response = ask(client, "most", page=99, year=timezone.localtime().year)

    assert response.status_code == 302
    assert response["Location"] == f"?q=most&year={timezone.localtime().year}&page=2"
    assert "Strona 2 z 2" in ask(client, "most", page=2).text
    assert 'class="pager"' not in ask(client, "kot", page=99).text


def test_filters_tell_how_much_they_leave_and_can_be_taken_back(client):
    topic = make_topic(en={"title": "River", "slug": "river"})
    for number in range(11):
        make_edition(
            article=make_article(pl=text(f"Most {number}"), topics=[topic] if number < 4 else []),
            at=YEAR_AGO if number < 3 else None,
        )
    html = ask(client, "most").text

    assert re.search(
        rf'<a href="\?q=most&amp;topic={topic.pk}" rel="nofollow"><span lang="en" dir="ltr">River</span>'
        r' <span class="search-number">4</span></a> <span class="mark">angielski</span>',
        html,
    )
    assert re.search(
        rf'year={YEAR_AGO.year}" rel="nofollow"><span>{YEAR_AGO.year}</span> <span class="search-number">3<', html
    )
    narrowed = ask(client, "most", topic=topic.pk, year=timezone.localtime(YEAR_AGO).year)
    assert len(found(narrowed)) == 3
    assert f'<a href="?q=most&amp;year={YEAR_AGO.year}" rel="nofollow" aria-current="true">' in narrowed.text


def test_a_year_begins_at_midnight_of_the_sites_clock(client, settings):
    settings.TIME_ZONE = "Asia/Shanghai"
    for moment in (*[datetime(2020, 12, 31, 15, 59, tzinfo=UTC)] * 4, *[datetime(2020, 12, 31, 16, tzinfo=UTC)] * 7):
        make_edition(pl=text("Most"), at=moment)

    assert re.findall(r'year=(\d+)".*?search-number">(\d+)<', ask(client, "most").text) == [
        ("2021", "7"),
        ("2020", "4"),
    ]


def test_a_topic_outside_its_period_narrows_nothing(client):
    now = timezone.now()
    seen = make_topic(pl={"title": "Rzeka", "slug": "rzeka"})
    unseen = make_topic(pl={"title": "Sekret", "slug": "sekret"}, visible_from=now + timedelta(days=1))
    for _ in range(11):
        make_edition(article=make_article(pl=text("Most"), topics=[seen, unseen]))

    html = ask(client, "most").text

    assert f"topic={seen.pk}" in html
    assert f"topic={unseen.pk}" not in html


def test_a_filter_that_leaves_nothing_can_be_taken_back(client):
    make_edition(pl=text("Most"))

    html = ask(client, "most", tag=77).text

    assert found(ask(client, "most", tag=77)) == []
    assert '<a href="?q=most" rel="nofollow" aria-current="true">' in html


def test_a_filter_that_leaves_nothing_is_named(client):
    make_edition(pl=text("Most"))
    topic, tag = make_topic(en={"title": "River", "slug": "river"}), make_tag(pl="rzeka")
    make_edition(article=make_article(pl=text("Statek"), tags=[tag]))
    not_carried = make_tag("tajne", pl="tajne")
    unseen = make_topic(pl={"title": "Sekret", "slug": "sekret"}, visible_from=timezone.now() + timedelta(days=1))

    named = ask(client, "most", topic=topic.pk, tag=tag.pk, year=1999).text
    unnamed = ask(client, "most", topic=unseen.pk, tag=not_carried.pk).text

    chosen = re.compile(r'aria-current="true"><span([^>]*)>([^<]*)</span>')
    assert chosen.findall(named) == [(' lang="en" dir="ltr"', "River"), ("", "rzeka"), ("", "1999")]
    assert chosen.findall(unnamed) == [("", "–"), ("", "–")]


def test_texts_in_other_languages_are_counted_marked_and_linked(client):
    make_edition(language="en", source_language="en", en=text("Neon letters"))

    html = ask(client, "neon").text

    assert (
        '<a href="/en/search/?q=neon" hreflang="en" lang="en" dir="ltr">English</a> <span class="mark">angielski</span>'
        ' <span class="search-number">1</span>' in html
    )
    assert "Nic nie znaleziono dla „neon”" in html


def test_a_tag_that_was_meant_is_shown(client):
    make_edition(article=make_article(pl=text("Barki", slug="b"), tags=[make_tag("rzeka", pl="Rzeka")]))

    assert '<a href="/pl/tags/rzeka/" rel="tag"><mark>Rzeka</mark></a>' in ask(client, "rzeki").text


@pytest.mark.parametrize(
    ("query", "corrected"),
    [("mosst", "most"), ("msot", "most"), ("wisłą mst", "wisłą most"), ("kot", ""), ("xost", ""), ("mosst xxxyyy", "")],
)
def test_a_near_word_is_proposed_where_nothing_is_found(client, query, corrected):
    make_edition(pl=text("Most nad Wisłą"))

    assert PROPOSED.findall(ask(client, query).text) == ([corrected] if corrected else [])


def test_a_site_page_is_found_and_leads_to_its_address(client):
    make_edition(article=make_article(is_page=True, pl=text("Kontakt", "Ulica Mostowa.", slug="kontakt")))

    assert RESULT.findall(ask(client, "mostowa").text) == [("/pl/pages/kontakt/", "Kontakt")]


# Suggestions


def test_suggestions_go_on_from_what_is_typed(client):
    make_edition(pl=text("Mosty nad Wisłą", "Most, mostek i możliwości.", slug="m"))

    assert suggest(client, "mo")["queries"] == ["most", "mostek", "możliwości"]
    assert suggest(client, "mozl")["queries"] == ["możliwości"]
    assert suggest(client, "nad wis") == {
        "queries": ["nad wisłą"],
        "articles": [{"title": "Mosty nad Wisłą", "url": "/pl/articles/m/"}],
    }
    assert suggest(client, "kot wis")["queries"] == []
    assert suggest(client, "m")["queries"] == []


def test_chinese_suggestions_are_titles(client):
    make_edition(language="zh-hans", source_language="zh-hans", zh_hans=text("长江大桥", slug="qiao"))

    for typed in ("桥", "大桥"):
        assert suggest(client, typed, "zh-hans")["articles"] == [
            {"title": "长江大桥", "url": "/zh-hans/articles/qiao/"}
        ]


def test_no_word_of_a_scheduled_or_withdrawn_text_is_ever_proposed(client, editor):
    make_edition(pl=text("Tajemnica", "Rezygnacja."), at=timezone.now() + timedelta(hours=1))
    gone = make_edition(pl=text("Tajemniczy", "Rezygnacyjny."))
    withdraw(article=gone.article, language="pl", by=editor)

    assert suggest(client, "taj") == suggest(client, "rez") == {"queries": [], "articles": []}
    assert "Czy chodziło o" not in ask(client, "tajemnca").text
    assert found(ask(client, "tajemnica")) == []


# For everybody alike


def test_only_the_search_page_has_the_script_and_may_run_it(client):
    make_edition(pl=text("Most", slug="most"))

    page, article = client.get("/pl/search/"), client.get("/pl/articles/most/")

    assert page.text.count("<script src=") == 1
    assert {"script-src 'self'", "connect-src 'self'"} <= set(page["Content-Security-Policy"].split("; "))
    assert "script-src" not in article["Content-Security-Policy"]
    assert "search.js" not in article.text
    assert 'action="/pl/search/"' in article.text


def test_a_query_is_never_kept_in_the_page_cache(client, settings):
    settings.PORTAL_PAGE_CACHE = True
    edition = make_edition(pl=text("Most"))
    assert found(ask(client, "most")) == ["<mark>Most</mark>"]
    Edition.objects.filter(pk=edition.pk).update(live_until=timezone.now())
    edition.search_entry.delete()  # nothing has told the cache

    assert found(ask(client, "most")) == []
    assert ask(client, "most")["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_a_word_is_proposed_however_many_others_begin_with_its_letter(client):
    make_edition(pl=text("Przedstawienie"))
    SearchWord.objects.bulk_create(
        SearchWord(language="pl", folded=word, surface=word, texts=9)
        for number in range(4000)
        if (word := f"p{number:013}".translate(str.maketrans("0123456789", "bcdfghjklm")))
    )

    assert PROPOSED.findall(ask(client, "przedstawinie").text) == ["przedstawienie"]


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/pl/search/?q=most", 8), ("/pl/search/?q=most+rzeka", 8), ("/pl/search/?q=most&year=2026&tag=1&topic=1", 8),
        ("/pl/search/?q=nikt+most", 8), ("/pl/search/?q=mosst", 8), ("/pl/search/suggestions/?q=rzeka+mo", 8),
    ],
)  # fmt: skip
def test_a_search_takes_as_many_queries_with_few_texts_as_with_many(
    client, django_assert_num_queries, django_assert_max_num_queries, address, most
):
    topic, tag = make_topic(), make_tag(pl="rzeka")

    def publish_many(number):
        for _ in range(number):
            make_edition(article=make_article(pl=text("Most", "Rzeka."), topics=[topic], tags=[tag]))
        client.get(address)  # what a process does once, and once after each publication

    publish_many(12)
    with django_assert_max_num_queries(most) as few:
        client.get(address)
    number = len(few.captured_queries)
    publish_many(20)
    with django_assert_num_queries(number):
        client.get(address)
    kept.forget()
    with django_assert_max_num_queries(most):  # the first after a publication
        client.get(address)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's plan depends on how full the tables are")
@pytest.mark.parametrize("query", ["most", "mosty rzeka", '"stary most" rzeka', "mosst", "rzeka most"])
def test_a_search_reads_no_table_from_end_to_end(client, query):
    tag = make_tag(pl="rzeka")
    for _ in range(12):
        make_edition(article=make_article(pl=text("Most", "Stary most."), tags=[tag]))
    ask(client, query)
    with CaptureQueriesContext(connection) as captured:
        ask(client, query)

    with connection.cursor() as cursor:
        for statement in captured.captured_queries:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement['sql']}")
            plan = " / ".join(row[3] for row in cursor.fetchall())
            assert not re.search(r"SCAN (?!json_each|found|articles_searchterms VIRTUAL|\(|\d)", plan), plan
            assert "edition_latest" not in plan
