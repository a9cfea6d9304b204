"""What editors place on a topic's page: pinned articles and sections."""

import re

import pytest
from django.core.exceptions import ValidationError

from articles.listings import PAGE
from articles.publishing import withdraw
from languages.columns import localized
from tests.articles.test_pages_lists import CARD, walk
from tests.factories import make_article, make_edition, make_topic, make_user
from topics.models import Place, Section

pytestmark = pytest.mark.django_db

TOPIC = "/pl/topics/temat/"


def make(slug, *topics, language="pl"):
    article = make_article(
        source_language=language, topics=topics, **{language: {"title": slug, "slug": slug, "body": "<p>x</p>"}}
    )
    return make_edition(article=article, language=language).article


def make_section(topic, position=1, **titles):
    columns = {localized("title", code.replace("_", "-")): title for code, title in titles.items()}
    return Section.objects.create(topic=topic, position=position, **columns)


def bands(html):
    """Return the page's sections: their headings' words and the articles under them."""
    found = []
    for part in html.split('<section class="band"')[1:]:
        heading = re.search(r"<h2[^>]*><?[^<]*?>?([^<>]+)<", part)
        found.append((heading[1] if heading else "", re.findall(r'/articles/([^/"]+)/"', part)))
    return found


def test_pinned_articles_come_first_then_sections_then_all_others(client):
    topic = make_topic()
    first, second, third, _fourth = (make(slug, topic) for slug in ("first", "second", "third", "fourth"))
    later, sooner = make_section(topic, 2, pl="Później"), make_section(topic, 1, pl="Wcześniej")
    Place.objects.create(topic=topic, article=first, section=later)
    Place.objects.create(topic=topic, article=second, section=sooner, position=2)
    Place.objects.create(topic=topic, article=make("guest"), section=sooner, position=1)
    Place.objects.create(topic=topic, article=third)

    found = bands(client.get(TOPIC).text)

    assert [articles for _title, articles in found] == [["third"], ["guest", "second"], ["first"], ["fourth"]]
    assert [title for title, _articles in found][1:3] == ["Wcześniej", "Później"]


def test_a_section_without_a_title_in_the_pages_language_says_its_language(client):
    topic = make_topic(pl={"title": "Temat", "slug": "temat"}, en={"title": "Topic", "slug": "topic"})
    Place.objects.create(topic=topic, article=make("x", topic), section=make_section(topic, pl="Część"))

    html = client.get("/en/topics/topic/").text

    assert '<span lang="pl" dir="ltr">Część</span> <span class="mark">' in html


def test_what_is_not_live_has_no_place_and_no_section(client):
    topic = make_topic()
    gone = make("gone", topic)
    section = make_section(topic, pl="Pusta")
    Place.objects.create(topic=topic, article=gone, section=section)
    secret = make_article(pl={"title": "Tajne", "slug": "tajne", "body": "<p>x</p>"})
    Place.objects.create(topic=topic, article=secret)
    withdraw(article=gone, language="pl", by=make_user())

    html = client.get(TOPIC).text

    assert "Pusta" not in html
    assert "Tajne" not in html
    assert 'class="empty"' in html


def test_what_is_elsewhere_has_its_place_marked(client):
    topic = make_topic()
    Place.objects.create(topic=topic, article=make("english", topic, language="en"))

    html = client.get(TOPIC).text

    assert 'hreflang="en" lang="en" dir="ltr">english</a> <span class="mark">angielski</span>' in html
    assert CARD.findall(html) == ["/en/articles/english/"]


def test_placed_articles_stand_on_the_page_once(client):
    topic = make_topic()
    articles = [make(f"t{number}", topic) for number in range(PAGE + 5)]
    for article in articles[:2]:
        Place.objects.create(topic=topic, article=article)

    pages, _last = walk(client, TOPIC)

    assert [len(page) for page in pages] == [PAGE + 2, 3]
    assert len({address for page in pages for address in page}) == PAGE + 5


def test_a_place_is_in_a_section_of_its_own_topic():
    topic, other = make_topic(), make_topic(pl={"title": "Inny", "slug": "inny"})
    place = Place(topic=topic, article=make("x"), section=make_section(other, pl="Obca"))

    with pytest.raises(ValidationError):
        place.full_clean()


def test_a_topics_page_takes_as_many_queries_with_one_place_as_with_many(client, django_assert_num_queries):
    topic = make_topic()
    Place.objects.create(topic=topic, article=make("x", topic), section=make_section(topic, pl="Część"))
    client.get(TOPIC)
    with django_assert_num_queries(2):
        client.get(TOPIC)
    for number in range(20):
        section = make_section(topic, pl=f"Część {number}")
        Place.objects.create(topic=topic, article=make(f"t{number}", topic), section=section)
    client.get(TOPIC)  # the frame is read again after each publication

    with django_assert_num_queries(2) as captured:
        client.get(TOPIC)
    assert not any('"articles_article"' in query["sql"] for query in captured.captured_queries)


def test_editors_arrange_a_topic_in_its_form(client):
    topic, article = make_topic(), make("x")
    section = make_section(topic, pl="Część")
    client.force_login(make_user("admin", superuser=True))
    address = f"/admin/topics/topic/{topic.pk}/change/"
    html = client.get(address).text
    assert "Część" in html
    values = {
        "title_pl": "Temat", "slug_pl": "temat", "position": "1",
        "sections-TOTAL_FORMS": "2", "sections-INITIAL_FORMS": "1",
        "sections-0-id": section.pk, "sections-0-topic": topic.pk, "sections-0-title_pl": "Nowa nazwa",
        "sections-0-title_en": "New name", "sections-0-position": "2",
        "sections-1-topic": topic.pk, "sections-1-title_pl": "Druga", "sections-1-position": "1",
        "places-TOTAL_FORMS": "1", "places-INITIAL_FORMS": "0",
        "places-0-topic": topic.pk, "places-0-article": article.pk, "places-0-section": section.pk,
        "places-0-position": "1",
    }  # fmt: skip

    response = client.post(address, values)

    assert response.status_code == 302, response.text
    assert [str(section) for section in topic.sections.all()] == ["Druga", "Nowa nazwa"]
    assert Place.objects.get().section == section
    assert bands(client.get(TOPIC).text) == [("Nowa nazwa", ["x"])]
