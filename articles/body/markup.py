"""Sanitized HTML as a tree: nh3 writes it well-formed, so a stack is all that reading it takes."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

TOKEN = re.compile(r"""<(?:[^<>"]|"[^"]*")*>|[^<]+""")
START = re.compile(r"<([a-z][a-z0-9]*)((?:[^<>\"]|\"[^\"]*\")*)>")
ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
VOID = {"br", "wbr", "hr", "img"}


@dataclass(slots=True, eq=False)
class Element:
    """An element; its attributes' values, and the texts among its children, are escaped as in the markup."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    def elements(self, *names: str) -> list["Element"]:
        """Return the children that are elements with one of these names; without names, all of them."""
        return [child for child in self.children if isinstance(child, Element) and (not names or child.name in names)]


def parse(markup: str) -> Element:
    """Return the root, an element without a name, over the elements of sanitized markup."""
    root = Element("")
    path = [root]
    for token in TOKEN.findall(markup):
        if not token.startswith("<"):
            path[-1].children.append(token)
        elif start := START.fullmatch(token):
            element = Element(start[1], dict(ATTRIBUTE.findall(start[2])))
            path[-1].children.append(element)
            if element.name not in VOID:
                path.append(element)
        elif len(path) > 1:
            path.pop()
    return root


def walk(element: Element) -> Iterator[Element]:
    """Yield the elements below one, in the order of the text."""
    waiting = list(reversed(element.elements()))
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(current.elements()))


def words(element: Element) -> str:
    """Return the text inside an element, without the notes in it, as it reads."""
    return "".join(text for text, _language in passages(element, ""))


def passages(element: Element, language: str) -> list[tuple[str, str]]:
    """Return the text inside an element in this language, without the notes in it, and the language of each part."""
    found, waiting = [], [(child, language) for child in reversed(element.children)]
    while waiting:
        current, spoken = waiting.pop()
        if isinstance(current, str):
            found.append((html.unescape(current), spoken))
        elif "data-note" not in current.attributes:
            spoken = current.attributes.get("lang", spoken)
            waiting.extend((child, spoken) for child in reversed(current.children))
    return [
        ("".join(text for text, _spoken in run), spoken)
        for spoken, run in groupby(found, key=lambda passage: passage[1])
    ]


def start_tag(name: str, attributes: dict[str, str]) -> str:
    """Return a start tag; the values are escaped already."""
    return f"<{name}" + "".join(f' {key}="{value}"' for key, value in attributes.items()) + ">"
