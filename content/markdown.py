"""Bodies between Markdown and HTML: CommonMark with tables, footnotes, struck-out text and raw HTML.

``to_html`` gives what a working copy holds; ``to_markdown`` gives a Markdown text that ``to_html``
turns back into the very same HTML, or None.
"""

import html
import re

from django.utils.html import escape
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdownify import MarkdownConverter, chomp
from mdit_py_plugins.footnote import footnote_plugin

from articles.body.markup import TOKEN, VOID
from articles.body.older import with_notes_in_place
from articles.body.sanitizing import sanitize
from content.references import Names, Refer, with_keys, with_names

BLOCK = (
    "p|h[1-6]|ul|ol|li|dl|dt|dd|blockquote|footer|pre|figure|figcaption|"
    "table|caption|thead|tbody|tfoot|tr|td|th|hr|div|section"
)
ATTRIBUTES = r'(?:\s(?:[^<>"]|"[^"]*")*)?'
BETWEEN_BLOCKS = re.compile(rf"(</?(?:{BLOCK}){ATTRIBUTES}>)\s+(?=</?(?:{BLOCK}){ATTRIBUTES}>)")
# What is never closed reaches to the end; to look for its end again from every beginning would take hours.
VERBATIM = re.compile(r"(<pre\b.*?(?:</pre>|\Z))", re.DOTALL)
EMPTY_HEAD = re.compile(r"<thead><tr>(?:<th></th>)+</tr></thead>")
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)")
TOP_LEVEL = re.compile(rf"<(?:{BLOCK})[\s>]")
NOTE = re.compile(r"<sup>\[(\w+)\]\(#fn\1\)</sup>")
NOTE_ITEM = re.compile(r'<li>(<p>(?:(?!</?li>).)*?) ?<a href="#fnref(\w+)">↩</a></p></li>', re.DOTALL)
SEPARATOR = "<!-- -->"


def to_html(text: str, refer: Refer, *, markup: str = "markdown") -> str:
    """Return a body's sanitized HTML, without white space between its blocks.

    ``refer`` gives the keys for the names of pictures, files and articles.
    """
    # compact at once: what sanitizing gives is then mostly the end, and known to be clean when it is sanitized again
    rendered = text if markup == "html" else _compact(_markdown.render(text))
    clean = sanitize(with_keys(COMMENT.sub("", rendered), refer))
    return clean if markup == "html" else with_notes_in_place(EMPTY_HEAD.sub("", _compact(clean)))


def to_plain_html(text: str) -> str:
    """Return the sanitized HTML of a Markdown text that refers to nothing."""
    return to_html(text, lambda _kind, _name: None)


def to_text(text: str) -> str:
    """Return the plain text of a Markdown text: a blank line between blocks, a line break where one is forced."""
    blocks = blocks_of(to_plain_html(text))
    plain = (html.unescape(re.sub(r"<[^>]*>", "", _one_line(block))) for block in blocks)
    return "\n\n".join(filter(None, plain))


def from_text(text: str) -> str | None:
    """Return the Markdown that ``to_text`` turns back into this text, or None where there is none."""
    paragraphs = ("<br>".join(escape(line) for line in part.split("\n")) for part in text.split("\n\n"))
    written = to_markdown(sanitize("".join(f"<p>{part}</p>" for part in paragraphs)), {})
    return written if written is not None and to_text(written) == text else None


def _one_line(block: str) -> str:
    return re.sub(r"<br>", "\n", re.sub(r"[ \t]*\n[ \t]*", " ", block))


def to_markdown(body: str, names: Names) -> str | None:
    """Return the Markdown that ``to_html`` turns back into this sanitized HTML, or None where there is none.

    ``names`` are those that stand for keys.
    """
    refer = _reader_of(names)
    for convert in (_quickly, _carefully):
        parts = convert(body, names)
        for text in (_with_notes(body, parts, names), _joined(parts)):
            if text is not None and to_html(text, refer) == body:
                return text
    return None


def _reader_of(names: Names) -> Refer:
    keys = {(kind, name): key for (kind, key), name in names.items()}
    return lambda kind, name: keys.get((kind, name))


def _compact(rendered: str) -> str:
    """Take the white space out that stands between blocks, which is where editors' programs put none."""
    parts = VERBATIM.split(rendered)
    parts[::2] = [BETWEEN_BLOCKS.sub(r"\1", part) for part in parts[::2]]
    joined = "".join(parts)
    return re.sub(rf"(</pre>)\s+(?=</?(?:{BLOCK})[\s>])", r"\1", re.sub(rf"(</(?:{BLOCK})>)\s+(?=<pre)", r"\1", joined))


# From Markdown


def _footnote_ref(self, tokens, index, options, env) -> str:
    number = tokens[index].meta["id"] + 1
    return f'<sup><a href="#fn{number}">{number}</a></sup>'


def _footnote_anchor(self, tokens, index, options, env) -> str:
    token = tokens[index]
    return "" if token.meta["subId"] else f' <a href="#fnref{token.meta["id"] + 1}">↩</a>'


def _figures(state) -> None:
    """Make a paragraph that is nothing but a picture with a title a figure with that caption."""
    tokens = state.tokens
    for place in range(1, len(tokens) - 1):
        inline = tokens[place]
        if inline.type != "inline" or tokens[place - 1].type != "paragraph_open" or tokens[place - 1].hidden:
            continue
        if len(inline.children) == 1 and inline.children[0].type == "image" and inline.children[0].attrGet("title"):
            picture = inline.children[0]
            caption = picture.attrs.pop("title")
            tokens[place - 1].tag = tokens[place + 1].tag = "figure"
            inline.children += [
                Token("figcaption_open", "figcaption", 1),
                Token("text", "", 0, content=str(caption)),
                Token("figcaption_close", "figcaption", -1),
            ]


def _always(tag: str):
    return lambda *_: tag


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin)
    parser.normalizeLink = str  # addresses stay as written; the sanitizer judges them
    parser.validateLink = lambda _url: True
    parser.core.ruler.push("figures", _figures)
    parser.add_render_rule("hardbreak", _always("<br>"))
    parser.add_render_rule("footnote_ref", _footnote_ref)
    parser.add_render_rule("footnote_anchor", _footnote_anchor)
    parser.add_render_rule("footnote_block_open", _always("<hr><ol>"))
    parser.add_render_rule("footnote_block_close", _always("</ol>"))
    parser.add_render_rule("footnote_open", _always("<li>"))
    parser.add_render_rule("footnote_close", _always("</li>"))
    return parser


_markdown = _parser()


# To Markdown


def blocks_of(body: str) -> list[str]:
    """Return the top-level blocks of sanitized HTML, which joined are the whole again."""
    blocks, current, depth = [], "", 0
    for token in TOKEN.findall(body):
        if depth == 0 and TOP_LEVEL.match(token) and current:
            blocks.append(current)
            current = ""
        current += token
        tag = TAG.match(token)
        if tag and tag[2] not in VOID:
            depth += -1 if tag[1] else 1
        if depth == 0 and tag and re.fullmatch(BLOCK, tag[2]):
            blocks.append(current)
            current = ""
    return [*blocks, current] if current else blocks


def _quickly(body: str, names) -> list[str]:
    """Return the Markdown of each block, of which nothing is known yet but that it mostly does."""
    return [_light.convert(with_names(block, names)).strip("\n") for block in blocks_of(body)]


def _carefully(body: str, names) -> list[str]:
    """Return the Markdown of each block, each tried by itself: one whose Markdown gives other HTML stays HTML."""
    parts = []
    for block in blocks_of(body):
        named = with_names(block, names)
        for convert in (_light.convert, _heavy.convert):
            written = convert(named).strip("\n")
            # with a paragraph after it: an empty block alone would be no body at all
            if written and to_html(f"{written}\n\n.", _reader_of(names)) == f"{block}<p>.</p>":
                break
        else:
            written = named
        parts.append(written)
    return parts


def _joined(parts: list[str]) -> str:
    """Return the blocks with blank lines between them, and a comment where two would grow together."""
    text = ""
    for part in parts:
        grows = text and (part[:4] == "    " or (re.match(r"(?:[-*+]|\d+[.)])\s", part) and _ends_in_list(text)))
        text += f"\n\n{SEPARATOR}\n\n{part}" if grows else f"\n\n{part}" if text else part
    return text


def _ends_in_list(text: str) -> bool:
    return re.match(r"(?:[-*+]|\d+[.)])\s|    ?", text.rpartition("\n\n")[2]) is not None


def _with_notes(body: str, parts: list[str], names) -> str | None:
    """Return the text with its notes in footnotes' own syntax, where the body ends in a list of notes."""
    blocks = blocks_of(body)
    if len(blocks) < 3 or blocks[-2] != "<hr>" or "#fnref" not in blocks[-1]:
        return None
    notes = []
    for match in NOTE_ITEM.finditer(blocks[-1]):
        inner = to_markdown(f"{match[1]}</p>", names)
        if inner is None:
            return None
        notes.append(f"[^{match[2]}]: " + inner.replace("\n", "\n    ").replace("\n    \n", "\n\n"))
    return "\n\n".join([NOTE.sub(r"[^\1]", _joined(parts[:-2])), "\n".join(notes)])


class _Converter(MarkdownConverter):
    """Markdownify, with the inline markup that Markdown lacks kept as HTML."""

    class Options(MarkdownConverter.DefaultOptions):
        heading_style = "atx"
        bullets = "-"
        newline_style = "backslash"

    def process_tag(self, node, parent_tags=None):
        native = {
            "a": {"href", "title"}, "img": {"src", "alt"}, "ol": {"start"}, "em": set(), "strong": set(), "s": set(),
            "code": set(), "br": set(),
        }  # fmt: skip
        if "data-note" in node.attrs and node.attrs.keys() == {"data-note"}:
            return self.convert_note(node, parent_tags)
        if node.name in ("figure", "footer") and (node.attrs or node.name == "footer"):
            return f"\n\n{node}\n\n"
        inline = node.name not in ("[document]", "figure") and not re.fullmatch(BLOCK, node.name)
        if not inline or (node.name in native and node.attrs.keys() <= native[node.name]):
            return super().process_tag(node, parent_tags)
        tags = {*(parent_tags or ()), node.name}
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in node.attrs.items())
        inner = "".join(self.process_element(child, parent_tags=tags) for child in node.children)
        return f"<{node.name}{attributes}>" + ("" if node.name in VOID else f"{inner}</{node.name}>")

    def convert_note(self, node, parent_tags):
        tags = {*(parent_tags or ()), "span"}
        return f"^[{''.join(self.process_element(child, parent_tags=tags) for child in node.children)}]"

    def convert_figure(self, node, text, parent_tags):
        picture, caption = node.find("img"), node.find("figcaption")
        if picture is None or caption is None:
            return str(node)
        title = caption.get_text().replace("\\", "\\\\").replace('"', '\\"')
        return f'![{self.escape(picture.get("alt", ""), set())}]({picture["src"]} "{title}")'

    def convert_a(self, node, text, parent_tags):
        prefix, suffix, text = chomp(text)
        href, title = node.get("href", ""), node.get("title")
        if re.search(r"[\s()<>]", href):
            href = f"<{href}>"
        title = ' "{}"'.format(title.replace("\\", "\\\\").replace('"', '\\"')) if title else ""
        return f"{prefix}[{text}]({href}{title}){suffix}"

    def convert_img(self, node, text, parent_tags):
        return f"![{self.escape(node.get('alt', ''), set())}]({node['src']})"

    def escape(self, text, parent_tags):
        text = re.sub(r"([\\`*\[\]])", r"\\\1", text)
        text = re.sub(r"(?<!\w)_|_(?!\w)", r"\\_", text)
        text = re.sub(r"<(?=[a-zA-Z/!?])", r"\\<", text)
        text = re.sub(r"&(?=#?\w+;)", r"\\&", text)
        text = text.replace("~~", "\\~~")
        return text.replace("|", "\\|") if parent_tags & {"td", "th"} else text


class _Cautious(_Converter):
    """The same, with every sign escaped that could mean something at any place."""

    def escape(self, text, parent_tags):
        return re.sub(r"([!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~])", r"\\\1", text)


_light = _Converter()
_heavy = _Cautious()
