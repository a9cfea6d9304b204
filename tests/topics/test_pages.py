"""The pages of the special topics."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_article, make_edition, make_image, make_topic

pytestmark = pytest.mark.django_db

RIVER = {
    "pl": {"title": "Wisła", "slug": "wisla", "introduction": "O rzece.\n\nDrugi akapit."},
    "en": {"title": "The Vistula", "slug": "vistula", "introduction": "On the river."},
}


def test_a_topic_shows_its_introduction_its_banner_and_its_articles(client):
    topic = make_topic(**RIVER, banner=make_image(alt_pl="Most o świcie"))
    make_edition(article=make_article(pl={"title": "Promem", "slug": "promem", "body": "<p>x</p>"}, topics=[topic]))
    make_edition(pl={"title": "Nie stąd", "body": "<p>x</p>"})

    html = client.get("/pl/topics/wisla/").text

    assert "<h1>Wisła</h1>" in html
    assert "<p>O\u00a0rzece.</p>" in html
    assert 'alt="Most o świcie"' in html
    assert '<a href="/pl/articles/promem/">Promem</a>' in html
    assert "Nie stąd" not in html


def test_the_texts_of_a_topic_are_set_by_the_rules_of_their_language(client):
    make_topic(pl={"title": "Wisła w mieście", "slug": "wisla", "introduction": "O rzece i o ludziach."})

    introduction = "O\u00a0rzece i\u00a0o\u00a0ludziach."

    for address in ("/pl/", "/pl/topics/", "/en/topics/", "/pl/topics/wisla/"):
        assert "Wisła w\u00a0mieście" in client.get(address).text, address
    assert f"<p>{introduction}</p>" in client.get("/pl/topics/wisla/").text
    assert f">{introduction}</p>" in client.get("/en/topics/").text


def test_a_topic_names_the_languages_in_which_it_has_a_title(client, settings):
    make_topic(**RIVER)

    html = client.get("/en/topics/vistula/").text

    assert re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', html) == [
        ("pl", f"{settings.SITE_URL}/pl/topics/wisla/"),
        ("en", f"{settings.SITE_URL}/en/topics/vistula/"),
        ("x-default", f"{settings.SITE_URL}/pl/topics/wisla/"),
    ]
    assert re.search(r'<span class="absent"><span lang="zh-Hans"', html)


def test_a_topic_without_a_title_in_a_language_is_named_there_and_not_shown(client):
    make_topic(**RIVER)

    response = client.get("/zh-hans/topics/wisla/")

    assert response.status_code == 404
    assert '<a href="/pl/topics/wisla/" hreflang="pl" lang="pl" dir="ltr">Wisła</a>' in response.text
    assert '<a href="/en/topics/vistula/" hreflang="en" lang="en" dir="ltr">The Vistula</a>' in response.text
    assert "O\u00a0rzece" not in response.text


def test_another_languages_address_of_a_topic_names_the_own_one(client):
    make_topic(**RIVER)

    response = client.get("/pl/topics/vistula/")

    assert response.status_code == 404
    assert '<a href="/pl/topics/wisla/">Wisła</a>' in response.text


@pytest.mark.parametrize("period", [{"visible_from": timedelta(days=1)}, {"visible_until": timedelta()}])
def test_a_topic_outside_its_period_is_nowhere(client, period):
    topic = make_topic(**RIVER, **{name: timezone.now() + distance for name, distance in period.items()})
    make_edition(article=make_article(topics=[topic]))

    assert client.get("/pl/topics/wisla/").status_code == 404
    assert client.get("/zh-hans/topics/wisla/").status_code == 404
    assert "Wisła" not in client.get("/pl/topics/").text
    assert "Wisła" not in client.get("/pl/").text


def test_the_list_of_topics_marks_what_is_in_another_language(client):
    make_topic(**RIVER)

    html = client.get("/zh-hans/topics/").text

    assert (
        '<a href="/pl/topics/wisla/" hreflang="pl" lang="pl" dir="ltr">Wisła</a> <span class="mark">波兰语</span>'
        in html
    )
    assert '<p lang="pl" dir="ltr">O\u00a0rzece.' in html  # its dots stand where it would go on


def test_an_empty_topic_says_so(client):
    make_topic(**RIVER)

    assert 'class="empty"' in client.get("/pl/topics/wisla/").text


def test_saving_other_topics_changes_no_list(client):
    topic = make_topic(**RIVER)
    edition = make_edition(article=make_article(topics=[topic]))
    before = client.get("/pl/topics/wisla/").content
    edition.article.topics.clear()

    assert client.get("/pl/topics/wisla/").content == before


def test_an_address_in_a_language_without_a_title_leads_to_where_the_title_is(client):
    make_topic(pl={"slug": "temat"}, en={"title": "Topic", "slug": "topic"})

    page = client.get("/pl/topics/temat/")

    assert page.status_code == 404
    assert 'href="/en/topics/topic/"' in page.text


def test_what_is_saved_of_a_topic_shows_at_once(client, editor):
    topic = make_topic()
    client.get("/pl/topics/temat/")
    client.force_login(editor)
    address = f"/admin/topics/topic/{topic.pk}/change/"
    values = {"title_pl": "Nowy tytuł", "slug_pl": "temat", "position": "1"}
    values |= {"initial-title_pl": "Temat", "initial-slug_pl": "temat"}
    for form in ("sections", "places"):
        values |= {f"{form}-TOTAL_FORMS": "0", f"{form}-INITIAL_FORMS": "0"}

    client.post(address, values)

    topic.refresh_from_db()
    assert topic.title_pl == "Nowy tytuł"
    assert "<h1>Nowy tytuł</h1>" in client.get("/pl/topics/temat/").text
