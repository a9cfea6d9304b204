"""When the original moves on, the translation is behind, and the system can show which sentences changed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.drift import changes, newest_original
from articles.models import Article, Edition
from articles.publishing import publish
from tests.factories import make_article, make_user
from tests.reading import parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    article = make_article(
        pl={"title": "Tytuł", "slug": "tytul", "body": "<p>Wstęp.</p><p>Przyszło 100 osób. Padało.</p>"},
        en={"title": "Title", "slug": "title", "body": "<p>Lead.</p><p>100 people came. It rained.</p>"},
        zh_hans={"title": "标题", "slug": "biao-ti", "body": "<p>来了100人。</p>"},
    )
    for hours, code in ((3, "pl"), (2, "en")):
        publish(article=article, language=code, by=make_user(), at=timezone.now() - timedelta(hours=hours))
    return article


def note(client, address="/en/articles/title/"):
    """Return what the page tells of its standing behind the original, or None."""
    page = parse(client.get(address))
    boxes = [place for place, element in enumerate(page.elements) if element.attributes.get("class") == "behind"]
    return page.elements[boxes[0] :] if boxes else None


def move_on(article, **options):
    Article.objects.update(body_pl="<p>Wstęp.</p><p>Przyszło 120 osób. Padało.</p>")
    return publish(article=article, language="pl", by=make_user(), **options)


def test_the_reader_is_told_with_date_and_link(client, article):
    first = Edition.objects.get(language="pl")
    assert note(client) is None

    move_on(article)

    told = note(client)
    moments = [element.attributes["datetime"] for element in told if element.tag == "time"]
    links = [
        element.attributes for element in told if element.tag == "a" and element.attributes.get("hreflang") == "pl"
    ]
    assert timezone.localtime(first.live_from).isoformat(timespec="minutes")[:16] in moments[0]
    assert (links[0]["href"], links[0]["hreflang"]) == ("/pl/articles/tytul/", "pl")


def test_the_original_and_fresh_translations_say_nothing(client, article):
    move_on(article)
    publish(article=article, language="zh-hans", by=make_user())

    assert note(client, "/pl/articles/tytul/") is None
    assert note(client, "/zh-hans/articles/biao-ti/") is None


def test_a_minor_correction_says_nothing(client, article):
    move_on(article, minor=True)

    assert note(client) is None


def test_catching_up_takes_the_note_away(client, article):
    move_on(article)
    publish(article=article, language="en", by=make_user())

    assert note(client) is None


def test_the_translator_is_shown_the_one_changed_figure(article):
    move_on(article)
    translation = Edition.objects.get(language="en")

    shown = [item for item in changes(translation.made_from, newest_original(translation)) if item["kind"] != "same"]

    assert shown == [
        {
            "kind": "changed",
            "words": [("=", "Przyszło "), ("-", "100"), ("+", "120"), ("=", " osób. Padało.")],
        }
    ]
