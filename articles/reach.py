"""Where an article can be read, and when, so that archive and lists cost the same at any size.

What is live changes with time alone, so nothing here says 'now': a row of ``Reach`` says from when
until when, and ``MonthCount`` says at which moment a number changes. Both are written anew for one
article by whatever publishes or withdraws it, after it has raised the number in ``Freshness``,
whose row's lock lets one transaction after the other do that.

The set of languages in which an article is live is written as one word, so that neither a new
language of the site nor another order of its languages asks for the tables to be written again.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby, pairwise

from django.db import connection
from django.db.models import BigIntegerField, F
from django.utils import timezone

from articles import lastmod, models
from articles.prepared import NOW, Parameter, fetch
from languages.names import site_codes
from languages.times import ALWAYS, FOREVER

COLUMNS = ("pk", "article", "language", "is_original", "published_at", "live_from", "live_until")
AT_ONCE = 2000
ARTICLE = Parameter("article", BigIntegerField())
COUNTS = models.MonthCount._meta.db_table


def renew(articles: Iterable[int]) -> None:
    """Write down anew where articles can be read from now on; call it after ``freshness.bump()``."""
    now = timezone.now()
    new, old = [], []
    for article in articles:
        editions = [tuple(row.values()) for row in fetch(_current, article=article, now=now)]
        new += [models.Reach(**row) for row in stretches(editions, now)]
        old += [models.Reach(**row) for row in fetch(_written, article=article)]
    changes = _numbers(new, now)
    changes.subtract(_numbers(old, now))
    if old:
        models.Reach.objects.filter(pk__in=[row.pk for row in old]).delete()
    models.Reach.objects.bulk_create(new)
    _count(changes)
    _fold(now)
    lastmod.renew(old, new, now)


def _current():
    return models.Edition.objects.filter(
        article=ARTICLE, live_until__gt=NOW, live_from__lt=F("live_until"), is_page=False
    ).values(*COLUMNS)


def _written():
    return models.Reach.objects.filter(article=ARTICLE).values(*_names(models.Reach))


def rebuild(Edition=models.Edition, Reach=models.Reach, MonthCount=models.MonthCount) -> None:  # noqa: N803 models
    """Write down anew where every article can be read; migrations give the models that they have.

    Needed where the site's time zone has changed, or editions came in by another way than ``publish()``.
    """
    now = timezone.now()
    Reach.objects.all().delete()
    MonthCount.objects.all().delete()
    editions = Edition.objects.filter(live_until__gt=now, live_from__lt=F("live_until"), is_page=False)
    rows = editions.order_by("article").values_list(*COLUMNS).iterator(AT_ONCE)
    numbers, waiting = Counter(), []
    for _article, own in groupby(rows, key=lambda row: row[1]):
        new = [Reach(**row) for row in stretches(list(own), now)]
        numbers.update(_numbers(new, now))
        waiting += new
        if len(waiting) >= AT_ONCE:
            Reach.objects.bulk_create(waiting)
            waiting = []
    Reach.objects.bulk_create(waiting)
    MonthCount.objects.bulk_create(
        MonthCount(month=month, languages=languages, language=language, at=at, number=number)
        for (month, languages, language, at), number in numbers.items()
    )


def stretches(editions: list[tuple], now: datetime) -> list[dict]:
    """Return the rows of ``Reach`` for one article: its editions, as COLUMNS, that have not ended.

    What is live now counts as having begun long ago.
    """
    moments = {ALWAYS, FOREVER}
    for *_columns, begins, ends in editions:
        moments |= {moment for moment in (begins, ends) if now < moment < FOREVER}
    found = []
    for begins, ends in pairwise(sorted(moments)):
        moment = max(begins, now)
        live = [edition for edition in editions if edition[5] <= moment < edition[6]]
        languages = ",".join(sorted(language + "*" * is_original for _pk, _a, language, is_original, *_ in live))
        found += [
            {
                "edition_id": key,
                "article_id": article,
                "languages": languages,
                "language": language,
                "published_at": published_at,
                "begins": begins,
                "ends": ends,
            }
            for key, article, language, _is_original, published_at, *_period in live
        ]
    return found


def month_of(moment: datetime) -> date:
    """Return the first day of a moment's month, in the site's time zone."""
    return timezone.localtime(moment, timezone.get_default_timezone()).date().replace(day=1)


def stand_in(languages: str, code: str) -> str:
    """Return in which language lists show an article that is live in these to a reader of ``code``; empty: in none.

    The same choice as ``EditionQuerySet.best_for`` makes.
    """
    live = languages.split(",")
    originals = {word.removesuffix("*") for word in live if word.endswith("*")}
    codes = {word.removesuffix("*") for word in live}
    if code in codes:
        return code
    order = [site for site in site_codes() if site in originals] + [site for site in site_codes() if site in codes]
    return order[0] if order else ""


def _numbers(rows: Iterable, now: datetime) -> Counter:
    """Return by how much each number changes, and at which moment; all that is past counts as long ago."""
    numbers = Counter()
    for row in rows:
        what = (month_of(row.published_at), row.languages, row.language)
        numbers[*what, row.begins if row.begins > now else ALWAYS] += 1
        if row.ends < FOREVER:
            numbers[*what, row.ends if row.ends > now else ALWAYS] -= 1
    return numbers


def _count(changes: Counter) -> None:
    """Add to the numbers; Django's own upsert would replace them."""
    rows = [
        (
            connection.ops.adapt_datefield_value(month),
            languages,
            language,
            connection.ops.adapt_datetimefield_value(at),
            number,
        )
        for (month, languages, language, at), number in changes.items()
        if number
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {COUNTS} (month, languages, language, at, number) VALUES (%s, %s, %s, %s, %s)"
                " ON CONFLICT (month, languages, language, at)"
                f" DO UPDATE SET number = {COUNTS}.number + EXCLUDED.number",
                rows,
            )


def _fold(now: datetime) -> None:
    """Add the numbers whose moment has come to those that hold always."""
    past = fetch(_past, now=now)
    if past:
        models.MonthCount.objects.filter(pk__in=[row["id"] for row in past]).delete()
        changes = Counter()
        for row in past:
            changes[row["month"], row["languages"], row["language"], ALWAYS] += row["number"]
        _count(changes)


def _past():
    return models.MonthCount.objects.filter(at__gt=ALWAYS, at__lte=NOW).values(*_names(models.MonthCount))


def _names(model) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]
