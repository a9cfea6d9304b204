"""The site's own pages are published like articles and stand in no list."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Edition
from articles.publishing import Required, Unpublishable, publish, withdraw
from content.exporting import Export
from content.importing import Import
from tests.factories import BODY, make_article, make_edition, make_topic, make_user

pytestmark = pytest.mark.django_db

TEXTS = {"pl": {"title": "Kontakt", "body": BODY}, "en": {"title": "Contact", "body": BODY}}


def make_page(**fields) -> Article:
    return make_article(**{"is_page": True} | TEXTS | fields)


def test_a_page_has_an_address_of_its_own_in_every_language(client):
    page = make_page()
    make_edition(article=page, language="pl")
    make_edition(article=page, language="en")

    answer = client.get("/pl/pages/kontakt/")

    assert answer.status_code == 200
    assert "<h1>Kontakt</h1>" in answer.text
    assert 'hreflang="en" href="http://testserver/en/pages/contact/"' in answer.text.replace(
        "http://127.0.0.1:8000", "http://testserver"
    )


def test_a_page_stands_in_no_list(client):
    make_edition(article=make_page(topics=[make_topic()]))
    article = make_edition(pl={"title": "Rzeka", "body": BODY})

    for address in ("/pl/", "/pl/articles/", "/pl/topics/temat/", "/en/articles/", "/en/"):
        answer = client.get(address)

        assert answer.status_code == 200
        assert "Kontakt" not in answer.text
    assert list(Edition.objects.live()) == [article]
    assert [edition.title for edition in Edition.objects.live_pages()] == ["Kontakt"]


def test_a_page_is_in_the_sitemap_among_the_pages(client):
    make_edition(article=make_page())

    assert "/pl/pages/kontakt/" in client.get("/sitemap-pages.xml").text
    assert "kontakt" not in client.get("/sitemap.xml").text
    assert client.get("/sitemap-articles-0.xml").status_code == 404


def test_a_page_at_an_articles_address_leads_to_its_own(client):
    make_edition(article=make_page())

    answer = client.get("/pl/articles/kontakt/")

    assert answer.status_code == 301
    assert answer["Location"] == "/pl/pages/kontakt/"


def test_an_article_at_a_pages_address_leads_to_its_own(client):
    make_edition(pl={"title": "Rzeka", "body": BODY})

    assert client.get("/pl/pages/rzeka/")["Location"] == "/pl/articles/rzeka/"


def test_a_page_that_is_elsewhere_says_so(client):
    make_edition(article=make_page())

    answer = client.get("/en/pages/kontakt/")

    assert answer.status_code == 404
    assert "The page that you look for is not available in this language." in answer.text
    assert 'href="/pl/pages/kontakt/" hreflang="pl" lang="pl" dir="ltr">Kontakt</a>' in answer.text


def test_a_withdrawn_page_says_why(client):
    page = make_page()
    make_edition(article=page)
    withdraw(article=page, language="pl", by=make_user(), reason="Nowy adres")

    answer = client.get("/pl/pages/kontakt/")

    assert answer.status_code == 410
    assert "Nowy adres" in answer.text


def test_a_page_and_an_article_never_share_an_address():
    make_edition(article=make_page())

    edition = make_edition(pl={"title": "Kontakt", "body": BODY})

    assert edition.slug == "kontakt-2"


def test_a_featured_page_does_not_lead_the_home_page():
    page = make_page(is_featured=True)

    assert not make_edition(article=page).is_featured


def test_pages_are_found_by_an_index_of_their_own():
    """The index of pages alone answers for them; SQLite takes it because the condition has no parameter."""
    make_edition(article=make_page())

    plan = str(Edition.objects.live_pages().order_by("article_id").explain())

    if connection.vendor == "sqlite":
        assert "edition_pages" in plan


# Required in every language


def test_no_language_opens_without_its_required_pages():
    page = make_page(is_required=True)
    article = make_article(en={"title": "River", "body": BODY}, source_language="en")

    with pytest.raises(Unpublishable, match="Kontakt"):
        publish(article=article, language="en", by=make_user())

    publish(article=page, language="en", by=make_user())
    assert publish(article=article, language="en", by=make_user()).version == 1


def test_a_language_that_is_open_is_not_stopped_by_a_page_required_later():
    make_edition(en={"title": "River", "body": BODY}, language="en")
    make_page(is_required=True)

    assert make_edition(en={"title": "Bridge", "body": BODY}, language="en").version == 1


def test_a_required_page_cannot_be_withdrawn_from_an_open_language():
    page = make_page(is_required=True)
    publish(article=page, language="pl", by=make_user())
    article = make_edition(pl={"title": "Rzeka", "body": BODY}).article

    with pytest.raises(Required):
        withdraw(article=page, language="pl", by=make_user())

    withdraw(article=article, language="pl", by=make_user())
    withdraw(article=page, language="pl", by=make_user())
    assert not Edition.objects.live_pages().exists()


def test_a_required_page_cannot_be_withdrawn_before_the_first_article_goes_live():
    page = make_page(is_required=True)
    publish(article=page, language="pl", by=make_user())
    make_edition(pl={"title": "Rzeka", "body": BODY}, at=timezone.now() + timedelta(hours=1))

    with pytest.raises(Required):
        withdraw(article=page, language="pl", by=make_user())

    assert Edition.objects.live_pages().exists()


# The admin


@pytest.fixture
def admin(client):
    client.force_login(make_user("admin", superuser=True))
    return client


def test_pages_have_a_list_of_their_own(admin):
    make_page()
    make_article(pl={"title": "Rzeka", "body": BODY})

    pages, articles = (admin.get(reverse(f"admin:articles_{name}_changelist")).text for name in ("page", "article"))

    assert "Kontakt" in pages
    assert "Rzeka" not in pages
    assert "Rzeka" in articles
    assert "Kontakt" not in articles


def test_a_page_is_written_previewed_and_published_in_the_admin(admin, client):
    address = reverse("admin:articles_page_add")
    form = {"title_pl": "Impressum", "body_pl": "<p>Piszcie.</p>", "source_language": "pl", "is_required": "on"}

    preview = admin.post(reverse("admin:articles_page_preview_new", args=("pl",)), form)
    saved = admin.post(address, form | {"_publish": "pl"})

    page = Article.objects.get()
    assert "<h1>Impressum</h1>" in preview.text
    assert (page.is_page, page.is_required, page.slug_pl) == (True, True, "impressum")
    assert saved["Location"] == reverse("admin:articles_page_publish", args=(page.pk, "pl"))
    shown = admin.get(saved["Location"])
    assert "/pl/pages/impressum/" in shown.text
    answer = admin.post(
        saved["Location"], {"slug": "impressum", "when": "now", "seen": shown.context["form"]["seen"].value()}
    )
    assert answer["Location"].startswith(reverse("admin:articles_page_change", args=(page.pk,)))
    assert client.get("/pl/pages/impressum/").status_code == 200


def test_a_page_is_changed_in_the_admin(admin):
    page = make_page()
    change = reverse("admin:articles_page_change", args=(page.pk,))
    fields = admin.get(change).context["adminform"].form
    form = {name: fields[name].value() or "" for name in fields.fields if name != "is_required"}
    loaded = {f"loaded-{group}": digest for group, digest in fields.loaded.items()}

    answer = admin.post(change, form | loaded | {"title_pl": "O Instytucie", "is_required": "on"})

    page.refresh_from_db()
    assert answer.status_code == 302
    assert (page.title_pl, page.title_en, page.is_required) == ("O Instytucie", "Contact", True)
    assert page.drafts.get(language="pl").has_changes


def test_an_article_is_not_opened_as_a_page(admin):
    article = make_article(pl={"title": "Rzeka", "body": BODY})

    assert admin.get(reverse("admin:articles_page_change", args=(article.pk,))).status_code == 302
    assert admin.get(reverse("admin:articles_article_change", args=(make_page().pk,))).status_code == 302


@pytest.mark.parametrize(
    ("group", "actions"), [("Editors", {"add", "change", "delete", "view"}), ("Translators", {"change", "view"})]
)
def test_the_groups_work_with_pages(group, actions):
    names = (
        Group.objects.get(name=group).permissions.filter(codename__endswith="_page").values_list("codename", flat=True)
    )

    assert {name.removesuffix("_page") for name in names} == actions


# The content folder


def test_a_page_is_taken_in_from_a_content_folder(tmp_path):
    (tmp_path / "pages/contact").mkdir(parents=True)
    (tmp_path / "pages/contact/index.pl.md").write_text("---\ntitle: Kontakt\nrequired: true\n---\nPiszcie.\n")

    outcomes = [each for *_, found in Import(tmp_path, by=make_user()).outcomes() for each in found]

    page = Article.objects.get()
    assert [outcome.kind for outcome in outcomes] == ["created"]
    assert (page.is_page, page.is_required, page.editions.get().is_page) == (True, True, True)


def test_a_page_is_written_into_a_content_folder(tmp_path):
    publish(article=make_page(is_required=True, key="contact"), language="pl", by=make_user())

    list(Export(tmp_path / "out").bundles())

    assert "required: true" in (tmp_path / "out/pages/contact/index.pl.md").read_text()
    assert not (tmp_path / "out/articles").exists()


def test_a_folder_name_means_a_page_or_an_article(tmp_path):
    make_article(key="contact", pl={"title": "Rzeka", "body": BODY})
    (tmp_path / "pages/contact").mkdir(parents=True)
    (tmp_path / "pages/contact/index.pl.md").write_text("---\ntitle: Kontakt\n---\nPiszcie.\n")

    outcomes = [each for *_, found in Import(tmp_path, by=make_user()).outcomes() for each in found]

    assert [(outcome.kind, outcome.reason) for outcome in outcomes] == [
        ("broken", "The site has a folder of this name under articles/.")
    ]


def test_a_text_without_a_picture_shows_nothing_in_its_place(client):
    make_edition(article=make_page())
    make_edition(pl={"title": "Rzeka", "body": BODY})

    for address in ("/pl/pages/kontakt/", "/pl/articles/rzeka/"):
        assert "None" not in client.get(address).text
