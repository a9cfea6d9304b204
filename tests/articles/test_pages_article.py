"""The page of one article, and what stands at an address that has none."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Edition
from articles.pages import article_page
from articles.publishing import build_edition, publish, withdraw
from languages.columns import localized
from tests.factories import make_article, make_edition, make_image, make_tag, make_topic, make_user

pytestmark = pytest.mark.django_db

THREE = "<h2>Raz</h2><p>a</p><h2>Dwa</h2><p>b</p><h2>Trzy</h2><p>c</p>"
BOTH = {
    "pl": {"title": "Mosty", "slug": "mosty", "lead": "O mostach.", "body": THREE},
    "en": {"title": "Bridges", "slug": "bridges", "body": "<p>On bridges.</p>"},
}


def make_both(**more):
    """Return an article that is live in Polish, its original, and in English."""
    article = make_article(**BOTH, **more)
    return make_edition(article=article), make_edition(article=article, language="en")


def test_the_page_shows_the_edition(client):
    image = make_image(alt_pl="Most", caption_pl="Most o świcie", credit_pl="Rys. Most", focal_x=0.2)
    make_both(image=image, author_line_pl="Jan Rejs", tags=[make_tag(pl="rzeka")], topics=[make_topic()])

    response = client.get("/pl/articles/mosty/")

    html = response.text
    assert response.status_code == 200
    assert '<html lang="pl" dir="ltr">' in html
    assert html.count("<h1") == 1
    assert "<h1>Mosty</h1>" in html
    for shown in (
        '<p class="lead">O\u00a0mostach.</p>', "Jan Rejs", 'id="raz"', 'href="#dwa"', 'alt="Most"',
        "Most o\u00a0świcie", "Rys. Most", 'class="fx-2 fy-5"', 'type="image/avif"', 'href="/pl/tags/rzeka/"',
        'href="/pl/topics/temat/"',
    ):  # fmt: skip
        assert shown in html


def test_a_table_of_contents_needs_three_headings(client):
    make_both()

    assert 'class="contents"' in client.get("/pl/articles/mosty/").text
    assert 'class="contents"' not in client.get("/en/articles/bridges/").text


def test_the_table_of_contents_marks_words_in_another_language(client):
    body = THREE + "<h2>Film <i lang='en'>Night &amp; Day</i></h2><h2 lang='he'>שלום</h2>"
    make_edition(article=make_article(pl=BOTH["pl"] | {"body": body}))

    html = client.get("/pl/articles/mosty/").text

    assert '<li><a href="#raz">Raz</a></li>' in html
    assert '">Film <span lang="en" dir="ltr">Night &amp; Day</span></a></li>' in html
    assert '"><span lang="he" dir="rtl">שלום</span></a></li>' in html


@pytest.mark.parametrize("address", ["/pl/articles/mosty/", "/en/articles/bridges/"])
def test_the_alternates_are_reciprocal_and_name_the_page_itself(client, settings, address):
    make_both()

    html = client.get(address).text

    assert re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', html) == [
        ("pl", f"{settings.SITE_URL}/pl/articles/mosty/"),
        ("en", f"{settings.SITE_URL}/en/articles/bridges/"),
        ("x-default", f"{settings.SITE_URL}/pl/articles/mosty/"),
    ]
    assert f'<link rel="canonical" href="{settings.SITE_URL}{address}">' in html


def test_without_the_default_language_the_original_is_the_default_alternate(client, settings):
    article = make_article(
        source_language="zh-hans",
        zh_hans={"title": "桥", "slug": "qiao", "body": "<p>桥。</p>"},
        en=BOTH["en"],
    )
    make_edition(article=article, language="en")
    make_edition(article=article, language="zh-hans")

    html = client.get("/en/articles/bridges/").text

    assert f'hreflang="x-default" href="{settings.SITE_URL}/zh-hans/articles/qiao/"' in html


def test_the_default_language_is_the_default_alternate_of_translations_too(client, settings):
    article = make_article(source_language="en", **BOTH)
    make_edition(article=article, language="en")
    make_edition(article=article)

    html = client.get("/en/articles/bridges/").text

    assert f'hreflang="x-default" href="{settings.SITE_URL}/pl/articles/mosty/"' in html


def test_the_language_switch_leads_to_the_same_article_or_says_that_it_is_not_there(client):
    make_both()

    switch = re.search(r'<nav class="switch".*?</nav>', client.get("/pl/articles/mosty/").text, re.DOTALL)[0]

    assert '<a href="/en/articles/bridges/" hreflang="en" lang="en" dir="ltr">English</a>' in switch
    absent = re.search(r'<span class="absent">.*?</span> <small>', switch)[0]
    assert '<span lang="zh-Hans" dir="ltr">简体中文</span>' in absent
    assert "<a" not in absent


def test_an_earlier_address_leads_to_the_present_one(client, editor):
    edition, _english = make_both()
    edition.article.slug_pl = "mosty-nad-wisla"
    edition.article.save()
    publish(article=edition.article, language="pl", by=editor)

    response = client.get("/pl/articles/mosty/")

    assert response.status_code == 301
    assert response["Location"] == "/pl/articles/mosty-nad-wisla/"


def test_a_withdrawn_article_says_why_and_where_it_still_is(client, editor):
    edition, _english = make_both()
    withdraw(article=edition.article, language="pl", by=editor, reason="Błąd w <liczbach>.")

    response = client.get("/pl/articles/mosty/")

    assert response.status_code == 410
    assert '<html lang="pl"' in response.text
    assert "Błąd w &lt;liczbach&gt;." in response.text
    assert '<a href="/en/articles/bridges/" hreflang="en"' in response.text
    assert '<meta name="robots" content="noindex">' in response.text


def test_what_is_withdrawn_everywhere_leads_on(client, editor):
    edition = make_edition(pl={"title": "Most", "slug": "most", "body": "<p>x</p>"})
    withdraw(article=edition.article, language="pl", by=editor)

    html = client.get("/pl/articles/most/").text.partition("<main")[2].partition("</main>")[0]

    assert all(f'<a href="/pl/{place}">' in html for place in ("", "topics/", "articles/"))


def test_the_last_withdrawal_is_the_one_that_is_told(client, editor):
    edition, _english = make_both()
    withdraw(article=edition.article, language="pl", by=editor, reason="Pierwszy powód")
    publish(article=edition.article, language="pl", by=editor)
    withdraw(article=edition.article, language="pl", by=editor, reason="Drugi powód")

    html = client.get("/pl/articles/mosty/").text

    assert "Drugi powód" in html
    assert "Pierwszy powód" not in html


def test_an_article_that_is_only_elsewhere_is_named_with_links_and_not_shown(client):
    make_both()

    response = client.get("/zh-hans/articles/bridges/")

    assert response.status_code == 404
    assert '<html lang="zh-Hans"' in response.text
    assert '<a href="/en/articles/bridges/" hreflang="en" lang="en" dir="ltr">Bridges</a>' in response.text
    assert '<a href="/pl/articles/mosty/" hreflang="pl" lang="pl" dir="ltr">Mosty</a>' in response.text
    assert "On bridges." not in response.text
    assert '<meta name="robots" content="noindex">' in response.text


def test_another_languages_address_of_an_article_names_the_own_one(client):
    make_both()

    response = client.get("/pl/articles/bridges/")

    assert response.status_code == 404
    assert '<a href="/pl/articles/mosty/">Mosty</a>' in response.text


@pytest.mark.parametrize(
    "address",
    [
        "/pl/articles/none/", "/pl/articles/%00/", "/pl/articles/%F0%9F%99%82/", "/pl/articles/%ED%A0%80/",
        "/pl/articles/" + "a" * 300 + "/", "/pl/articles/' OR 1=1/", "/pl/articles/a b/", "/de/articles/mosty/",
    ],
)  # fmt: skip
def test_what_never_was_is_not_found(client, address):
    make_both()

    assert client.get(address).status_code == 404


def test_the_address_of_a_scheduled_article_tells_nothing(client):
    make_edition(at=timezone.now() + timedelta(days=1), pl={"title": "Jutro", "slug": "jutro", "body": "<p>j</p>"})

    response = client.get("/pl/articles/jutro/")

    assert response.status_code == 404
    assert "Jutro" not in response.text


def test_a_translation_that_is_behind_says_so_with_the_date_it_follows(client, editor):
    then = timezone.now() - timedelta(days=400)
    article = make_article(**BOTH)
    make_edition(article=article, at=then)
    make_edition(article=article, language="en", at=then + timedelta(days=1))
    assert 'class="behind"' not in client.get("/en/articles/bridges/").text
    publish(article=article, language="pl", by=editor)

    html = client.get("/en/articles/bridges/").text

    behind = re.search(r'<aside class="behind".*?</aside>', html, re.DOTALL)[0]
    assert f'<time datetime="{timezone.localtime(then).isoformat(timespec="seconds")}">' in behind
    assert '<a href="/pl/articles/mosty/" hreflang="pl">' in behind
    assert 'class="behind"' not in client.get("/pl/articles/mosty/").text


def test_a_minor_correction_leaves_the_translation_up_to_date(client, editor):
    polish, _english = make_both()
    publish(article=polish.article, language="pl", by=editor, minor=True)

    assert 'class="behind"' not in client.get("/en/articles/bridges/").text


def test_tags_and_topics_in_another_language_are_marked(client):
    topic = make_topic(pl={"title": "Wisła", "slug": "wisla"})
    make_both(tags=[make_tag(pl="rzeka")], topics=[topic])

    html = client.get("/en/articles/bridges/").text

    assert '<a href="/pl/topics/wisla/" hreflang="pl" lang="pl" dir="ltr">Wisła</a>' in html
    assert '<a href="/en/tags/rzeka/" rel="tag"><span lang="pl" dir="ltr">rzeka</span>' in html


def test_a_topic_whose_period_is_over_is_not_linked(client):
    topic = make_topic(pl={"title": "Wisła", "slug": "wisla"}, visible_until=timezone.now())
    make_both(topics=[topic])

    assert "/pl/topics/wisla/" not in client.get("/pl/articles/mosty/").text


def test_dates_are_the_languages_own(client):
    at = timezone.make_aware(timezone.datetime(2026, 2, 17, 7, 30))
    article = make_article(**BOTH)
    make_edition(article=article, at=at)
    make_edition(article=article, language="en", at=at)

    assert (
        '<time datetime="2026-02-17T07:30:00+01:00">17 February 2026</time>' in client.get("/en/articles/bridges/").text
    )
    assert ">17 lutego 2026</time>" in client.get("/pl/articles/mosty/").text


def test_a_revised_article_shows_both_dates(client, editor):
    edition = make_edition(at=timezone.now() - timedelta(days=3), pl=BOTH["pl"])
    assert client.get("/pl/articles/mosty/").text.count("<time") == 1
    publish(article=edition.article, language="pl", by=editor)

    assert client.get("/pl/articles/mosty/").text.count("<time") == 2


def test_a_preview_of_an_unsaved_edition_is_the_public_page_under_a_banner(client):
    article = make_article(**BOTH, tags=[make_tag(pl="rzeka")], topics=[make_topic()])
    edition = build_edition(article, "pl", timezone.now())

    response = article_page(edition, topics=article.topics.all(), tags=article.tags.all(), preview=True)

    assert response.status_code == 200
    assert 'class="preview"' in response.text
    assert '<meta name="robots" content="noindex">' in response.text
    assert response["Cache-Control"] == "private, no-store"
    assert Edition.objects.count() == 0
    publish(article=article, language="pl", by=make_user())
    public = client.get("/pl/articles/mosty/").text
    body = re.compile(r'<div class="text">.*</article>', re.DOTALL)
    assert body.search(response.text)[0] == body.search(public)[0]


def test_an_article_that_was_never_saved_can_be_previewed():
    article = make_article(**BOTH)
    article.pk = None

    response = article_page(build_edition(article, "en", timezone.now()), topics=[], tags=[], preview=True)

    assert "<h1>Bridges</h1>" in response.text
    assert '<html lang="en"' in response.text


def test_an_arabic_looking_text_in_a_field_cannot_leave_its_element(client):
    make_edition(pl={"title": '"><script>alert(1)</script>', "slug": "x", "lead": "<b>", "body": "<p>x</p>"})

    html = client.get("/pl/articles/x/").text

    assert html.count("<script") == html.count('<script type="application/ld+json">') == 1
    assert "<script>alert" not in html
    assert "<b>" not in html


@pytest.mark.parametrize("language", ["pl", "en", "zh-hans"])
def test_an_article_stands_in_every_language_under_its_own_address(client, language):
    title = {"pl": "Most", "en": "Bridge", "zh-hans": "桥"}[language]
    article = make_article(
        source_language=language, **{language.replace("-", "_"): {"title": title, "body": "<p>x</p>"}}
    )
    edition = make_edition(article=article, language=language)

    response = client.get(edition.get_absolute_url())

    assert response.status_code == 200
    assert f"<h1>{title}</h1>" in response.text
    assert getattr(article, localized("title", language)) == title


@pytest.mark.parametrize(
    ("caption", "credit", "shown"),
    [
        ("Most i rzeka", "Fot. A. Nowak", 'Most i\u00a0rzeka <span class="credit">· Fot. A.\u00a0Nowak</span>'),
        ("", "Fot. A. Nowak", ' <span class="credit">Fot. A.\u00a0Nowak</span>'),
        ("Most i rzeka", "", "Most i\u00a0rzeka"),
    ],
)
def test_a_point_stands_between_the_caption_of_the_lead_picture_and_its_credit(client, caption, credit, shown):
    image = make_image(caption_pl=caption, credit_pl=credit)
    edition = make_edition(pl={"title": "Mosty", "body": "<p>a</p>"}, image=image)

    html = client.get(edition.get_absolute_url()).text

    assert f"<figcaption>{shown}</figcaption>" in html


@pytest.mark.parametrize(("licence", "told"), [("cc-by-sa", True), ("cc0", True), ("own", False), ("", False)])
def test_an_open_licence_is_told_under_the_lead_picture(client, licence, told):
    image = make_image(licence=licence)
    edition = make_edition(pl={"title": "Mosty", "body": "<p>a</p>"}, image=image)

    text = client.get(edition.get_absolute_url()).content.decode()

    assert ("CC BY-SA 4.0" in text or "CC0 1.0" in text) == told
