"""When what the sitemap names last changed for readers: articles by blocks of their keys, topics and tags by theirs.

What is scheduled changes readers' pages with time alone, so a row says at which moment something
changes, and counts what does: the last change is the newest row whose moment has come. Written with
``Reach`` whenever something is published or withdrawn; the moments before the last are dropped then.
"""

from collections import Counter
from datetime import datetime

from django.db import connection
from django.db.models import F, Max, Q
from django.utils import timezone

from articles import models
from languages.times import FOREVER

ARTICLES, TOPIC, TAG = "articles", "topic", "tag"
BLOCK = 50  # articles; the parts of the sitemap are made of whole blocks
TABLE = models.LastChange._meta.db_table
DROP = f"""
    DELETE FROM {TABLE} WHERE kind = %s AND key = %s AND (number = 0 OR at < (
        SELECT MAX(at) FROM {TABLE} AS past
        WHERE past.kind = {TABLE}.kind AND past.key = {TABLE}.key AND past.at <= %s
    ))
"""


def renew(old: list, new: list, now: datetime) -> None:
    """Write down when stretches, rows of ``Reach``, change what they show; ``old`` are their articles' before."""
    subjects = _subjects({row.edition_id for row in (*old, *new)})
    changes = _planned(new, subjects, now)
    changes.subtract(_planned(old, subjects, now))
    before, after = ({row.edition_id for row in rows if row.begins <= now < row.ends} for rows in (old, new))
    changes.update(dict.fromkeys(((*subject, now) for key in before ^ after for subject in subjects[key]), 1))
    _write(changes, now)


def changed(kind: str, key: int) -> None:
    """Write down that a topic or tag changed just now."""
    now = timezone.now()
    _write(Counter([(kind, key, now)]), now)


def last_changes(kind: str, keys: range | None = None, *, block: int = 1) -> dict[int, datetime]:
    """Return the last change of every key, or of every ``block`` keys, as far as there was one."""
    past = models.LastChange.objects.filter(kind=kind, at__lte=timezone.now()).order_by()
    if keys:
        past = past.filter(key__gte=keys.start, key__lt=keys.stop)
    return dict(past.values_list(F("key") / block).annotate(last=Max("at")))


def rebuild(Edition=models.Edition, Reach=models.Reach, LastChange=models.LastChange) -> None:  # noqa: N803 models
    """Write everything down anew from the editions; migrations give the models that they have."""
    now = timezone.now()
    seen = Edition.objects.filter(is_page=False, live_until__gt=F("live_from")).order_by()
    last = {f"last_{name}": Max(name, filter=Q(**{f"{name}__lte": now})) for name in ("live_from", "live_until")}
    changes = Counter()
    for kind, key in ((ARTICLES, F("article") / BLOCK), (TOPIC, F("topics")), (TAG, F("tags"))):
        for number, *moments in seen.values_list(key).annotate(**last):
            past = [moment for moment in moments if moment]
            if number is not None and past:
                changes[kind, number, max(past)] = 1
    waiting = list(Reach.objects.filter(Q(begins__gt=now) | Q(ends__gt=now, ends__lt=FOREVER)))
    changes.update(_planned(waiting, _subjects({row.edition_id for row in waiting}, Edition), now))
    LastChange.objects.all().delete()
    _write(changes, now)


def _subjects(editions: set[int], Edition=models.Edition) -> dict[int, set[tuple[str, int]]]:  # noqa: N803 model
    """Return what each edition changes when it begins or ends: a block of articles, its topics, its tags."""
    subjects = {}
    for key, article, topic, tag in Edition.objects.filter(pk__in=editions).values_list(
        "pk", "article", "topics", "tags"
    ):
        found = {(ARTICLES, article // BLOCK), (TOPIC, topic), (TAG, tag)}
        subjects.setdefault(key, set()).update(subject for subject in found if subject[1] is not None)
    return subjects


def _planned(rows, subjects: dict, now: datetime) -> Counter:
    """Return how many of these stretches begin or end later, by what they change and when."""
    moments = ((row.edition_id, at) for row in rows for at in (row.begins, row.ends) if now < at < FOREVER)
    return Counter((*subject, at) for key, at in moments for subject in subjects[key])


def _write(changes: Counter, now: datetime) -> None:
    """Add to the numbers, and drop what no longer counts and what a later change follows."""
    rows = [
        (kind, key, connection.ops.adapt_datetimefield_value(at), number)
        for (kind, key, at), number in changes.items()
        if number
    ]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {TABLE} (kind, key, at, number) VALUES (%s, %s, %s, %s)"
            f" ON CONFLICT (kind, key, at) DO UPDATE SET number = {TABLE}.number + EXCLUDED.number",
            rows,
        )
        moment = connection.ops.adapt_datetimefield_value(now)
        cursor.executemany(DROP, sorted({(kind, key, moment) for kind, key, *_rest in rows}))
