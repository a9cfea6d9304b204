"""Visit a site that is served: follow every link, and keep what it answers."""

import re
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email.message import Message
from functools import cached_property
from urllib.parse import quote, urljoin, urlsplit

from tests.reading import Page

FILES = ("/static/", "/media/", "/colours/")
# One address stands for every page of a kind; the language comes before it.
KINDS = {
    "home": r"/",
    "topics": r"/topics/",
    "topic": r"/topics/[^/?]+/",
    "articles": r"/articles/",
    "articles, further on": r"/articles/\?before=.*",
    "article": r"/articles/[^/?]+/",
    "history": r"/articles/[^/?]+/history/",
    "earlier version": r"/articles/[^/?]+/v\d+/",
    "changes": r"/articles/[^/?]+/v\d+/changes/",
    "share form": r"/articles/[^/?]+/share/",
    "tag": r"/tags/[^/?]+/",
    "archive": r"/archive/",
    "year": r"/archive/\d+/",
    "month": r"/archive/\d+/\d+/",
    "new": r"/new/",
    "only elsewhere": r"/elsewhere/",
    "page of the site": r"/pages/[^/?]+/",
    "search": r"/search/(\?q=.*)?",
}


class _Staying(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Staying)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes

    @property
    def is_page(self) -> bool:
        return self.headers.get_content_type() == "text/html" and bool(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()

    @cached_property
    def page(self) -> Page:
        return Page(self.text)


def get(url: str, **headers) -> Answer:
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - the site's own address
    try:
        with OPENER.open(request, timeout=60) as response:
            return Answer(response.status, response.headers, response.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.headers, error.read())


def crawl(site: str, starts) -> dict[str, Answer]:
    """Return what the site answers, by address, to a visitor who follows every link from these addresses."""
    found, waiting = {}, set(starts)
    with ThreadPoolExecutor(4) as visitors:
        while waiting:
            addresses = sorted(waiting)
            answers = visitors.map(lambda address: get(site + address), addresses)
            found |= dict(zip(addresses, answers, strict=True))
            waiting = {link for address in addresses for link in links(site, address, found[address])} - set(found)
    return found


def links(site: str, address: str, answer: Answer) -> set[str]:
    """Return the addresses of this site to which an answer leads, as they are asked for."""
    if 300 <= answer.status < 400:
        targets = [answer.headers["Location"]]
    elif answer.is_page:
        targets = [
            target
            for element in answer.page.elements
            for name in ("href", "src", "action")
            if (target := element.attributes.get(name))
        ]
        targets += [
            part.split()[0]
            for each in answer.page.elements
            for part in (each.attributes.get("srcset") or "").split(",")
            if part
        ]
    elif "xml" in answer.headers.get_content_type():
        targets = re.findall(r'(?:<(?:\w+:)?loc>|href=")(https?://[^<"]+)', answer.text)
    else:
        targets = []
    return {local for target in targets if (local := _local(site, address, target))}


def _local(site: str, address: str, target: str) -> str | None:
    whole = urljoin(site + address, target.replace("&amp;", "&"))
    parts = urlsplit(whole)
    if not whole.startswith(f"{site}/") or parts.path.startswith("/admin/"):
        return None
    path = quote(parts.path, safe="/%:@-._~!$&'()*+,;=")
    return f"{path}?{parts.query}" if parts.query else path


def kinds(answers: dict[str, Answer], code: str) -> dict[str, str]:
    """Return the address of one page of every kind in a language; of articles, the longest, which has most to show."""
    found = {}
    for name, pattern in KINDS.items():
        matching = [
            address
            for address, answer in answers.items()
            if answer.status == 200 and answer.is_page and re.fullmatch(f"/{code}{pattern}", address)
        ]
        if matching:
            found[name] = max(matching, key=lambda address: (len(answers[address].body), address))
    return found
