"""What a process keeps of the database while nothing changes for readers.

What many pages share (the frame around them, what is newest under a topic) is read once for each
freshness number, and again at the next moment at which an edition or topic begins or ends.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.db.models import F
from django.utils import timezone

from articles import freshness
from articles.models import Edition
from articles.prepared import NOW, fetch_together
from languages.times import FOREVER

MOST = 10_000  # values; where there are more, all are forgotten and read again as they are asked for


class _Kept:
    def __init__(self, number: int, until: datetime):
        self.number = number
        self.until = until
        self.values: dict = {}


_kept: _Kept | None = None


def kept() -> dict:
    """Return what this process keeps, by any key that can be hashed; empty whenever something has changed.

    A value that is missing is read by who needs it, and put in.
    """
    global _kept  # noqa: PLW0603 - one per process, replaced whole
    number, now, ours = freshness.number(), timezone.now(), _kept
    if ours is None or ours.number != number or now >= ours.until:
        ours = _kept = _Kept(number, next_moment(now))
    elif len(ours.values) > MOST:
        ours = _kept = _Kept(number, ours.until)
    return ours.values


def read_once[Result](function: Callable[..., Result]) -> Callable[..., Result]:
    """Let what a function reads for the same values be kept while nothing changes for readers."""

    @wraps(function)
    def call(*values):
        found, key = kept(), (function, *values)
        if key not in found:
            found[key] = function(*values)
        return found[key]

    return call


def forget() -> None:
    """Forget everything: a database that is put back has old numbers again."""
    global _kept  # noqa: PLW0603 - the same
    _kept = None


def next_moment(now: datetime) -> datetime:
    """Return when the next edition or topic begins or ends, after ``now``."""
    ways = [(_next, (is_topic, end), {"now": now}) for is_topic in (False, True) for end in ("from", "until")]
    return min((row["moment"] for rows in fetch_together(ways) for row in rows), default=FOREVER)


def _next(is_topic: bool, end: str):
    model, field = (Edition.topics.rel.model, f"visible_{end}") if is_topic else (Edition, f"live_{end}")
    later = model.objects.filter(**{f"{field}__gt": NOW}).order_by(field)
    return later.annotate(moment=F(field)).values("moment")[:1]
