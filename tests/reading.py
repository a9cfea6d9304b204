"""Read the site as a visitor does: follow every link from the start, and look at the pages closely."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

from django.conf import settings
from django.test import Client

from languages.names import site_codes

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SPOKEN = ("alt", "title", "aria-label", "placeholder", "content")


@dataclass
class Element:
    tag: str
    attributes: dict
    language: str | None


@dataclass
class Page(HTMLParser):
    """A parsed page: its elements, and its texts with the language that markup gives to each."""

    markup: str
    elements: list[Element] = field(default_factory=list)
    texts: list[tuple[str, Element]] = field(default_factory=list)

    def __post_init__(self):
        super().__init__()
        self.open = []
        self.feed(self.markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        inherited = self.open[-1].language if self.open else None
        element = Element(tag, attributes, attributes.get("lang", inherited))
        self.elements.append(element)
        self.texts += [(attributes[name], element) for name in SPOKEN if attributes.get(name)]
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop().tag == tag, f"</{tag}> closes another element"

    def handle_data(self, data):
        if self.open and data.strip() and self.open[-1].tag not in ("style", "script"):
            self.texts.append((data, self.open[-1]))

    def all(self, tag, **attributes) -> list[Element]:
        return [
            element
            for element in self.elements
            if element.tag == tag and all(element.attributes.get(name) == value for name, value in attributes.items())
        ]

    @property
    def language(self) -> str:
        return self.all("html")[0].attributes["lang"]

    @property
    def alternates(self) -> dict[str, str]:
        return {
            link.attributes["hreflang"]: link.attributes["href"]
            for link in self.all("link", rel="alternate")
            if "hreflang" in link.attributes
        }

    @property
    def canonical(self) -> str | None:
        return next((link.attributes["href"] for link in self.all("link", rel="canonical")), None)


def parse(response) -> Page:
    return Page(response.content.decode())


def is_page(response) -> bool:
    return response.headers["Content-Type"].startswith("text/html")


def starts() -> list[str]:
    """Return the addresses that nobody links to, and some that are not there."""
    missing = (
        "articles/nie-ma/",
        "articles/nie-ma/history/",
        "articles/nie-ma/v1/",
        "articles/nie-ma/v1/changes/",
        "topics/nie-ma/",
        "tags/nie-ma/",
        "archive/1999/",
        "archive/1999/01/",
        "nie-ma/",
        "articles/?before=x",
        "articles/?after=9-9",
        "search/?q=most",
        "search/?q=bridge+-kot",
    )
    return [
        "/",
        *(f"/{code}/" for code in site_codes()),
        *(f"/{code}/{rest}" for code in site_codes() for rest in missing),
        "/sitemap.xml",
        "/sitemap-nie-ma.xml",
        "/robots.txt",
        "/api/",
        "/api/v1/",
        "/api/v1/articles/?limit=1",
        "/favicon.ico",
        "/oembed?url=nie-ma",
        "/.well-known/security.txt",
        "/healthz",
        "/readyz",
        "/nie-ma/",
        "/zh/",
        "/en-GB/articles/",
    ]


def crawl(client=None, also=()) -> dict:
    """Return what the site answers, by address, to a visitor who follows every link from everywhere."""
    client = client or Client()
    waiting, answers = [*starts(), *also], {}
    while waiting:
        address = waiting.pop()
        if address in answers:
            continue
        answers[address] = response = client.get(address)
        waiting += [found for found in _links(address, response) if found not in answers]
    return answers


def _links(address, response) -> list[str]:
    if 300 <= response.status_code < 400:
        found = [response.headers["Location"]]
    elif response.streaming or response.headers["Content-Type"].startswith("image/"):
        found = []
    elif is_page(response):
        page = parse(response)
        found = [element.attributes.get(name) for element in page.elements for name in ("href", "src", "action")]
    elif "xml" in response.headers["Content-Type"]:
        tree = ET.fromstring(response.content)  # noqa: S314 our own
        found = [node.text for node in tree.iter() if node.tag.endswith("}loc")]
        found += [node.get("href") for node in tree.iter() if node.tag.endswith("}link")]
    elif "json" in response.headers["Content-Type"]:
        found = list(_addresses_in(response.json()))
    else:
        found = re.findall(r"https?://\S+", response.content.decode())
    local = []
    for target in found:
        absolute = urljoin(settings.SITE_URL + address, target or "").split("#")[0]
        if absolute.startswith(f"{settings.SITE_URL}/"):
            path = absolute.removeprefix(settings.SITE_URL)
            if not path.startswith(("/static/", "/media/", "/admin/")):
                local.append(path)
    return local


def _addresses_in(value):
    """Return the strings of a JSON document that are addresses of the site."""
    if isinstance(value, str):
        if value.startswith(("/", settings.SITE_URL)):
            yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _addresses_in(part)


def text_of(response) -> str:
    """Return everything that an answer says: its bytes, with escapes undone, and its headers."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    body = content.decode("utf-8", "replace")
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return "\n".join((body, unquote(body), headers, unquote(headers)))


def path_of(address: str) -> str:
    return unquote(urlsplit(address).path)
