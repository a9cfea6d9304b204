"""Turn what an editor wrote into what an edition freezes.

``sanitize`` is the allow-list; ``render_body`` does everything else on its output. That output
is well-formed (nh3 writes it anew from a parsed tree), so a tokenizer is enough to walk it.
"""

import html
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import nh3
from django.db.models.functions import Left
from django.utils.html import escape, strip_tags
from django.utils.translation import gettext, override

from languages.names import bcp47, site_codes
from languages.slugs import slugify
from languages.typography import reading_minutes, typeset
from library.models import Image

TAGS = {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "cite", "q", "pre",
    "code", "kbd", "strong", "b", "em", "i", "u", "s", "del", "ins", "mark", "small", "sub", "sup", "abbr", "dfn",
    "time", "span", "bdi", "bdo", "br", "wbr", "hr", "a", "img", "figure", "figcaption", "table", "caption", "thead",
    "tbody", "tfoot", "tr", "th", "td", "ruby", "rt", "rp",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href", "hreflang", "title"},
    "abbr": {"title"},
    "bdo": {"dir"},
    "img": {"src", "alt"},
    "ol": {"start", "type", "reversed"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
NUMBER = re.compile(r"\d{1,4}")
PICTURE = re.compile(r"/media/pictures/([0-9a-f]{20})-\d+\.(?:jpg|avif)")
UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
BLANK = re.compile(r"(?:<(?!img)[^>]*>|\s|&nbsp;)*+")
MAX_DEPTH = 100
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>?")
# These end by themselves where another begins, or hold nothing: only other elements nest without a bound.
FLAT = {
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "rt", "rp", "option", "area", "base", "br",
    "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
}  # fmt: skip
# Addresses of other sites without a scheme, and words before a colon that are no scheme of ours.
NO_ADDRESS = re.compile(r"[/\\]{2}|(?!https?:|mailto:|tel:)[^/?#]*:", re.IGNORECASE)
TOKEN = re.compile(r"""<(?:[^<>"]|"[^"]*")*>|[^<]+""")
START = re.compile(r"<([a-z][a-z0-9]*)((?:[^<>\"]|\"[^\"]*\")*)>")
ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
CELL_PARAGRAPH = re.compile(r"(<t[dh](?:[^<>\"]|\"[^\"]*\")*>)\s*<p>((?:(?!</?p>).)*)</p>\s*(?=</t[dh]>)", re.DOTALL)
EMPTY = re.compile(r"<(p|h[2-4]|li|strong|em|a|span)(?:[^<>\"]|\"[^\"]*\")*>(?:\s|&nbsp;|<br>)*</\1>")
BLOCKS = {
    "p",
    "h2",
    "h3",
    "h4",
    "li",
    "dt",
    "dd",
    "blockquote",
    "pre",
    "tr",
    "figcaption",
    "caption",
    "table",
    "ul",
    "ol",
}
LEVELS = {"h1": "h2", "h5": "h4", "h6": "h4"}
RESERVED_ANCHORS = {"main", "top", "contents"}


@dataclass(frozen=True)
class Rendered:
    """What an edition freezes of a body."""

    manuscript: str
    body: str
    contents: list[dict]
    plain_text: str
    reading_minutes: int


@lru_cache(maxsize=4)  # publishing sanitizes one body several times
def sanitize(html: str) -> str:
    """Return the body with nothing in it but what the allow-list names.

    Headings are brought to the levels 2 to 4, pictures must be the library's, addresses must
    be http, https, mailto, tel or of this site. Sanitizing twice changes nothing: what is
    parsed anew is the same tree, so no markup hides in the difference between two parsers.
    """
    clean = _sanitize_once(html)
    for _attempt in range(3):
        again = _sanitize_once(clean)
        if again == clean:
            return clean
        clean = again
    return escape(strip_tags(clean))


def _sanitize_once(html: str) -> str:
    clean = _cleaner.clean(_without_depths(without_controls(html)))
    for level, wanted in LEVELS.items():
        clean = clean.replace(f"<{level}>", f"<{wanted}>").replace(f"<{level} ", f"<{wanted} ")
        clean = clean.replace(f"</{level}>", f"</{wanted}>")
    clean = re.sub(r"<img(?: (?!src=)[a-z]+=\"[^\"]*\")*>", "", clean)
    clean = re.sub(r"(<pre[^>]*>)\n+", r"\1", clean)  # a parser drops the first one each time
    return "" if BLANK.fullmatch(clean) else clean.strip()


def without_controls(text: str) -> str:
    """Return the text without the characters that no document may hold, its lines ended by line feeds."""
    return UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _without_depths(html: str) -> str:
    """Drop the tags that nest deeper than MAX_DEPTH: parsing time grows with the square of the depth."""
    open_tags, depth = Counter(), 0

    def kept(match):
        nonlocal depth
        name = match[2].lower()
        if name in FLAT or (name not in TAGS and match[0].endswith("/>")):
            return match[0]
        if not match[1]:
            open_tags[name] += 1
            depth += 1
            return match[0] if depth <= MAX_DEPTH else ""
        if not open_tags[name]:
            return match[0]
        open_tags[name] -= 1
        depth -= 1
        return match[0] if depth < MAX_DEPTH else ""

    return TAG.sub(kept, html)


def render(html: str, language: str) -> str:
    """Return the body as an edition in that language freezes it."""
    return render_body(html, language).body


def render_body(html_as_written: str, language: str) -> Rendered:
    """Sanitize and render a body and tell what else an edition keeps of it."""
    manuscript = sanitize(html_as_written)
    tokens = TOKEN.findall(CELL_PARAGRAPH.sub(r"\1\2", EMPTY.sub("", manuscript)))
    images = _find_images(tokens)
    out, plain, contents, languages = [], [], [], [language]
    open_tags, open_items, verbatim = [], [], 0
    heading, taken, repeated = None, set(RESERVED_ANCHORS), Counter()
    for token in tokens:
        if not token.startswith("<"):
            text = token if verbatim else typeset(token, languages[-1])
            out.append(text)
            plain.append(text)
            if heading is not None:
                heading["title"] += html.unescape(text)
            continue
        start = START.fullmatch(token)
        if start is None:
            name = token[2:-1]
            if heading is not None and name == f"h{heading['level']}":
                title = heading["title"].replace("\u00a0", " ").strip()
                anchor = _anchor(title, taken, repeated)
                if title:
                    contents.append({"level": heading["level"], "anchor": anchor, "title": title})
                out[heading["at"]] = out[heading["at"]].replace(">", f' id="{escape(anchor)}">', 1)
                heading = None
            if open_tags and open_tags[-1] == name:
                open_tags.pop()
                languages.pop()
            if name == "li" and open_items:
                open_items.pop()
            verbatim -= name in ("pre", "code")
            out.append(f"{token}</div>" if name == "table" else token)
            if name in BLOCKS:
                plain.append("\n")
            elif name in ("td", "th"):
                plain.append("\t")
            continue
        name, attributes = start[1], dict(ATTRIBUTE.findall(start[2]))
        if name in ("br", "wbr", "hr", "img"):
            out.append(_picture(images, attributes) if name == "img" else token)
            plain.append("\n" if name != "img" else "")
            continue
        open_tags.append(name)
        languages.append(attributes.get("lang", languages[-1]))
        verbatim += name in ("pre", "code")
        if name == "li":
            open_items.append(len(out))
        elif name == "a":
            out.append(_link(attributes, language, taken))
            if open_items and (note := re.fullmatch(r"#fnref(\w+)", attributes.get("href", ""))):
                item, anchor = open_items[-1], f"fn{note[1]}"
                if anchor not in taken and " id=" not in out[item]:
                    taken.add(anchor)
                    out[item] = out[item].replace("<li", f'<li id="{anchor}"', 1)
        elif name == "table":
            with override(language):
                label = escape(gettext("Table"))
            out.append(f'<div class="table-scroll" role="group" tabindex="0" aria-label="{label}">{token}')
        elif name in ("h2", "h3", "h4"):
            heading = {"level": int(name[1]), "title": "", "at": len(out)}
        if name not in ("a", "table"):
            out.append(token)
    text = re.sub(r"\n\s*\n+", "\n", html.unescape("".join(plain))).strip()
    return Rendered(manuscript, "".join(out), contents, text, reading_minutes(text))


def _anchor(title: str, taken: set[str], repeated: Counter) -> str:
    """Return a heading's anchor that nothing in the text has yet; headings that repeat are counted on."""
    anchor = wanted = slugify(title) or "section"
    while anchor in taken:
        repeated[wanted] += 1
        anchor = f"{wanted}-{repeated[wanted] + 1}"
    taken.add(anchor)
    return anchor


def _link(attributes: dict, language: str, taken: set[str]) -> str:
    href = attributes.get("href", "")
    if target := re.match(r"/([a-z-]+)/", href):
        if target[1] in site_codes() and target[1] != language:
            attributes["hreflang"] = bcp47(target[1])
    elif re.match(r"https?:", href, re.IGNORECASE):
        attributes["rel"] = "external"
    elif note := re.fullmatch(r"#fn(?!ref)(\w+)", href):
        anchor = f"fnref{note[1]}"
        if anchor not in taken:  # the first of several references to one note
            taken.add(anchor)
            attributes["id"] = anchor
    return "<a" + "".join(f' {name}="{value}"' for name, value in attributes.items()) + ">"


def _find_images(tokens) -> dict[str, Image]:
    """Return the library's pictures that the body shows, by the beginning of their digest: one query or none."""
    found = {match[1] for token in tokens if token.startswith("<img") and (match := PICTURE.search(token))}
    if not found:
        return {}
    wanted = Image.objects.annotate(beginning=Left("digest", 20)).filter(beginning__in=found)
    return {image.beginning: image for image in wanted}


def _picture(images: dict[str, Image], attributes: dict) -> str:
    """Return the ``<picture>`` for an image of the body; nothing for one that the library does not have."""
    match = PICTURE.fullmatch(attributes.get("src", ""))
    image = images.get(match[1]) if match else None
    if image is None:
        return ""
    return (
        f'<picture><source type="image/avif" srcset="{image.avif_srcset}" sizes="(min-width: 48rem) 44rem, 100vw">'
        f'<img src="{image.src}" srcset="{image.jpeg_srcset}" sizes="(min-width: 48rem) 44rem, 100vw"'
        f' alt="{attributes.get("alt", "")}" width="{image.width}" height="{image.height}"'
        f' loading="lazy" decoding="async"></picture>'
    )


def _allowed(tag: str, attribute: str, value: str) -> str | None:
    """Return an attribute's value, or None to drop the attribute."""
    if attribute == "lang":
        return value if LANGUAGE_TAG.fullmatch(value) else None
    if attribute == "hreflang":
        return value if LANGUAGE_TAG.fullmatch(value) else None
    if attribute == "dir":
        return value if value in ("ltr", "rtl", "auto") else None
    if attribute == "src":
        return value if PICTURE.fullmatch(value) else None
    if attribute == "href":
        return None if NO_ADDRESS.match(re.sub(r"\s", "", value)) else value
    if attribute in ("colspan", "rowspan", "start"):
        return value if NUMBER.fullmatch(value) else None
    if attribute == "scope":
        return value if value in ("row", "col", "rowgroup", "colgroup") else None
    if attribute == "type":
        return value if value in ("1", "a", "A", "i", "I") else None
    return value


_cleaner = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style", "template", "iframe", "object", "noscript", "noembed", "xmp", "title"},
    attributes=ATTRIBUTES,
    attribute_filter=_allowed,
    strip_comments=True,
    link_rel=None,
    url_schemes={"http", "https", "mailto", "tel"},
)
