"""The institution's name, emblem, colours, foot lines and menus are edited in the admin and frame every page."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import freshness
from articles.publishing import publish, withdraw
from identity import sheet
from identity.models import Identity, MenuItem
from tests.factories import BODY, make_article, make_edition, make_image, make_topic, make_user
from tests.reading import Page, parse

pytestmark = pytest.mark.django_db
CHANGE = "admin:identity_identity_change"


@pytest.fixture
def admin():
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user("admin", superuser=True))
    return client


def form(**values):
    return {"accent": "#9b1c31", "accent_dark": ""} | values


def make_page(**texts):
    return make_article(is_page=True, **texts or {"pl": {"title": "Kontakt", "body": BODY}})


def menu(client, address="/pl/", name="places"):
    """Return the links of a menu of a page: title, address, and the language in which the title is marked."""
    html = client.get(address).text
    part = html.partition(f'<nav class="{name}"')[2].partition("</nav>")[0]
    page = Page(f"<nav {part}</nav>")
    return [
        (text, element.attributes["href"], element.attributes.get("lang"))
        for text, element in page.texts
        if element.tag == "a"
    ]


# The name


def test_a_site_that_is_not_set_up_takes_its_name_from_the_environment(client, settings):
    settings.PORTAL_NAME, settings.PORTAL_NAMES = "Most", {"en": "Bridge"}

    assert "<span>Most</span>" in client.get("/pl/").text
    assert "<span>Bridge</span>" in client.get("/en/").text


def test_the_name_is_saved_and_shown_at_once(admin, client):
    client.get("/pl/")

    admin.get(reverse("admin:identity_identity_changelist"))
    answer = admin.post(
        reverse(CHANGE, args=(1,)), form(name_pl="Instytut", foot_pl="ul. Mostowa 1\n\n00-001 Warszawa")
    )
    assert answer.status_code == 302
    page = client.get("/pl/").text
    assert "<title>Instytut</title>" in page
    assert '<p class="footer-line">ul. Mostowa 1</p>\n<p class="footer-line">00-001 Warszawa</p>' in page


def test_a_name_of_another_language_is_marked(client):
    Identity.objects.create(pk=1, name_pl="Instytut", foot_pl="Warszawa")
    freshness.bump()

    page = client.get("/en/").text

    assert '<span lang="pl" dir="ltr">Instytut</span>' in page
    assert '<p class="footer-line"><span lang="pl" dir="ltr">Warszawa</span></p>' in page


def test_what_the_site_is_is_told_to_search_engines_in_its_own_language(client):
    Identity.objects.create(pk=1, description_pl="Wystawy i spacery")
    freshness.bump()

    assert '<meta name="description" content="Wystawy i spacery">' in client.get("/pl/").text
    assert "Wystawy" not in client.get("/en/").text


def test_there_is_one_identity():
    Identity.objects.create(pk=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        Identity.objects.create(pk=2)


# The colours


def sheet_of(page) -> str:
    """Return the address of the one style sheet that a page asks for."""
    [link] = parse(page).all("link", rel="stylesheet")
    return link.attributes["href"]


def test_colours_come_in_the_houses_sheet_and_its_address_tells_them_all(client):
    Identity.objects.create(pk=1, accent="#1d4ed8")
    freshness.bump()

    address = sheet_of(client.get("/pl/"))
    answer = client.get(address)

    assert re.fullmatch(r"/colours/1d4ed8-[0-9a-f]{6}-[0-9a-f]{16}\.css", address)
    assert "@import" not in answer.text
    assert answer.text.index(".body") < answer.text.index(".masthead") < answer.text.index("--own-accent:#1d4ed8;")
    assert (answer["Content-Type"], answer["Content-Security-Policy"]) == ("text/css", "default-src 'none'")
    assert "immutable" in answer["Cache-Control"]
    assert sheet_of(client.get("/pl/nie-ma/")) == address


def test_another_house_sheet_has_another_address(client, monkeypatch):
    Identity.objects.create(pk=1, accent="#1d4ed8")
    freshness.bump()
    address = sheet_of(client.get("/pl/"))

    monkeypatch.setattr(sheet, "HOUSE", "site/body.css")
    freshness.bump()

    assert sheet_of(client.get("/pl/")) != address
    today = client.get(address)
    assert (today.status_code, today["Cache-Control"]) == (200, "public, max-age=0, must-revalidate")


def test_the_houses_own_colours_come_in_a_static_sheet(client):
    assert sheet_of(client.get("/pl/")).startswith("/static/site/")


@pytest.mark.parametrize(
    "address",
    [
        "/colours/red-blue-0123456789abcdef.css",
        "/colours/1d4ed8-1d4ed8.css",
        "/colours/1D4ED8-1d4ed8-0123456789abcdef.css",
    ],
)
def test_what_is_no_colour_has_no_sheet(client, address):
    assert client.get(address).status_code == 404


def test_a_colour_that_cannot_be_read_is_refused_with_the_figure(admin):
    admin.get(reverse("admin:identity_identity_changelist"))

    answer = admin.post(reverse(CHANGE, args=(1,)), form(accent="#ffcc00"))

    assert "the contrast is 1.3 to 1, needed are 4.5 to 1" in answer.text
    assert Identity.objects.get().accent == "#9b1c31"


@pytest.mark.parametrize("written", ["red", "#fff", "#gggggg", "99c1f1", "#"])
@pytest.mark.parametrize("name", ["accent", "accent_dark"])
def test_what_is_no_colour_is_refused_in_words(admin, name, written):
    admin.get(reverse("admin:identity_identity_changelist"))

    answer = admin.post(reverse(CHANGE, args=(1,)), form(**{name: written}))

    assert "Write the colour as # and six digits" in answer.text


def test_the_colour_is_chosen_as_browsers_let_one_choose(admin):
    admin.get(reverse("admin:identity_identity_changelist"))

    page = admin.get(reverse(CHANGE, args=(1,))).text

    assert '<input type="color" name="accent"' in page
    assert '<input type="text" name="accent_dark"' in page  # which may be empty


def test_capital_letters_in_a_colour_are_taken(admin, client):
    admin.get(reverse("admin:identity_identity_changelist"))

    admin.post(reverse(CHANGE, args=(1,)), form(accent="#1D4ED8", accent_dark="#99C1F1"))

    saved = Identity.objects.get()
    assert (saved.accent, saved.accent_dark) == ("#1d4ed8", "#99c1f1")


def test_the_figures_are_told_when_colours_are_saved(admin):
    admin.get(reverse("admin:identity_identity_changelist"))

    answer = admin.post(reverse(CHANGE, args=(1,)), form(accent="#1d4ed8"), follow=True)

    assert "light scheme: 5.8 to 1" in answer.text


# The emblem


def test_the_emblem_stands_beside_the_name(client):
    image = make_image()
    Identity.objects.create(pk=1, emblem=image)
    freshness.bump()

    shown = parse(client.get("/pl/topics/")).all("img")[0].attributes

    assert (shown["src"], shown["width"], shown["height"], shown["alt"]) == (image.thumbnail, "77", "48", "")
    answer = client.get(shown["src"])
    assert answer.status_code == 200
    answer.close()


# The preview


def test_the_preview_shows_the_form_and_writes_nothing(admin, client):
    address = reverse("admin:identity_identity_preview", args=("pl",))

    shown = admin.post(address, form(name_pl="Inny", accent="#1d4ed8", emblem=make_image().pk))

    assert "<span>Inny</span>" in shown.text
    assert "/colours/1d4ed8-" in shown.text
    assert 'class="emblem"' in shown.text
    assert "private, no-store" in shown["Cache-Control"]
    assert not Identity.objects.exists()
    assert "Inny" not in client.get("/pl/").text


def test_the_preview_of_a_wrong_form_says_what_is_wrong(admin):
    shown = admin.post(reverse("admin:identity_identity_preview", args=("pl",)), form(accent="#ffcc00"))

    assert "1.3 to 1" in shown.text


@pytest.mark.parametrize("user", [None, "editor"])
@pytest.mark.parametrize("name", ["identity_changelist", "menuitem_changelist", "menuitem_add"])
def test_only_administrators_set_up_the_site(user, name):
    client = Client()
    if user:
        client.force_login(make_user(user))

    assert client.get(reverse(f"admin:identity_{name}")).status_code == (403 if user else 302)


# Menus


def test_without_items_the_menus_lead_to_the_lists(client):
    assert menu(client, "/en/") == [
        ("Home", "/en/", None), ("Topics", "/en/topics/", None), ("Articles", "/en/articles/", None),
    ]  # fmt: skip


def test_items_stand_in_their_order_with_their_targets_titles(client):
    page, topic = make_page(), make_topic(pl={"title": "Rzeka", "slug": "rzeka"})
    publish(article=page, language="pl", by=make_user())
    MenuItem.objects.create(position=3, page=page)
    MenuItem.objects.create(position=1, topic=topic)
    MenuItem.objects.create(position=2, place="articles", title_pl="Teksty")
    MenuItem.objects.create(position=4, address="https://example.org/", title_pl="Konsulat")
    freshness.bump()

    assert menu(client) == [
        ("Rzeka", "/pl/topics/rzeka/", None),
        ("Teksty", "/pl/articles/", None),
        ("Kontakt", "/pl/pages/kontakt/", None),
        ("Konsulat", "https://example.org/", None),
    ]


def test_what_is_only_elsewhere_is_marked_and_leads_there(client):
    page = make_page()
    publish(article=page, language="pl", by=make_user())
    MenuItem.objects.create(menu="footer", page=page)
    MenuItem.objects.create(menu="footer", address="/pl/", title_pl="Strona")
    freshness.bump()

    html = client.get("/en/").text

    assert (
        '<a href="/pl/pages/kontakt/" hreflang="pl" lang="pl" dir="ltr">Kontakt</a> <span class="mark">Polish</span>'
        in html
    )
    assert '<a href="/pl/" lang="pl" dir="ltr">Strona</a> <span class="mark">Polish</span>' in html


def test_a_page_leaves_and_enters_the_menu_at_its_moment(client, monkeypatch):
    page = make_page()
    MenuItem.objects.create(menu="footer", page=page)
    freshness.bump()
    assert menu(client, name="footer-links")[:-1] == []

    publish(article=page, language="pl", by=make_user(), at=timezone.now() + timedelta(hours=1))
    assert menu(client, name="footer-links")[:-1] == []
    later = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert menu(client, name="footer-links")[0][0] == "Kontakt"

    withdraw(article=page, language="pl", by=make_user())
    assert menu(client, name="footer-links")[:-1] == []


def test_the_page_that_is_open_is_marked_in_the_menu(client):
    page = make_page()
    publish(article=page, language="pl", by=make_user())
    MenuItem.objects.create(page=page)
    freshness.bump()

    assert '<a href="/pl/pages/kontakt/" aria-current="page">' in client.get("/pl/pages/kontakt/").text


@pytest.mark.parametrize("targets", [{}, {"place": "home", "address": "/pl/"}])
def test_an_item_leads_to_one_thing(admin, targets):
    answer = admin.post(reverse("admin:identity_menuitem_add"), {"menu": "footer", "position": 0} | targets)

    assert "Choose one thing that the item leads to" in answer.text
    assert not MenuItem.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        MenuItem.objects.create(**targets)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//evil.example/", "mailto:a@example.org", "data:text/html,x", "example.org"]
)
def test_an_item_leads_to_the_web_or_into_this_site(admin, address):
    answer = admin.post(reverse("admin:identity_menuitem_add"), {"menu": "footer", "position": 0, "address": address})

    assert "Begin the address with https://" in answer.text
    assert not MenuItem.objects.exists()


def test_an_item_is_added_in_the_admin(admin, client):
    client.get("/pl/")

    admin.post(
        reverse("admin:identity_menuitem_add"),
        {"menu": "navigation", "position": 0, "place": "topics", "title_pl": "Sprawy"},
    )

    assert menu(client) == [("Sprawy", "/pl/topics/", None)]


def test_the_frame_costs_no_query_however_long_the_menus_are(client, django_assert_num_queries):
    Identity.objects.create(pk=1, name_pl="Instytut", emblem=make_image())
    make_edition()

    def cost():
        freshness.bump()
        client.get("/pl/topics/")
        with django_assert_num_queries(1):  # the number
            client.get("/pl/topics/")

    cost()
    for number in range(20):
        page = make_page(pl={"title": f"Strona {number}", "body": BODY})
        publish(article=page, language="pl", by=make_user())
        MenuItem.objects.create(page=page)
    cost()


def test_the_page_for_signing_in_bears_the_institutions_name(client):
    Identity.objects.create(pk=1, name_pl="Instytut")
    freshness.bump()

    page = client.get("/admin/login/", headers={"accept-language": "pl"}).text

    assert re.search(r'<div id="site-name"><a[^>]*>Instytut</a>', page)
    assert page.partition("</title>")[0].endswith("Instytut")
