"""The allow-list: what a body may hold, as written and as readers get it.

What editors, word processors and other sites hand in goes through ``sanitize``; what is made of it
goes through ``last_look`` before an edition freezes it.
"""

import html
import re
from collections import Counter
from functools import lru_cache

import nh3
from django.utils.html import escape, strip_tags

from articles.body.videos import canonical

TAGS = {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "footer", "cite", "q",
    "pre", "code", "kbd", "strong", "b", "em", "i", "u", "s", "del", "ins", "mark", "small", "sub", "sup", "abbr",
    "dfn", "time", "span", "bdi", "bdo", "br", "wbr", "hr", "a", "img", "figure", "figcaption", "table", "caption",
    "thead", "tbody", "tfoot", "tr", "th", "td", "ruby", "rt", "rp",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href", "hreflang", "title", "data-article", "data-document"},
    "abbr": {"title"},
    "bdo": {"dir"},
    "figure": {"data-kind", "data-size", "data-align", "data-document", "data-video"},
    "img": {"src", "alt", "data-image"},
    "ol": {"start", "type", "reversed"},
    "span": {"data-note"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
NUMBER = re.compile(r"\d{1,4}")
KEY = re.compile(r"[1-9][0-9]{0,17}")
PICTURE = re.compile(r"/media/pictures/([0-9a-f]{20})-\d+\.(?:jpg|png|avif)")
UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
# Markup that shows nothing: no words, and no picture, file or video.
BLANK = re.compile(r"(?:<(?!img|figure[^>]* data-(?:document|video))[^>]*>|\s|&nbsp;)*+")
MAX_DEPTH = 40
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>?")
# These end by themselves where another begins, or hold nothing: only other elements nest without a bound.
FLAT = {
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "rt", "rp", "option", "area", "base", "br",
    "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
}  # fmt: skip
# Addresses of other sites without a scheme, and words before a colon that are no scheme of ours.
NO_ADDRESS = re.compile(r"[/\\]{2}|(?!https?:|mailto:|tel:)[^/?#]*:", re.IGNORECASE)
LEVELS = {"h1": "h2", "h5": "h4", "h6": "h4"}
PLACELESS_IMG = re.compile(r"<img(?: (?!src=|data-image=)[a-z-]+=\"[^\"]*\")*>")
CELL_PARAGRAPH = re.compile(r"(<t[dh](?:[^<>\"]|\"[^\"]*\")*>)\s*<p>((?:(?!</?p>).)*)</p>\s*(?=</t[dh]>)", re.DOTALL)
# The first rows of a table that hold header cells alone.
HEAD_CELL = r"<th(?: [^<>]*)?>(?:(?!</?t(?:able|body|d|foot|h|head|r)[ >]).)*</th>"
HEAD_ROWS = re.compile(rf"(?<!</thead>)<tbody>((?:<tr>(?:{HEAD_CELL})+</tr>)+)(?=<tr>)", re.DOTALL)


def sanitize(html: str) -> str:
    """Return the body with nothing in it but what the allow-list names, in one form.

    Headings are brought to the levels 2 to 4, pictures and files must be the library's, addresses must
    be http, https, mailto, tel or of this site. Table cells of one paragraph lose it, and a table's
    first rows of header cells are its head. Sanitizing twice changes nothing: what is parsed
    anew is the same tree, so no markup hides in the difference between two parsers.
    """
    clean = html
    for _attempt in range(4):
        again = _sanitize_once(clean)
        if again == clean:
            return clean
        clean = again
    return escape(strip_tags(clean))


@lru_cache(maxsize=4)  # publishing sanitizes one body several times, and what came of it
def _sanitize_once(html: str) -> str:
    clean = _cleaner.clean(_without_depths(without_controls(html)))
    for level, wanted in LEVELS.items():
        clean = clean.replace(f"<{level}>", f"<{wanted}>").replace(f"<{level} ", f"<{wanted} ")
        clean = clean.replace(f"</{level}>", f"</{wanted}>")
    clean = PLACELESS_IMG.sub("", clean)
    clean = re.sub(r"(<pre[^>]*>)\n+", r"\1", clean)  # a parser drops the first one each time
    if "<table" in clean:
        clean = HEAD_ROWS.sub(r"<thead>\1</thead><tbody>", CELL_PARAGRAPH.sub(r"\1\2", clean))
    return "" if is_blank(clean) else clean.strip()


def without_controls(text: str) -> str:
    """Return the text without the characters that no document may hold, its lines ended by line feeds."""
    return UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def is_blank(clean: str) -> bool:
    """Tell whether sanitized markup shows nothing at all."""
    return BLANK.fullmatch(clean) is not None


def shows_something(clean: str) -> bool:
    """Tell whether sanitized markup shows a picture, a file, a video or a visible sign."""
    for match in re.finditer(r"<([^<>]*)>|([^<>]+)", clean):
        if match[1] and re.match(r"img|figure.* data-(?:document|video)", match[1]):
            return True
        if match[2] and is_visible(match[2]):
            return True
    return False


def is_visible(text: str) -> bool:
    """Tell whether a text has a sign that can be seen."""
    return any(sign.isprintable() and not sign.isspace() for sign in html.unescape(text))


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


def _allowed(tag: str, attribute: str, value: str) -> str | None:
    """Return an attribute's value, or None to drop the attribute."""
    if attribute in ("lang", "hreflang"):
        return value if LANGUAGE_TAG.fullmatch(value) else None
    if attribute == "href":
        return None if NO_ADDRESS.match(re.sub(r"\s", "", value)) else value
    if attribute == "data-video":
        return canonical(value)
    if attribute == "data-note":
        return ""
    pattern = VALUES.get(attribute)
    return value if pattern is None or pattern.fullmatch(value) else None


VALUES = {
    "colspan": NUMBER,
    "data-align": re.compile("start|end"),
    "data-article": KEY,
    "data-document": KEY,
    "data-image": KEY,
    "data-kind": re.compile("gallery"),
    "data-size": re.compile("small|wide"),
    "dir": re.compile("ltr|rtl|auto"),
    "rowspan": NUMBER,
    "scope": re.compile("row|col|rowgroup|colgroup"),
    "src": PICTURE,
    "start": NUMBER,
    "type": re.compile("[1aAiI]"),
}
_FORBIDDEN = {"script", "style", "template", "iframe", "object", "noscript", "noembed", "xmp", "title"}
_SCHEMES = {"http", "https", "mailto", "tel"}
_cleaner = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags=_FORBIDDEN,
    attributes=ATTRIBUTES,
    attribute_filter=_allowed,
    strip_comments=True,
    link_rel=None,
    url_schemes=_SCHEMES,
)

# What rendering adds to the markup that editors write.
ADDED_TAGS = {"audio", "div", "picture", "section", "source", "track", "video"}
ADDED_ATTRIBUTES = {
    "*": {"aria-label", "class", "id", "role", "tabindex"},
    "a": {"rel", "type"},
    "audio": {"controls", "preload", "src"},
    "img": {"decoding", "height", "loading", "sizes", "srcset", "width"},
    "source": {"sizes", "srcset", "type"},
    "track": {"kind", "label", "src", "srclang"},
    "video": {"controls", "height", "poster", "preload", "src", "width"},
}
_last = nh3.Cleaner(
    tags=TAGS | ADDED_TAGS,
    clean_content_tags=_FORBIDDEN,
    attributes={
        name: {
            attribute
            for attribute in ATTRIBUTES.get(name, set()) | ADDED_ATTRIBUTES.get(name, set())
            if not attribute.startswith("data-")
        }
        for name in ATTRIBUTES.keys() | ADDED_ATTRIBUTES.keys()
    },
    strip_comments=True,
    link_rel=None,
    url_schemes=_SCHEMES,
)


def last_look(rendered: str) -> str:
    """Return what was rendered without anything that no reader's page may hold: the last step before freezing."""
    # nh3 takes time that grows with the square of the no-break spaces in a text: a sign no body holds stands in
    stand_in = rendered.replace("\u00a0", "\ufffe").replace("&nbsp;", "\ufffe")
    return _last.clean(stand_in).replace("\ufffe", "\u00a0")
