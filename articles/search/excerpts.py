"""Show what was found: the words of a query marked in titles and excerpts."""

import unicodedata
from collections import deque
from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.models import Edition
from articles.search.analysis import has_spaceless, is_spaceless, word_places
from languages.typography import typeset

LONGEST = 220  # characters of an excerpt; half of it in scripts without spaces
READ = 60_000  # characters of a text in which an excerpt is looked for
Span = tuple[int, int, str]


def marked(text: str, terms: set[str], language: str) -> SafeString:
    """Return a text with the words of these terms in ``<mark>``."""
    text = typeset(unicodedata.normalize("NFC", text), language)
    return _with_marks(text, spans(text, terms, language))


def excerpt(edition: Edition, terms: set[str]) -> SafeString:
    """Return the lead, or, where it has none of the terms, the part of the body that has most of them."""
    language = edition.language
    lead = unicodedata.normalize("NFC", edition.lead)
    if not spans(lead, terms, language):
        body = unicodedata.normalize("NFC", edition.plain_text[:READ])
        longest = LONGEST // 2 if has_spaceless(body[:100]) else LONGEST
        place = _best_place(body, terms, language, longest * 3 // 4)
        if place is not None or not lead:
            return _part(body, max((place or 0) - longest // 4, 0), longest, terms, language)
    return marked(lead, terms, language)


def spans(text: str, terms: set[str], language: str) -> list[Span]:
    """Return where in a text the terms stand, and which; in a spaceless script what overlaps or touches is one."""
    joined: list[Span] = []
    for span in _found(text, terms, language):
        if joined and is_spaceless(span[2]) and joined[-1][1] >= span[0]:
            start, end, name = joined.pop()
            span = (start, max(end, span[1]), name)  # noqa: PLW2901 (it grows)
        joined.append(span)
    return joined


def _found(text: str, terms: set[str], language: str) -> list[Span]:
    """Return where the terms stand, in their order."""
    signs = {name for name in terms if is_spaceless(name)}
    found = [(place, place + len(name), name) for name in signs for place in _places(text, name)]
    if words := terms - signs:
        found += word_places(text, words, language)
    return sorted(found)


def _places(text: str, part: str) -> Iterator[int]:
    place = text.find(part)
    while place >= 0:
        yield place
        place = text.find(part, place + 1)


def _best_place(text: str, terms: set[str], language: str, reach: int) -> int | None:
    """Return where the first term stands that has most of the others within reach; read no further than needed."""
    best, most, near = None, 0, deque()
    for start, term in _terms_in_order(text, terms, language):
        near.append((start, term))
        while near[0][0] <= start - reach:
            near.popleft()
        number = len({name for _place, name in near})
        if number > most:
            best, most = near[0][0], number
            if most == len(terms):
                break
    return best


def _terms_in_order(text: str, terms: set[str], language: str) -> Iterator[tuple[int, str]]:
    """Yield where terms stand and which, paragraph by paragraph."""
    begins = 0
    for paragraph in text.splitlines(keepends=True):
        for start, _end, term in _found(paragraph, terms, language):
            yield begins + start, term
        begins += len(paragraph)


def _part(text: str, start: int, longest: int, terms: set[str], language: str) -> SafeString:
    """Return a part of a text from about a place on, with marks."""
    if start:
        start = _break_after(text, start)
    end = min(start + longest, len(text))
    if end < len(text):
        end = max(text.rfind(" ", start, end), text.rfind("\n", start, end), end - 30)
    part = text[start:end].rstrip().replace("\n", " ").replace("\t", " ")
    return format_html(
        "{}{}{}",
        "… " if start else "",
        _with_marks(part, spans(part, terms, language)),
        " …" if end < len(text) else "",
    )


def _break_after(text: str, start: int) -> int:
    """Return where the word after a place begins; the place itself in a script without spaces."""
    for place in range(start, min(start + 30, len(text))):
        if text[place].isspace() or is_spaceless(text[place]):
            return place + text[place].isspace()
    return start


def _with_marks(text: str, found: list[Span]) -> SafeString:
    pieces, last = [], 0
    for start, end, _term in found:
        pieces.append((text[last:start], text[start:end]))
        last = end
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", pieces), text[last:])
