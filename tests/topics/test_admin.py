"""Topics in the admin: public as soon as they are saved, so saving tells the caches."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from articles import frame, freshness
from articles.publishing import publish
from languages.times import ALWAYS, FOREVER
from tests.factories import BODY, make_article, make_image, make_topic, make_user
from topics.models import Topic

pytestmark = pytest.mark.django_db
ADD = "/admin/topics/topic/add/"
NOTHING_PLACED = {f"{inline}-{number}_FORMS": 0 for inline in ("sections", "places") for number in ("TOTAL", "INITIAL")}


@pytest.fixture(autouse=True)
def anna(client):
    user = make_user("anna", superuser=True)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(user)
    return user


def change(topic):
    return reverse("admin:topics_topic_change", args=(topic.pk,))


def opened(client, topic, **changes):
    """Return what the browser would send: each text twice, as it was and as it is."""
    form = client.get(change(topic)).context["adminform"].form
    sent = NOTHING_PLACED | {"position": topic.position}
    for name in form.fields:
        if form.fields[name].show_hidden_initial and form[name].value():
            sent |= {name: form[name].value(), f"initial-{name}": form[name].value()}
    return sent | changes


def test_a_topic_gets_its_addresses_and_readers_get_it(client):
    number = freshness.number()

    client.post(ADD, NOTHING_PLACED | {"title_pl": "Żółte światła", "title_zh_hans": "黄灯", "position": 5})

    topic = Topic.objects.get()
    assert (topic.slug_pl, topic.slug_zh_hans, topic.slug_en) == ("zolte-swiatla", "huang-deng", None)
    assert (topic.visible_from, topic.visible_until) == (ALWAYS, FOREVER)
    assert freshness.number() > number
    assert "Żółte światła" in client.get("/pl/topics/").content.decode()


@pytest.mark.parametrize("year", ["0001", "0999", "9999"])
@pytest.mark.parametrize("field", ["visible_from", "visible_until"])
def test_a_moment_too_far_away_is_refused(client, field, year):
    sent = NOTHING_PLACED | {"title_pl": "Neony", "position": 5, f"{field}_0": f"{year}-12-31", f"{field}_1": "23:59"}

    page = client.post(ADD, sent | ({f"{field}_0": "0001-01-01"} if year == "0001" else {}))

    assert "This moment lies too far away." in page.text
    assert not Topic.objects.exists()


@pytest.mark.parametrize("key", ["x", "9" * 30])
@pytest.mark.parametrize("field", ["article", "section"])
def test_a_forged_key_of_a_place_is_refused(client, field, key):
    topic = make_topic(pl={"title": "Neony", "slug": "neony"})
    placed = {"places-TOTAL_FORMS": 1, "places-0-article": make_article().pk, "places-0-position": 1}

    response = client.post(change(topic), opened(client, topic, **placed) | {f"places-0-{field}": key})

    assert response.status_code == 400
    assert not topic.places.exists()


def test_two_topics_of_one_title_get_two_addresses(client):
    for _number in range(2):
        client.post(ADD, NOTHING_PLACED | {"title_pl": "Neony", "position": 5})

    assert set(Topic.objects.values_list("slug_pl", flat=True)) == {"neony", "neony-2"}


def test_an_address_of_another_topic_is_refused(client):
    make_topic()

    page = client.post(ADD, NOTHING_PLACED | {"title_pl": "Nowy", "slug_pl": "temat", "position": 5})

    assert "Another topic has this address." in page.content.decode()


def test_a_topic_needs_a_title_somewhere(client):
    page = client.post(ADD, NOTHING_PLACED | {"position": 5})

    assert "Give the topic a title" in page.content.decode()
    assert not Topic.objects.exists()


def test_two_people_who_save_different_languages_both_keep_their_text(client):
    topic = make_topic(pl={"title": "Temat", "slug": "temat"}, en={"title": "Topic", "slug": "topic"})
    first = opened(client, topic, title_pl="Temat Anny")
    second = opened(client, topic, title_en="Tom's topic")

    client.post(change(topic), first)
    client.post(change(topic), second)

    topic.refresh_from_db()
    assert (topic.title_pl, topic.title_en) == ("Temat Anny", "Tom's topic")


def test_a_period_is_kept(client):
    topic = make_topic()

    client.post(change(topic), opened(client, topic, visible_until_0="2027-01-02", visible_until_1="12:00"))

    topic.refresh_from_db()
    assert topic.visible_until == datetime(2027, 1, 2, 11, tzinfo=UTC)
    assert topic.visible_from == ALWAYS
    assert "02/01/2027" in client.get("/admin/topics/topic/").content.decode()


def test_a_topic_of_published_articles_cannot_be_deleted(client, anna):
    topic = make_topic()
    article = make_article(pl={"title": "T", "body": BODY}, topics=[topic])
    publish(article=article, language="pl", by=anna)

    page = client.post(reverse("admin:topics_topic_delete", args=(topic.pk,)), {"post": "yes"}, follow=True)

    assert "so it cannot be deleted" in page.content.decode()
    assert Topic.objects.filter(pk=topic.pk).exists()


def test_the_list_shows_titles_languages_and_banner(client):
    image = make_image()
    make_topic(pl={"title": "Temat", "slug": "temat"}, banner=image)

    text = client.get("/admin/topics/topic/").content.decode()

    assert image.thumbnail in text
    assert "<b>pl</b> there" in text
    assert "<b>en</b> missing" in text


@pytest.mark.parametrize("count", [1, 21])
def test_the_list_costs_the_same_however_long_it_is(client, django_assert_max_num_queries, count):
    image = make_image()
    for number in range(count):
        make_topic(pl={"title": f"Temat {number}", "slug": f"temat-{number}"}, banner=image)
    frame.frame()  # read once after each publication

    with django_assert_max_num_queries(7):
        client.get("/admin/topics/topic/")


def test_an_address_that_a_topic_had_leads_to_it(client):
    topic = make_topic()

    for slug in ("nowy", "nowszy", "temat", "nowy"):
        client.post(change(topic), opened(client, topic, slug_pl=slug))

    for old in ("temat", "nowszy"):
        response = client.get(f"/pl/topics/{old}/")
        assert (response.status_code, response.headers["Location"]) == (301, "/pl/topics/nowy/")
    assert client.get("/pl/topics/nowy/").status_code == 200


def test_two_people_in_one_text_the_second_sees_both_and_loses_nothing(client):
    topic = make_topic(pl={"title": "Neony", "slug": "neony", "introduction": "Dwa\nwiersze"}, en={"title": "Neon"})
    mine = opened(client, topic, introduction_pl="Mój tekst", title_en="Neon signs")
    client.post(change(topic), opened(client, topic, introduction_pl="Tekst\r\nkoleżanki"))

    page = client.post(change(topic), mine)

    assert "Somebody else has saved this meanwhile: “Tekst\nkoleżanki”" in page.text
    form = page.context["adminform"].form
    assert form["introduction_pl"].value() == "Mój tekst"
    topic.refresh_from_db()
    assert (topic.introduction_pl, topic.title_en) == ("Tekst\r\nkoleżanki", "Neon")

    again = client.post(change(topic), mine | {"initial-introduction_pl": form.data["initial-introduction_pl"]})

    assert again.status_code == 302
    topic.refresh_from_db()
    assert (topic.introduction_pl, topic.title_en) == ("Mój tekst", "Neon signs")


def test_two_people_in_different_texts_of_a_topic_are_not_asked(client):
    topic = make_topic(pl={"title": "Neony", "slug": "neony", "introduction": "Dwa\nwiersze"}, en={"title": "Neon"})
    mine = opened(client, topic, title_en="Neon signs")
    client.post(change(topic), opened(client, topic, introduction_pl="Inny"))

    assert client.post(change(topic), mine).status_code == 302

    topic.refresh_from_db()
    assert (topic.introduction_pl, topic.title_en) == ("Inny", "Neon signs")
