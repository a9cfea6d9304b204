"""The number of queries on a page is fixed, and written down here."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import kept
from articles.publishing import publish
from identity.models import MenuItem
from languages.names import site_codes
from tests.factories import make_article, make_edition, make_image, make_tag, make_topic, make_user

pytestmark = pytest.mark.django_db
CEILINGS = {
    "/pl/": 6,
    "/pl/topics/": 6,
    "/pl/topics/temat/": 6,
    "/pl/articles/": 8,
    "/pl/articles/artykul-0/": 6,
    "/pl/tags/rzeka/": 8,
    "/pl/articles/nie-ma/": 6,
    "/en/articles/artykul-0/": 6,
    "/zh-hans/": 6,
    "/pl/feed/": 8,
    "/pl/topics/temat/feed/json/": 8,
    "/pl/tags/rzeka/feed/": 8,
    "/pl/site.webmanifest": 1,
    "/api/v1/articles/?language=pl": 8,
    "/api/v1/topics/": 8,
    "/api/v1/tags/": 8,
    "/oembed?url=http://127.0.0.1:8000/pl/articles/artykul-0/": 8,
    "/sitemap-news.xml": 8,
    "/sitemap-tags-0.xml": 8,
    "/pl/articles/artykul-0/history/": 8,
    "/pl/articles/artykul-0/v1/": 6,
    "/pl/articles/artykul-0/v2/changes/": 6,
    "/pl/new/": 8,
    "/zh-hans/elsewhere/": 8,
    "/pl/archive/": 8,
    "/sitemap.xml": 8,
    "/sitemap-pages.xml": 8,
    "/sitemap-articles-0.xml": 8,
}


def fill(numbers, topic, tag, image):
    """Publish articles with everything that a page shows of one: picture, topic, tag, a translation, a past."""
    user, now = make_user(), timezone.now()
    for number in numbers:
        article = make_article(
            topics=[topic, make_topic(pl={"title": f"Temat {number}", "slug": f"temat-{number}"}, banner=image)],
            tags=[tag, make_tag(f"inna-{number}", en="Other")],
            image=image,
            is_featured=True,
            pl={"title": f"Artykuł {number}", "slug": f"artykul-{number}", "body": "<h2>A</h2><p>Tekst</p>"},
            en={"title": f"Article {number}", "slug": f"article-{number}", "body": "<p>Text</p>"},
        )
        for hours in (3, 2):
            for code in ("pl", "en"):
                publish(article=article, language=code, by=user, at=now - timedelta(hours=hours, minutes=number))


def cost(address) -> int:
    client = Client()
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code in ((404,) if "nie-ma" in address or address.startswith("/en/articles") else (200,))
    return len(captured)


def test_twenty_more_cost_no_query_more():
    image, tag = make_image(), make_tag("rzeka", pl="Rzeka")
    topic = make_topic(**{code.replace("-", "_"): {"title": "Temat", "slug": "temat"} for code in site_codes()})
    fill([0], topic, tag, image)
    one = {address: cost(address) for address in CEILINGS}

    fill(range(1, 22), topic, tag, image)
    many = {address: cost(address) for address in CEILINGS}

    assert many == one
    assert {address: number for address, number in many.items() if number > CEILINGS[address]} == {}


@pytest.mark.parametrize("is_cached", [False, True])
def test_the_first_page_after_a_publication_keeps_to_the_same_number(settings, is_cached):
    """Then a process has forgotten everything: the menus, the topics, the next moment at which something begins."""
    settings.PORTAL_PAGE_CACHE = is_cached
    image, tag = make_image(), make_tag("rzeka", pl="Rzeka")
    topic = make_topic(**{code.replace("-", "_"): {"title": "Temat", "slug": "temat"} for code in site_codes()})
    fill(range(3), topic, tag, image)
    page = make_edition(article=make_article(is_page=True, pl={"title": "O nas", "slug": "o-nas", "body": "<p>x</p>"}))
    MenuItem.objects.create(menu=MenuItem.Menu.NAVIGATION, page=page.article)
    ceilings = {address: max(most, 6) for address, most in CEILINGS.items()} | {
        "/pl/search/?q=artykul": 8,
        "/sitemap.xml": 9,
    }

    cost = {address: first_cost(address) for address in ceilings}

    assert {address: number for address, number in cost.items() if number > ceilings[address]} == {}


def first_cost(address) -> int:
    Client().get(address)  # writes the queries' SQL
    kept.forget()
    with CaptureQueriesContext(connection) as captured:
        Client().get(address)
    return len(captured)


def test_no_list_asks_for_a_body_or_counts():
    image, tag = make_image(), make_tag("rzeka", pl="Rzeka")
    topic = make_topic(pl={"title": "Temat", "slug": "temat"})
    fill(range(22), topic, tag, image)

    for address in ("/pl/", "/pl/topics/temat/", "/pl/articles/", "/pl/tags/rzeka/", "/sitemap-articles-0.xml"):
        with CaptureQueriesContext(connection) as captured:
            Client().get(address)
        for query in captured:
            assert '"articles_edition"."body"' not in query["sql"], address
            assert '"plain_text"' not in query["sql"], address
            assert "COUNT(" not in query["sql"], address
            assert "OFFSET" not in query["sql"], address
