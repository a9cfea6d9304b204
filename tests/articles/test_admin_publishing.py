"""Preview, publish, withdraw and cancel, as the admin's pages do them."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Draft, Edition, Withdrawal
from articles.publishing import publish
from tests.articles.test_admin_editing import opened
from tests.factories import BODY, make_article, make_edition, make_image, make_tag, make_topic, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(client):
    user = make_user("anna", superuser=True)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(user)
    return user


def at(page, article, language="pl"):
    return reverse(f"admin:articles_article_{page}", args=(article.pk, language))


def asked(client, page, article, language="pl", **answers):
    """Return what the browser would send from a page that asks."""
    form = client.get(at(page, article, language)).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    return sent | answers


def counts():
    return [model.objects.count() for model in (Article, Edition, Draft, Withdrawal, LogEntry)]


def in_days(days):
    return timezone.localtime(timezone.now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


def test_publishing_makes_the_saved_text_live_and_is_written_down(client, anna):
    article = make_article()

    response = client.post(at("publish", article), asked(client, "publish", article, note="Pierwsze wydanie"))

    edition = Edition.objects.get()
    assert response.status_code == 302
    assert (edition.note, edition.published_by, edition.slug) == ("Pierwsze wydanie", anna, "tytul")
    assert edition.is_live()
    assert "Published" in LogEntry.objects.get().change_message


def test_a_text_can_be_scheduled_and_cancelled(client, anna):
    article = make_article()

    client.post(at("publish", article), asked(client, "publish", article, when="later", at=in_days(2)))
    assert Edition.objects.get().is_scheduled()

    client.post(at("unschedule", article))
    assert not Edition.objects.shown().exists()


@pytest.mark.parametrize(("title", "has_changes"), [("Tytuł", False), ("Nowy tytuł", True)])
def test_after_a_cancelled_publication_only_a_changed_text_differs_from_the_live_one(client, anna, title, has_changes):
    article = make_edition(pl={"title": "Tytuł", "slug": "tytul", "body": BODY}).article
    Article.objects.update(title_pl=title)
    publish(article=article, language="pl", by=anna, at=timezone.now() + timedelta(days=2))

    client.post(at("unschedule", article))

    assert Draft.objects.get(article=article, language="pl").has_changes is has_changes


def test_a_moment_without_an_end_after_it_is_refused(client, anna):
    article = make_article()

    for moment in ("9999-12-31T10:00", "9999-12-31T23:59"):
        page = client.post(at("publish", article), asked(client, "publish", article, when="later", at=moment))

        assert "This moment lies too far away." in page.text
    assert not Edition.objects.exists()


def test_a_translation_without_its_original_is_warned_of_by_the_original_s_name(client, anna):
    article = make_article(en={"title": "Ferry", "body": BODY})

    page = client.get(at("publish", article, "en"))

    assert "The original (polski) is not published" in page.text


def test_a_moment_that_has_passed_is_refused(client, anna):
    article = make_article()

    page = client.post(at("publish", article), asked(client, "publish", article, when="later", at=in_days(-1)))

    assert "This moment has passed." in page.content.decode()
    assert not Edition.objects.exists()


def test_a_second_submit_does_not_publish_twice(client, anna):
    article = make_article()
    sent = asked(client, "publish", article)

    client.post(at("publish", article), sent)
    page = client.post(at("publish", article), sent)

    assert "Meanwhile anna has published version 1" in page.content.decode()
    assert Edition.objects.count() == 1


def test_a_text_that_was_changed_meanwhile_is_shown_before_it_goes_live(client, anna):
    article = make_article()
    sent = asked(client, "publish", article)
    Article.objects.filter(pk=article.pk).update(title_pl="Nikt tego nie widział")

    page = client.post(at("publish", article), sent)

    assert "The saved text has changed" in page.content.decode()
    assert not Edition.objects.exists()


def test_what_is_missing_is_told_and_nothing_is_published(client, anna):
    article = make_article(pl={"title": "Bez treści"})

    page = client.get(at("publish", article)).content.decode()
    client.post(at("publish", article), {"when": "now"})

    assert "The body is empty." in page
    assert not Edition.objects.exists()


def test_an_address_that_is_anothers_is_numbered_before_it_can_be_refused(client, anna):
    make_edition(pl={"title": "Łódź", "body": BODY})
    article = make_article(pl={"title": "Łódź", "slug": "lodz", "body": BODY})

    client.post(at("publish", article), asked(client, "publish", article))

    assert Edition.objects.get(article=article).slug == "lodz-2"
    article.refresh_from_db()
    assert article.slug_pl == "lodz-2"


def test_an_address_taken_by_hand_is_refused_in_words_and_undone(client, anna):
    make_edition(pl={"title": "Łódź", "body": BODY})
    article = make_article(pl={"title": "Inna", "slug": "inna", "body": BODY})

    page = client.post(at("publish", article), asked(client, "publish", article, slug="lodz"))

    assert "is, or once was, another article" in page.content.decode()
    article.refresh_from_db()
    assert article.slug_pl == "inna"


def test_a_hundred_identical_titles_get_a_hundred_addresses(client, anna):
    for _number in range(100):
        client.post(
            reverse("admin:articles_article_add"),
            {"title_pl": "Ten sam", "body_pl": BODY, "source_language": "pl"},
        )
    for article in Article.objects.all():
        client.post(at("publish", article), asked(client, "publish", article))

    assert Edition.objects.live().values("slug").distinct().count() == 100


def test_a_translation_follows_the_edition_that_was_chosen(client, anna):
    article = make_article(pl={"title": "Tytuł", "body": BODY}, en={"title": "Title", "body": "<p>Text.</p>"})
    first = publish(article=article, language="pl", by=anna)
    publish(article=article, language="pl", by=anna)

    client.post(at("publish", article, "en"), asked(client, "publish", article, "en", follows=first.pk))

    assert Edition.objects.get(language="en").made_from == first


def test_a_translation_follows_the_newest_edition_when_nothing_is_chosen(client, anna):
    article = make_article(pl={"title": "Tytuł", "body": BODY}, en={"title": "Title", "body": "<p>Text.</p>"})
    publish(article=article, language="pl", by=anna)
    second = publish(article=article, language="pl", by=anna)

    client.post(at("publish", article, "en"), asked(client, "publish", article, "en"))

    assert Edition.objects.get(language="en").made_from == second


def test_a_small_correction_leaves_the_translations_as_they_are(client, anna):
    article = make_edition().article

    client.post(at("publish", article), asked(client, "publish", article, minor="on"))

    assert Edition.objects.get(version=2).is_minor


def test_the_page_shows_what_changes_and_what_stays_unpublished(client, anna):
    article = make_edition().article
    client.post(
        reverse("admin:articles_article_change", args=(article.pk,)),
        opened(client, article, body_pl=BODY.replace("kota", "psa"), title_en="New"),
    )

    page = client.get(at("publish", article)).content.decode()

    assert "<del>kota</del><ins>psa</ins>" in page
    assert "stay unpublished: English" in page


def test_a_missing_alternative_text_is_worth_a_look(client, anna):
    article = make_article(image=make_image())

    page = client.get(at("publish", article)).content.decode()

    assert "The lead picture has no alternative text" in page


def test_withdrawing_asks_for_the_reason_and_closes_the_edition(client, anna):
    edition = make_edition()

    refused = client.post(at("withdraw", edition.article), {"when": "now"})
    client.post(at("withdraw", edition.article), asked(client, "withdraw", edition.article, reason="Błąd", when="now"))

    assert "This field is required." in refused.content.decode()
    assert not Edition.objects.live().exists()
    assert Withdrawal.objects.get().reason == "Błąd"
    assert "Withdrew" in LogEntry.objects.get().change_message
    assert "Błąd" in client.get(edition.get_absolute_url()).content.decode()


def test_a_planned_end_is_told_as_one_of_the_text_that_readers_have(client, anna):
    edition = make_edition(pl={"title": "Most", "body": BODY})
    Article.objects.update(title_pl="Nowy most")
    publish(article=edition.article, language="pl", by=anna, at=timezone.now() + timedelta(days=2))

    asking = client.get(at("withdraw", edition.article)).content.decode()
    answers = asked(client, "withdraw", edition.article, reason="Koniec", when="later", at=in_days(1))
    told = client.post(at("withdraw", edition.article), answers, follow=True).content.decode()

    assert "<dd>1, " in asking
    assert "Readers have “Most” until" in told
    assert "is withdrawn" not in told


def test_withdrawing_what_is_gone_says_so(client, anna):
    article = make_article()

    assert "Nothing of this language is live" in client.get(at("withdraw", article)).content.decode()


def test_cancelling_nothing_says_so(client, anna):
    article = make_article()

    page = client.post(at("unschedule", article), follow=True)

    assert "Nothing of this language is scheduled." in page.content.decode()


def test_the_preview_shows_the_unsaved_form_and_writes_nothing(client, anna):
    article = make_edition().article
    topic, tag = make_topic(), make_tag(pl="wierzba")
    sent = opened(client, article, title_pl="Niezapisany", topics=[topic.pk], tags=[tag.pk])
    before = counts()

    with CaptureQueriesContext(connection) as queries:
        page = client.post(at("preview", article), sent)

    text = page.content.decode()
    assert page.status_code == 200
    assert all(words in text for words in ("Niezapisany", "Temat", "wierzba"))
    assert 'name="robots" content="noindex"' in text
    assert "no-store" in page.headers["Cache-Control"]
    assert counts() == before
    assert not [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    article.refresh_from_db()
    assert article.title_pl == "Tytuł"


def test_a_new_article_can_be_previewed_before_it_is_saved(client, anna):
    sent = opened(client, title_pl="🎉", body_pl=BODY)

    page = client.post(reverse("admin:articles_article_preview_new", args=("pl",)), sent)

    assert "🎉" in page.content.decode()
    assert not Article.objects.exists()


def test_a_preview_of_a_wrong_form_says_what_is_wrong(client, anna):
    article = make_article()

    page = client.post(at("preview", article), opened(client, article, title_pl="x" * 300))

    assert "Ensure this value has at most 200 characters" in page.content.decode()


def test_a_preview_does_not_mind_what_others_saved_meanwhile(client, anna):
    article = make_article()
    sent = opened(client, article, title_pl="Mój")
    Article.objects.filter(pk=article.pk).update(title_pl="Jej")

    assert "Mój" in client.post(at("preview", article), sent).content.decode()


def test_the_saved_text_is_previewed_in_the_publishing_page(client, anna):
    article = make_article(pl={"title": "Zapisany", "body": "<p>a<script>alert(1)</script></p>"})

    page = client.get(at("preview", article))

    assert "Zapisany" in page.content.decode()
    assert "alert" not in page.content.decode()
    assert "nonce" not in page.headers["Content-Security-Policy"]


def test_save_and_publish_leads_to_the_publishing_page(client, anna):
    article = make_article()

    response = client.post(
        reverse("admin:articles_article_change", args=(article.pk,)),
        opened(client, article, title_pl="Nowy", _publish="pl"),
    )

    assert response.headers["Location"] == at("publish", article)


def test_the_form_shows_each_languages_editions(client, anna):
    article = make_article()
    publish(article=article, language="pl", by=anna, note="Pierwsze wydanie")

    text = client.get(reverse("admin:articles_article_change", args=(article.pk,))).content.decode()

    assert "Pierwsze wydanie" in text
    assert "Editions (1)" in text


@pytest.mark.parametrize("page", ["publish", "withdraw", "unschedule", "preview"])
def test_a_language_that_the_site_does_not_have_is_not_found(client, anna, page):
    assert client.get(at(page, make_article(), "xx")).status_code == 404


def test_the_page_warns_of_links_that_lead_nowhere_yet(client, editor):
    hidden = make_article(pl={"title": "Ukryty", "body": "<p>x</p>"})
    seen = make_edition(pl={"title": "Widoczny", "body": "<p>x</p>"}).article
    links = "".join(f'<p><a data-article="{article.pk}">tam</a></p>' for article in (hidden, seen))
    article = make_article(pl={"title": "Skąd", "lead": "x", "body": links})
    client.force_login(editor)

    page = client.get(f"/admin/articles/article/{article.pk}/publish/pl/", headers={"accept-language": "en"})

    text = page.content.decode()
    assert "become plain words: “Ukryty”." in text
    assert "“Widoczny”" not in text
