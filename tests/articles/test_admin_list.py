"""The list of articles: how each language stands, found and filtered, at a fixed cost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import frame
from articles.admin import ArticleList
from articles.models import Article, Draft
from articles.publishing import publish, withdraw
from articles.standing import State, in_state, standings, with_writing
from languages.names import site_codes
from tests.factories import BODY, make_article, make_edition, make_tag, make_topic, make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"
TEXTS = {"pl": {"title": "Tytuł", "body": BODY}, "en": {"title": "Title", "body": "<p>Text.</p>"}}


@pytest.fixture
def anna(client):
    user = make_user("anna", superuser=True)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(user)
    return user


def states(article, language="pl"):
    known = standings(list(with_writing(Article.objects.filter(pk=article.pk))))[article.pk]
    return next(standing.states for standing in known if standing.language.code == language)


def make_live(by):
    article = make_article(**TEXTS)
    publish(article=article, language="pl", by=by)
    return article


def make_changed(by):
    article = make_live(by)
    Draft.objects.filter(article=article, language="pl").update(has_changes=True)
    return article


def make_scheduled(by):
    article = make_article(**TEXTS)
    publish(article=article, language="pl", by=by, at=timezone.now() + timedelta(days=1))
    return article


def make_withdrawn(by):
    article = make_live(by)
    withdraw(article=article, language="pl", by=by)
    return article


def make_behind(by):
    article = make_article(source_language="en", **TEXTS)
    publish(article=article, language="en", by=by)
    publish(article=article, language="pl", by=by)
    publish(article=article, language="en", by=by)
    return article


def make_missing(by):
    return make_article(en=TEXTS["en"])


def make_draft(by):
    return make_article(**TEXTS)


CASES = {
    State.MISSING: make_missing,
    State.DRAFT: make_draft,
    State.SCHEDULED: make_scheduled,
    State.LIVE: make_live,
    State.CHANGED: make_changed,
    State.BEHIND: make_behind,
    State.WITHDRAWN: make_withdrawn,
}


def test_an_original_in_a_language_that_the_site_has_no_longer_is_listed(client, anna):
    make_article(source_language="uk", **TEXTS)
    untitled = make_article(source_language="uk", pl={"lead": "Wstęp"})

    page = client.get(LIST)

    assert page.status_code == 200
    assert "Tytuł" in page.text
    assert f"#{untitled.pk}" in page.text


@pytest.mark.parametrize("state", State)
def test_each_state_is_told_and_found(anna, state):
    articles = {case: make(anna) for case, make in CASES.items()}

    assert state in states(articles[state])
    found = set(in_state(Article.objects.all(), "pl", state))
    told = {article for article in articles.values() if state in states(article)}
    assert found == (told | {articles[State.BEHIND]} if state == State.LIVE else told)


def test_a_live_text_with_a_newer_one_scheduled_is_both(anna):
    article = make_live(anna)
    publish(article=article, language="pl", by=anna, at=timezone.now() + timedelta(days=1))

    assert states(article) == (State.LIVE, State.SCHEDULED)


def test_a_cancelled_publication_leaves_a_draft(client, anna):
    article = make_scheduled(anna)

    client.post(reverse("admin:articles_article_unschedule", args=(article.pk, "pl")))

    assert states(article) == (State.DRAFT,)


def test_the_list_says_each_state_in_words(client, anna):
    make_behind(anna)

    text = client.get(LIST).content.decode()

    assert "<b>pl</b> behind" in text
    assert "<b>zh-Hans</b> missing" in text


def test_the_list_filters_by_state_topic_and_tag(client, anna):
    topic, tag = make_topic(), make_tag(pl="rzeka")
    wanted = make_edition(pl={"title": "Szukany", "body": BODY}).article
    wanted.topics.set([topic])
    wanted.tags.set([tag])
    make_article(pl={"title": "Pozostały", "body": BODY})

    for query in ("state=pl:live", f"topics__id__exact={topic.pk}", f"tag={tag.pk}"):
        text = client.get(f"{LIST}?{query}").content.decode()

        assert "Szukany" in text
        assert "Pozostały" not in text


@pytest.mark.parametrize("query", ["state=xx:live", "state=pl:gone", "state=", "tag=99999999999999999999", "tag=x"])
def test_a_filter_that_makes_no_sense_shows_everything(client, anna, query):
    make_article()

    assert "Tytuł" in client.get(f"{LIST}?{query}", follow=True).content.decode()


def test_titles_are_searched_in_every_language_whatever_the_interface(client, anna):
    make_article(pl={"title": "Święto"}, zh_hans={"title": "独立日"})
    make_article(pl={"title": "Inny"})

    for words in ("Święto", "独立"):
        text = client.get(LIST, {"q": words}).content.decode()

        assert "Święto" in text
        assert "Inny" not in text


@pytest.mark.parametrize("query", ["", "?state=pl:live", "?q=Tytuł"])
def test_the_list_costs_the_same_however_long_it_is(client, anna, query):
    topic = make_topic()
    for make in CASES.values():
        make(anna).topics.set([topic])
    client.get(LIST + query)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST + query)
    for number in range(20):
        make_edition(pl={"title": f"Kolejny tytuł {number}", "body": BODY})
    frame.frame()  # read once after each publication

    with CaptureQueriesContext(connection) as many:
        client.get(LIST + query)

    assert len(many) == len(few) <= 10


def test_more_than_anybody_pages_through_is_cut_and_says_so(client, anna, monkeypatch):
    monkeypatch.setattr(ArticleList, "MOST", 3)
    for number in range(4):
        make_article(pl={"title": f"Szukany {number}", "body": BODY})

    everything, found = (client.get(LIST + query).content.decode() for query in ("", "?q=Szukany"))

    assert everything.count(">Szukany ") == 4
    assert [f">Szukany {number}<" in found for number in range(4)] == [False, True, True, True]
    assert "More than 3 articles fit" in found
    assert "More than" not in everything
    assert "More than" not in client.get(f"{LIST}?q=Szukany+1").content.decode()
    assert "Show all" in found
    assert "Show all" not in everything


def test_what_is_found_stands_in_the_chosen_order(client, anna):
    for number in range(3):
        make_article(pl={"title": f"Szukany {number}", "body": BODY})

    newest, oldest = (client.get(f"{LIST}?q=Szukany&o={order}").content.decode() for order in ("-3", "3"))

    assert re.findall(r"Szukany \d", newest) == ["Szukany 2", "Szukany 1", "Szukany 0"]
    assert re.findall(r"Szukany \d", oldest) == ["Szukany 0", "Szukany 1", "Szukany 2"]


def test_the_list_does_not_load_the_texts(client, anna):
    make_article(**TEXTS)

    with CaptureQueriesContext(connection) as queries:
        client.get(LIST)

    rows = [query["sql"] for query in queries if "LIMIT" in query["sql"] or 'FROM "articles_article"' in query["sql"]]
    assert not [sql for sql in rows if f'"body_{site_codes()[0]}",' in sql or '"lead_pl",' in sql]


def test_the_start_page_costs_the_same_however_much_there_is(client, anna):
    make_scheduled(anna)
    client.get("/admin/")
    with CaptureQueriesContext(connection) as few:
        client.get("/admin/")
    for _number in range(20):
        make_scheduled(anna)
    frame.frame()

    with CaptureQueriesContext(connection) as many:
        text = client.get("/admin/").content.decode()

    assert len(many) == len(few) <= 10
    assert "Goes live next" in text


@pytest.mark.parametrize(
    ("title", "words"),
    [("Łódź nocą", "łódź"), ("Ślady w mieście", "ŚLADY MIEŚCIE"), ("Київ", "київ"), ("100 % żaru", "100 % ŻARU")],
)
def test_titles_are_searched_whatever_the_case_of_their_letters(client, anna, title, words):
    found = make_article(pl={"title": title, "body": BODY})
    make_article(pl={"title": "Inny", "body": BODY})

    page = client.get(reverse("admin:articles_article_changelist"), {"q": words})

    assert [article.pk for article in page.context["cl"].result_list] == [found.pk]
