"""Where the same thing can be read in other languages: the switch for readers, and links in the head for machines.

Nearly every article has its own, so they are put together without a template.
"""

from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext, override

from articles.fragments import remembered
from languages.names import default_code, site_languages

Addresses = tuple[tuple[str, str], ...]


@remembered
def switch(code: str, addresses: Addresses) -> SafeString:
    """Return the language switch of a page in a language; empty for one that is about nothing.

    ``addresses`` are the languages in which the same thing can be read, and where.
    """
    if not addresses:
        return SafeString()
    label, absent = _words(code)
    there, items = dict(addresses), []
    for other in site_languages():
        name, attributes = escape(other.name), other.attributes
        if other.code == code:
            item = f'<span class="current" aria-current="true" {attributes}>{name}</span>'
        elif address := there.get(other.code):
            item = f'<a href="{escape(address)}" hreflang="{other.tag}" {attributes}>{name}</a>'
        else:
            item = f'<span class="absent"><span {attributes}>{name}</span> <small>{absent}</small></span>'
        items.append(f"<li>{item}</li>\n")
    return SafeString(f'<nav class="switch" aria-label="{label}">\n<ul class="plain">\n{"".join(items)}</ul>\n</nav>\n')


@remembered
def alternates(code: str, addresses: Addresses, site_url: str) -> SafeString:
    """Return the links to the page itself, to where it stands in other languages, and to the best for all others."""
    if not addresses:
        return SafeString()
    there, links = dict(addresses), []
    for other in site_languages():
        if address := there.get(other.code):
            if other.code == code:
                links.append(_link('rel="canonical"', site_url + address))
            links.append(_link(f'rel="alternate" hreflang="{other.tag}"', site_url + address))
    best = there.get(default_code()) or addresses[0][1]
    return SafeString("\n".join((*links, _link('rel="alternate" hreflang="x-default"', site_url + best))))


def _link(meaning: str, address: str) -> str:
    return f'<link {meaning} href="{escape(address)}">'


@remembered
def _words(code: str) -> tuple[str, str]:
    with override(code):
        return escape(gettext("Language")), escape(gettext("not available"))
