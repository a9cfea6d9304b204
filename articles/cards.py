"""What lists show of an edition."""

from collections.abc import Iterable

from django.utils.safestring import SafeString

from articles.fragments import PICTURE, edition_address, language_of, picture, remembered, time_of
from articles.moulds import filled
from languages.typography import typeset


def cards(code: str, rows: Iterable[dict], level: int = 3) -> SafeString:
    """Return the cards of a list on a page in a language; ``level`` is that of their headings."""
    return SafeString("".join(card("articles/_card.html", code, level=level, **row) for row in rows))


@remembered
def card(template: str, code: str, *, level: int = 3, **edition) -> SafeString:
    """Return what a page in a language shows of an edition: a row of ``listings.cards_of``.

    ``level`` is that of its heading: 2 in a list that has no heading of its own.

    A title that is not in the page's language carries its own and says so.
    """
    return filled(
        template,
        code,
        {
            "url": edition_address(edition["language"], edition["slug"]),
            "image": picture(**{name: edition[name] for name in PICTURE}),
            "image_alt": edition["image_alt"],
            "date": time_of(edition["published_at"], code),
            **{name: typeset(edition[name], edition["language"]) for name in ("title", "lead")},
        },
        level=level,
        elsewhere=language_of(edition["language"], code),
    )
