"""Pages rendered once for each language and set of parts, and then filled in.

Django takes a millisecond to render the template of a page, nearly all of it for markup that is the same
every time. A page all of whose values are pieces of text is therefore rendered once with marks in
their places; filling these in takes a twentieth of that. The template can do two things with such a
part: print it, and ask whether there is one.
"""

from html import escape

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import override

from articles.fragments import places, remembered

MARK = "\x00"  # stands in no template


def filled(template: str, code: str, parts: dict[str, str], **fixed) -> str:
    """Return a template rendered for a page in a language.

    ``parts`` are texts, escaped here unless they are marked as safe; ``fixed`` are the values of which
    there are so few that the template is rendered for each set of them. These must be hashable.
    """
    present = tuple(name for name, text in parts.items() if text)
    pieces = list(_mould(template, code, present, **fixed))
    for place in range(1, len(pieces), 2):
        text = parts[pieces[place]]
        pieces[place] = text if isinstance(text, SafeString) else escape(text)
    return "".join(pieces)


@remembered
def _mould(template: str, code: str, present: tuple[str, ...], **fixed) -> tuple[str, ...]:
    """Return the rendered template in pieces: every second one is the name of the part that stands there."""
    marks = {name: SafeString(f"{MARK}{name}{MARK}") for name in present}
    with override(code):
        return tuple(render_to_string(template, {"places": places(code), **fixed, **marks}).split(MARK))
