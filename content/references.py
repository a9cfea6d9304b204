"""What bodies refer to: rows of the library and articles, by keys in a site and by names in a folder.

A picture is ``<img src="file.jpg">`` in a folder and ``<img data-image="12">`` in a site; a file to
download or to play ``<figure data-document="file.pdf">`` or a link to ``file.pdf``; an article a link to
``article:folder-name``.
"""

import html
import re
from collections.abc import Callable
from urllib.parse import quote, unquote

from django.utils.html import escape

Refer = Callable[[str, str], int | None]
"""Gives the key for a kind (image, document, article) and a name; None leaves the reference out."""
Names = dict[tuple[str, int], str]
"""The names that stand for keys, by kind and key."""

ELSEWHERE = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
IN_LIBRARY = "/media/pictures/"
RAW_TAG = re.compile(r"<(img|a|figure)(?=[\s/>])[^<>]*>", re.IGNORECASE)
RAW_ATTRIBUTE = re.compile(
    r"""\s+(src|href|data-(?:image|document|article))\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""",
    re.IGNORECASE,
)
TAG = re.compile(r"<(?:img|a|figure) (?:[^<>\"]|\"[^\"]*\")*>")
ATTRIBUTE = re.compile(r' (href|data-(image|document|article))="([^"]*)"')
FILE = re.compile(r"[^/?#:]+\.(?:pdf|mp3|m4a|ogg|oga|opus|flac|wav|mp4|m4v|webm|vtt)", re.IGNORECASE)
ARTICLE = re.compile(r"article:([^#]+)(#.*)?")


def file_name(name: str) -> str:
    """Return the name of the file that an address in a body stands for."""
    return unquote(name.partition("?")[0].partition("#")[0])


def with_keys(markup: str, refer: Refer) -> str:
    """Return the HTML of a folder's body, not yet sanitized, with this site's keys for names.

    Keys that stand there already are another site's and mean nothing here.
    """
    return RAW_TAG.sub(lambda match: _keyed(match, refer), markup)


def _keyed(tag: re.Match, refer: Refer) -> str:
    element = tag[1].lower()

    def attribute(match):
        name = match[1].lower()
        value = html.unescape(next((group for group in match.groups()[1:] if group is not None), ""))
        if element == "img" and name == "src":
            return _picture(match[0], value, refer)
        if element == "a" and name == "href":
            return _link(match[0], value, refer)
        if element != "img" and name == "data-document" and not value.isdecimal():
            return _data(name, refer("document", file_name(value)))
        return "" if name.startswith("data-") else match[0]

    return RAW_ATTRIBUTE.sub(attribute, tag[0])


def _picture(written: str, name: str, refer: Refer) -> str:
    if not name or name.startswith(IN_LIBRARY):
        return written
    return _data("data-image", refer("image", name)) or written


def _link(written: str, href: str, refer: Refer) -> str:
    if article := ARTICLE.fullmatch(href):
        fragment = f' href="{escape(article[2])}"' if article[2] else ""
        return _data("data-article", refer("article", unquote(article[1]))) + fragment
    if FILE.fullmatch(href):
        return _data("data-document", refer("document", file_name(href)))
    return written


def _data(name: str, key: int | None) -> str:
    return f' {name}="{key}"' if key else ""


def with_names(body: str, names: Names) -> str:
    """Return a sanitized body with names for keys; what has no name is left out."""
    return TAG.sub(lambda match: _named(match[0], names), body)


def _named(tag: str, names: Names) -> str:
    fragment = ""

    def attribute(match):
        nonlocal fragment
        if match[1] == "href":
            fragment = match[3] if match[3].startswith("#") else ""
            return match[0]
        kind, name = match[2], names.get((match[2], int(match[3])))
        if name is None:
            return ""
        if kind == "image":
            return f' src="{escape(name)}"'
        if tag.startswith("<a "):
            return f' href="{"article:" if kind == "article" else ""}{escape(quote(name))}"'
        return f' {match[1]}="{escape(name)}"'

    named = ATTRIBUTE.sub(attribute, tag)
    if fragment and ' href="article:' in named:
        named = named.replace(f' href="{fragment}"', "")
        named = re.sub(r' href="(article:[^"]*)"', lambda match: f' href="{match[1]}{fragment}"', named)
    return named
