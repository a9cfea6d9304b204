"""Lists of editions: which ones a reader is shown, what a row shows, and the pages of a long list."""

from datetime import datetime
from functools import cache
from urllib.parse import quote

from django.conf import settings
from django.db.models import F, Q
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from articles.models import Edition
from languages.names import language

PAGE = 20
BY_EDITION = ("published_at", "pk")
BY_TOPIC = ("topic_places__published_at", "topic_places__edition")
BY_TAG = ("tag_places__published_at", "tag_places__edition")


def listed(code: str):
    """Return the editions that lists in a language show: its own, and what is live only elsewhere.

    With PORTAL_LISTS_ELSEWHERE off, its own alone.
    """
    editions = Edition.objects.live()
    chosen = editions.best_for(code) if settings.PORTAL_LISTS_ELSEWHERE else editions.in_language(code)
    return chosen.for_listing()


def card(edition: Edition, page_language: str) -> dict:
    """Return what a list shows of an edition; ``elsewhere`` is its language where the page has another."""
    return {
        "url": edition_address(edition.language, edition.slug),
        "title": edition.title,
        "lead": edition.lead,
        "published_at": edition.published_at,
        "reading_minutes": edition.reading_minutes,
        "image": edition.image,
        "image_alt": edition.image_alt,
        "elsewhere": language(edition.language) if edition.language != page_language else None,
    }


def edition_address(code: str, slug: str) -> str:
    """Return an article's address; reversing the URL for every row of a list costs more than the rows."""
    return f"{_articles_address(code)}{quote(slug)}/"


@cache
def _articles_address(code: str) -> str:
    return reverse("articles", kwargs={"language": code})


def turn_page(parameters, editions, order=BY_EDITION) -> tuple[list[Edition], str, str]:
    """Return one page of a long list, newest first, and the queries of the newer and the older page.

    A page is addressed by the edition it lies before or after, not by a number: each costs the
    same however long the list, and a page that is open stays where it is when something new
    comes in. Raises Http404 for an edition that readers never had, or before which there is nothing.
    """
    at, key = order
    editions = editions.alias(listed_at=F(at), listed_key=F(key)).order_by(f"-{at}", f"-{key}")
    if "before" in parameters:
        moment, number = _place(parameters["before"])
        older = Q(listed_at__lte=moment) & (Q(listed_at__lt=moment) | Q(listed_key__lt=number))
        rows = list(editions.filter(older)[: PAGE + 1])
        if not rows:
            raise Http404
        return rows[:PAGE], f"?after={_name(rows[0])}", _older(rows)
    if "after" in parameters:
        moment, number = _place(parameters["after"])
        newer = Q(listed_at__gte=moment) & (Q(listed_at__gt=moment) | Q(listed_key__gt=number))
        rows = list(editions.filter(newer).reverse()[: PAGE + 1])[::-1]
        if len(rows) > PAGE:
            rows = rows[1:]
            return rows, f"?after={_name(rows[0])}", f"?before={_name(rows[-1])}"
    rows = list(editions[: PAGE + 1])
    return rows[:PAGE], "", _older(rows)


def _older(rows: list[Edition]) -> str:
    return f"?before={_name(rows[PAGE - 1])}" if len(rows) > PAGE else ""


def _name(edition: Edition) -> str:
    return f"{edition.language}:{quote(edition.slug)}"


def _place(name: str) -> tuple[datetime, int]:
    """Return when the named edition was first published, and its key, which orders those of one moment."""
    code, _colon, slug = name.partition(":")
    if "\x00" in name:
        raise Http404  # PostgreSQL takes no such text
    seen = Edition.objects.shown().filter(language=code, slug=slug, live_from__lte=timezone.now())
    place = seen.order_by("-version").values_list("published_at", "pk").first()
    if place is None:
        raise Http404
    return place
