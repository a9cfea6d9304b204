"""The site's languages: code, own name, direction, tag."""

import re
from dataclasses import dataclass
from functools import cache, cached_property

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info

# Of any language that a text may name, not of Django's alone; a script that is named decides.
RIGHT_TO_LEFT = re.compile(
    r"(?:ar|arc|ckb|dv|fa|he|ps|sd|syr|ug|ur|yi)(?!-[a-z]{4}\b)(?:-.*)?|[a-z]+-(?:arab|hebr|syrc|thaa)(?:-.*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Language:
    """One of the site's languages.

    ``code`` is Django's spelling and stands in addresses (``zh-hans``); ``tag`` is BCP 47's
    and stands in markup (``zh-Hans``); ``name`` is the language's own name for itself.
    """

    code: str
    tag: str
    name: str
    direction: str

    def __str__(self):
        return self.code

    @cached_property
    def attributes(self) -> SafeString:
        """The attributes that mark an element of a page as this language's."""
        return format_html('lang="{}" dir="{}"', self.tag, self.direction)

    @property
    def name_in_page_language(self) -> str:
        """The language's name in the language that is active now."""
        return get_language_info(self.code)["name_translated"]


@cache
def language(code: str) -> Language:
    """Return the language of a code that Django knows; raises KeyError for any other."""
    info = get_language_info(code)
    return Language(
        code=code,
        tag=bcp47(code),
        name=info["name_local"],
        direction="rtl" if info["bidi"] else "ltr",
    )


def bcp47(code: str) -> str:
    """Return the tag in BCP 47's customary case: ``zh-hans`` → ``zh-Hans``, ``pt-br`` → ``pt-BR``."""
    first, *rest = code.split("-")
    return "-".join([first, *(part.title() if len(part) == 4 else part.upper() for part in rest)])


def direction(tag: str) -> str:
    """Return the direction in which what has this tag of BCP 47 is written, in whatever language that is."""
    return "rtl" if RIGHT_TO_LEFT.fullmatch(tag) else "ltr"


def site_languages() -> list[Language]:
    """Return the site's languages in their order; the first is the default."""
    return [language(code) for code in site_codes()]


def site_codes() -> list[str]:
    """Return the codes of the site's languages in their order."""
    return [code for code, _name in settings.LANGUAGES]


def default_code() -> str:
    return site_codes()[0]


def canonical_code(spelling: str) -> str | None:
    """Return the site's code that another spelling stands for, or None.

    Compares as RFC 4647 (lookup) does: the case does not count, subtags are cut from the end,
    and a language without the script or region that the site uses leads to the site's first
    variant of it. ``zh``, ``zh-CN``, ``zh_Hans`` → ``zh-hans``.
    """
    wanted = spelling.replace("_", "-").lower()
    codes = site_codes()
    while wanted:
        if wanted in codes:
            return wanted
        for code in codes:
            if code.startswith(f"{wanted}-"):
                return code
        wanted = wanted.rpartition("-")[0]
    return None
