"""Ways into what was published: by year and month, what is new in a language, what is live only in others."""

from collections import Counter
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Sum
from django.http import Http404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe

from articles.fragments import places
from articles.heads import list_head
from articles.listings import PAGE, beside, cards_of, turn, turn_page
from articles.models import Edition, MonthCount
from articles.pages import everywhere, page
from articles.prepared import NOW, Parameter, fetch, fetch_together
from articles.reach import stand_in
from languages.names import site_codes

FIRST = Parameter("first", models.DateField())
LAST = Parameter("last", models.DateField())
LANGUAGES = Parameter("languages", models.CharField())
SPOKEN = Parameter("spoken", models.CharField())


@require_safe
def archive(request, language):
    years = {}
    for first, number in _numbers(date.min, date.max)[language].items():
        years.setdefault(first.year, Counter())[first] = number
    shown = [
        {
            "name": _year_name(number, language),
            "url": address(language, number),
            "count": sum(months.values()),
            "months": _months(months, language),
        }
        for number, months in sorted(years.items(), reverse=True)
    ]
    return _list("archive", language, gettext("Archive"), years=shown)


@require_safe
def year(request, language, year):
    return _period(request, language, year)


@require_safe
def month(request, language, year, month):
    return _period(request, language, year, month)


@require_safe
def new(request, language):
    return _list("new", language, gettext("New in this language"), **turn_page(request.GET, language, "own"))


@require_safe
def elsewhere(request, language):
    """List what is live in other languages alone: a walk for each set of languages that has such articles."""
    if not settings.PORTAL_LISTS_ELSEWHERE:
        raise Http404
    numbers = Counter()
    for row in fetch(_counted, first=date.min, last=date.max):
        spoken = stand_in(row["languages"], language)
        if row["language"] == spoken != language:
            numbers[row["languages"], spoken] += row["total"]
    sets = [where for where, number in numbers.items() if number > 0]

    def rows_of(side, **place):
        parts = [(_reached, (side,), {"languages": each, "spoken": spoken, **place}) for each, spoken in sets]
        rows = [row for part in fetch_together(parts) for row in part]
        rows.sort(key=lambda row: (row["published_at"], row["pk"]), reverse=side != "after")
        return rows[: PAGE + 1]

    return _list("elsewhere", language, gettext("Only in other languages"), **turn(request.GET, language, rows_of))


def _list(place: str, language: str, title: str, **context):
    """Return the page of one of the ways in: ``place`` names it, its template and its address."""
    head = list_head(language, places(language)[place], title)
    return page(f"articles/{place}.html", language, everywhere(place), way=place, head=head, **context)


def address(code: str, year: int, month: int | None = None) -> str:
    return f"{places(code)['archive']}{year}/" + (f"{month:02}/" if month else "")


def _period(request, language, year, month=None):
    """Return the page of a year or month, with the year's months; there is none where nothing was published."""
    numbers = _numbers(date(year, 1, 1), date(year + 1, 1, 1))
    first = date(year, month or 1, 1)
    after = date(year + (month in (None, 12)), 1 if month in (None, 12) else month + 1, 1)
    addresses = {
        code: address(code, year, month)
        for code in site_codes()
        if (numbers[code][first] if month else numbers[code].total())
    }
    if language not in addresses:
        raise Http404
    year_name, year_url = _year_name(year, language), address(language, year)
    with override(language):
        heading = date_format(first, "YEAR_MONTH_FORMAT") if month else year_name
        above = ((gettext("Archive"), places(language)["archive"]), *([(year_name, year_url)] if month else []))
    return page(
        "articles/archive_period.html",
        language,
        addresses,
        head=list_head(language, address(language, year, month), heading, above=above),
        heading=heading,
        count=numbers[language][first] if month else numbers[language].total(),
        year={"name": year_name, "url": year_url, "is_here": month is None},
        months=_months(numbers[language], language, first if month else None),
        **turn_page(request.GET, language, "period", period=(_start(first), _start(after))),
    )


def _numbers(first: date, last: date) -> dict[str, Counter]:
    """Return, for a page in each language, how many articles it lists of every month from ``first`` until ``last``."""
    numbers = {code: Counter() for code in site_codes()}
    for row in fetch(_counted, first=first, last=last):
        for code, months in numbers.items():
            if row["language"] == code or (
                settings.PORTAL_LISTS_ELSEWHERE and row["language"] == stand_in(row["languages"], code)
            ):
                months[row["month"]] += row["total"]
    return {code: +months for code, months in numbers.items()}


def _counted():
    counts = MonthCount.objects.filter(at__lte=NOW, month__gte=FIRST, month__lt=LAST)
    return counts.values("month", "languages", "language").annotate(total=Sum("number")).order_by("month")


def _reached(side: str):
    editions = Edition.objects.live(NOW).filter(
        reach__languages=LANGUAGES, reach__language=SPOKEN, reach__begins__lte=NOW, reach__ends__gt=NOW
    )
    return cards_of(beside(editions, "reach__published_at", "reach__edition_id", side))[: PAGE + 1]


def _months(numbers: Counter, code: str, here: date | None = None) -> list[dict]:
    with override(code):
        return [
            {
                "name": date_format(first, "F"),
                "url": address(code, first.year, first.month),
                "count": number,
                "is_here": first == here,
            }
            for first, number in sorted(numbers.items())
        ]


def _year_name(number: int, code: str) -> str:
    return f"{number}年" if code.startswith(("zh", "ja")) else str(number)


def _start(day: date) -> datetime:
    """Return when a day begins in the site's time zone."""
    return datetime(day.year, day.month, day.day, tzinfo=timezone.get_default_timezone())
