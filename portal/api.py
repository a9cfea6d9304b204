"""The JSON API: what readers see, for programs. Read-only, through the same funnel as the pages."""

from datetime import datetime
from typing import Annotated

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.urls import reverse
from ninja import Field, NinjaAPI, Query, Schema
from ninja.renderers import JSONRenderer

from articles.drift import is_behind
from articles.feeds import absolute, identity
from articles.fragments import (
    PICTURE,
    edition_address,
    picture,
    places,
    tag_address,
    tag_link,
    text_columns,
    topic_link,
)
from articles.models import Edition, EditionTag, Tag
from articles.newest import newest
from articles.prepared import LANGUAGE, NOW, SLUG, Parameter, fetch
from articles.search.results import MOST as MOST_FOUND
from articles.search.results import PAGE
from articles.search.results import search as find
from articles.subjects import tags_of, topics_of
from languages.columns import localized
from languages.names import default_code, site_codes, site_languages
from topics.banners import addresses, by_key, visible

MOST = 100
MOST_PAGES = MOST_FOUND // PAGE
ARTICLE = Parameter("article", models.BigIntegerField())
LISTED = (
    "pk", "article_id", "language", "slug", "title", "lead", "author_line", "published_at", "live_from", "is_original",
    "version", "reading_minutes", "image_alt", "image_caption", "image_credit", *(f"image__{name}" for name in PICTURE),
)  # fmt: skip
Number = Annotated[int, Field(ge=1, le=2**63 - 1)]


class Readable(JSONRenderer):
    """JSON in which letters of every script stand for themselves."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="Portal",
    version="1",
    description="What readers of this site see, as JSON. Read-only, without keys, open to every origin.",
    urls_namespace="api",
    renderer=Readable(),
    docs_url=None,  # the page at /api/ is our own
    openapi_url="openapi.json",
)


class SiteLanguage(Schema):
    code: str = Field(description="As in the site's addresses.")
    tag: str = Field(description="BCP 47, as in lang attributes.")
    name: str = Field(description="The language's own name for itself.")
    direction: str = Field(description="ltr or rtl.")
    is_default: bool = Field(description="Whether it stands first.")
    address: str = Field(description="The home page in the language.")


class LeadPicture(Schema):
    address: str = Field(description="A JPEG or PNG, at most 1600 points wide.")
    width: int = Field(description="In points, of the whole picture.")
    height: int = Field(description="The same.")
    alt: str = Field(description="For those who cannot see it, in the text's language; so are the two below.")
    caption: str = Field(description="What stands under it.")
    credit: str = Field(description="Whose it is.")


class TopicLink(Schema):
    title: str = Field(description="The topic's title, in its own language or the nearest.")
    language: str = Field(description="The code of the title's language.")
    address: str = Field(description="The topic's page.")


class TagLink(Schema):
    slug: str = Field(description="The tag in every language's address.")
    name: str = Field(description="The tag's name, in the text's language or the nearest.")
    language: str = Field(description="The code of the name's language; empty for a tag that has only a slug.")
    address: str = Field(description="The tag's page.")


class Listed(Schema):
    id: int = Field(description="The article's number, the same in all its languages.")
    identity: str = Field(description="A tag URI that stays with this language of the article for ever.")
    language: str = Field(description="The code of the text's language.")
    address: str = Field(description="The page that readers see.")
    data: str = Field(description="Where the API tells the whole text.")
    title: str = Field(description="The title, plain.")
    lead: str = Field(description="One or two sentences, plain; may be empty.")
    author: str = Field(description="The author line; may be empty.")
    published_at: datetime = Field(description="When this language of the article first went live.")
    updated_at: datetime = Field(description="When the text that is live now went live.")
    version: int = Field(description="Counts the editions of this language.")
    is_original: bool = Field(description="Whether it was written in this language, not translated.")
    reading_minutes: int = Field(description="How long it takes to read.")
    picture: LeadPicture | None = Field(description="The lead picture.")


class Article(Listed):
    body: str = Field(description="HTML, sanitized; every address in it is absolute.")
    topics: list[TopicLink] = Field(description="Under which topics it stands.")
    tags: list[TagLink] = Field(description="Which tags it carries.")
    is_behind: bool = Field(description="Whether the original has changed since this translation was made.")
    alternates: dict[str, str] = Field(description="The addresses of the languages in which it is live, by code.")


class ArticlePage(Schema):
    items: list[Listed] = Field(description="The newest first.")
    next: str | None = Field(description="The address of the next page.")


class SpecialTopic(Schema):
    id: int = Field(description="The topic's number.")
    titles: dict[str, str] = Field(description="By language code; so are the other texts.")
    introductions: dict[str, str] = Field(description="Where there are any.")
    addresses: dict[str, str] = Field(description="The topic's pages.")
    picture: str | None = Field(description="The banner's address.")


class TagNames(Schema):
    slug: str = Field(description="The tag in every language's address.")
    names: dict[str, str] = Field(description="By language code.")
    addresses: dict[str, str] = Field(description="The tag's pages.")


class TagPage(Schema):
    items: list[TagNames] = Field(description="By slug.")
    next: str | None = Field(description="The address of the next page.")


class Hit(Schema):
    kind: str = Field(description="article, or page for one of the site's own.")
    id: int = Field(description="The article's number, the same in all its languages.")
    language: str = Field(description="The code of the text's language.")
    address: str = Field(description="The page that readers see.")
    data: str | None = Field(description="Where the API tells the whole text; null for the site's own pages.")
    title: str = Field(description="The title, plain.")
    lead: str = Field(description="One or two sentences, plain; may be empty.")
    published_at: datetime = Field(description="When this language of it first went live.")


class HitPage(Schema):
    items: list[Hit] = Field(description="The best first.")
    count: int = Field(description="How many there are; 1000 stands for 1000 or more.")
    next: str | None = Field(description="The address of the next page.")


class Missing(Schema):
    detail: str = Field(description="What is wrong.")


@api.get("/languages/", response=list[SiteLanguage], tags=["languages"], operation_id="languages")
def languages(request):
    """The site's languages in their order, the default first."""
    return [
        {
            "code": language.code,
            "tag": language.tag,
            "name": language.name,
            "direction": language.direction,
            "is_default": language.code == default_code(),
            "address": _whole(places(language.code)["home"]),
        }
        for language in site_languages()
    ]


@api.get("/articles/", response={200: ArticlePage, 404: Missing}, tags=["articles"], operation_id="articles")
def articles(
    request,
    language: Annotated[str, Query("", max_length=16, description="Only this language's; all languages if left out.")],
    topic: Annotated[Number | None, Query(None, description="Only those under the topic with this number.")],
    tag: Annotated[str, Query("", max_length=100, description="Only those with this tag, by its slug.")],
    before: Annotated[str, Query("", max_length=200, description="Where to go on; next tells it.")],
    limit: Annotated[int, Query(20, ge=1, le=MOST, description="How many a page holds.")],
):
    """Live texts, the newest first: one item for each language of an article."""
    if language and language not in site_codes():
        raise Http404
    relation, subject = "", 0
    if topic is not None:
        relation, subject = "topic_places", _topic(topic)["pk"]
    elif tag:
        relation, subject = "tag_places", _tag(tag)
    rows, has_more = newest(LISTED, limit, language=language, relation=relation, subject=subject, before=before)
    return {
        "items": [_listed(row) for row in rows],
        "next": _next(request, "before", _place(rows[-1])) if has_more else None,
    }


@api.get(
    "/articles/{number}/",
    response={200: list[Listed], 404: Missing},
    tags=["articles"],
    operation_id="article_languages",
)
def article_languages(request, number: Number):
    """Every language in which an article is live, the original first."""
    rows = fetch(_editions, article=number)
    if not rows:
        raise Http404
    return [_listed(row) for row in rows]


@api.get(
    "/articles/{number}/{language}/", response={200: Article, 404: Missing}, tags=["articles"], operation_id="article"
)
def article(request, number: Number, language: str):
    """One language of an article, whole."""
    rows = fetch(_editions, article=number)
    row = next((row for row in rows if row["language"] == language), None)
    if row is None:
        raise Http404
    (more,) = fetch(_whole_edition, article=number, language=language) or (None,)
    if more is None:  # it ended between the two questions
        raise Http404
    slugs = {other["language"]: other["slug"] for other in rows}
    return _listed(row) | {
        "body": absolute(more["body"], edition_address(language, row["slug"])),
        "topics": [
            _topic_link(link, language)
            for found in fetch(topics_of, edition=row["pk"])
            if (link := topic_link(language, **found))
        ],
        "tags": [_tag_link(found, language) for found in fetch(tags_of, edition=row["pk"])],
        "is_behind": more["behind"],
        "alternates": {code: _whole(edition_address(code, slugs[code])) for code in site_codes() if code in slugs},
    }


@api.get("/topics/", response=list[SpecialTopic], tags=["topics"], operation_id="topics")
def topics(request):
    """The special topics that readers see now, in their order."""
    return [_topic_out(row) for row in visible()]


@api.get("/topics/{number}/", response={200: SpecialTopic, 404: Missing}, tags=["topics"], operation_id="topic")
def topic(request, number: Number):
    """One special topic."""
    return _topic_out(_topic(number))


@api.get("/tags/", response={200: TagPage, 404: Missing}, tags=["tags"], operation_id="tags")
def tags(
    request,
    after: Annotated[str, Query("", max_length=100, description="Where to go on; next tells it.")],
    limit: Annotated[int, Query(MOST, ge=1, le=MOST, description="How many a page holds.")],
):
    """The tags that live texts carry, by their slugs."""
    if after:
        _tag(after)
    rows = fetch(_carried, limit, bool(after), slug=after)
    return {
        "items": [_tag_out(row) for row in rows[:limit]],
        "next": _next(request, "after", rows[limit - 1]["slug"]) if len(rows) > limit else None,
    }


@api.get("/search/", response={200: HitPage, 404: Missing}, tags=["search"], operation_id="search")
def search(
    request,
    language: Annotated[str, Query(max_length=16, description="The language in which is searched.")],
    q: Annotated[str, Query("", description='The words; `"…"` is a phrase, `-word` leaves a word out.')],
    topic: Annotated[Number | None, Query(None, description="Only those under the topic with this number.")],
    tag: Annotated[str, Query("", max_length=100, description="Only those with this tag, by its slug.")],
    year: Annotated[int | None, Query(None, ge=1, le=9998, description="Only those first published in this year.")],
    page: Annotated[int, Query(1, ge=1, le=MOST_PAGES, description="Which ten of those found.")],
):
    """What of the live texts in a language answers a query, the best first."""
    if language not in site_codes():
        raise Http404
    found = find(
        q, language, page=page, year=year,
        topic=None if topic is None else _topic(topic)["pk"], tag=_tag(tag) if tag else None,
    )  # fmt: skip
    has_more = found.count > page * PAGE
    return {
        "items": [_hit(edition) for edition in found],
        "count": found.count,
        "next": _next(request, "page", str(page + 1)) if has_more else None,
    }


def _editions():
    live = Edition.objects.live(NOW).filter(article=ARTICLE)
    return live.order_by("-is_original", "pk").values(*LISTED)


def _whole_edition():
    return (
        Edition.objects.live(NOW)
        .filter(article=ARTICLE, language=LANGUAGE)
        .order_by()
        .values("body", behind=is_behind(NOW))
    )


def _carried(limit, goes_on):
    live = Edition.objects.live(NOW).filter(pk=OuterRef("edition"))
    found = Tag.objects.filter(Exists(EditionTag.objects.filter(Exists(live), tag=OuterRef("pk"))))
    if goes_on:
        found = found.filter(slug__gt=SLUG)
    return found.order_by("slug").values("slug", *text_columns("name"))[: limit + 1]


def _topic(number: int) -> dict:
    found = by_key().get(number)
    if found is None or not addresses(found):
        raise Http404
    return found


def _tag(slug: str) -> int:
    """Return the key of a tag that something live carries: the name of another is not public."""
    found = fetch(_tag_carried, slug=slug) if "\x00" not in slug else ()
    if not found:
        raise Http404
    return found[0]["pk"]


def _tag_carried():
    live = Edition.objects.live(NOW).filter(pk=OuterRef("edition"))
    carried = EditionTag.objects.filter(Exists(live), tag=OuterRef("pk"))
    return Tag.objects.filter(Exists(carried), slug=SLUG).values("pk")


def _listed(row: dict) -> dict:
    code = row["language"]
    image = picture(**{name: row[f"image__{name}"] for name in PICTURE})
    return {
        "id": row["article_id"],
        "identity": identity(row["article_id"], code, row["published_at"]),
        "language": code,
        "address": _whole(edition_address(code, row["slug"])),
        "data": _whole(reverse("api:article", kwargs={"number": row["article_id"], "language": code})),
        "author": row["author_line"],
        "updated_at": row["live_from"],
        "picture": image
        and {
            "address": _whole(image.whole.src),
            "width": image.whole.width,
            "height": image.whole.height,
            **{name: row[f"image_{name}"] for name in ("alt", "caption", "credit")},
        },
        **{name: row[name] for name in ("title", "lead", "published_at", "version", "is_original", "reading_minutes")},
    }


def _hit(edition: Edition) -> dict:
    code, number = edition.language, edition.article_id
    data = None if edition.is_page else _whole(reverse("api:article", kwargs={"number": number, "language": code}))
    return {
        "kind": "page" if edition.is_page else "article",
        "id": number,
        "language": code,
        "address": _whole(edition_address(code, edition.slug, edition.is_page)),
        "data": data,
        **{name: getattr(edition, name) for name in ("title", "lead", "published_at")},
    }


def _topic_link(link: dict, code: str) -> dict:
    return {
        "title": link["title"],
        "language": link["elsewhere"].code if link["elsewhere"] else code,
        "address": _whole(link["url"]),
    }


def _tag_link(row: dict, code: str) -> dict:
    link = tag_link(code, **row)
    name_code = link["elsewhere"].code if link["elsewhere"] else code
    return {
        "slug": row["slug"],
        "name": link["title"],
        "language": name_code if row[localized("name", name_code)] else "",
        "address": _whole(link["url"]),
    }


def _topic_out(row: dict) -> dict:
    own = addresses(row)
    banner = picture(**{name: row[name] for name in PICTURE})
    return {
        "id": row["pk"],
        "titles": {code: row[localized("title", code)] for code in own},
        "introductions": {code: text for code in own if (text := row[localized("introduction", code)])},
        "addresses": {code: _whole(address) for code, address in own.items()},
        "picture": _whole(banner.banner.src) if banner else None,
    }


def _tag_out(row: dict) -> dict:
    return {
        "slug": row["slug"],
        "names": {code: name for code in site_codes() if (name := row[localized("name", code)])},
        "addresses": {code: _whole(tag_address(code, row["slug"])) for code in site_codes()},
    }


def _place(row: dict) -> str:
    return f"{row['language']}:{row['slug']}"


def _next(request, name: str, place: str) -> str:
    parameters = request.GET.copy()
    parameters[name] = place
    return f"{_whole(request.path)}?{parameters.urlencode()}"


def _whole(address: str) -> str:
    return f"{settings.SITE_URL}{address}"
