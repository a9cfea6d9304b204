"""Public code reads published editions only; no public query touches an article's working copy."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Edition
from tests.factories import make_article, make_edition, make_image, make_tag, make_topic
from tests.promises.conftest import mark_working_copy

pytestmark = pytest.mark.django_db
CANARY = "kanarek"
GUESSES = tuple(f"/{code}/articles/{CANARY}/" for code in ("pl", "en", "zh-hans"))


def assert_silent(answers):
    said = [address for address, response in answers.items() if CANARY in response.text and address not in GUESSES]
    assert said == []


def test_no_address_shows_what_was_never_published(crawl):
    article = make_article(topics=[make_topic()], tags=[make_tag()], image=make_image())
    mark_working_copy(article, CANARY)

    answers = crawl(*GUESSES)

    assert_silent(answers)
    assert {answers[guess].status_code for guess in GUESSES} == {404}
    assert not any(CANARY in answers[guess].text for guess in GUESSES)


def test_no_address_shows_what_was_written_since_the_live_edition(crawl, site):
    mark_working_copy(site, CANARY)

    answers = crawl(*GUESSES)

    assert_silent(answers)
    assert any("Mosty" in response.text for response in answers.values())


def test_no_address_shows_what_is_scheduled(crawl, site, settings):
    mark_working_copy(site, CANARY)
    far = Edition.objects.latest("live_from").live_from.replace(year=2999)
    make_edition(article=site, language="en", at=far)

    answers = crawl(*GUESSES)

    assert_silent(answers)
    assert answers[GUESSES[1]].status_code == 404


def test_a_published_text_is_found_by_the_same_crawl(crawl, site):
    mark_working_copy(site, CANARY)
    make_edition(article=site, language="en")

    assert any(CANARY in response.text for address, response in crawl().items() if address not in GUESSES)


def test_no_public_query_reads_an_article(crawl, site):
    with CaptureQueriesContext(connection) as queries:
        answers = crawl()

    assert len(answers) > 20
    reading = [
        query["sql"] for query in queries if re.search(r'"articles_(article|draft|taggedarticle)\b', query["sql"])
    ]
    assert reading == []
