from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.publishing import publish, withdraw
from tests.factories import make_article, make_edition, make_image, make_topic
from tests.reading import Page, parse

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


def text(title, **more):
    return {"title": title, "body": "<p>x</p>", **more}


def ask(client, address, **parameters):
    more = "".join(f"&{name}={value}" for name, value in parameters.items())
    return client.get(f"/oembed?url={quote(address, safe='')}{more}")


def test_an_article_is_described_for_another_site(client):
    article = make_article(pl=text("Most", slug="łódź", lead="Krótko", author_line="Anna Nowak"), image=make_image())
    make_edition(article=article)

    found = ask(client, f"{SITE}/pl/articles/łódź/").json()

    assert (found["version"], found["type"], found["title"]) == ("1.0", "rich", "Most")
    assert (found["author_name"], found["provider_name"], found["provider_url"]) == (
        "Anna Nowak",
        "Portal",
        f"{SITE}/pl/",
    )
    assert (found["thumbnail_width"], found["thumbnail_height"]) == (1200, 630)
    assert found["thumbnail_url"] in client.get("/pl/articles/łódź/").text
    assert (found["width"], found["height"]) == (600, 400)


def test_what_is_embedded_runs_nothing_loads_nothing_and_says_its_language(client):
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    make_edition(pl=text(hostile, slug="most", lead=hostile))

    answer = ask(client, f"{SITE}/pl/articles/most/")
    page = Page(answer.json()["html"])

    assert answer["Content-Language"] == "pl"
    assert {element.tag for element in page.elements} == {"blockquote", "p", "a", "strong", "footer", "time"}
    assert page.elements[0].attributes == {"cite": f"{SITE}/pl/articles/most/", "lang": "pl", "dir": "ltr"}
    assert [link.attributes["href"] for link in page.all("a")] == [f"{SITE}/pl/articles/most/"]


def test_a_page_says_where_it_is_described(client):
    make_edition(pl=text("Most", slug="łódź"))

    (link,) = parse(client.get("/pl/articles/łódź/")).all("link", type="application/json+oembed")

    assert client.get(link.attributes["href"].removeprefix(SITE)).json()["title"] == "Most"


def test_limits_are_kept(client):
    make_edition(article=make_article(pl=text("Most", slug="most"), image=make_image()))

    found = ask(client, f"{SITE}/pl/articles/most/", maxwidth=320, maxheight=200).json()

    assert (found["width"], found["height"]) == (320, 200)
    assert "thumbnail_url" not in found


def test_an_earlier_address_leads_to_the_text_of_now(client, editor):
    article = make_article(pl=text("Most", slug="most"))
    publish(article=article, language="pl", by=editor, at=timezone.now() - timedelta(hours=1))
    article.slug_pl = "mosty"
    article.save()
    publish(article=article, language="pl", by=editor)

    assert f"{SITE}/pl/articles/mosty/" in ask(client, f"{SITE}/pl/articles/most/").json()["html"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("", 404), (f"{SITE}/pl/articles/nie-ma/", 404), (f"{SITE}/pl/", 404), (f"{SITE}/admin/", 404),
        ("https://elsewhere.example/pl/articles/most/", 404), (f"{SITE}.evil.example/pl/articles/most/", 404),
        (f"{SITE}/en/articles/most/", 404), (f"{SITE}/pl/articles/%00/", 404), ("x" * 5000, 404),
        (f"{SITE}/xx/articles/most/", 404), (f"{SITE}/pl/articles/jutro/", 404), (f"{SITE}/pl/topics/temat/", 404),
        (f"{SITE}//[/", 404),
    ],
)  # fmt: skip
def test_nothing_else_is_described(client, address, status):
    make_topic()
    make_edition(pl=text("Most", slug="most"))
    make_edition(pl=text("Jutro", slug="jutro"), at=timezone.now() + timedelta(hours=1))

    answer = ask(client, address)

    assert answer.status_code == status
    assert answer.json()["detail"]


def test_what_is_withdrawn_is_no_longer_described(client, editor):
    edition = make_edition(pl=text("Most", slug="most"), at=timezone.now() - timedelta(hours=1))
    withdraw(article=edition.article, language="pl", by=editor)

    assert ask(client, f"{SITE}/pl/articles/most/").status_code == 404


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({"format": "json"}, 200), ({"format": "xml"}, 501), ({"maxwidth": "x"}, 400), ({"maxwidth": "-1"}, 400),
        ({"maxheight": "9" * 500}, 400), ({"maxwidth": "²"}, 400), ({"maxwidth": "0"}, 400),
    ],
)  # fmt: skip
def test_a_question_is_answered_as_the_standard_says(client, parameters, status):
    make_edition(pl=text("Most", slug="most"))

    answer = ask(client, f"{SITE}/pl/articles/most/", **parameters)

    assert answer.status_code == status
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Content-Type"] == "application/json"


def test_the_answer_asks_for_the_edition_and_the_sites_name(client):
    make_edition(pl=text("Most", slug="most"))
    ask(client, f"{SITE}/pl/articles/most/")

    with CaptureQueriesContext(connection) as captured:
        ask(client, f"{SITE}/pl/articles/most/")

    assert len(captured) == 2
