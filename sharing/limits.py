"""How many suggestions may be sent: per sender, recipient, article and on the whole site, an hour and a day.

The counts stand in the database, so any number of processes share them.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, models
from django.utils import timezone

from sharing.addresses import hashed, mailbox
from sharing.models import Allowance

PERIODS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
NEAR = 0.5  # of a limit: from here on a proof of work is asked for
REFUSALS = "refused"

TAKE = """
INSERT INTO sharing_allowance (key, scope, period, count, ends_at) VALUES {rows}
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN sharing_allowance.ends_at <= %s THEN 1 ELSE sharing_allowance.count + 1 END,
    ends_at = CASE WHEN sharing_allowance.ends_at <= %s THEN excluded.ends_at ELSE sharing_allowance.ends_at END
RETURNING scope, period, count
"""


class LimitReached(Exception):
    """So many suggestions may be sent, and so many were."""

    def __init__(self, scope: str):
        super().__init__(scope)
        self.scope = scope


def limits() -> dict[tuple[str, str], int]:
    """Return how many are allowed, by scope and period."""
    scopes = {
        "sender": settings.PORTAL_SHARE_PER_SENDER,
        "recipient": settings.PORTAL_SHARE_PER_RECIPIENT,
        "article": settings.PORTAL_SHARE_PER_ARTICLE,
        "site": settings.PORTAL_SHARE_PER_SITE,
    }
    return {(scope, period): most for scope, pair in scopes.items() for period, most in zip(PERIODS, pair, strict=True)}


def subjects(*, network: str, recipient: str, article: int) -> dict[str, str]:
    """Return whom or what each scope counts for this suggestion."""
    return {"sender": network, "recipient": mailbox(recipient), "article": str(article), "site": ""}


def are_near(subjects: dict[str, str], now: datetime) -> bool:
    """Tell whether a limit is half used up. The recipient's does not count: it would tell of others' messages."""
    keys = _keys({scope: subject for scope, subject in subjects.items() if scope != "recipient"})
    most = limits()
    used = Allowance.objects.filter(key__in=keys.values(), ends_at__gt=now).values_list("scope", "period", "count")
    return any(count >= most[scope, period] * NEAR for scope, period, count in used)


def take(subjects: dict[str, str], now: datetime) -> None:
    """Count one more in every scope and period; raises LimitReached, and the transaction is to be undone.

    Refused without a lock where a limit was reached before, so that a flood stands in nobody's way.
    """
    keys, most = _keys(subjects), limits()
    used = Allowance.objects.filter(key__in=keys.values(), ends_at__gt=now)
    for scope, period, count in used.values_list("scope", "period", "count"):
        if count >= most[scope, period]:
            raise LimitReached(scope)
    for scope, period, count in _count(keys, now):
        if count > most[scope, period]:
            raise LimitReached(scope)


def note_refusal(now: datetime) -> None:
    """Count a refusal, for the daily report; it says nothing of anybody."""
    day = timezone.localdate(now)
    _count({(REFUSALS, "day"): _refusals_of(day)}, now, keep=timedelta(days=2))


def refusals(day) -> int:
    return Allowance.objects.filter(key=_refusals_of(day)).values_list("count", flat=True).first() or 0


def forget(now: datetime) -> None:
    """Delete the counts whose time is over."""
    Allowance.objects.filter(ends_at__lte=now).delete()


def standing(now: datetime) -> list[dict]:
    """Return for every limit how much of it is used at most, and how many have reached it."""
    counts = Allowance.objects.filter(ends_at__gt=now).values("scope", "period")
    rows = []
    for (scope, period), most in limits().items():
        found = counts.filter(scope=scope, period=period).aggregate(
            used=models.Max("count"), full=models.Count("key", filter=models.Q(count__gte=most))
        )
        rows.append({"scope": scope, "period": period, "most": most, "used": found["used"] or 0, "full": found["full"]})
    return rows


def _keys(subjects: dict[str, str]) -> dict[tuple[str, str], str]:
    return {
        (scope, period): hashed(f"limit {scope} {period}", subject)
        for scope, subject in subjects.items()
        for period in PERIODS
    }


def _count(keys: dict[tuple[str, str], str], now: datetime, keep: timedelta | None = None) -> list[tuple]:
    """Add one to each count in one statement; always in the same order, so that no two wait for each other."""
    ordered = sorted(keys.items(), key=lambda item: item[1])
    field = Allowance._meta.get_field("ends_at")

    def stored(moment):
        return field.get_db_prep_value(moment, connection)

    values = []
    for (scope, period), key in ordered:
        values += [key, scope, period, stored(now + (keep or PERIODS[period]))]
    rows = ", ".join(["(%s, %s, %s, 1, %s)"] * len(ordered))
    with connection.cursor() as cursor:
        cursor.execute(TAKE.format(rows=rows), [*values, stored(now), stored(now)])
        return cursor.fetchall()


def _refusals_of(day) -> str:
    return hashed(f"limit {REFUSALS}", str(day))
