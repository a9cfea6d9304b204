"""What stands under an article: related ones, and the ones before and after it in its topic."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from articles.publishing import publish, withdraw
from articles.related import MOST_CHOSEN, SHOWN
from tests.factories import make_article, make_edition, make_tag, make_topic

pytestmark = pytest.mark.django_db

CARD = re.compile(r'<h3><a href="/[a-z-]+/articles/([^"]+)/"')
NEIGHBOUR = re.compile(r'class="neighbour neighbour-(\w+)" href="/[a-z-]+/articles/([^"]+)/"')
START = timezone.now() - timedelta(days=30)


def make(slug, day=0, **shared):
    article = make_article(pl={"title": slug, "slug": slug, "body": "<p>x</p>"}, **shared)
    return make_edition(article=article, at=START + timedelta(days=day)).article


def related(client, slug):
    return CARD.findall(client.get(f"/pl/articles/{slug}/").text)


def test_what_shares_most_comes_first_and_the_newest_of_equals(client):
    river, city, topic = make_tag("river", pl="r"), make_tag("city", pl="c"), make_topic()
    make("here", tags=[river, city], topics=[topic])
    make("one-old", 1, tags=[river])
    make("one-new", 2, tags=[city])
    make("three", 3, tags=[river, city], topics=[topic])
    make("two", 4, tags=[river], topics=[topic])
    make("none", 5)

    assert related(client, "here") == ["three", "two", "one-new"]


def test_an_article_that_shares_nothing_shows_nothing(client):
    make("here")
    make("other", 1, tags=[make_tag("river", pl="r")])

    assert 'class="band related"' not in client.get("/pl/articles/here/").text


def test_editors_choice_comes_first_and_is_filled_up(client, editor):
    tag = make_tag("river", pl="r")
    here = make("here", tags=[tag])
    chosen = make("chosen", 1)
    for day in range(2, 7):
        make(f"tagged-{day}", day, tags=[tag])
    here.related.add(chosen)
    before = related(client, "here")
    publish(article=here, language="pl", by=editor)

    assert before == ["tagged-6", "tagged-5", "tagged-4"]
    assert related(client, "here") == ["chosen", "tagged-6", "tagged-5"]
    here.related.clear()
    assert related(client, "here") == ["chosen", "tagged-6", "tagged-5"]  # until it is published again


def test_all_that_editors_chose_is_shown(client, editor):
    here = make("here", tags=[tag := make_tag("river", pl="r")])
    make("tagged", 9, tags=[tag])
    here.related.set([make(f"chosen-{number}", number) for number in range(SHOWN + 1)])
    publish(article=here, language="pl", by=editor)

    assert related(client, "here") == [f"chosen-{number}" for number in reversed(range(SHOWN + 1))]


def test_nothing_that_is_not_live_is_related(client, editor):
    here, gone = make("here"), make("gone")
    here.related.set([gone, make_article(pl={"title": "Tajne", "slug": "tajne", "body": "<p>x</p>"})])
    publish(article=here, language="pl", by=editor)
    withdraw(article=gone, language="pl", by=editor)

    assert related(client, "here") == []
    assert "Tajne" not in client.get("/pl/articles/here/").text


def test_what_is_elsewhere_comes_after_its_equals_and_is_marked(client):
    tag = make_tag("river", pl="r")
    make("here", tags=[tag])
    make("own", 1, tags=[tag])
    english = make_article(source_language="en", tags=[tag], en={"title": "Other", "slug": "other", "body": "<p>x</p>"})
    make_edition(article=english, language="en", at=START + timedelta(days=5))

    html = client.get("/pl/articles/here/").text

    assert CARD.findall(html) == ["own", "other"]
    assert 'hreflang="en" lang="en" dir="ltr">Other</a> <span class="mark">angielski</span>' in html


def test_an_article_leads_to_the_ones_before_and_after_it_in_its_topic(client):
    topic = make_topic()
    for day, slug in enumerate(("first", "second", "third")):
        make(slug, day, topics=[topic])
    make("stranger", 1)

    found = {slug: NEIGHBOUR.findall(client.get(f"/pl/articles/{slug}/").text) for slug in ("first", "second", "third")}

    assert found == {
        "first": [("newer", "second")],
        "second": [("older", "first"), ("newer", "third")],
        "third": [("older", "second")],
    }


def test_a_neighbour_in_another_language_says_so(client):
    topic = make_topic()
    make("here", 1, topics=[topic])
    english = make_article(
        source_language="en", topics=[topic], en={"title": "Other", "slug": "other", "body": "<p>x</p>"}
    )
    make_edition(article=english, language="en", at=START)

    assert 'href="/en/articles/other/" hreflang="en" rel="prev"><small>' in (
        html := client.get("/pl/articles/here/").text
    )
    assert '<span lang="en" dir="ltr">Other</span> <span class="mark">angielski</span>' in html


def test_a_preview_shows_no_neighbours(client, editor):
    topic = make_topic()
    here = make("here", 1, topics=[topic])
    make("other", 2, topics=[topic])
    client.force_login(editor)

    assert "neighbour" not in client.get(f"/admin/articles/article/{here.pk}/preview/pl/").text


def test_two_queries_whatever_stands_under_it(client, django_assert_num_queries):
    tags, topic = [make_tag(f"t{number}", pl=f"t{number}") for number in range(6)], make_topic()
    make("here", tags=tags, topics=[topic])
    client.get("/pl/articles/here/")
    with django_assert_num_queries(2):
        client.get("/pl/articles/here/")
    for number in range(20):
        make(f"more-{number}", number, tags=tags, topics=[topic])
    client.get("/pl/articles/here/")  # what many pages share is read again after each publication

    with django_assert_num_queries(2) as captured:
        client.get("/pl/articles/here/")
    for query in captured.captured_queries:
        assert not re.search(r'"articles_article"|articles_article_related|"manuscript"|"plain_text"', query["sql"])


def test_the_form_takes_related_articles_and_refuses_too_many_and_itself(client, editor):
    here = make("here")
    others = [make(f"other-{number}", number) for number in range(MOST_CHOSEN + 1)]
    client.force_login(editor)
    address = f"/admin/articles/article/{here.pk}/change/"

    def post(keys):
        page = client.get(address).text
        values = dict(re.findall(r'name="(loaded-[a-z-]+)" value="([^"]*)"', page))
        values |= {"title_pl": "here", "slug_pl": "here", "body_pl": "<p>x</p>", "source_language": "pl"}
        return client.post(address, values | {"related": keys})

    assert post([others[0].pk, others[1].pk]).status_code == 302
    assert set(Article.objects.get(pk=here.pk).related.all()) == set(others[:2])
    assert here.drafts.get(language="pl").has_changes
    assert post([here.pk]).status_code == 200
    assert post([other.pk for other in others]).status_code == 200
    assert set(Article.objects.get(pk=here.pk).related.all()) == set(others[:2])
