"""What every page needs, whatever it shows: what frames it, and how long that is true. Read in one statement."""

from datetime import datetime
from operator import itemgetter
from typing import NamedTuple

from django.db.models import F

from articles.fragments import PICTURE, text_columns
from articles.models import Edition
from articles.prepared import NOW, fetch_beside
from identity.models import Identity, MenuItem
from languages.literal import Literal
from languages.names import site_codes
from languages.times import FOREVER

ITEM = (
    "pk", "menu", "position", "place", "address", "page_id", "topic_id", "topic__visible_from", "topic__visible_until",
)  # fmt: skip


class OnEveryPage(NamedTuple):
    """The columns of the institution's identity, of the menus' items, and of the pages that these lead to.

    ``until`` is when the next edition or topic begins or ends.
    """

    until: datetime
    identity: dict
    items: list[dict]
    editions: list[dict]


def read(now: datetime) -> OnEveryPage:
    """Read what pages share at a moment."""
    moments = [(_next, (is_topic, end), {"now": now}) for is_topic in (False, True) for end in ("from", "until")]
    rest = [(build, (), {"now": now}) for build in (_identity, _items, _editions)]
    *next_ones, identities, items, editions = fetch_beside([*moments, *rest])
    return OnEveryPage(
        min((row["moment"] for rows in next_ones for row in rows), default=FOREVER),
        next(iter(identities), {}),
        sorted(items, key=itemgetter("position", "pk")),
        sorted(editions, key=itemgetter("pk")),
    )


def _next(is_topic: bool, end: str):
    model, field = (Edition.topics.rel.model, f"visible_{end}") if is_topic else (Edition, f"live_{end}")
    later = model.objects.filter(**{f"{field}__gt": NOW}).order_by(field)
    return later.annotate(moment=F(field)).values("moment")[:1]


def _identity():
    emblem = [f"emblem__{name}" for name in PICTURE]
    return Identity.objects.order_by().values(
        "accent", "accent_dark", "emblem_id", *emblem, *text_columns("name", "description", "foot")
    )


def _items():
    titles = [f"topic__{name}" for name in text_columns("title", "slug")]
    return MenuItem.objects.order_by().values(*ITEM, *text_columns("title"), *titles)


def _editions():
    """The editions, live or to come, of the pages that menus lead to."""
    pages = MenuItem.objects.filter(page__isnull=False).order_by().values("page_id")
    editions = Edition.objects.current(NOW).filter(is_page=Literal(True), article__in=pages, language__in=site_codes())
    return editions.order_by().values(
        "pk", "article_id", "language", "slug", "title", "is_original", "live_from", "live_until"
    )
