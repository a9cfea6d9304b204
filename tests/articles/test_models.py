from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import FieldFetchBlocked
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from articles.models import Article, Edition, Tag
from articles.publishing import publish, withdraw
from tests.factories import make_article, make_edition, make_tag, make_topic, make_user

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LANGUAGES = ("pl", "en", "zh-hans")


def in_languages(*codes, source="pl"):
    """Return the editions, by language, of an article that is live in these languages."""
    article = make_article(
        source_language=source, **{code.replace("-", "_"): {"title": code, "body": "<p>x</p>"} for code in codes}
    )
    return {code: publish(article=article, language=code, by=make_user()) for code in codes}


# Live


def test_live_is_from_the_first_moment_until_before_the_last(editor):
    at, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
    edition = publish(article=make_article(), language="pl", by=editor, at=at, until=end)
    instant = timedelta(microseconds=1)

    for moment, expected in ((at - instant, False), (at, True), (end - instant, True), (end, False)):
        assert Edition.objects.live(moment).exists() is expected
        assert edition.is_live(moment) is expected


def test_a_language_that_the_site_lost_is_not_live(settings):
    in_languages("pl", "en")
    settings.LANGUAGES = [("pl", "Polish")]

    assert {edition.language for edition in Edition.objects.live()} == {"pl"}
    assert {edition.language for edition in Edition.objects.live().best_for("pl")} == {"pl"}


# Best for a reader


@pytest.mark.parametrize(
    ("live_in", "source", "reader", "best"),
    [
        (("pl", "en"), "pl", "pl", "pl"),
        (("pl", "en"), "pl", "en", "en"),
        (("pl", "en"), "pl", "zh-hans", "pl"),
        (("pl", "en"), "en", "zh-hans", "en"),
        (("en", "zh-hans"), "pl", "pl", "en"),
        (("zh-hans",), "pl", "pl", "zh-hans"),
        (("en", "zh-hans"), "zh-hans", "pl", "zh-hans"),
    ],
)
def test_a_list_shows_each_article_once_in_the_nearest_language(live_in, source, reader, best):
    editions = in_languages(*live_in, source=source)

    assert list(Edition.objects.live().best_for(reader)) == [editions[best]]


def test_only_what_is_live_is_compared():
    editions = in_languages("pl", "en")
    withdraw(article=editions["en"].article, language="en", by=make_user())

    assert list(Edition.objects.live().best_for("en")) == [editions["pl"]]


def test_what_will_be_live_counts_from_its_moment():
    later = timezone.now() + HOUR
    article = make_article(pl={"title": "pl", "body": "<p>x</p>"}, en={"title": "en", "body": "<p>x</p>"})
    publish(article=article, language="pl", by=make_user())
    publish(article=article, language="en", by=make_user(), at=later)

    assert Edition.objects.live().best_for("en").get().language == "pl"
    assert Edition.objects.live(later).best_for("en", later).get().language == "en"


def test_exactly_one_edition_per_article_for_every_reader():
    for codes in (("pl",), ("en",), ("zh-hans",), ("pl", "en"), ("en", "zh-hans"), LANGUAGES):
        for source in LANGUAGES:
            in_languages(*codes, source=source)

    for reader in LANGUAGES:
        articles = list(Edition.objects.live().best_for(reader).values_list("article", flat=True))
        assert len(articles) == len(set(articles)) == Article.objects.count()


def test_two_editions_that_both_were_originals_are_no_tie(editor):
    """The original language can change between publications; the list still shows one."""
    article = make_article(pl={"title": "pl", "body": "<p>x</p>"}, en={"title": "en", "body": "<p>x</p>"})
    publish(article=article, language="pl", by=editor)
    Article.objects.update(source_language="en")
    publish(article=article, language="en", by=editor)

    assert Edition.objects.live().best_for("zh-hans").count() == 1


# Lists


def test_lists_are_newest_first_by_first_publication():
    now = timezone.now()
    old, new = make_edition(at=now - 3 * HOUR), make_edition(at=now - 2 * HOUR)
    publish(article=old.article, language="pl", by=make_user(), at=now - HOUR)

    assert [edition.article for edition in Edition.objects.live().newest_first()] == [new.article, old.article]


def test_lists_by_topic_and_tag_are_newest_first(editor):
    topic, tag, now = make_topic(), make_tag(), timezone.now()
    articles = [make_article(topics=[topic], tags=[tag]) for _number in range(3)]
    for hours, article in enumerate(articles, start=1):
        publish(article=article, language="pl", by=editor, at=now - hours * HOUR)

    assert [edition.article for edition in Edition.objects.live().about(topic)] == articles
    assert [edition.article for edition in Edition.objects.live().tagged(tag)] == articles


def test_a_list_loads_no_body():
    make_edition()

    edition = Edition.objects.live().for_listing().fetch_mode(models.FETCH_RAISE).get()

    assert edition.title
    assert edition.image is None
    with pytest.raises(FieldFetchBlocked):
        _ = edition.body


# Rows


def test_versions_are_numbered_once(editor):
    edition = make_edition()
    values = {field.attname: getattr(edition, field.attname) for field in Edition._meta.concrete_fields}

    with pytest.raises(IntegrityError), transaction.atomic():
        Edition(**values | {"id": None, "live_from": edition.live_until}).save()


@pytest.mark.parametrize("empty", [{"version": 0}, {"slug": ""}, {"title": ""}])
def test_an_edition_is_whole(empty):
    edition = make_edition()
    values = {field.attname: getattr(edition, field.attname) for field in Edition._meta.concrete_fields}

    with pytest.raises(IntegrityError), transaction.atomic():
        Edition(**values | {"id": None, "version": 2, "language": "en"} | empty).save()


def test_what_was_published_cannot_be_deleted():
    topic, tag = make_topic(), make_tag()
    article = make_article(topics=[topic], tags=[tag])
    edition = publish(article=article, language="pl", by=make_user())

    for row in (article, topic, tag, edition.published_by):
        with pytest.raises(ProtectedError):
            row.delete()


def test_an_article_is_called_by_its_original_title():
    article = make_article(source_language="en", pl={"title": "Tytuł"}, en={"title": "Title"})

    assert str(article) == "Title"
    assert str(Article(pk=7)) == "#7"


def test_an_article_whose_original_language_the_site_lost_has_a_name(settings):
    article = make_article(source_language="en", pl={"title": "Tytuł"}, en={"title": "Title"})
    settings.LANGUAGES = [("pl", "Polish")]

    assert str(article) == "Tytuł"


def test_a_tag_is_named_in_the_readers_language_or_says_in_which():
    tag = make_tag("river", en="River")

    assert tag.named("en") == ("en", "River")
    assert tag.named("pl") == ("en", "River")
    assert Tag(slug="x").named("pl") == ("", "x")


def test_a_short_text_has_no_table_of_contents():
    body = "".join(f"<h2>Część {number}</h2><p>x</p><h3>Mniejsza</h3>" for number in range(3))

    long, short = make_edition(pl={"title": "a", "body": body}), make_edition(pl={"title": "b", "body": body[:80]})

    assert [heading["title"] for heading in long.visible_contents] == ["Część 0", "Część 1", "Część 2"]
    assert short.visible_contents == []
