"""Turn what an editor wrote into what an edition freezes.

``sanitize`` is the allow-list. On its output, which is well-formed, ``render_body`` does everything
else: pictures and files from the library, links, notes, anchors, tables, typography.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.template.defaultfilters import filesizeformat
from django.utils.html import escape
from django.utils.translation import gettext, override

from articles.body import anchors, references, videos
from articles.body.markup import VOID, Element, parse, passages, start_tag, walk, words
from articles.body.sanitizing import last_look, sanitize
from articles.fragments import edition_address
from languages.interface import mark, marking, unmarked
from languages.names import bcp47, direction, site_codes
from languages.names import language as language_of
from languages.typography import reading_minutes, typeset
from library.models import Document

EMPTY = re.compile(r"<(p|h[2-4]|li|strong|em|a|span)(?:[^<>\"]|\"[^\"]*\")*>(?:\s|&nbsp;|<br>)*</\1>")
BLOCKS = {
    "p", "h2", "h3", "h4", "li", "dt", "dd", "blockquote", "footer", "pre", "tr", "figcaption", "caption", "table",
    "ul", "ol",
}  # fmt: skip
HEADINGS = {"h2": 2, "h3": 3, "h4": 4}
VERBATIM = {"pre", "code"}
SIZES = {
    "": "(min-width: 48rem) 44rem, 100vw",
    "wide": "(min-width: 80rem) 76rem, 100vw",
    "small": "(min-width: 48rem) 22rem, 100vw",
    "gallery": "(min-width: 48rem) 15rem, 40vw",  # a tenth less than it is: phones then take the smallest rendition
}


@dataclass(frozen=True)
class Rendered:
    """What an edition freezes of a body."""

    manuscript: str
    body: str
    contents: list[dict]
    plain_text: str
    reading_minutes: int


def render(html: str, language: str) -> str:
    """Return the body as an edition in that language freezes it."""
    return render_body(html, language).body


def render_body(
    html_as_written: str, language: str, *, earlier: Sequence[dict] = (), at: datetime | None = None
) -> Rendered:
    """Sanitize and render a body and tell what else an edition keeps of it.

    ``earlier`` is the table of contents of the edition before, whose anchors are kept. Links to other
    articles lead to where these are at the moment ``at``; now, if None.
    """
    manuscript = sanitize(html_as_written)
    root = _directed(parse(EMPTY.sub("", manuscript)), direction(language))
    with override(language), marking():
        rendering = _Rendering(root, language, earlier, at)
    text = re.sub(r"\n\s*\n+", "\n", unmarked(html.unescape("".join(rendering.plain)))).strip()
    body = mark(last_look("".join(rendering.out)), bcp47(language))
    return Rendered(manuscript, body, rendering.contents, text, reading_minutes(text))


class _Rendering:
    """One body on its way into an edition."""

    def __init__(self, root: Element, language: str, earlier, at):
        self.language = language
        self.referred = references.find(root, language, at)
        self.out: list[str] = []
        self.plain: list[str] = []
        self.contents: list[dict] = []
        self.notes: list[tuple[Element, str]] = []
        self.ids: set[str] = set()
        headings = list(_headings(root, language))
        titles = [(HEADINGS[element.name], _title(element, spoken)) for element, spoken in headings]
        chosen = anchors.choose(titles, earlier)
        self.anchors = {id(element): anchor for (element, _spoken), anchor in zip(headings, chosen, strict=True)}
        self.ids.update(chosen)
        for (level, title), anchor, (element, spoken) in zip(titles, chosen, headings, strict=True):
            if title:
                marked = _marked_passages(element, spoken, language)
                self.contents.append({"level": level, "anchor": anchor, "title": title} | marked)
        self.children(root, language)
        self.write_notes()

    def children(self, parent: Element, language: str, *, verbatim: bool = False) -> None:
        for child in parent.children:
            if isinstance(child, str):
                text = child if verbatim else typeset(child, language)
                self.out.append(text)
                self.plain.append(text)
            else:
                self.element(child, child.attributes.get("lang", language), verbatim or child.name in VERBATIM)

    def element(self, element: Element, language: str, verbatim: bool) -> None:
        if element.name in VOID:
            self.out.append(self.picture(element, "") if element.name == "img" else start_tag(element.name, {}))
            self.plain.append("" if element.name == "img" else "\n")
        elif element.name in SPECIAL:
            SPECIAL[element.name](self, element, language)
        elif "data-note" in element.attributes:
            self.note(element, language)
        else:
            self.wrapped(element, language, verbatim=verbatim)

    def wrapped(self, element: Element, language: str, *, verbatim: bool = False, **more: str) -> None:
        """Write an element with its attributes, those that are data left out."""
        attributes = {name: value for name, value in element.attributes.items() if not name.startswith("data-")}
        self.out.append(start_tag(element.name, attributes | more))
        self.children(element, language, verbatim=verbatim)
        self.out.append(f"</{element.name}>")
        if element.name in BLOCKS:
            self.plain.append("\n")
        elif element.name in ("td", "th"):
            self.plain.append("\t")

    def heading(self, element: Element, language: str) -> None:
        self.wrapped(element, language, id=escape(self.anchors[id(element)]))

    # Notes

    def note(self, element: Element, language: str) -> None:
        """Put a note's number in its place; a note inside a note is a part of it."""
        number = len(self.notes) + 1
        self.notes.append((element, language))
        label = escape(gettext("Note %(number)d") % {"number": number})
        self.out.append(
            f'<sup class="note"><a id="noteref.{number}" href="#note.{number}" role="doc-noteref"'
            f' aria-label="{label}">{number}</a></sup>'
        )

    def write_notes(self) -> None:
        """Write the notes at the end, each with a link back to its place."""
        if not self.notes:
            return
        self.plain.append("\n")
        label, back = escape(gettext("Notes")), escape(gettext("Back to the text"))
        self.out.append(f'<section class="notes" role="doc-endnotes" aria-label="{label}"><ol>')
        for number, (element, language) in enumerate(self.notes, 1):
            self.out.append(start_tag("li", {"id": f"note.{number}"} | _marked(element)))
            self.children(_without_notes(element), language)
            self.out.append(f' <a href="#noteref.{number}" role="doc-backlink" aria-label="{back}">↩</a></li>')
            self.plain.append("\n")
        self.out.append("</ol></section>")

    # Links

    def link(self, element: Element, language: str) -> None:
        if key := element.attributes.get("data-article"):
            return self.article_link(element, language, self.referred.articles.get(int(key)))
        if key := element.attributes.get("data-document"):
            return self.file_link(element, language, self.referred.documents.get(int(key)))
        attributes = element.attributes
        href = attributes.get("href", "")
        more = {}
        if target := re.match(r"/([a-z-]+)/", href):
            if target[1] in site_codes() and target[1] != self.language:
                more["hreflang"] = bcp47(target[1])
        elif re.match(r"https?:", href, re.IGNORECASE):
            more["rel"] = "external"
        elif note := re.fullmatch(r"#fn(?!ref)(\w+)", href):
            more |= self.own_id(f"fnref{note[1]}")  # the first of several references to one note
        return self.wrapped(element, language, **more)

    def article_link(self, element: Element, language: str, target: dict | None) -> None:
        """Lead to where the article can be read, marked where that is another language; nowhere: to nothing."""
        if target is None:
            return self.children(element, language)
        fragment = element.attributes.get("href", "")
        address = edition_address(target["language"], target["slug"], target["is_page"])
        attributes = {"href": escape(address) + fragment}
        attributes |= {name: value for name, value in element.attributes.items() if name in ("title", "lang", "dir")}
        is_elsewhere = target["language"] != self.language
        if is_elsewhere:
            attributes["hreflang"] = bcp47(target["language"])
        self.out.append(start_tag("a", attributes))
        self.children(element, language)
        self.out.append("</a>")
        if is_elsewhere:
            name = language_of(target["language"]).name_in_page_language
            self.out.append(f' <span class="mark">{escape(name)}</span>')
        return None

    def item(self, element: Element, language: str) -> None:
        """Write a list's item; one that leads back to a reference, as in older texts, is its note."""
        for inner in walk(element):
            if inner.name in ("ul", "ol"):
                break
            note = re.fullmatch(r"#fnref(\w+)", inner.attributes.get("href", ""))
            if note:
                return self.wrapped(element, language, **self.own_id(f"fn{note[1]}"))
        return self.wrapped(element, language)

    def file_link(self, element: Element, language: str, document: Document | None) -> None:
        """Lead to a file of the library, its format and size beside the words."""
        if document is None:
            return self.children(element, language)
        self.out.append(start_tag("a", self.to_file(document) | _marked(element)))
        self.children(element, language)
        self.out.append(f"</a> {self.facts(document)}")
        return None

    def to_file(self, document: Document) -> dict[str, str]:
        attributes = {"href": escape(document.url), "type": escape(document.content_type)}
        if document.language and document.language != self.language:
            attributes["hreflang"] = escape(bcp47(document.language))
        return attributes

    def facts(self, document: Document) -> str:
        size = escape(filesizeformat(document.bytes).replace(" ", "\u00a0"))
        return f'<span class="file-facts">({escape(document.format)}, {size})</span>'

    def own_id(self, wanted: str) -> dict[str, str]:
        if wanted in self.ids:
            return {}
        self.ids.add(wanted)
        return {"id": wanted}

    # Tables and quotations

    def table(self, element: Element, language: str) -> None:
        caption = next(iter(element.elements("caption")), None)
        label = escape((words(caption).strip() if caption else "") or gettext("Table"))
        self.out.append(f'<div class="table-scroll" role="group" tabindex="0" aria-label="{label}">')
        for part in element.elements("thead", "tbody", "tfoot"):
            for row in part.elements("tr"):
                for place, cell in enumerate(row.elements("th", "td")):
                    if cell.name == "th" and (part.name == "thead" or place == 0):
                        cell.attributes.setdefault("scope", "col" if part.name == "thead" else "row")
        self.wrapped(element, language)
        self.out.append("</div>")

    def quotation(self, element: Element, language: str) -> None:
        """Write a quotation, its source below it and outside."""
        sources = element.elements("footer")
        if not sources:
            return self.wrapped(element, language)
        quoted = [child for child in element.children if child not in sources]
        self.out.append('<figure class="quotation">')
        self.wrapped(Element("blockquote", element.attributes, quoted), language)
        self.out.append("<figcaption>")
        for source in sources:
            self.children(source, source.attributes.get("lang", language))
            self.plain.append("\n")
        self.out.append("</figcaption></figure>")
        return None

    def source(self, element: Element, language: str) -> None:
        """Write what stands as a source and belongs to no quotation."""
        self.wrapped(Element("p", element.attributes, element.children), language)

    # Pictures and other files

    def figure(self, element: Element, language: str) -> None:
        attributes = element.attributes
        if "data-video" in attributes:
            self.outside_video(element, language)
        elif key := attributes.get("data-document"):
            self.file(element, language, self.referred.documents.get(int(key)))
        elif attributes.get("data-kind") == "gallery":
            self.gallery(element, language)
        else:
            size = attributes.get("data-size", "")
            align = attributes.get("data-align", "") if size == "small" else ""
            shown = self.picture_in(element, size)
            self.framed(element, language, " ".join(filter(None, ("picture" if shown else "", size, align))), size)

    def framed(self, element: Element, language: str, names: str, size: str) -> None:
        """Write a figure: what it shows, and below that its caption with the picture's credit."""
        self.out.append(start_tag("figure", _marked(element) | ({"class": names} if names else {})))
        image = next((self.referred.image(inner.attributes) for inner in element.elements("img")), None)
        credit = typeset(escape(image.describe(self.language)["credit"]), self.language) if image else ""
        captions = element.elements("figcaption")
        for child in element.children:
            if isinstance(child, Element) and child.name == "img":
                self.out.append(self.picture(child, size))
            elif child not in captions:
                self.children(Element("", {}, [child]), language)
        if captions or credit:
            self.caption(captions, language, credit)
        self.out.append("</figure>")

    def caption(self, captions: list[Element], language: str, credit: str) -> None:
        self.out.append(start_tag("figcaption", _marked(captions[0]) if captions else {}))
        for caption in captions:
            self.children(caption, caption.attributes.get("lang", language))
            self.plain.append("\n")
        if credit:
            self.out.append(f' <span class="credit">{"· " if captions else ""}{credit}</span>')
        self.out.append("</figcaption>")

    def gallery(self, element: Element, language: str) -> None:
        shown = [inner for inner in element.elements("figure") if self.picture_in(inner, "gallery")]
        self.out.append(start_tag("figure", _marked(element) | {"class": "gallery"}))
        for inner in shown:
            self.framed(inner, inner.attributes.get("lang", language), "picture", "gallery")
        if captions := element.elements("figcaption"):
            self.caption(captions, language, "")
        self.out.append("</figure>")

    def file(self, element: Element, language: str, document: Document | None) -> None:
        """Write a recording or a film to be played, anything else to be downloaded; what is gone, as its caption."""
        captions = element.elements("figcaption")
        if document is None:
            for caption in captions:
                self.wrapped(Element("p", _marked(caption), caption.children), language)
        elif document.kind in (Document.Kind.AUDIO, Document.Kind.VIDEO):
            self.player(element, language, document, captions)
        else:
            self.out.append(start_tag("p", _marked(element) | {"class": "download"}))
            self.out.append(start_tag("a", self.to_file(document)))
            if captions:
                self.children(captions[0], captions[0].attributes.get("lang", language))
            else:
                title = escape(document.describe(self.language)["title"] or document.file_name)
                self.out.append(title)
                self.plain.append(title)
            self.out.append(f"</a> {self.facts(document)}</p>")
            self.plain.append("\n")

    def player(self, element: Element, language: str, document: Document, captions: list[Element]) -> None:
        texts = document.describe(self.language)
        label = words(captions[0]).strip() if captions else texts["title"]
        attributes = {"controls": "", "preload": "none", "src": escape(document.url)}
        if label:
            attributes["aria-label"] = escape(label)
        image = next((self.referred.image(inner.attributes) for inner in element.elements("img")), None)
        if image and document.kind == Document.Kind.VIDEO:
            shape = image.whole
            attributes |= {"poster": escape(shape.src), "width": str(shape.width), "height": str(shape.height)}
        self.out.append(start_tag("figure", _marked(element) | {"class": document.kind}))
        self.out.append(start_tag(document.kind, attributes))
        for track in sorted(document.captions.all(), key=lambda track: track.language):
            name = language_of(track.language).name if track.language in site_codes() else track.language
            self.out.append(
                start_tag(
                    "track",
                    {
                        "kind": "captions",
                        "src": escape(track.url),
                        "srclang": escape(bcp47(track.language or document.language or self.language)),
                        "label": escape(name or gettext("Captions")),
                    },
                )
            )
        self.out.append(f"</{document.kind}>")
        credit = typeset(escape(texts["credit"]), self.language)
        if captions or credit:
            self.caption(captions, language, credit)
        self.out.append("</figure>")

    def outside_video(self, element: Element, language: str) -> None:
        """Write a link to a video on another site, with a picture of our own: nothing is asked of that site."""
        address = html.unescape(element.attributes["data-video"])
        image = next(iter(element.elements("img")), None)
        watch = escape(gettext("Watch on %(site)s") % {"site": videos.site_of(address)})
        shown = self.picture(image, "") if image else ""
        self.out.append(start_tag("figure", _marked(element) | {"class": "outside-video"}))
        self.out.append(start_tag("a", {"href": escape(address), "rel": "external"}))
        self.out.append(f'{shown}<span class="watch">{watch}</span></a>')
        if captions := element.elements("figcaption"):
            self.caption(captions, language, "")
        self.out.append("</figure>")

    def picture_in(self, element: Element, size: str) -> str:
        return next((self.picture(inner, size) for inner in element.elements("img")), "")

    def picture(self, element: Element, size: str) -> str:
        """Return the ``<picture>`` for an image of the body; nothing for one that the library does not have."""
        image = self.referred.image(element.attributes)
        if image is None:
            return ""
        alt = element.attributes.get("alt") or escape(image.describe(self.language)["alt"])
        sizes, shape = SIZES[size], image.card if size == "gallery" else image.whole
        return (
            f'<picture><source type="image/avif" srcset="{shape.avif_srcset}" sizes="{sizes}">'
            f'<img src="{shape.src}" srcset="{shape.srcset}" sizes="{sizes}" alt="{alt}"'
            f' width="{shape.width}" height="{shape.height}" loading="lazy" decoding="async"></picture>'
        )


SPECIAL = {
    "a": _Rendering.link,
    "blockquote": _Rendering.quotation,
    "figure": _Rendering.figure,
    "footer": _Rendering.source,
    "h2": _Rendering.heading,
    "h3": _Rendering.heading,
    "h4": _Rendering.heading,
    "li": _Rendering.item,
    "table": _Rendering.table,
}


def _directed(root: Element, around: str) -> Element:
    """Give each passage in a language of the other direction its own, where its writer has told none."""
    waiting = [(root, around)]
    while waiting:
        element, current = waiting.pop()
        attributes = element.attributes
        if "lang" in attributes and "dir" not in attributes and direction(attributes["lang"]) != current:
            attributes["dir"] = direction(attributes["lang"])
        waiting.extend((inner, attributes.get("dir", current)) for inner in element.elements())
    return root


def _headings(element: Element, language: str) -> Iterator[tuple[Element, str]]:
    """Yield the headings below an element in the order of the text, each with its language."""
    for inner in element.elements():
        spoken = inner.attributes.get("lang", language)
        if inner.name in HEADINGS:
            yield inner, spoken
        yield from _headings(inner, spoken)


def _title(heading: Element, spoken: str) -> str:
    return typeset(words(heading), spoken).replace("\u00a0", " ").strip()


def _marked_passages(heading: Element, spoken: str, language: str) -> dict[str, list[dict]]:
    """Return a heading's words with the language of what is not in the text's; nothing where all of it is."""
    marked = [
        {"text": text} | ({} if lang.lower() == language else {"lang": lang})
        for text, lang in passages(heading, spoken)
    ]
    return {"passages": marked} if any("lang" in passage for passage in marked) else {}


def _marked(element: Element) -> dict[str, str]:
    """Return the attributes that tell an element's language."""
    return {name: value for name, value in element.attributes.items() if name in ("lang", "dir")}


def _without_notes(note: Element) -> Element:
    """Return a note in which the notes inside it are plain words of it."""
    for inner in walk(note):
        inner.attributes.pop("data-note", None)
    return note
