"""Show what was found: the words of a query marked in titles and excerpts."""

import unicodedata
from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.analysis import is_spaceless, word_tokens
from articles.models import Edition
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
    body = unicodedata.normalize("NFC", edition.plain_text[:READ])
    if not spans(lead, terms, language):
        found = spans(body, terms, language)
        if found or not lead:
            return _part(body, found, LONGEST // 2 if any(map(is_spaceless, body[:100])) else LONGEST)
    return marked(lead, terms, language)


def spans(text: str, terms: set[str], language: str) -> list[Span]:
    """Return where in a text the terms stand, and which; in a spaceless script what overlaps or touches is one."""
    signs = {name for name in terms if is_spaceless(name)}
    found = [(place, place + len(name), name) for name in signs for place in _places(text, name)]
    if terms - signs:
        found += [(token.start, token.end, token.term) for token in word_tokens(text, language) if token.term in terms]
    joined: list[Span] = []
    for span in sorted(found):
        if joined and span[2] in signs and joined[-1][1] >= span[0]:
            start, end, name = joined.pop()
            span = (start, max(end, span[1]), name)  # noqa: PLW2901 (it grows)
        joined.append(span)
    return joined


def _places(text: str, part: str) -> Iterator[int]:
    place = text.find(part)
    while place >= 0:
        yield place
        place = text.find(part, place + 1)


def _part(text: str, found: list[Span], longest: int) -> SafeString:
    best = max(range(len(found)), key=lambda number: (_worth(found, number, longest), -number), default=None)
    start = 0 if best is None else max(found[best][0] - longest // 4, 0)
    if start:
        start = _break_after(text, start)
    end = min(start + longest, len(text))
    if end < len(text):
        end = max(text.rfind(" ", start, end), text.rfind("\n", start, end), end - 30)
    inside = [(first - start, last - start, term) for first, last, term in found if first >= start and last <= end]
    part = _with_marks(text[start:end].rstrip().replace("\n", " ").replace("\t", " "), inside)
    return format_html("{}{}{}", "… " if start else "", part, " …" if end < len(text) else "")


def _worth(found: list[Span], number: int, longest: int) -> int:
    """Return how many different terms an excerpt has that begins shortly before a span."""
    limit = found[number][0] + longest * 3 // 4
    return len({term for start, _end, term in found[number : number + 30] if start < limit})


def _break_after(text: str, start: int) -> int:
    """Return where the word after a place begins; the place itself in a script without spaces."""
    for place in range(start, min(start + 30, len(text))):
        if text[place].isspace() or is_spaceless(text[place]):
            return place + text[place].isspace()
    return start


def _with_marks(text: str, found: list[Span]) -> SafeString:
    pieces, last = [], 0
    for start, end, _term in found:
        pieces += [("{}", (text[last:start],)), ("<mark>{}</mark>", (text[start:end],))]
        last = end
    return format_html_join(
        "", "{}", ((format_html(form, *values),) for form, values in [*pieces, ("{}", (text[last:],))])
    )
