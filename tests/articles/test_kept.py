"""What a process keeps stands until something changes for readers, and not a moment longer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import freshness
from articles.kept import kept
from articles.publishing import publish
from tests.factories import make_article, make_tag, make_topic, make_user

pytestmark = pytest.mark.django_db


def test_what_is_kept_goes_when_something_changes():
    kept()["key"] = "value"
    assert kept() == {"key": "value"}

    freshness.bump()

    assert kept() == {}


def test_what_is_kept_goes_when_something_begins(monkeypatch):
    publish(article=make_article(), language="pl", by=make_user(), at=timezone.now() + timedelta(hours=1))
    kept()["key"] = "value"
    later = timezone.now() + timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert kept() == {}


def test_what_is_kept_goes_when_there_is_too_much(monkeypatch):
    monkeypatch.setattr("articles.kept.MOST", 2)
    kept().update({number: number for number in range(3)})

    assert kept() == {}


def test_topics_and_tags_stand_in_their_order_whoever_kept_them(client):
    second, first = (
        make_topic(position=2, pl={"title": "Drugi", "slug": "drugi"}),
        make_topic(position=1, pl={"title": "Pierwszy", "slug": "pierwszy"}),
    )
    tags = [make_tag("b", pl="beta"), make_tag("a", pl="alfa")]
    for slug, of in (("one", [second]), ("two", [second, first])):
        article = make_article(pl={"title": slug, "slug": slug, "body": "<p>x</p>"}, topics=of, tags=tags)
        publish(article=article, language="pl", by=make_user())

    for _time in range(2):
        client.get("/pl/articles/one/")
        html = client.get("/pl/articles/two/").text

        assert html.index(">Pierwszy<") < html.index(">Drugi<")
        assert html.index(">alfa<") < html.index(">beta<")


def test_a_topic_that_is_not_visible_is_kept_as_none(client, django_assert_num_queries):
    hidden = make_topic(pl={"title": "Ukryty", "slug": "ukryty"}, visible_from=timezone.now() + timedelta(days=1))
    article = make_article(pl={"title": "T", "slug": "t", "body": "<p>x</p>"}, topics=[hidden])
    publish(article=article, language="pl", by=make_user())
    client.get("/pl/articles/t/")

    with django_assert_num_queries(2):
        assert "Ukryty" not in client.get("/pl/articles/t/").text
