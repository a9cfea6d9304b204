"""What publishing a text takes the longest for, done ahead: its body rendered, and the words in it.

Neither needs the database where a body refers to nothing in it, so that an import does both in a
process beside the one that writes.
"""

from dataclasses import dataclass

from articles.index_terms import Analysed, analyse
from articles.references import keys_in
from articles.rendering import Rendered, render_body
from articles.sanitizing import sanitize


@dataclass(frozen=True)
class Ahead:
    """A body in a language as its first edition will have it, and what the search index needs of it."""

    written: str
    language: str
    rendered: Rendered
    words: Analysed

    def fits(self, body: str, language: str) -> bool:
        return (self.written, self.language) == (body, language)


def work_ahead(body: str, language: str) -> Ahead | None:
    """Return a body rendered and analysed; None for one that refers to rows of the database."""
    if not keys_in(sanitize(body)).are_empty:
        return None
    rendered = render_body(body, language)
    return Ahead(body, language, rendered, analyse(rendered.plain_text, language))
