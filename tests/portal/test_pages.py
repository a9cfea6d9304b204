"""Home, the negotiated address, spellings of languages, error pages, and what machines ask for."""

import io
import logging
import re
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings as site
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from articles import lastmod, sitemaps
from articles.publishing import withdraw
from tests.factories import make_article, make_edition, make_image, make_tag, make_topic

pytestmark = pytest.mark.django_db

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
LINK = "{http://www.w3.org/1999/xhtml}link"


def text(title, **more):
    return {"title": title, "body": "<p>x</p>", **more}


@pytest.mark.parametrize(
    ("asked", "home"),
    [
        ("en-GB,en;q=0.9", "/en/"), ("zh-CN", "/zh-hans/"), ("zh", "/zh-hans/"), ("de", "/pl/"), ("", "/pl/"),
        ("de,en;q=0.5", "/en/"), ("x" * 5000, "/pl/"),
    ],
)  # fmt: skip
def test_the_root_leads_to_the_language_that_the_browser_asks_for(client, asked, home):
    response = client.get("/", headers={"accept-language": asked})

    assert (response.status_code, response["Location"]) == (302, home)
    assert response["Vary"] == "Accept-Language"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/zh/", "/zh-hans/"), ("/zh-CN/", "/zh-hans/"), ("/zh-Hans/", "/zh-hans/"), ("/zh_hans/", "/zh-hans/"),
        ("/PL/", "/pl/"), ("/en-GB/", "/en/"), ("/zh", "/zh-hans/"), ("/EN", "/en/"),
        ("/zh-cn/articles/x/", "/zh-hans/articles/x/"), ("/zh/articles/x", "/zh-hans/articles/x/"),
        ("/zh/articles/?before=pl:x&y=1", "/zh-hans/articles/?before=pl:x&y=1"),
        ("/EN/articles/%C5%82%C3%B3d%C5%BA/", "/en/articles/%C5%82%C3%B3d%C5%BA/"),
    ],
)  # fmt: skip
def test_another_spelling_of_a_language_leads_to_the_canonical_one_at_once(client, address, canonical):
    response = client.get(address)

    assert (response.status_code, response["Location"]) == (301, canonical)


@pytest.mark.parametrize(
    "address",
    [
        "/de/",
        "/xx/articles/",
        "/zz-Hans/",
        "/nothing",
        "/media/originals/x",
        "/pl/nothing/",
        "/zh/%0d%0aX:y/",
        "/zh//evil.example/",
        "/zh/x/",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found_in_the_readers_language(client, address):
    response = client.get(address, headers={"accept-language": "en"})

    assert response.status_code == 404
    assert f'<html lang="{"pl" if address.startswith("/pl") else "en"}"' in response.text
    assert '<meta name="robots" content="noindex">' in response.text


@pytest.mark.parametrize("method", ["get", "options", "post"])
def test_what_is_no_path_is_not_found(client, method):
    assert getattr(client, method)("*").status_code == 404


@pytest.fixture
def log(monkeypatch):
    console = next(handler for handler in logging.getLogger().handlers if type(handler) is logging.StreamHandler)
    stream = io.StringIO()
    monkeypatch.setattr(console, "stream", stream)
    return stream


def test_who_asks_for_another_host_is_refused_without_calling_anybody(client, log):
    response = client.get("/pl/nothing/", headers={"host": "other.example"})

    assert response.status_code == 400
    assert log.getvalue().count("\n") == 1
    assert "WARNING django.security.DisallowedHost" in log.getvalue()


@pytest.mark.parametrize(("language", "words"), [("en", "Nothing was saved"), ("pl", "Nic nie zapisano")])
def test_a_form_from_before_signing_in_again_says_what_to_do(language, words):
    client = Client(enforce_csrf_checks=True, headers={"accept-language": language})

    response = client.post("/admin/login/", {"username": "anna"})

    assert response.status_code == 403
    assert words in response.text
    assert f'<html lang="{language}"' in response.text


@pytest.mark.parametrize(("language", "direction"), [("pl", "ltr"), ("ar", "rtl")])
def test_the_page_for_faults_needs_nothing_but_its_template(language, direction):
    with override(language):
        html = render_to_string("500.html")

    assert f'<html lang="{language}" dir="{direction}">' in html


@pytest.mark.parametrize("address", ["/pl/", "/pl/articles/", "/pl/topics/"])
def test_an_empty_site_has_all_its_places(client, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("language", ["pl", "en", "zh-hans"])
def test_home_names_every_language_and_itself(client, settings, language):
    html = client.get(f"/{language}/").text

    alternates = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', html))
    assert alternates == {
        "pl": f"{settings.SITE_URL}/pl/",
        "en": f"{settings.SITE_URL}/en/",
        "zh-Hans": f"{settings.SITE_URL}/zh-hans/",
        "x-default": f"{settings.SITE_URL}/pl/",
    }
    assert f'<link rel="canonical" href="{settings.SITE_URL}/{language}/">' in html


def test_home_shows_the_topics_in_their_order_each_marked_with_its_language(client):
    make_topic(position=2, en={"title": "Second", "slug": "second"}, banner=make_image())
    make_topic(position=1, pl={"title": "Pierwszy", "slug": "pierwszy"})
    make_topic(position=0, pl={"title": "Po czasie", "slug": "po"}, visible_until=timezone.now())
    make_topic(position=0, pl={"title": "", "slug": ""})

    html = client.get("/pl/").text

    assert re.findall(r'<li class="banner.*?<h3>(.*?)</h3>', html, re.DOTALL) == [
        '<a href="/pl/topics/pierwszy/">Pierwszy</a>',
        '<a href="/en/topics/second/" hreflang="en" lang="en" dir="ltr">Second</a> <span class="mark">angielski</span>',
    ]


def leading(client):
    return re.search(r'<h2 id="leading"><a[^>]*>(.*?)</a>', client.get("/pl/").text)[1]


def test_the_newest_featured_article_leads_home_or_else_the_newest(client, editor):
    long_ago = timezone.now() - timedelta(days=30)
    older = make_edition(article=make_article(pl=text("Starszy"), is_featured=True), at=long_ago - timedelta(days=1))
    newer = make_edition(
        article=make_article(en=text("Newer"), source_language="en", is_featured=True), language="en", at=long_ago
    )
    for number in range(10):
        make_edition(pl=text(f"Zwykły {number}"), at=long_ago + timedelta(days=number + 1))
    assert leading(client) == "Newer"
    withdraw(article=newer.article, language="en", by=editor)
    assert leading(client) == "Starszy"
    withdraw(article=older.article, language="pl", by=editor)

    assert leading(client) == "Zwykły 9"


def test_what_leads_is_not_repeated_below(client):
    make_edition(pl=text("Jedyny"))

    assert client.get("/pl/").text.count("Jedyny") == 1


def test_a_site_name_in_another_language_is_marked(client, settings):
    settings.PORTAL_NAME, settings.PORTAL_NAMES = "Most", {"en": "Bridge"}

    assert '<h1 class="site-name"><span>Most</span></h1>' in client.get("/pl/").text
    assert '<h1 class="site-name"><span>Bridge</span></h1>' in client.get("/en/").text
    marked = '<h1 class="site-name"><span><span lang="pl" dir="ltr">Most</span></span></h1>'
    assert marked in client.get("/zh-hans/").text


ADDRESSES = [
    "/pl/",
    "/pl/articles/",
    "/pl/topics/",
    "/pl/topics/temat/",
    "/pl/tags/rzeka/",
    "/pl/articles/a/",
    "/pl/none/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_public_page_is_the_same_for_everybody(client, admin_client, address):
    make_edition(article=make_article(pl=text("A", slug="a"), tags=[make_tag(pl="rzeka")], topics=[make_topic()]))

    response = client.get(address, headers={"accept-language": "en", "cookie": "django_language=en"})

    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert "Accept-Language" not in response.get("Vary", "")
    assert response["Content-Language"] == "pl"
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert response["Content-Security-Policy"].startswith("default-src 'none';")
    assert "nonce" not in response["Content-Security-Policy"]
    assert admin_client.get(address).content == response.content


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_public_page_asks_nobody_else_and_runs_nothing(client, address):
    make_edition(
        article=make_article(
            pl=text("A", slug="a"), image=make_image(), tags=[make_tag(pl="rzeka")], topics=[make_topic()]
        )
    )

    html = re.sub(r'<script type="application/ld\+json">[^<]*</script>', "", client.get(address).text)  # data, not run

    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|<iframe|csrf|//(?!127\.0\.0\.1)[a-z0-9.-]+\.[a-z]", html)
    assert html.count("<h1") == 1
    assert re.findall("<(main|header|footer)", html).count("main") == 1


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_public_page_is_only_read(client, address):
    assert client.post(address).status_code in {403, 404, 405}


@pytest.mark.parametrize("enforce_csrf_checks", [False, True])
def test_what_is_only_read_says_so_to_who_sends_something(enforce_csrf_checks):
    client = Client(enforce_csrf_checks=enforce_csrf_checks)
    for address in (
        "/", "/pl/", "/pl/articles/", "/pl/articles/x/", "/pl/search/", "/pl/search/suggestions/", "/pl/tags/x/",
        "/pl/feed/", "/pl/archive/", "/pl/topics/", "/pl/topics/x/", "/media/pictures/x", "/media/documents/x.pdf",
        "/api/", "/api/v1/", "/oembed", "/sitemap.xml", "/robots.txt", "/favicon.ico", "/en-GB/",
    ):  # fmt: skip
        for method in (client.post, client.put, client.delete):
            response = method(address)

            assert (response.status_code, response["Allow"]) == (405, "GET, HEAD"), address


def test_pictures_are_sent_to_be_kept_and_originals_are_not_sent(client):
    image = make_image()
    make_edition(image=image, pl={"title": "Mosty", "body": "<p>a</p>"})
    assert client.get(f"/media/{image.original_path}").status_code == 404

    response = client.get(image.src)

    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Vary" not in response
    assert response.getvalue()[:2] == b"\xff\xd8"
    assert client.get(f"/media/{image.original_path}").status_code == 404
    avif = client.get(image.src.replace(".jpg", ".avif"))
    assert avif["Content-Type"] == "image/avif"
    avif.close()


@pytest.mark.parametrize(
    "name", ["../../secret_key", "%2e%2e/%2e%2e/secret_key", "0" * 20 + "-480.jpg", "x-480.jpg", "0" * 20 + "-480.svg"]
)
def test_no_other_file_is_sent(client, name):
    Path(site.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)

    assert client.get(f"/media/pictures/{name}").status_code == 404


def test_the_process_says_that_it_lives_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


def test_the_process_says_whether_it_is_ready(client):
    assert client.get("/readyz").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'articles'")

    assert client.get("/readyz").status_code == 503


def test_robots_are_told_of_the_sitemap(client, settings):
    response = client.get("/robots.txt")

    assert response["Content-Type"].startswith("text/plain")
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in response.text
    assert "Disallow: /admin/" in response.text


def test_whom_to_write_to_about_a_weakness_is_told_where_it_is_set(client, settings):
    settings.PORTAL_SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.PORTAL_SECURITY_CONTACT = "mailto:security@example.org"

    response = client.get("/.well-known/security.txt")

    assert "Contact: mailto:security@example.org\n" in response.text
    expires = timezone.datetime.fromisoformat(re.search(r"Expires: (\S+)", response.text)[1])
    assert timedelta() < expires - timezone.now() < timedelta(days=366)


def sitemap(client, settings):
    """Return what the sitemap names: address → its alternates."""
    index = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own output
    found = {}
    for place in index.iter(LOC):
        section = ET.fromstring(client.get(place.text.removeprefix(settings.SITE_URL)).content)  # noqa: S314 - our own answer
        for entry in section:
            links = {link.get("hreflang"): link.get("href") for link in entry.findall(LINK)}
            found[entry.find(LOC).text.removeprefix(settings.SITE_URL)] = links
    return found


def test_the_sitemap_names_what_is_live_with_its_alternates(client, settings, editor):
    article = make_article(pl=text("Most", slug="most"), en=text("Bridge", slug="bridge"), tags=[make_tag(pl="rzeka")])
    make_edition(article=article)
    make_edition(article=article, language="en")
    make_edition(pl=text("Jutro", slug="jutro"), at=timezone.now() + timedelta(days=1))
    gone = make_edition(article=make_article(pl=text("Było", slug="bylo"), tags=[make_tag("stare", pl="stare")]))
    withdraw(article=gone.article, language="pl", by=editor)
    make_topic(en={"title": "Topic", "slug": "topic"})

    found = sitemap(client, settings)

    places = {
        f"/{code}/{place}" for code in ("pl", "en", "zh-hans") for place in ("", "topics/", "articles/", "tags/rzeka/")
    }
    assert set(found) == {"/pl/articles/most/", "/en/articles/bridge/", "/en/topics/topic/"} | places
    assert found["/en/articles/bridge/"] == {
        "pl": f"{settings.SITE_URL}/pl/articles/most/",
        "en": f"{settings.SITE_URL}/en/articles/bridge/",
        "x-default": f"{settings.SITE_URL}/pl/articles/most/",
    }
    assert all(client.get(address).status_code == 200 for address in found)


def test_a_long_sitemap_is_divided(client, settings, monkeypatch):
    monkeypatch.setattr(lastmod, "BLOCK", 1)
    monkeypatch.setattr(sitemaps, "MOST", 6)  # two articles in a section
    editions = [make_edition(pl=text(f"T{number}")) for number in range(5)]

    found = sitemap(client, settings)

    assert {edition.get_absolute_url() for edition in editions} <= set(found)
    assert "sitemap-articles-1.xml" in client.get("/sitemap.xml").text


@pytest.mark.parametrize("section", ["articles-99", "articles-x", "articles--1", "none", "articles-" + "9" * 50])
def test_a_section_that_is_not_there_is_not_found(client, section):
    assert client.get(f"/sitemap-{section}.xml").status_code == 404


def test_news_are_named_for_two_days(client, settings, editor):
    now = timezone.now()
    make_edition(pl=text("Most & kładka", slug="most"), at=now - timedelta(hours=47))
    make_edition(
        zh_hans=text("桥", slug="qiao"), source_language="zh-hans", language="zh-hans", at=now - timedelta(hours=1)
    )
    make_edition(pl=text("Stare"), at=now - timedelta(hours=49))
    make_edition(pl=text("Jutro"), at=now + timedelta(hours=1))
    gone = make_edition(pl=text("Było"), at=now - timedelta(hours=1))
    withdraw(article=gone.article, language="pl", by=editor)

    response = client.get("/sitemap-news.xml")

    news = "{http://www.google.com/schemas/sitemap-news/0.9}"
    found = [
        (entry.find(LOC).text, *(entry.find(f".//{news}{name}").text for name in ("title", "language", "name")))
        for entry in ET.fromstring(response.content)  # noqa: S314 our own output
    ]
    assert found == [
        (f"{settings.SITE_URL}/zh-hans/articles/qiao/", "桥", "zh-cn", "Portal"),
        (f"{settings.SITE_URL}/pl/articles/most/", "Most & kładka", "pl", "Portal"),
    ]
    assert response["Cache-Control"] == "no-cache"
    assert f"Sitemap: {settings.SITE_URL}/sitemap-news.xml" in client.get("/robots.txt").text


def test_the_tags_are_divided_too(client, settings, monkeypatch):
    monkeypatch.setattr(lastmod, "BLOCK", 1)
    monkeypatch.setattr(sitemaps, "MOST", 6)  # two tags in a section
    tags = [make_tag(f"tag-{number}") for number in range(5)]
    make_edition(article=make_article(pl=text("Most"), tags=tags))

    found = sitemap(client, settings)

    assert {tag.url("pl") for tag in tags} <= set(found)
    assert client.get("/sitemap.xml").text.count("sitemap-tags-") >= 3


def test_what_is_not_found_leads_to_every_languages_home(client):
    answer = client.get("/pl/nie-ma/")

    assert answer.status_code == 404
    assert '<a href="/en/" hreflang="en" lang="en" dir="ltr">English</a>' in answer.text
    assert 'aria-current="page"' not in answer.text
    assert "alternate" not in answer.text.partition("</head>")[0].replace('rel="alternate" type', "")
