"""The article's form: what is saved, what is merged, what is asked."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from articles.editing import compare, digest, set_tags
from articles.models import Article, Draft, Edition
from articles.publishing import publish
from tests.factories import BODY, make_article, make_edition, make_image, make_tag, make_topic, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(client):
    """An editor whose browser is the client."""
    user = make_user("anna", superuser=True)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(user)
    return user


def address(article):
    return reverse("admin:articles_article_change", args=(article.pk,))


def opened(client, article=None, **changes):
    """Return what the browser would send after opening the form and changing some fields."""
    page = client.get(address(article) if article else reverse("admin:articles_article_add"))
    form = page.context["adminform"].form
    sent = {f"loaded-{group}": value for group, value in form.loaded.items()}
    for name in form.fields:
        value = form[name].value()
        if isinstance(value, list):
            value = form.fields[name].prepare_value(value)
        if value not in (None, False):
            sent[name] = value
    return sent | changes


def save(client, article, sent):
    return client.post(address(article), sent)


@pytest.mark.parametrize("field", ["topics", "tags", "image"])
@pytest.mark.parametrize("key", ["x", "1e3", "-1", "9" * 30, "\u0661"])
def test_a_forged_key_is_refused(client, anna, field, key):
    article = make_article()
    sent = opened(client, article, title_pl="Inny")

    response = save(client, article, sent | {field: key})

    assert response.status_code == 400
    article.refresh_from_db()
    assert article.title_pl == "Tytuł"


@pytest.mark.parametrize("key", ["x", "9" * 30, "9" * 5000, "\u0661"])
def test_an_address_with_a_forged_key_leads_to_the_start(client, anna, key):
    for page in ("change", "delete"):
        response = client.post(f"/admin/articles/article/{key}/{page}/", {"title_pl": "Inny"})

        assert (response.status_code, response.headers["Location"]) == (302, "/admin/")


def test_saving_changes_no_byte_that_readers_get(client, anna):
    edition = make_edition()
    before = client.get(edition.get_absolute_url()).content

    sent = opened(client, edition.article, title_pl="Inny tytuł", body_pl="<p>Inna treść.</p>", is_featured="on")
    response = save(client, edition.article, sent)

    assert response.status_code == 302
    edition.article.refresh_from_db()
    assert edition.article.title_pl == "Inny tytuł"
    assert client.get(edition.get_absolute_url()).content == before
    assert Edition.objects.count() == 1


def test_an_original_in_a_language_that_the_site_has_no_longer_stays_the_original(client, anna):
    article = make_article(pl={"title": "Tytuł"}, source_language="uk")

    response = save(client, article, opened(client, article, title_pl="Inny tytuł"))

    assert response.status_code == 302
    article.refresh_from_db()
    assert (article.title_pl, article.source_language) == ("Inny tytuł", "uk")


def test_a_new_article_keeps_all_its_texts(client, anna):
    topic, tag = make_topic(), make_tag(pl="rzeka")
    sent = opened(
        client, title_pl="Łódź", body_pl=BODY, title_en="A boat", source_language="pl", topics=[topic.pk], tags=[tag.pk]
    )

    client.post(reverse("admin:articles_article_add"), sent)

    article = Article.objects.get()
    assert (article.title_pl, article.title_en, article.slug_pl, article.slug_en) == (
        "Łódź",
        "A boat",
        "lodz",
        "a-boat",
    )
    assert list(article.topics.all()) == [topic]
    assert list(article.tags.all()) == [tag]
    assert {draft.language for draft in Draft.objects.filter(changed_by=anna)} == {"pl", "en"}


def test_two_people_who_save_different_languages_both_keep_their_text(client, anna):
    article = make_article(pl={"title": "Tytuł", "body": BODY}, en={"title": "Title", "body": "<p>Text.</p>"})
    first = opened(client, article, title_pl="Tytuł Anny")
    second = opened(client, article, title_en="Tom's title")

    assert save(client, article, first).status_code == 302
    assert save(client, article, second).status_code == 302

    article.refresh_from_db()
    assert (article.title_pl, article.title_en) == ("Tytuł Anny", "Tom's title")


def test_in_the_same_language_the_second_sees_both_texts_and_loses_nothing(client, anna):
    article = make_article(pl={"title": "Tytuł", "body": "<p>Dawna.</p>"})
    first = opened(client, article, body_pl="<p>Treść pierwszej.</p>")
    second = opened(client, article, body_pl="<p>Treść drugiego.</p>", title_en="New")
    save(client, article, first)

    page = save(client, article, second)

    assert page.status_code == 200
    text = page.content.decode()
    assert "Saved meanwhile by anna" in text
    assert "Treść pierwszej." in text
    assert "<del>pierwszej</del><ins>drugiego</ins>" in text
    assert "&lt;p&gt;Treść drugiego.&lt;/p&gt;" in text
    article.refresh_from_db()
    assert (article.body_pl, article.title_en) == ("<p>Treść pierwszej.</p>", None)

    again = second | {f"loaded-{group}": value for group, value in page.context["adminform"].form.loaded.items()}
    assert save(client, article, again | {"body_pl": "<p>Obie.</p>"}).status_code == 302

    article.refresh_from_db()
    assert (article.body_pl, article.title_en) == ("<p>Obie.</p>", "New")


def test_a_third_save_between_the_two_texts_and_the_answer_asks_again(client, anna):
    article = make_article(pl={"title": "Tytuł", "body": BODY})
    sent = opened(client, article, title_pl="Mój")
    Article.objects.filter(pk=article.pk).update(title_pl="Jej")
    page = save(client, article, sent)
    again = sent | {f"loaded-{group}": value for group, value in page.context["adminform"].form.loaded.items()}
    Article.objects.filter(pk=article.pk).update(title_pl="Jego")

    page = save(client, article, again)

    assert page.status_code == 200
    assert "Jego" in page.content.decode()
    article.refresh_from_db()
    assert article.title_pl == "Jego"


def test_what_all_languages_share_is_merged_like_a_language(client, anna):
    article, one, two = make_article(), make_topic(), make_topic(pl={"title": "Drugi", "slug": "drugi"})
    first = opened(client, article, topics=[one.pk])
    second = opened(client, article, topics=[two.pk])
    third = opened(client, article, title_pl="Nowy tytuł")
    save(client, article, first)

    conflict = save(client, article, second)
    merged = save(client, article, third)

    assert conflict.status_code == 200
    assert "Temat" in conflict.content.decode()
    assert merged.status_code == 302
    assert list(article.topics.all()) == [one]


def test_without_the_digest_nothing_that_differs_is_overwritten(client, anna):
    article = make_article(pl={"title": "Tytuł", "body": BODY}, en={"title": "Title", "body": "<p>Text.</p>"})

    page = client.post(address(article), {"title_pl": "Podmieniony", "source_language": "pl"})

    assert page.status_code == 200
    article.refresh_from_db()
    assert (article.title_pl, article.title_en) == ("Tytuł", "Title")


@pytest.mark.parametrize("sent", ["<p>a</p>\r\n<p>b</p>", "  <p>a</p>\n<p>b</p>\n"])
def test_line_ends_and_edge_spaces_of_the_browser_are_no_change(client, anna, sent):
    article = make_article(pl={"title": "Tytuł", "body": "<p>a</p>\n<p>b</p>", "lead": "Raz\ndwa"})
    before = article.updated_at

    save(client, article, opened(client, article, body_pl=sent, lead_pl="Raz\r\ndwa"))

    article.refresh_from_db()
    assert article.updated_at == before
    assert Draft.objects.count() == 0


def test_only_the_changed_columns_are_written(client, anna):
    article = make_article(pl={"title": "Tytuł", "body": BODY}, en={"title": "Title", "body": "<p>Text.</p>"})
    sent = opened(client, article, title_pl="Nowy")
    with CaptureQueriesContext(connection) as queries:
        save(client, article, sent)

    updates = [query["sql"] for query in queries if query["sql"].startswith('UPDATE "articles_article"')]
    assert len(updates) == 1
    assert "title_pl" in updates[0]
    assert "title_en" not in updates[0]
    assert "body_en" not in updates[0]


def test_scripts_never_reach_the_database(client, anna):
    article = make_article()
    evil = '<p onclick="x()">a</p><script>alert(1)</script><a href="javascript:x()">b</a><img src=x onerror=y>'

    save(client, article, opened(client, article, body_pl=evil))

    article.refresh_from_db()
    assert article.body_pl == "<p>a</p><a>b</a>"


HOSTILE = {
    "null bytes": {"title_pl": "a\x00b"},
    "five megabytes": {"body_pl": "<p>" + "długi " * 800_000 + "</p>"},
    "a long title": {"title_pl": "x" * 300},
    "an address with spaces": {"slug_pl": "Moja Łódź!"},
    "an unknown language": {"source_language": "xx"},
    "an unknown topic": {"topics": ["99999"]},
}


@pytest.mark.parametrize("fields", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_input_gets_a_message_and_keeps_the_text(client, anna, fields):
    article = make_article()
    sent = opened(client, article, lead_pl="Tego nie zgubić", **fields)

    page = save(client, article, sent)

    assert page.status_code == 200
    assert "errornote" in page.content.decode()
    assert "Tego nie zgubić" in page.content.decode()
    article.refresh_from_db()
    assert article.lead_pl in (None, "")


def test_bytes_that_are_no_text_do_not_stop_the_site(client, anna):
    article = make_article()
    body = b"title_pl=a%ED%A0%80b%FF&source_language=pl"

    response = client.post(address(article), body, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 200


def test_a_forged_post_is_refused(anna):
    article, forger = make_article(), Client(enforce_csrf_checks=True)
    forger.force_login(anna)

    assert forger.post(address(article), {"title_pl": "x"}).status_code == 403
    assert forger.post(reverse("admin:articles_article_publish", args=(article.pk, "pl"))).status_code == 403


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Święto Niepodległości", "swieto-niepodleglosci"), ("北京 2026", "bei-jing-2026"), ("🎉🎉", "")],
)
def test_an_address_is_proposed_in_every_script(client, anna, title, slug):
    answer = client.get(reverse("admin:articles_article_address"), {"title": title, "language": "pl"})

    assert answer.json() == {"slug": slug}


def test_a_proposed_address_is_nobody_elses(client, anna):
    edition = make_edition(pl={"title": "Łódź", "body": BODY})
    endpoint = reverse("admin:articles_article_address")

    other = client.get(endpoint, {"title": "Łódź", "language": "pl"}).json()
    own = client.get(endpoint, {"title": "Łódź", "language": "pl", "object": edition.article_id}).json()

    assert (other["slug"], own["slug"]) == ("lodz-2", "lodz")


def test_a_new_title_does_not_move_a_published_article(client, anna):
    article = make_edition(pl={"title": "Łódź", "body": BODY}).article

    save(client, article, opened(client, article, title_pl="Kajak"))

    article.refresh_from_db()
    assert article.slug_pl == "lodz"


def test_an_emoji_title_can_be_saved(client, anna):
    client.post(reverse("admin:articles_article_add"), opened(client, title_pl="🎉", body_pl=BODY))

    assert Article.objects.get().slug_pl in (None, "")


def test_tags_are_kept_by_key_and_not_by_name(client, anna):
    """Names differ by language: two tags without a Polish name are not the same tag."""
    one, two, three = make_tag("a", en="one"), make_tag("b", en="two"), make_tag("c", en="three")
    article = make_article()
    set_tags(article, [one, two])
    set_tags(article, [two, three])

    assert set(article.tags.values_list("slug", flat=True)) == {"b", "c"}


def test_a_changed_text_is_told_apart_from_what_readers_see(client, anna):
    edition = make_edition()
    article = edition.article
    save(client, article, opened(client, article, title_pl="Inny"))
    assert Draft.objects.get(article=article, language="pl").has_changes

    save(client, article, opened(client, article, title_pl="Tytuł"))

    assert not Draft.objects.get(article=article, language="pl").has_changes


def test_a_change_for_all_languages_waits_in_each_published_one(client, anna):
    article = make_edition().article

    save(client, article, opened(client, article, tags=[make_tag(pl="rzeka").pk]))

    assert Draft.objects.get(article=article, language="pl").has_changes


def test_the_history_names_the_language_of_a_change(client, anna):
    article = make_article()

    save(client, article, opened(client, article, title_pl="Inny"))

    with translation.override("en"):
        assert LogEntry.objects.get().get_change_message() == "Changed Title (pl)."


def test_the_form_tells_language_and_direction(client, anna):
    article = make_article(zh_hans={"title": "题", "body": "<p>文</p>"})

    text = client.get(address(article)).content.decode()

    assert 'lang="zh-Hans" dir="ltr"' in text
    assert "mt-field-title-zh_hans" in text


def test_an_article_that_readers_have_seen_cannot_be_deleted(client, anna):
    edition = make_edition()
    delete = reverse("admin:articles_article_delete", args=(edition.article_id,))

    page = client.post(delete, {"post": "yes"}, follow=True)

    assert "Withdraw it instead" in page.content.decode()
    assert Article.objects.filter(pk=edition.article_id).exists()


def test_an_article_that_was_never_published_can_be_deleted(client, anna):
    article = make_article(topics=[make_topic()], tags=[make_tag(pl="x")])

    client.post(reverse("admin:articles_article_delete", args=(article.pk,)), {"post": "yes"})

    assert not Article.objects.exists()


def test_compare_tells_the_four_cases_apart():
    old, mine, theirs = ({"title": title} for title in ("old", "mine", "theirs"))

    assert compare(mine=old, theirs=theirs, opened_with=digest(old)) == "kept"
    assert compare(mine=mine, theirs=old, opened_with=digest(old)) == "changed"
    assert compare(mine=mine, theirs=theirs, opened_with=digest(old)) == "conflict"
    assert compare(mine=mine, theirs=mine, opened_with=digest(old)) == "kept"


def test_the_picture_and_the_original_language_are_saved(client, anna):
    article, image = make_article(), make_image()

    save(client, article, opened(client, article, image=image.pk, source_language="en"))

    article.refresh_from_db()
    assert (article.image, article.source_language) == (image, "en")


def test_an_earlier_text_comes_back_into_the_form_and_only_saving_keeps_it(client, anna):
    first = make_edition(pl={"title": "Dawny", "lead": "Lid", "body": "<p>Dawny tekst</p>"})
    article = first.article
    save(client, article, opened(client, article, title_pl="Nowy", lead_pl="", body_pl="<p>Nowy tekst</p>"))
    publish(article=article, language="pl", by=anna)

    page = client.get(f"{address(article)}?edition={first.pk}")

    form = page.context["adminform"].form
    taken_up = {f"{field}_pl": form[f"{field}_pl"].value() for field in ("title", "lead", "body")}
    assert list(taken_up.values()) == ["Dawny", "Lid", "<p>Dawny tekst</p>"]
    assert "The text of version 1 is in the form" in page.text
    article.refresh_from_db()
    assert article.title_pl == "Nowy"

    save(client, article, opened(client, article, **taken_up))
    publish(article=article, language="pl", by=anna)

    newest = article.editions.get(version=3)
    assert (newest.title, newest.lead, newest.body) == (first.title, first.lead, first.body)


@pytest.mark.parametrize("key", ["0", "x", "-1", "9" * 30, "\u0661"])
def test_an_edition_that_is_not_the_article_s_changes_nothing_in_the_form(client, anna, key):
    article, other = make_article(), make_edition(pl={"title": "Inny", "body": BODY})

    for edition in (key, other.pk):
        page = client.get(address(article), {"edition": edition})

        assert page.status_code == 200
        assert page.context["adminform"].form["title_pl"].value() == "Tytuł"


@pytest.mark.parametrize("field", ["topics", "tags", "image", "related"])
@pytest.mark.parametrize("value", ["x", "1,2", "9" * 30, "\x00"])
def test_an_address_fills_in_nothing(client, anna, field, value):
    page = client.get(reverse("admin:articles_article_add"), {field: value})

    assert page.status_code == 200


def test_an_address_is_proposed_whatever_key_is_named(client, anna):
    asked = {"title": "Prom", "language": "pl", "object": "9" * 30}

    assert client.get(reverse("admin:articles_article_address"), asked).json() == {"slug": "prom"}


def test_a_translation_that_is_behind_shows_what_its_original_has_changed(client, anna):
    article = make_article(
        pl={"title": "Prom", "body": "<p>Prom pływa co 30 minut.</p><p>Bilet kosztuje 5 zł.</p>"},
        en={"title": "Ferry", "body": "<p>Every 30 minutes.</p>"},
    )
    publish(article=article, language="pl", by=anna)
    publish(article=article, language="en", by=anna)
    assert "What has changed in the original" not in client.get(address(article)).text
    Article.objects.update(body_pl="<p>Prom pływa co 20 minut.</p><p>Bilet kosztuje 5 zł.</p>")
    publish(article=article, language="pl", by=anna)

    page = client.get(address(article)).text

    assert page.count("What has changed in the original from version 1 to 2") == 1
    shown = page.partition("What has changed in the original")[2].partition("</details>")[0]
    assert '<div lang="pl" dir="ltr">' in shown
    assert "<del>30</del><ins>20</ins>" in shown
    assert "Bilet" not in shown


@pytest.mark.parametrize(
    "words", ["łódź", "NOCĄ", "/pl/articles/lodz-noca/", "http://testserver/pl/articles/lodz-noca/"]
)
def test_a_link_is_found_by_words_in_any_case_or_by_an_address(client, anna, settings, words):
    settings.SITE_URL = "http://testserver"
    article = make_edition(pl={"title": "Łódź nocą", "slug": "lodz-noca", "body": BODY}).article
    make_article(pl={"title": "Inny"})

    found = client.get(reverse("admin:articles_body_links"), {"q": words, "language": "pl"}).json()["found"]

    assert [each["key"] for each in found] == [article.pk]


@pytest.mark.parametrize("view", ["links", "files"])
@pytest.mark.parametrize("words", ["https://[", "//[::", "\x00", "a\x00b", "/pl/articles/a%00b/", "9" * 300])
def test_words_that_find_nothing_are_answered(client, anna, view, words):
    found = client.get(reverse(f"admin:articles_body_{view}"), {"q": words, "language": "pl"})

    assert found.json()["found"] == []
