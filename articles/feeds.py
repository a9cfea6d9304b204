"""Feeds of one language: Atom (RFC 4287) and JSON Feed 1.1, with full text, pictures, and what is withdrawn.

A feed never names what is live in other languages only: each language has a feed of its own.
"""

import mimetypes
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from articles.fragments import PICTURE, edition_address, picture, places
from articles.heads import said
from articles.icons import icon_address
from articles.listings import name_of
from articles.models import Edition, EditionTag, Withdrawal
from articles.newest import newest
from articles.pages import CACHED, POLICY, site_name
from articles.prepared import LANGUAGE, NOW, Parameter, fetch
from languages.columns import localized
from languages.names import language as named
from languages.typography import typeset

ENTRIES = 20
LETTERS = 500_000  # of all bodies in a feed: it stays within what the page cache keeps
REMEMBERED = timedelta(days=90)  # how long a feed names what was withdrawn
REMOVALS = 50
SUBJECT = Parameter("subject", models.BigIntegerField())
SINCE = Parameter("since", models.DateTimeField())
COLUMNS = (
    "pk", "article_id", "language", "slug", "title", "lead", "body", "author_line", "published_at", "live_from",
    "image_alt", "image_caption", "image_credit", *(f"image__{name}" for name in PICTURE),
)  # fmt: skip
FILE = re.compile(r'<(?:img|audio|video|source)\b[^>]*?\ssrc="(/media/[^"]+)"')
OWN_ADDRESS = re.compile(r'(?<=\s)(href|src|poster)="([/#][^"]*)"')
SOURCES = re.compile(r'(?<=\s)(srcset)="([^"]*)"')


@dataclass
class Feed:
    """What a feed is about, where it is, and what is in it."""

    code: str
    title: str
    page: str
    address: str
    json_address: str
    has_own_title: bool = False  # else it is the site's name
    subtitle: str = ""
    part: str = ""
    older: str = ""
    entries: list[dict] = field(default_factory=list)
    removals: list[dict] = field(default_factory=list)

    @property
    def updated(self) -> datetime:
        moments = [entry["updated"] for entry in self.entries] + [removal["at"] for removal in self.removals]
        return max(moments, default=timezone.now().replace(hour=0, minute=0, second=0, microsecond=0))


def feed(code: str, page: str, parameters, *, title="", subtitle="", relation="", subject=0) -> Feed:
    """Return a language's feed, or that of a topic or tag in the language.

    ``page`` is the address of the page that shows the same to readers; the feed stands below it.
    """
    before = parameters.get("before", "")
    rows, has_more = newest(COLUMNS, ENTRIES, language=code, relation=relation, subject=subject, before=before)
    rows, has_more = _fitting(rows, has_more)
    labels = _labels(code, [row["pk"] for row in rows])
    name, name_language = site_name(code)
    return Feed(
        code,
        f"{title} – {name}" if title and not name_language else title or name,
        page,
        f"{page}feed/",
        f"{page}feed/json/",
        bool(title),
        subtitle,
        f"?before={quote(before, safe=':')}" if before else "",
        f"?before={name_of(rows[-1])}" if has_more else "",
        [_entry(row, labels.get(row["pk"], ())) for row in rows],
        [] if before else _removals(code, relation, subject),
    )


def _fitting(rows: list[dict], has_more: bool) -> tuple[list[dict], bool]:
    """Leave the last texts to the next page where all together are too long; one is always told."""
    total, sizes = 0, [len(row["body"]) for row in rows]
    for place, size in enumerate(sizes):
        total += size
        if place and total > LETTERS:
            return rows[:place], True
    return rows, has_more


def answer(feed: Feed, form: str) -> HttpResponse:
    """Return the feed as ``atom`` or as ``json``."""
    return _json(feed) if form == "json" else _atom(feed)


def _atom(feed: Feed) -> HttpResponse:
    with override(feed.code):
        xml = render_to_string("articles/feed.xml", _frame(feed) | {"feed": feed, "language": named(feed.code)})
    return HttpResponse(xml, headers=_headers(feed.address), content_type="application/atom+xml; charset=utf-8")


def _json(feed: Feed) -> HttpResponse:
    frame, site = _frame(feed), settings.SITE_URL
    found = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.subtitle,
        "home_page_url": f"{site}{feed.page}",
        "feed_url": f"{site}{feed.json_address}",
        "next_url": feed.older and f"{site}{feed.json_address}{feed.older}",
        "icon": frame["icon"],
        "authors": [{"name": frame["site_name"], "url": frame["home"]}],
        "language": named(feed.code).tag,
        "hubs": [{"type": "WebSub", "url": settings.PORTAL_WEBSUB_HUB}] if settings.PORTAL_WEBSUB_HUB else [],
        "items": [_item(entry) for entry in feed.entries],
    }
    return JsonResponse(
        said(found) | {"items": found["items"]},
        headers=_headers(feed.json_address),
        content_type="application/feed+json",
        json_dumps_params={"ensure_ascii": False},
    )


def _frame(feed: Feed) -> dict:
    site = settings.SITE_URL
    name, name_language = site_name(feed.code)
    return {
        "site_url": site,
        "site_name": name,
        "site_name_language": name_language,
        "home": f"{site}{places(feed.code)['home']}",
        "icon": f"{site}{icon_address(512)}",
        "hub": settings.PORTAL_WEBSUB_HUB,
    }


def _headers(address: str) -> dict:
    headers = {"Cache-Control": CACHED, "Content-Security-Policy": POLICY, "Access-Control-Allow-Origin": "*"}
    if hub := settings.PORTAL_WEBSUB_HUB:
        headers["Link"] = f'<{hub}>; rel="hub", <{settings.SITE_URL}{address}>; rel="self"'
    return headers


def identity(article: int, code: str, published_at: datetime) -> str:
    """Return the tag URI (RFC 4151) that stays with a language of an article, whatever becomes of its address."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{published_at:%Y-%m-%d}:articles/{article}/{code}"


def absolute(html: str, address: str) -> str:
    """Return a body in which every address tells its site, for those who read it elsewhere."""
    site = settings.SITE_URL

    def whole(match):
        return f'{match[1]}="{site}{address if match[2].startswith("#") else ""}{match[2]}"'

    def each(match):
        return f'{match[1]}="{re.sub(r"(^|, *)/", rf"\g<1>{site}/", match[2])}"'

    return SOURCES.sub(each, OWN_ADDRESS.sub(whole, html))


def _entry(row: dict, labels) -> dict:
    code, site = row["language"], settings.SITE_URL
    address = edition_address(code, row["slug"])
    image = picture(**{name: row[f"image__{name}"] for name in PICTURE})
    files = dict.fromkeys(([image.whole.src] if image else []) + FILE.findall(row["body"]))
    figure = image and render_to_string("articles/_feed_figure.html", {"image": image, "site_url": site, "row": row})
    language = named(code)
    return {
        "id": identity(row["article_id"], code, row["published_at"]),
        "url": f"{site}{address}",
        "title": typeset(row["title"], code),
        "lead": typeset(row["lead"], code),
        "author": row["author_line"],
        "published": row["published_at"],
        "updated": row["live_from"],
        "language": language,
        "content": f"<div {language.attributes}>{figure or ''}{absolute(row['body'], address)}</div>",
        "image": image and f"{site}{image.whole.src}",
        "files": [(f"{site}{file}", mimetypes.guess_type(file)[0] or "application/octet-stream") for file in files],
        "labels": labels,
    }


def _item(entry: dict) -> dict:
    return said(
        {
            "id": entry["id"],
            "url": entry["url"],
            "title": entry["title"],
            "summary": entry["lead"],
            "content_html": entry["content"],
            "image": entry["image"],
            "date_published": entry["published"].isoformat(),
            "date_modified": entry["updated"].isoformat(),
            "authors": [{"name": entry["author"]}] if entry["author"] else [],
            "language": entry["language"].tag,
            "tags": [label for _term, label in entry["labels"] if label],
            "attachments": [{"url": url, "mime_type": kind} for url, kind in entry["files"]],
        }
    )


def _labels(code: str, editions: list[int]) -> dict[int, list]:
    """Return the tags of each edition: their address and, where they have one in the language, their name."""
    found = {}
    name = f"tag__{localized('name', code)}"
    places = EditionTag.objects.filter(edition__in=editions).order_by("tag__slug")
    for edition, slug, label in places.values_list("edition", "tag__slug", name):
        found.setdefault(edition, []).append((slug, label or ""))
    return found


def _removals(code: str, relation: str, subject: int) -> list[dict]:
    since = timezone.now() - REMEMBERED
    found = {}
    for row in fetch(_withdrawn, relation, language=code, subject=subject, since=since):
        reference = identity(row["edition__article"], code, row["edition__published_at"])
        found.setdefault(reference, {"reference": reference, "at": row["at"], "reason": row["reason"]})
    return list(found.values())


def _withdrawn(relation):
    """Return the query of what readers of a language had and no longer have, the last first."""
    still_there = Edition.objects.live(NOW).filter(article=OuterRef("edition__article"), language=LANGUAGE)
    seen = Edition.objects.shown().filter(is_page=False, pk=OuterRef("edition"), language=LANGUAGE, live_until__lte=NOW)
    gone = Withdrawal.objects.filter(~Exists(still_there), Exists(seen), at__gt=SINCE, at__lte=NOW)
    if relation:
        key = {"topic_places": "topic", "tag_places": "tag"}[relation]
        place = Edition._meta.get_field(relation).related_model.objects.filter(edition=OuterRef("edition"))
        gone = gone.filter(Exists(place.filter(**{key: SUBJECT})))
    return gone.order_by("-at", "-pk").values("at", "reason", "edition__article", "edition__published_at")[:REMOVALS]
