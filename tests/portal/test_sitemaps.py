"""When each part of the sitemap, and what it names, last changed for readers."""

import random
import xml.etree.ElementTree as ET
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from articles import lastmod, publishing, sitemaps, tagging
from articles.models import Edition, LastChange
from articles.publishing import publish, unschedule, withdraw
from languages.names import site_codes
from tests.factories import make_article, make_edition, make_tag, make_topic, make_user
from tests.topics.test_admin import change, opened

pytestmark = pytest.mark.django_db
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def lastmods(place, settings) -> dict[str, datetime | None]:
    """Return what a sitemap says of each address: when it last changed."""
    found = {}
    for entry in ET.fromstring(Client().get(place).content):  # noqa: S314 our own output
        address = entry.findtext(f"{SITEMAP}loc").removeprefix(settings.SITE_URL)
        moment = entry.findtext(f"{SITEMAP}lastmod")
        found[address] = moment and datetime.fromisoformat(moment)
    return found


@pytest.fixture
def clock(monkeypatch):
    """Let the tests move the time."""
    hands = [timezone.now()]
    monkeypatch.setattr(timezone, "now", lambda: hands[0])
    return hands


def test_a_part_says_when_what_it_names_last_changed(settings, editor, clock):
    began = clock[0]
    tag, topic = make_tag("rzeka", pl="Rzeka"), make_topic(pl={"title": "Temat", "slug": "temat"})
    edition = make_edition(article=make_article(tags=[tag], topics=[topic]))
    make_edition()
    make_edition(article=make_article(is_page=True, pl={"title": "O nas", "slug": "o-nas", "body": "<p>x</p>"}))
    parts = ("/sitemap-pages.xml", "/sitemap-tags-0.xml", "/sitemap-articles-0.xml")
    assert lastmods("/sitemap.xml", settings) == dict.fromkeys(parts, began)

    clock[0] += timedelta(days=1)
    withdraw(article=edition.article, language="pl", by=editor)

    assert lastmods("/sitemap.xml", settings) == dict.fromkeys(parts, clock[0])
    assert lastmods("/sitemap-pages.xml", settings) == {
        **{f"/{code}/{place}": clock[0] for code in site_codes() for place in ("", "topics/", "articles/")},
        "/pl/topics/temat/": clock[0],
        "/pl/pages/o-nas/": began,
    }


def test_a_part_stays_as_old_as_it_is(settings, monkeypatch, clock):
    """A change of one article is a change of its own part alone, and of its own topics and tags."""
    monkeypatch.setattr(lastmod, "BLOCK", 1)
    monkeypatch.setattr(sitemaps, "MOST", 3)  # one article in a part
    began, tags = clock[0], [make_tag("rzeka", pl="Rzeka"), make_tag("most", pl="Most")]
    topics = [make_topic(pl={"title": name, "slug": name}) for name in ("rzeki", "mosty")]
    old, _new = (
        make_edition(article=make_article(pl={"title": "T", "body": "<p>x</p>"}, tags=[tag], topics=[topic]))
        for tag, topic in zip(tags, topics, strict=True)
    )
    clock[0] += timedelta(days=1)

    publish(article=old.article, language="pl", by=make_user())

    index = lastmods("/sitemap.xml", settings)
    for edition in Edition.objects.live():
        part = f"/sitemap-articles-{edition.article_id}.xml"
        assert index[part] == edition.live_from
        assert lastmods(part, settings) == {edition.get_absolute_url(): edition.live_from}
    assert [index[f"/sitemap-tags-{tag.pk}.xml"] for tag in tags] == [clock[0], began]
    pages = lastmods("/sitemap-pages.xml", settings)
    assert [pages[f"/pl/topics/{slug}/"] for slug in ("rzeki", "mosty")] == [clock[0], began]


def test_what_is_edited_at_once_is_new_at_once(settings, admin_client, clock):
    tag, topic = make_tag("rzeka", pl="Rzeka"), make_topic(pl={"title": "Temat", "slug": "temat"})
    make_edition(article=make_article(tags=[tag]))
    clock[0] += timedelta(days=1)

    tagging.save(tag)
    admin_client.post(change(topic), opened(admin_client, topic, position=7))

    assert set(lastmods("/sitemap-tags-0.xml", settings).values()) == {clock[0]}
    assert lastmods("/sitemap-pages.xml", settings)["/pl/topics/temat/"] == clock[0]


def test_a_topics_period_changes_the_lists(settings, clock):
    topic = make_topic(pl={"title": "Temat", "slug": "temat"}, visible_from=clock[0] + timedelta(days=1))
    assert set(lastmods("/sitemap-pages.xml", settings).values()) == {None}

    clock[0] = topic.visible_from + timedelta(days=1)

    assert lastmods("/sitemap-pages.xml", settings)["/pl/topics/temat/"] == topic.visible_from
    assert lastmods("/sitemap.xml", settings)["/sitemap-pages.xml"] == topic.visible_from


def test_a_topic_that_ends_changes_the_lists_and_one_that_never_was_does_not(settings, clock):
    began = clock[0]
    topic = make_topic(pl={"title": "Temat", "slug": "temat"}, visible_until=began + timedelta(days=1))
    make_edition(article=make_article(topics=[topic]))
    make_topic(pl={"title": "Nigdy", "slug": "nigdy"}, visible_until=began + timedelta(days=2))

    clock[0] += timedelta(days=3)

    assert lastmods("/sitemap-pages.xml", settings)["/pl/topics/"] == topic.visible_until


def live(moment) -> set[int]:
    return set(Edition.objects.live(moment).values_list("pk", flat=True))


def test_the_last_change_is_the_last_moment_at_which_readers_saw_one(editor, monkeypatch, clock):
    monkeypatch.setattr(lastmod, "BLOCK", 1000)
    chance, tag = random.Random(7), make_tag("rzeka")  # noqa: S311 the same at every run
    texts = {code.replace("-", "_"): {"title": f"T {code}", "body": "<p>x</p>"} for code in site_codes()}
    articles = [make_article(tags=[tag], **texts) for _number in range(3)]
    seen, last, told = set(), None, set()
    for _step in range(80):
        moments = Edition.objects.values_list("live_from", "live_until")
        for moment in sorted({moment for pair in moments for moment in pair if moment <= clock[0]} | {clock[0]}):
            if (last is None or moment > last) and live(moment) != seen:
                seen, last = live(moment), moment
        article, code = chance.choice(articles), chance.choice(site_codes())
        later = clock[0] + timedelta(days=chance.choice((0, 0, 40, 90)), seconds=1)
        try:
            act = chance.choice((publish, publish, withdraw, unschedule))
            if act is unschedule:
                unschedule(article=article, language=code)
            else:
                act(article=article, language=code, by=editor, at=chance.choice((None, later)))
        except publishing.PublishingError:
            pass
        if live(clock[0]) != seen:
            seen, last = live(clock[0]), clock[0]
        for kind in (lastmod.ARTICLES, lastmod.TAG):
            assert set(lastmod.last_changes(kind).values()) == ({last} if last else set())
        told.add(last)
        clock[0] += timedelta(days=chance.choice((0, 1, 20)), seconds=7)
    assert len(told) > 20

    kept = lastmod.last_changes(lastmod.TAG), set(LastChange.objects.filter(at__gt=clock[0]).values_list("kind", "at"))
    call_command("rebuild_archive", verbosity=0)
    assert kept == (
        lastmod.last_changes(lastmod.TAG),
        set(LastChange.objects.filter(at__gt=clock[0]).values_list("kind", "at")),
    )


def test_no_more_is_kept_than_the_last_change(editor):
    article = make_article(tags=[make_tag("rzeka")])
    for _again in range(5):
        publish(article=article, language="pl", by=editor)
    publish(article=article, language="pl", by=editor, at=timezone.now() + timedelta(days=1))
    unschedule(article=article, language="pl")

    assert LastChange.objects.count() == 2  # of the block and of the tag


def test_the_index_takes_as_many_queries_with_many_parts_as_with_one(client, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(lastmod, "BLOCK", 1)
    monkeypatch.setattr(sitemaps, "MOST", 3)
    make_edition(article=make_article(tags=[make_tag("pierwszy")]))
    with django_assert_num_queries(7):
        client.get("/sitemap.xml")

    for number in range(20):
        tag, topic = make_tag(f"tag-{number}"), make_topic(pl={"title": "T", "slug": f"t{number}"})
        make_edition(article=make_article(tags=[tag], topics=[topic]))

    with django_assert_num_queries(7):
        assert client.get("/sitemap.xml").text.count("<lastmod>") == 43


@pytest.mark.parametrize("number", ["", "1", "00", "-0", "\u0660", "9" * 5000])
def test_a_part_that_is_not_there_is_not_found(client, number):
    make_edition()

    assert client.get("/sitemap-articles-0.xml").status_code == 200
    assert client.get(f"/sitemap-articles-{number}.xml").status_code == 404
