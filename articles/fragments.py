"""Parts of pages that depend on nothing but the values they show, so that each is rendered once."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache, lru_cache, wraps
from typing import NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import override

from languages.columns import localized
from languages.interface import marking
from languages.names import Language, language, site_codes
from library.models import SHOWN, Image
from library.shapes import Shape

PLACES = ("home", "topics", "articles", "feed", "archive", "new", "elsewhere", "search")
PICTURE = SHOWN  # the columns that ``picture`` takes
KEPT = 4096  # of each kind


class Picture(NamedTuple):
    """What a template needs of a picture of the library."""

    whole: Shape
    card: Shape
    banner: Shape
    share: str
    open_licence: str


def remembered[Part](function: Callable[..., Part]) -> Callable[..., Part]:
    """Call a function once for the same values; every time while templates are being worked on."""

    @wraps(function)
    def make(*values, **named):
        with marking():  # whoever asks first, readers' pages get what is kept
            return function(*values, **named)

    return make if settings.DEBUG else lru_cache(KEPT)(make)


@remembered
def part(template: str, code: str, **values) -> SafeString:
    """Return a template rendered for a page in a language with these values, which must be hashable."""
    with override(code):
        return render_to_string(template, {"language": language(code), "places": places(code), **values})


def time_of(moment: datetime, code: str) -> SafeString:
    """Return a date for a page in a language, with the moment that it is for machines."""
    moment = timezone.localtime(moment)
    return SafeString(f'<time datetime="{moment.isoformat(timespec="seconds")}">{_date(moment.date(), code)}</time>')


@remembered
def _date(date: date, code: str) -> str:
    with override(code):
        return escape(date_format(date))


def language_of(text_code: str, page_code: str) -> Language | None:
    """Return the language with which a text must be marked; None for one in the page's own."""
    return language(text_code) if text_code != page_code else None


@remembered
def picture(**columns) -> Picture | None:
    """Return what a template needs of a picture of the library; None where there is none."""
    if columns["digest"] is None:
        return None
    image = Image(**columns)
    return Picture(*(getattr(image, name) for name in Picture._fields))


@remembered
def edition_address(language: str, slug: str, is_page: bool = False) -> str:
    return f"{places(language)['pages' if is_page else 'articles']}{quote(slug)}/"


def tag_address(code: str, slug: str) -> str:
    return f"{places(code)['home']}tags/{quote(slug)}/"


def topic_address(code: str, slug: str) -> str:
    return f"{places(code)['topics']}{quote(slug)}/"


@cache
def places(code: str) -> dict[str, str]:
    """Return the addresses of the places that every page leads to.

    The addresses under them are made by appending: reversing one takes longer than showing it.
    """
    addresses = {name: reverse(name, kwargs={"language": code}) for name in PLACES}
    return addresses | {"pages": f"{addresses['home']}pages/"}


@remembered
def topic_link(code: str, **topic) -> dict | None:
    """Return a topic's title and address for a page in a language; None for a topic that has none.

    ``topic`` has its columns ``title_pl``, ``slug_pl`` and so on.
    """
    for title_code in dict.fromkeys([code, *site_codes()]):
        title, slug = topic[localized("title", title_code)], topic[localized("slug", title_code)]
        if title and slug:
            return {
                "url": topic_address(title_code, slug),
                "title": title,
                "elsewhere": language_of(title_code, code),
            }
    return None


@remembered
def tag_link(code: str, **tag) -> dict:
    """Return a tag's name and address for a page in a language; ``tag`` has its columns ``slug``, ``name_pl``…"""
    names = {name_code: tag[localized("name", name_code)] for name_code in dict.fromkeys([code, *site_codes()])}
    name_code = next((name_code for name_code, name in names.items() if name), code)
    return {
        "url": tag_address(code, tag["slug"]),
        "title": names[name_code] or tag["slug"],
        "elsewhere": language_of(name_code, code),
    }


def text_columns(*fields: str) -> list[str]:
    """Return the names of translated fields' columns in all of the site's languages."""
    return [localized(field, code) for field in fields for code in site_codes()]
