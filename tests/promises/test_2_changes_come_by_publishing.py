"""What readers see changes only when someone publishes, schedules or withdraws, one language at a time."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Draft, Edition, Withdrawal
from articles.publishing import Unpublishable, publish, withdraw
from languages.names import site_codes
from tests.factories import make_article, make_tag, make_topic, make_user
from tests.reading import crawl

pytestmark = pytest.mark.django_db


def site():
    """Return an article that is live in three languages, under a topic and a tag."""
    topic = make_topic(**{code.replace("-", "_"): {"title": f"T {code}", "slug": f"t-{code}"} for code in site_codes()})
    article = make_article(
        topics=[topic],
        tags=[make_tag(pl="Rzeka", en="River")],
        **{code.replace("-", "_"): {"title": f"Tytuł {code}", "body": "<p>Tekst</p>"} for code in site_codes()},
    )
    for code in site_codes():
        publish(article=article, language=code, by=make_user(), at=timezone.now() - timedelta(hours=1))
    return article


def readers_see():
    return {address: (answer.status_code, answer.content) for address, answer in crawl().items()}


def test_saving_changes_no_byte_of_any_page():
    article = site()
    before = readers_see()

    other = make_topic(pl={"title": "Temat", "slug": "ukryty"}, visible_until=timezone.now())
    Article.objects.update(
        title_pl="Inny", slug_pl="inny", body_pl="<p>Inny</p>", lead_en="Other", is_featured=True, source_language="en"
    )
    article.topics.set([other])
    article.tags.clear()
    Draft.objects.update(state="ready", has_changes=True)
    make_article(pl={"title": "Szkic", "body": "<p>x</p>"})

    assert readers_see() == before


def test_publishing_changes_one_language():
    article = site()
    before = readers_see()
    Article.objects.update(title_pl="Nowy", title_en="New", slug_en="tytul-en", title_zh_hans="新")

    publish(article=article, language="en", by=make_user())

    after = readers_see()
    changed = {address for address in before if after.get(address) != before[address]}
    assert {part for address in changed for part in address.split("/") if part in site_codes()} == {"en"}
    assert b"New" in after["/en/articles/tytul-en/"][1]


def test_a_refused_publication_changes_nothing():
    article = site()
    before = readers_see()
    Article.objects.update(title_pl="Nowy", body_pl="")

    with pytest.raises(Unpublishable):
        publish(article=article, language="pl", by=make_user())

    assert readers_see() == before


def test_a_scheduled_change_comes_at_its_moment_and_no_earlier(client):
    article = site()
    Article.objects.update(title_pl="Nowy", slug_pl="tytul-pl")
    before = client.get("/pl/articles/tytul-pl/").content
    moment = timezone.now() + timedelta(seconds=3)

    publish(article=article, language="pl", by=make_user(), at=moment)

    assert client.get("/pl/articles/tytul-pl/").content == before
    time.sleep(max(0, (moment - timezone.now()).total_seconds()) + 0.05)
    assert "Nowy" in client.get("/pl/articles/tytul-pl/").content.decode()


def test_every_change_has_a_name_a_number_and_a_moment():
    article = site()
    anna, jan = make_user("anna"), make_user("jan")

    publish(article=article, language="pl", by=anna, note="Poprawiona liczba")
    withdraw(article=article, language="pl", by=jan, reason="Pomyłka")

    newest = Edition.objects.filter(language="pl").latest("version")
    assert (newest.version, newest.published_by, newest.note) == (2, anna, "Poprawiona liczba")
    assert abs(newest.created_at - timezone.now()) < timedelta(minutes=1)
    assert Withdrawal.objects.get().withdrawn_by == jan


def test_an_earlier_text_can_be_brought_back(client):
    article = site()
    first = Edition.objects.get(language="pl")
    Article.objects.update(title_pl="Zły", body_pl="<p>Zły</p>", slug_pl="tytul-pl")
    publish(article=article, language="pl", by=make_user())

    Article.objects.update(title_pl=first.title, body_pl=first.manuscript)
    third = publish(article=article, language="pl", by=make_user())

    assert (third.version, third.title, third.body) == (3, first.title, first.body)
    assert "Zły" not in client.get("/pl/articles/tytul-pl/").content.decode()


def test_what_was_withdrawn_can_come_back(client):
    article = site()
    withdraw(article=article, language="pl", by=make_user(), reason="Błąd w liczbie.")
    gone = client.get("/pl/articles/tytul-pl/")

    publish(article=article, language="pl", by=make_user())

    assert gone.status_code == 410
    assert "Błąd w liczbie." in gone.content.decode()
    assert client.get("/pl/articles/tytul-pl/").status_code == 200
