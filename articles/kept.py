"""What a process keeps of the database while nothing changes for readers.

What many pages share (the frame around them, what is newest under a topic) is read once for each
freshness number, and again at the next moment at which an edition or topic begins or ends.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.utils import timezone

from articles import freshness
from articles.on_every_page import OnEveryPage, read

MOST = 10_000  # values; where there are more, all are forgotten and read again as they are asked for


class _Kept:
    def __init__(self, number: int, on_every_page: OnEveryPage):
        self.number = number
        self.on_every_page = on_every_page
        self.values: dict = {}


_kept: _Kept | None = None


def kept() -> dict:
    """Return what this process keeps, by any key that can be hashed; empty whenever something has changed.

    A value that is missing is read by who needs it, and put in.
    """
    return _now(freshness.number(), timezone.now()).values


def on_every_page() -> OnEveryPage:
    """Return what every page needs."""
    return _now(freshness.number(), timezone.now()).on_every_page


def next_moment(number: int, now: datetime) -> datetime:
    """Return when the next edition or topic begins or ends, after ``now``, under a freshness number."""
    return _now(number, now).on_every_page.until


def _now(number: int, now: datetime) -> _Kept:
    global _kept  # noqa: PLW0603 - one per process, replaced whole
    ours = _kept
    if ours is None or ours.number != number or now >= ours.on_every_page.until:
        ours = _kept = _Kept(number, read(now))
    elif len(ours.values) > MOST:
        ours = _kept = _Kept(number, ours.on_every_page)
    return ours


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
    global _kept  # noqa: PLW0603 - one per process, forgotten whole
    _kept = None
