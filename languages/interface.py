"""The interface's words in a language into which they are not translated: English, marked as that (WCAG 3.1.2).

The site speaks every language that Django knows, its interface those that have a catalog in ``locale/``. For the others
a word that no catalog has is put between two signs where readers' pages are made, and when a page is done the signs
become markup. Languages with a catalog never meet the signs.
"""

import gettext
import re
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.utils.translation import to_locale, trans_real

from languages.names import site_codes

# Two characters that Unicode promises to give to no letter.
BEGIN, END = "\ufdd0", "\ufdd1"
ENGLISH = "en"
TOKEN = re.compile(
    r"<!--.*?-->|<(?:script|style)\b.*?</(?:script|style)>|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL
)
IN_DATA = re.compile(rf'"{BEGIN}((?:[^"\\{BEGIN}{END}]|\\.)*){END}"')  # a whole text in a block of data
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
TEXT_ALONE = {"title", "textarea", "option"}  # hold no elements

_marking: ContextVar[bool] = ContextVar("interface_marking", default=False)


class _English(gettext.NullTranslations):
    """What follows when no catalog of a language has a word."""

    def gettext(self, message: str) -> str:
        return f"{BEGIN}{message}{END}" if _marking.get() and "\x04" not in message else message

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.gettext(one if number == 1 else many)


def is_translated(code: str) -> bool:
    """Tell whether the interface has a catalog for a language of the site."""
    catalogs = (gettext.find("django", path, [to_locale(code)]) for path in settings.LOCALE_PATHS)
    return code.partition("-")[0] == ENGLISH or any(catalogs)


def prepare() -> None:
    """Let words that are in no catalog be English; Django would take those of the site's first language."""
    for code in site_codes():
        if not is_translated(code):
            trans_real.translation(code)._fallback = _English()


@contextmanager
def marking():
    """Put signs around words that are in no catalog, for ``mark`` or ``unmarked`` to take away."""
    token = _marking.set(True)
    try:
        yield
    finally:
        _marking.reset(token)


def unmarked(text: str) -> str:
    """Return a text without the signs."""
    return text.replace(BEGIN, "").replace(END, "")


def mark(html: str, tag: str) -> str:
    """Return HTML in the language ``tag`` with markup around the English words between the signs.

    Where such a word is an attribute's, its element is marked, and the texts inside that are the page's own are marked
    as that. In a block of data (JSON-LD) a text that is such a word says its language.
    """
    if BEGIN not in html:
        return html
    marker, place = _Marker(tag), 0
    for token in TOKEN.finditer(html):
        marker.text(html[place : token.start()])
        marker.tag(token[0])
        place = token.end()
    marker.text(html[place:])
    return "".join(marker.out)


class _Marker:
    def __init__(self, tag: str):
        self.language = tag
        self.out: list[str] = []
        self.open: list[
            tuple[str, bool]
        ] = []  # elements, and whether their language is English because of an attribute
        self.depth = 0  # of English words

    def tag(self, token: str) -> None:
        name = TAG.match(token)
        if name is None or name[2].lower() in ("script", "style"):
            self.out.append(unmarked(IN_DATA.sub(rf'{{"@value":"\1","@language":"{ENGLISH}"}}', token)))
        elif name[1]:
            self.open.pop()
            self.out.append(token)
        else:
            self._begin(name[2].lower(), token)

    def _begin(self, name: str, token: str) -> None:
        has_own, says_english = " lang=" in token, BEGIN in token
        token = unmarked(token)
        if says_english and not has_own:
            token = _with_language(token, ENGLISH)
        elif name == "time" and self.depth and not has_own:  # dates are written by Django's own catalogs
            token = _with_language(token, self.language)
        self.out.append(token)
        if name not in VOID:
            inherited = bool(self.open) and self.open[-1][1]
            self.open.append((name, not has_own and (says_english or inherited)))

    def text(self, text: str) -> None:
        if self.open and self.open[-1][0] in TEXT_ALONE:
            if text.startswith(BEGIN) and self.out[-1] == f"<{self.open[-1][0]}>":
                self.out[-1] = f'<{self.open[-1][0]} lang="{ENGLISH}">'
            self.out.append(unmarked(text))
            return
        for piece in re.split(f"([{BEGIN}{END}])", text):
            if piece == BEGIN:
                self.depth += 1
                self.out.append(f'<span lang="{ENGLISH}" dir="ltr">')
            elif piece == END:
                self.out.append("</span>" if self.depth else "")
                self.depth = max(self.depth - 1, 0)
            elif piece.strip() and not self.depth and self.open and self.open[-1][1]:
                self.out.append(f'<span lang="{self.language}">{piece}</span>')
            else:
                self.out.append(piece)


def _with_language(token: str, language: str) -> str:
    return f'{token.removesuffix(">")} lang="{language}">'
