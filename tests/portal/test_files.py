"""Who gets the library's files, and when."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import EditionFile
from articles.publishing import publish, unschedule, withdraw
from library.models import FormerFile
from library.pictures import accept_picture, make_renditions
from tests.factories import make_article, make_edition, make_image, make_topic, make_user, picture_bytes

pytestmark = pytest.mark.django_db


def status(image, client=None) -> int:
    response = (client or Client()).get(image.src)
    content = response.getvalue()
    if response.status_code == 404:
        assert response["Cache-Control"] == "private, no-store"
        assert not content
    return response.status_code


def in_body(image) -> str:
    return f'<p>a</p><figure><img data-image="{image.pk}" alt="Most"></figure>'


def later(monkeypatch, moment):
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.mark.parametrize("place", ["lead picture", "body"])
def test_a_picture_is_public_while_an_edition_that_shows_it_is_live(place):
    image = make_image()
    is_lead = place == "lead picture"
    body = "<p>a</p>" if is_lead else in_body(image)
    article = make_article(pl={"title": "Tytuł", "body": body}, image=image if is_lead else None)
    assert status(image) == 404

    publish(article=article, language="pl", by=make_user())
    assert status(image) == 200

    withdraw(article=article, language="pl", by=make_user())
    assert status(image) == 404


def test_a_picture_of_an_earlier_edition_goes_with_its_history():
    image = make_image()
    edition = make_edition(pl={"title": "Tytuł", "body": in_body(image)})
    edition.article.body_pl = "<p>bez</p>"
    edition.article.save()
    publish(article=edition.article, language="pl", by=make_user())
    assert status(image) == 200

    withdraw(article=edition.article, language="pl", by=make_user())
    assert status(image) == 404


def test_a_picture_of_a_withdrawn_text_that_may_be_read_stays():
    image = make_image()
    edition = make_edition(pl={"title": "Tytuł", "body": in_body(image)})

    withdraw(article=edition.article, language="pl", by=make_user(), keeps_text=True)
    assert status(image) == 200

    edition.article.body_pl = "<p>bez</p>"
    edition.article.save()
    publish(article=edition.article, language="pl", by=make_user())
    assert status(image) == 404


def test_a_picture_is_public_from_the_scheduled_moment_on(monkeypatch):
    image, moment = make_image(), timezone.now() + timedelta(days=1)
    make_edition(pl={"title": "Tytuł", "body": in_body(image)}, at=moment)

    later(monkeypatch, moment - timedelta(microseconds=1))
    assert status(image) == 404

    later(monkeypatch, moment)
    assert status(image) == 200


def test_a_picture_of_what_was_unscheduled_stays_private(monkeypatch):
    image, moment = make_image(), timezone.now() + timedelta(days=1)
    edition = make_edition(pl={"title": "Tytuł", "body": in_body(image)}, at=moment)
    unschedule(article=edition.article, language="pl")

    later(monkeypatch, moment)

    assert status(image) == 404


def test_a_banner_is_public_within_its_topic_s_period(monkeypatch):
    image, now = make_image(), timezone.now()
    begin, end = now + timedelta(days=1), now + timedelta(days=2)
    make_topic(pl={"title": "T", "slug": "t"}, banner=image, visible_from=begin, visible_until=end)

    found = []
    for moment in (now, begin, end):
        later(monkeypatch, moment)
        found.append(status(image))

    assert found == [404, 200, 404]


def test_a_page_of_the_site_makes_its_pictures_public():
    image = make_image()
    article = make_article(pl={"title": "O nas", "body": in_body(image)}, is_page=True)

    publish(article=article, language="pl", by=make_user())

    assert status(image) == 200


def test_a_language_that_the_site_no_longer_has_makes_nothing_public(settings):
    image = make_image()
    make_edition(language="en", en={"title": "T", "body": in_body(image)})

    settings.LANGUAGES = [("pl", "Polish")]

    assert status(image) == 404


def test_a_working_copy_makes_nothing_public():
    image = make_image()
    make_article(image=image, pl={"title": "Tytuł", "body": in_body(image)})

    assert status(image) == 404


@pytest.mark.parametrize(("staff", "seen"), [(True, 200), (False, 404)])
def test_those_who_work_here_see_what_is_not_published(client, staff, seen):
    image, user = make_image(), make_user("somebody")
    user.is_staff = staff
    user.save()
    client.force_login(user)
    assert status(image, client) == 404  # the session's cookie is not sent to the files' addresses

    client.get(reverse("admin:index") if staff else reverse("admin:login"))

    assert client.cookies["files_session"]["path"] == "/media/"
    assert client.cookies["files_session"]["httponly"]
    assert status(image, client) == seen
    if seen == 200:
        response = client.get(image.src)
        assert response["Cache-Control"] == "private, no-store"
        assert "Cookie" in response["Vary"]
        response.getvalue()


def test_signing_out_ends_it(client, editor):
    image = make_image()
    client.force_login(editor)
    client.get(reverse("admin:index"))
    key = client.cookies["files_session"].value

    client.post(reverse("admin:logout"))

    assert not client.cookies["files_session"].value
    client.cookies["files_session"] = key
    assert status(image, client) == 404


def test_what_is_public_is_the_same_for_everybody(client, editor):
    image = make_image()
    make_edition(pl={"title": "Tytuł", "body": in_body(image)})
    client.force_login(editor)
    client.get(reverse("admin:index"))

    response = client.get(image.src)

    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Vary" not in response
    assert not response.cookies
    response.getvalue()


@pytest.mark.parametrize("more", [0, 20])
def test_a_picture_costs_one_query(django_assert_num_queries, more):
    image = make_image()
    for number in range(1 + more):
        make_edition(pl={"title": f"Tytuł {number}", "body": in_body(image)})

    with django_assert_num_queries(1):
        assert status(image) == 200


@pytest.mark.parametrize("name", ["320.avif", "card-50x50-320.avif", "card-50x50-960.jpg", "960.avif", "480.png"])
def test_what_is_not_made_yet_is_stood_in_for(name):
    image = accept_picture(picture_bytes(1800, 900), "most.jpg")
    make_edition(pl={"title": "Tytuł", "body": in_body(image)})

    response = Client().get(f"/media/pictures/{image.digest[:20]}-{name}")

    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert response["Cache-Control"] == "public, max-age=60"
    assert response.getvalue()[:2] == b"\xff\xd8"


def test_the_nearest_stands_in():
    image = accept_picture(picture_bytes(1800, 900), "most.jpg")
    make_renditions(image)
    make_edition(pl={"title": "Tytuł", "body": in_body(image)})

    def size_of(name):
        response = Client().get(f"/media/pictures/{image.digest[:20]}-{name}")
        return response["Content-Type"], int(response["Content-Length"]), len(response.getvalue())

    assert size_of("card-10x10-480.avif") == size_of("card-50x50-480.avif")
    assert size_of("700.avif") == size_of("960.avif")
    assert size_of("2000.jpg") == size_of("1600.jpg")


def test_the_address_of_a_file_that_was_replaced_leads_on():
    image = make_image()
    FormerFile.objects.create(beginning="0" * 20, image=image)
    former = f"/media/pictures/{'0' * 20}-480.avif"
    assert Client().get(former).status_code == 404

    make_edition(pl={"title": "Tytuł", "body": in_body(image)})

    response = Client().get(former)
    assert response.status_code == 302
    assert response["Location"] == f"/media/pictures/{image.digest[:20]}-480.avif"
    assert "immutable" not in response["Cache-Control"]


def test_an_edition_knows_its_files():
    lead, shown = make_image("navy"), make_image("teal")
    body = in_body(shown) + '<figure><img data-image="999" alt=""></figure>' + in_body(lead)
    edition = make_edition(pl={"title": "Tytuł", "body": body}, image=lead)

    assert {place.image for place in edition.files.all()} == {lead, shown}


def test_which_files_an_edition_shows_is_never_changed():
    lead, other = make_image("navy"), make_image("teal")
    make_edition(pl={"title": "Tytuł", "body": "<p>a</p>"}, image=lead)

    with pytest.raises(Exception, match="never changed"):
        EditionFile.objects.update(image=other)


def test_the_files_of_editions_that_were_there_before_are_written_down():
    lead, shown = make_image("navy"), make_image("teal")
    body = in_body(shown).replace(f'data-image="{shown.pk}"', f'src="{shown.src}"')
    make_edition(pl={"title": "Tytuł", "body": body}, image=lead)
    before = sorted(EditionFile.objects.values_list("edition", "image"))
    EditionFile.objects.all().delete()

    import_module("articles.migrations.0013_files_of_editions").write_files(apps, None)

    assert sorted(EditionFile.objects.values_list("edition", "image")) == before
    assert len(before) == 2
