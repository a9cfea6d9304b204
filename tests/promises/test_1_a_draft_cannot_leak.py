"""Public code reads published editions only; no public query touches an article's working copy."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import redirects
from articles.models import TEXT_FIELDS, Article, Draft, Edition, Redirect
from articles.publishing import publish, withdraw
from languages.columns import localized
from languages.names import site_codes
from portal.share_pictures import OWNERS
from tests.factories import make_article, make_image, make_tag, make_topic, make_user
from tests.reading import crawl, is_page, text_of
from topics.models import Place, Section, Topic

pytestmark = pytest.mark.django_db
CANARY = re.compile("kanarek", re.IGNORECASE)
HOUR = timedelta(hours=1)
WORKING_COPY = re.compile(r'"(articles_article|articles_article_topics|articles_taggedarticle|articles_draft)"')


def texts_of(model):
    return [
        column.name
        for column in model._meta.concrete_fields
        if isinstance(column, models.CharField | models.TextField)
        and not column.choices
        and column.name not in ("source_language", "digest", "format")
    ]


def mark(article):
    """Write the canary into every text column of the working copy, and of what hangs on it."""
    for model, key in ((Article, article.pk), (type(article.image), article.image_id)):
        for column in texts_of(model):
            text = f"kanarek-{column.replace('_', '-')}"
            if column.startswith("body"):
                text = f"<h2>Kanarek {column}</h2><p>{text}</p>"
            with connection.cursor() as cursor:  # the ORM would write the active language's column for the base one
                cursor.execute(
                    f'UPDATE {model._meta.db_table} SET "{column}" = %s WHERE id = %s',  # noqa: S608 our own names
                    [text, key],
                )
    names = {code.replace("-", "_"): f"Kanarek {code}" for code in site_codes()}
    article.tags.set([make_tag("kanarek-tag", **names)])
    for code in site_codes():
        Draft.objects.update_or_create(article=article, language=code)


def written(name="znany", **options):
    """Return an article that is written in every language, with a picture."""
    texts = {
        code.replace("-", "_"): {"title": f"Znany {code}", "slug": f"{name}-{code}", "body": "<h2>A</h2><p>b</p>"}
        for code in site_codes()
    }
    return make_article(**texts, image=make_image(), **options)


def topic_everywhere():
    return make_topic(**{code.replace("-", "_"): {"title": "T", "slug": f"t-{code}"} for code in site_codes()})


def guesses():
    """Return the addresses that somebody who knows the working copy would try."""
    slugs = [slug_of(code) for code in site_codes()]
    texts = [f"/{code}/articles/{slug}/" for code in site_codes() for slug in slugs]
    tags = [f"/{code}/tags/kanarek-tag/" for code in site_codes()]
    feeds = [f"{tag}feed/{form}" for tag in tags for form in ("", "json/")]
    programs = ["/api/v1/articles/?tag=kanarek-tag", "/api/v1/tags/?after=kanarek-tag"]
    return [*texts, *tags, *feeds, *programs, *(f"/oembed?url={settings.SITE_URL}{text}" for text in texts)]


def slug_of(code):
    return f"kanarek-{localized('slug', code).replace('_', '-')}"


def leaks(answers):
    """Return the addresses whose answers say more than the visitor's own question did."""
    return [address for address, answer in answers.items() if CANARY.search(text_of(answer).replace(address, ""))]


def drawn() -> list:
    """Return what is drawn on the share pictures that somebody who counts would ask for."""
    editions = [
        OWNERS["edition"](key, code) for key in Edition.objects.values_list("pk", flat=True) for code in site_codes()
    ]
    topics = [OWNERS["topic"](key, code) for key in Topic.objects.values_list("pk", flat=True) for code in site_codes()]
    return [picture for picture in (*editions, *topics) if picture]


def test_every_text_column_is_marked():
    article = written()
    mark(article)

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM articles_article")
        names = [column.name if hasattr(column, "name") else column[0] for column in cursor.description]
        row = dict(zip(names, cursor.fetchone(), strict=True))
    marked = {name for name, value in row.items() if isinstance(value, str) and CANARY.search(value)}
    assert marked >= {localized(name, code) for name in TEXT_FIELDS for code in site_codes()} | {*TEXT_FIELDS, "key"}


def test_nothing_of_an_unpublished_article_is_public():
    article = written(topics=[topic_everywhere()], is_featured=True)
    mark(article)

    answers = crawl(also=[*guesses(), f"/api/v1/articles/{article.pk}/", f"/api/v1/articles/{article.pk}/pl/"])

    assert leaks(answers) == []
    assert not CANARY.search(repr(drawn()))
    assert len(answers) > 50
    assert {answers[address].status_code for address in guesses()} == {404}


def test_nothing_newer_than_the_live_edition_is_public():
    article = written(topics=[topic_everywhere()], tags=[make_tag(pl="Znany")], is_featured=True)
    for code in site_codes():
        publish(article=article, language=code, by=make_user())
    mark(article)

    answers = crawl(also=guesses())

    assert leaks(answers) == []
    assert not CANARY.search(repr(drawn()))
    assert len(drawn()) == 2 * len(site_codes())
    assert "Znany pl" in text_of(answers["/pl/articles/znany-pl/"])
    assert {answers[address].status_code for address in guesses()} == {404}


def test_the_same_crawl_finds_what_is_published():
    article = written(topics=[topic_everywhere()])
    mark(article)
    publish(article=article, language="en", by=make_user())

    found = leaks(crawl())

    assert {"/en/", "/pl/", "/en/articles/", "/zh-hans/topics/t-zh-hans/", "/en/tags/kanarek-tag/"} <= set(found)
    assert f"/en/articles/{slug_of('en')}/" in found
    assert {"/sitemap-articles-0.xml", "/sitemap-news.xml"} <= set(found)
    assert {"/en/feed/", "/en/feed/json/", "/en/topics/t-en/feed/", "/en/tags/kanarek-tag/feed/"} <= set(found)
    programs = ("/api/v1/articles/", "/api/v1/tags/", f"/api/v1/articles/{article.pk}/en/")
    assert set(programs) <= set(found)
    assert any(address.startswith("/oembed?url=http") for address in found)
    assert CANARY.search(repr(drawn()))


@pytest.mark.parametrize("ending", ["scheduled", "superseded", "cancelled", "withdrawn"])
def test_nothing_that_never_went_live_is_public(ending):
    article = written()
    publish(article=article, language="pl", by=make_user(), at=timezone.now() - HOUR)
    mark(article)
    later = publish(article=article, language="en", by=make_user(), at=timezone.now() + HOUR, note="kanarek")
    if ending == "superseded":
        Article.objects.update(title_en="Znany", slug_en="znany-en", body_en="b", lead_en="", author_line_en="")
        Article.objects.update(image=None)
        article.tags.clear()
        publish(article=article, language="en", by=make_user())
    elif ending == "cancelled":
        Edition.objects.filter(pk=later.pk).update(live_until=later.live_from)
    elif ending == "withdrawn":
        withdraw(article=article, language="en", by=make_user(), reason="kanarek")

    assert leaks(crawl(also=guesses())) == []
    assert not CANARY.search(repr(drawn()))


def test_who_published_and_why_is_not_public():
    publish(article=written(), language="pl", by=make_user("kanarek"), note="kanarek")

    assert leaks(crawl()) == []


def test_a_withdrawn_text_is_no_longer_public():
    article = written()
    mark(article)
    for code in site_codes():
        publish(article=article, language=code, by=make_user(), at=timezone.now() - HOUR)
        withdraw(article=article, language=code, by=make_user(), reason="Pomyłka")

    answers = crawl(also=guesses())

    assert leaks(answers) == []
    assert answers[f"/pl/articles/{slug_of('pl')}/"].status_code == 410


def test_originals_are_never_served(client):
    image = make_image()

    for address in (image.original_path, f"media/{image.original_path}", f"media/pictures/../{image.original_path}"):
        assert client.get(f"/{address}").status_code == 404


def test_no_public_query_reads_a_working_copy():
    topic = topic_everywhere()
    for number in range(3):
        article = written(f"artykul-{number}", topics=[topic], tags=[make_tag(f"rzeka-{number}", pl="Rzeka")])
        for code in site_codes()[number:]:
            publish(article=article, language=code, by=make_user())

    with CaptureQueriesContext(connection) as captured:
        answers = crawl()

    assert sum(is_page(answer) for answer in answers.values()) > 30
    assert len(captured) > 60
    assert [query["sql"] for query in captured if WORKING_COPY.search(query["sql"])] == []


def test_nothing_of_an_unpublished_article_comes_in_by_other_ways():
    """It is pinned, placed in a section, chosen as related, and old addresses lead to it."""
    topic = topic_everywhere()
    secret, shown = written(), make_article(topics=[topic], pl={"title": "Znany", "slug": "inny", "body": "<p>x</p>"})
    mark(secret)
    shown.related.add(secret)
    publish(article=shown, language="pl", by=make_user())
    section = Section.objects.create(topic=topic, title_pl="Część")
    Place.objects.create(topic=topic, article=secret, section=section)
    with transaction.atomic():
        redirects.keep(Redirect(old="/pol/zt/t1.htm", article=secret))

    answers = crawl(also=[*guesses(), "/pol/zt/t1.htm"])

    assert leaks(answers) == []
    assert answers["/pol/zt/t1.htm"].status_code == 404
    assert "Część" not in answers["/pl/topics/t-pl/"].content.decode()


def test_an_earlier_edition_shows_nothing_of_the_working_copy_or_of_what_is_scheduled():
    article = written()
    for hours in (3, 2):
        publish(article=article, language="pl", by=make_user(), at=timezone.now() - HOUR * hours)
    mark(article)
    publish(article=article, language="pl", by=make_user(), at=timezone.now() + HOUR, note="kanarek")

    answers = crawl(also=guesses())

    assert leaks(answers) == []
    assert answers["/pl/articles/znany-pl/v1/"].status_code == 200
    assert answers["/pl/articles/znany-pl/history/"].status_code == 200
