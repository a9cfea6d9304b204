"""Lists of editions: which ones a reader is shown, and the pages of a long list."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.http import Http404

from articles.cards import cards
from articles.fragments import PICTURE
from articles.models import Edition
from articles.prepared import LANGUAGE, NOW, SLUG, Parameter, fetch

PAGE = 20
LISTED = ("pk", "language", "slug", "title", "lead", "published_at", "is_featured", "image_alt")
MOMENT = Parameter("moment", models.DateTimeField())
NUMBER = Parameter("number", models.BigIntegerField())
SUBJECT = Parameter("subject", models.BigIntegerField())
BEGINS = Parameter("begins", models.DateTimeField())
ENDS = Parameter("ends", models.DateTimeField())


class NoSuchPart(Http404):
    """Raised where a list is there, and what its query asks for is no part of it."""


def listed(code: str):
    """Return the query of the editions that lists in a language show: its own, and what is live only elsewhere.

    With PORTAL_LISTS_ELSEWHERE off, its own alone.
    """
    editions = Edition.objects.live(NOW)
    chosen = editions.best_for(code, NOW) if settings.PORTAL_LISTS_ELSEWHERE else editions.in_language(code)
    return cards_of(chosen.newest_first())


def cards_of(editions):
    """Return the query of what lists show of editions."""
    return editions.values(*LISTED, **{name: F(f"image__{name}") for name in PICTURE})


def turn_page(parameters, code: str, relation: str = "", subject: int = 0, period: tuple = (None, None)) -> dict:
    """Return one page of a long list, newest first: its cards, and the queries of the newer and the older page.

    ``relation`` is ``topic_places`` or ``tag_places`` for the list under a topic or tag, whose key
    is ``subject``; ``period`` for what was first published between two moments; ``own`` for what is
    in the page's own language, whatever the site's lists show. Raises NoSuchPart as ``turn`` does.
    """
    given = {"subject": subject, "begins": period[0], "ends": period[1]}
    return turn(parameters, code, lambda side, **place: fetch(_rows, code, relation, side, **given, **place))


def turn(parameters, code: str, rows_of: Callable[..., list[dict]], *, level: int = 2) -> dict[str, str | bool]:
    """Return one page of the list whose rows ``rows_of(side, moment=…, number=…)`` gives, one more than PAGE at most.

    A page is addressed by the edition it lies before or after, not by a number: each costs the
    same however long the list is, and a page that is open stays where it is when something new
    comes in. ``level`` is that of the cards' headings. Raises NoSuchPart for an edition that readers
    never had, or before which there is nothing.
    """
    side = next((side for side in ("before", "after") if side in parameters), "")
    moment, number = place_of(parameters[side]) if side else (None, None)
    rows = rows_of(side, moment=moment, number=number)
    if side == "after" and len(rows) <= PAGE:  # that is the beginning
        side = ""
        rows = rows_of(side, moment=None, number=None)
    if side == "before" and not rows:
        raise NoSuchPart
    has_more = len(rows) > PAGE
    rows = rows[:PAGE]
    if side == "after":
        rows.reverse()
    return {
        "cards": cards(code, rows, level),
        "newer": f"?after={name_of(rows[0])}" if side else "",
        "older": f"?before={name_of(rows[-1])}" if has_more else "",
        "is_part": bool(side),
    }


def _rows(code: str, relation: str, side: str):
    editions = listed(code)
    at, key = "published_at", "pk"
    if relation in ("topic_places", "tag_places"):
        # Ordered and continued by the relation's own columns, whose index is then walked.
        narrow = {"topic_places": editions.about, "tag_places": editions.tagged}[relation]
        editions = narrow(SUBJECT)
        at, key = f"{relation}__published_at", f"{relation}__edition_id"
    elif relation == "own":
        editions = cards_of(Edition.objects.live(NOW).in_language(code))
    elif relation == "period":
        editions = editions.filter(published_at__gte=BEGINS, published_at__lt=ENDS)
    return beside(editions, at, key, side)[: PAGE + 1]


def beside(editions, at: str, key: str, side: str, *, moment=MOMENT, number=NUMBER):
    """Order editions, newest first by a moment and a key; ``side`` narrows to those before or after a place.

    After the place, which is a moment and a key as well, the nearest comes first.
    """
    editions = editions.alias(listed_at=F(at), listed_key=F(key)).order_by("-listed_at", "-listed_key")
    if side == "before":
        return editions.filter(Q(listed_at__lt=moment) | Q(listed_key__lt=number), listed_at__lte=moment)
    if side == "after":
        return editions.filter(Q(listed_at__gt=moment) | Q(listed_key__gt=number), listed_at__gte=moment).reverse()
    return editions


def name_of(row: dict) -> str:
    return f"{row['language']}:{quote(row['slug'])}"


def place_of(name: str) -> tuple[datetime, int]:
    """Return when the named edition was first published, and its key, which orders those of one moment."""
    code, _colon, slug = name.partition(":")
    if "\x00" in name:
        raise NoSuchPart  # PostgreSQL takes no such text
    places = fetch(_seen, language=code, slug=slug)
    if not places:
        raise NoSuchPart
    return places[0]["published_at"], places[0]["pk"]


def _seen():
    """Return the query of the last edition that readers had at an address."""
    seen = Edition.objects.shown().filter(language=LANGUAGE, slug=SLUG, live_from__lte=NOW)
    return seen.order_by("-version").values("published_at", "pk")[:1]
