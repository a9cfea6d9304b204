"""Pages and cards rendered once for each language and set of parts, and then filled in.

Django takes a millisecond to render the template of a page, nearly all of it for markup that is the same
every time. A page all of whose values are pieces of text is therefore rendered once with marks in
their places; filling these in takes a twentieth of that. The template can do two things with such a
part: print it, or an attribute of it, and ask whether there is one.
"""

from functools import reduce
from html import escape

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import override

from articles.fragments import places, remembered

MARK = "\x00"  # stands in no template


class Mark:
    """Stands in a template for a part, or for one of a part's attributes."""

    def __init__(self, name: str):
        self.name = name

    def __getattr__(self, attribute: str) -> "Mark":
        return Mark(f"{self.name}.{attribute}")

    def __str__(self) -> str:
        return f"{MARK}{self.name}{MARK}"

    __html__ = __str__


def filled(template: str, code: str, parts: dict[str, object], **fixed) -> SafeString:
    """Return a template rendered for a page in a language.

    ``parts`` are texts, escaped here unless they are marked as safe, and things whose attributes the
    template prints; ``fixed`` are the values of which there are so few that the template is rendered for each
    set of them. These must be hashable.
    """
    present = tuple(name for name, value in parts.items() if value)
    pieces = list(_mould(template, code, present, **fixed))
    for place in range(1, len(pieces), 2):
        name, *attributes = pieces[place]
        value = reduce(getattr, attributes, parts[name])
        pieces[place] = value if isinstance(value, SafeString) else escape(str(value))
    return SafeString("".join(pieces))


@remembered
def _mould(template: str, code: str, present: tuple[str, ...], **fixed) -> tuple[str | tuple[str, ...], ...]:
    """Return the rendered template in pieces: every second one names the part that stands there, and its attribute."""
    marks = {name: Mark(name) for name in present}
    with override(code):
        pieces = render_to_string(template, {"places": places(code), **fixed, **marks}).split(MARK)
    return tuple(tuple(piece.split(".")) if place % 2 else piece for place, piece in enumerate(pieces))
