"""What publishing a text takes the longest for, done ahead: its body rendered, and what the search index holds of it.

Neither needs the database where a body refers to nothing in it, so that an import does both in a
process beside the one that writes.
"""

import re
from dataclasses import dataclass

from articles.body.references import keys_in
from articles.body.rendering import Rendered, render_body
from articles.body.sanitizing import sanitize, without_controls
from articles.models import Edition
from articles.search.terms import Terms, terms_of_texts


@dataclass(frozen=True)
class Ahead:
    """A text, as written, in a language as its first edition will have it, and what the search index holds of it."""

    written: dict[str, str]
    language: str
    rendered: Rendered
    terms: Terms

    def fits(self, text: dict[str, str], language: str) -> bool:
        return self.language == language and self.written.items() <= text.items()


def work_ahead(text: dict[str, str], language: str) -> Ahead | None:
    """Return a text (title, lead, author line and body) rendered and taken apart.

    None for one whose body refers to rows of the database.
    """
    if not keys_in(sanitize(text["body"])).are_empty:
        return None
    rendered = render_body(text["body"], language)
    edition = Edition(language=language, contents=rendered.contents, plain_text=rendered.plain_text, **lines_of(text))
    return Ahead(text, language, rendered, terms_of_texts(edition))


def lines_of(text: dict[str, str]) -> dict[str, str]:
    """Return a text's title, lead and author line as an edition freezes them."""
    return {
        "title": _line(text["title"]),
        "lead": without_controls(text["lead"]).strip(),
        "author_line": _line(text["author_line"]),
    }


def _line(text: str) -> str:
    return re.sub(r"[\t\n]+", " ", without_controls(text)).strip()
