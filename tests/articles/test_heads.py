"""What pages tell machines: canonical, Open Graph, and schema.org's facts in JSON-LD."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles.publishing import publish
from tests.factories import make_article, make_edition, make_image, make_tag, make_topic
from tests.reading import parse

pytestmark = pytest.mark.django_db
BLOCK = re.compile(r'<script type="application/ld\+json">([^<]*)</script>')
# What Google and schema.org ask of each kind.
REQUIRED = {
    "NewsArticle": {"headline", "datePublished", "dateModified", "author", "publisher", "image", "inLanguage", "url"},
    "Organization": {"@id", "name", "url", "logo"},
    "BreadcrumbList": {"itemListElement"},
    "CollectionPage": {"@id", "url", "name", "inLanguage"},
    "WebSite": {"@id", "url", "name", "inLanguage", "publisher"},
}
LISTS = {  # and the names of the pages from the home page down to it
    "articles": ["Artykuły"],
    "topics": ["Tematy specjalne"],
    "archive": ["Archiwum"],
    "archive/2024": ["Archiwum", "2024"],
    "archive/2024/04": ["Archiwum", "2024", "Kwiecień 2024"],
    "new": ["Nowości w\u00a0tym języku"],
    "elsewhere": ["Tylko w\u00a0innych językach"],
}
HOSTILE = '</script><script>alert(1)</script><!-- & \u2028 "'


def text(title, **more):
    return {"title": title, "body": "<p>x</p>", **more}


def facts(client, address) -> dict:
    """Return a page's facts by type, after looking them over."""
    (block,) = BLOCK.findall(client.get(address).text)
    found = json.loads(block)
    assert found["@context"] == "https://schema.org"
    types = [fact["@type"] for fact in found["@graph"]]
    assert len(types) == len(set(types))
    known = {fact["@id"] for fact in found["@graph"] if "@id" in fact}
    for fact in found["@graph"]:
        assert REQUIRED[fact["@type"]] <= set(fact), fact
        assert fact.get("publisher", {"@id": "x"})["@id"] in known | {"x"}
        assert not [name for name, value in fact.items() if value in (None, "", [], {})]
        for name in ("url", "@id", "mainEntityOfPage"):
            assert fact.get(name, "http://127.0.0.1:8000/").startswith("http://127.0.0.1:8000/")
    return {fact["@type"]: fact for fact in found["@graph"]}


def metas(client, address) -> dict:
    page = parse(client.get(address))
    found = {meta.attributes.get("property") or meta.attributes.get("name"): meta for meta in page.all("meta")}
    return {name: meta.attributes["content"] for name, meta in found.items() if name}


def published(editor, **texts):
    article = make_article(
        image=make_image(alt_pl="Rzeka"),
        topics=[make_topic(pl={"title": "Wisła", "slug": "wisla"}), make_topic(en={"title": "River", "slug": "river"})],
        tags=[make_tag(pl="Rzeka"), make_tag("bridge", en="Bridge")],
        pl=text("Most", slug="most", lead="Krótko", author_line="Anna Nowak") | texts,
        en=text("Bridge", slug="bridge"),
    )
    for code in ("pl", "en"):
        publish(article=article, language=code, by=editor, at=timezone.now() - timedelta(hours=1))
    make_edition(pl=text("Dawno"), at=datetime(2024, 4, 1, 12, tzinfo=UTC))
    return article


def test_an_article_tells_who_wrote_what_when_and_in_which_language(client, editor, settings):
    article = published(editor)
    edition = article.editions.get(language="pl")

    found = facts(client, "/pl/articles/most/")["NewsArticle"]

    site = settings.SITE_URL
    assert (found["headline"], found["description"], found["inLanguage"]) == ("Most", "Krótko", "pl")
    assert found["author"] == {"@type": "Person", "name": "Anna Nowak"}
    assert datetime.fromisoformat(found["datePublished"]) == edition.published_at
    assert datetime.fromisoformat(found["dateModified"]) == edition.live_from
    assert found["url"] == found["mainEntityOfPage"] == f"{site}/pl/articles/most/"
    assert found["articleSection"] == ["Wisła"]  # and not what has no name in Polish
    assert found["keywords"] == ["Rzeka"]
    assert found["workTranslation"] == [{"@id": f"{site}/en/articles/bridge/#article"}]
    assert found["image"][0].startswith(f"{site}/media/share/edition-{edition.pk}-pl-")
    assert found["image"][1] == f"{site}{article.image.whole.src}"


def test_a_translation_does_not_call_its_original_a_translation(client, editor):
    published(editor)

    assert "workTranslation" not in facts(client, "/en/articles/bridge/")["NewsArticle"]


def test_without_an_author_the_institution_stands_for_the_text(client):
    make_edition(pl=text("Most", slug="most"))

    found = facts(client, "/pl/articles/most/")

    assert found["NewsArticle"]["author"] == {"@id": found["Organization"]["@id"]}


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("/pl/articles/most/", ["Strona główna", "Wisła", "Most"]),
        ("/pl/topics/wisla/", ["Strona główna", "Tematy", "Wisła"]),
        ("/pl/tags/rzeka/", ["Strona główna", "Rzeka"]),
        *((f"/pl/{place}/", ["Strona główna", *names]) for place, names in LISTS.items()),
    ],
)
def test_a_page_tells_the_way_that_leads_to_it(client, editor, settings, address, names):
    published(editor)

    steps = facts(client, address)["BreadcrumbList"]["itemListElement"]

    assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
    assert [step["name"] for step in steps] == names
    assert steps[-1]["item"] == settings.SITE_URL + address
    for step in steps:
        assert client.get(step["item"].removeprefix(settings.SITE_URL)).status_code == 200


@pytest.mark.parametrize(
    ("address", "kinds"),
    [
        ("/pl/", {"WebSite", "Organization"}),
        ("/pl/topics/wisla/", {"CollectionPage", "Organization", "BreadcrumbList"}),
        ("/pl/tags/rzeka/", {"CollectionPage", "Organization", "BreadcrumbList"}),
        *((f"/pl/{place}/", {"CollectionPage", "Organization", "BreadcrumbList"}) for place in LISTS),
    ],
)
def test_every_kind_of_page_has_its_facts(client, editor, address, kinds):
    published(editor)

    assert set(facts(client, address)) == kinds


def test_no_text_breaks_out_of_the_facts(client, editor):
    published(editor, title=HOSTILE, lead=HOSTILE, author_line=HOSTILE)

    found = facts(client, "/pl/articles/most/")["NewsArticle"]

    assert found["headline"] == found["author"]["name"] == HOSTILE
    page = parse(client.get("/pl/articles/most/"))
    assert [script.attributes for script in page.all("script")] == [{"type": "application/ld+json"}]
    assert "alert(1)</script>" not in client.get("/pl/articles/most/").text


@pytest.mark.parametrize(
    ("address", "title", "kind"),
    [
        ("/pl/articles/most/", "Most", "article"), ("/pl/topics/wisla/", "Wisła", "website"),
        ("/pl/", "Portal", "website"), ("/pl/tags/rzeka/", "Rzeka", "website"),
        *((f"/pl/{place}/", names[-1], "website") for place, names in LISTS.items()),
    ],
)  # fmt: skip
def test_a_page_tells_how_it_is_to_be_shown(client, editor, settings, address, title, kind):
    published(editor)

    found = metas(client, address)

    assert (found["og:title"], found["og:type"]) == (title, kind)
    assert found["og:url"] == parse(client.get(address)).canonical == settings.SITE_URL + address
    assert found["twitter:card"] == "summary_large_image"
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert client.get(found["og:image"].removeprefix(settings.SITE_URL)).status_code == 302  # to be drawn


@pytest.mark.parametrize("address", ["/pl/articles/nie-ma/", "/en/articles/most/", "/pl/nie-ma/", "/en/topics/wisla/"])
def test_a_page_that_is_not_to_be_found_tells_nothing(client, editor, address):
    published(editor)

    page = client.get(address).text

    assert "og:" not in page
    assert not BLOCK.search(page)


def test_a_name_of_another_language_is_marked(client, settings):
    settings.PORTAL_NAME, settings.PORTAL_NAMES = "Most", {"en": "Bridge"}

    page = parse(client.get("/zh-hans/"))

    marked = [meta.language for meta in page.all("meta") if meta.attributes.get("content") == "Most"]
    assert marked == ["pl"] * 3


def test_a_tag_named_in_another_language_is_told_of_and_marked(client, settings):
    tag = make_tag("rzeka", pl="Rzeka")
    make_edition(article=make_article(tags=[tag], pl=text("Most", slug="most")))

    page, found = parse(client.get("/zh-hans/tags/rzeka/")), facts(client, "/zh-hans/tags/rzeka/")

    marked = [meta.attributes["property"] for meta in page.all("meta", content="Rzeka") if meta.language == "pl"]
    assert marked == ["og:title", "og:image:alt"]
    assert found["CollectionPage"]["name"] == {"@value": "Rzeka", "@language": "pl"}
    assert found["CollectionPage"]["inLanguage"] == "zh-Hans"
    assert found["BreadcrumbList"]["itemListElement"][-1]["name"] == {"@value": "Rzeka", "@language": "pl"}
    assert page.canonical == page.alternates["zh-Hans"] == f"{settings.SITE_URL}/zh-hans/tags/rzeka/"
    assert [link.language for link in page.all("link", rel="alternate", title="Rzeka")] == ["pl", "pl"]


def test_the_institutions_name_of_another_language_is_marked_in_the_facts(client, settings):
    settings.PORTAL_NAME, settings.PORTAL_NAMES = "Most", {"en": "Bridge"}

    found = facts(client, "/zh-hans/")

    assert found["Organization"]["name"] == found["WebSite"]["name"] == {"@value": "Most", "@language": "pl"}
