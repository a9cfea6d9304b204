"""What readers see changes only when someone publishes, one language at a time, attributed and kept."""

import pytest
from django.utils import timezone

from articles.models import Edition
from articles.publishing import publish, withdraw
from tests.factories import make_tag, make_topic, make_user
from tests.promises.conftest import mark_working_copy

pytestmark = pytest.mark.django_db


def bodies(answers):
    return {address: response.content for address, response in answers.items()}


def test_saving_changes_no_page(crawl, site):
    before = bodies(crawl())

    mark_working_copy(site, "inaczej")
    site.topics.set([make_topic(visible_from=timezone.now().replace(year=2999))])
    site.tags.set([make_tag("inny", pl="inny")])
    site.is_featured = True
    site.source_language = "en"
    site.save()

    assert bodies(crawl()) == before


def test_publishing_one_language_leaves_the_others(client, site):
    mark_working_copy(site, "inaczej")

    publish(article=site, language="en", by=make_user())

    assert "inaczej" in client.get("/en/articles/inaczej/").text
    assert "inaczej" not in client.get("/zh-hans/articles/qiao-liang/").text.replace("/en/articles/inaczej/", "")
    assert "inaczej" not in client.get("/pl/articles/mosty/").text.replace("/en/articles/inaczej/", "")


def test_every_change_is_attributed_and_kept(site):
    site.title_pl = "Mosty i kładki"
    site.save()

    newer = publish(article=site, language="pl", by=make_user("redaktorka"), note="Kładki.")

    older = Edition.objects.get(article=site, language="pl", version=1)
    assert (older.title, older.live_until) == ("Mosty", newer.live_from)
    assert (newer.published_by.username, newer.note, newer.version) == ("redaktorka", "Kładki.", 2)


def test_what_is_withdrawn_can_come_back(client, site):
    withdraw(article=site, language="pl", by=make_user(), reason="Błąd w liczbie.")
    gone = client.get("/pl/articles/mosty/")

    publish(article=site, language="pl", by=make_user())

    assert gone.status_code == 410
    assert "Błąd w liczbie." in gone.text
    assert client.get("/pl/articles/mosty/").status_code == 200
