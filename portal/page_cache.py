"""The page cache: a public page is rendered once, until something changes for readers.

Each process asks the database for one number, which grows with everything that becomes public
(articles/freshness.py), and knows the next moment at which an edition or topic begins or ends.
What was rendered is given out as long as the number stands and the moment has not come: what is
published is seen at once, through whichever process, and what is scheduled happens on time.
"""

import gzip
import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from threading import Lock
from time import monotonic
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.db import Error, connection
from django.http import HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.http import http_date, parse_etags, parse_http_date_safe

from articles import freshness
from articles.kept import next_moment
from languages.names import site_codes
from languages.times import FOREVER

# Seconds for which the number is believed. SQLite tells it in a hundredth of a request's time, so every
# request asks; the way to PostgreSQL and back takes longer than the rest of the answer.
BELIEVED = {"sqlite": 0, "postgresql": 0.05}
AFTER_FAILURE = 1  # seconds without asking a database that did not answer
MAX_BYTES = 64 * 1024 * 1024  # of all pages that a process keeps
MAX_PAGE = 1024 * 1024
MAX_ADDRESS = 400
STATUSES = (200, 410)  # a 404 is not kept: anybody can think of addresses without end
PARAMETERS = {"before", "after"}  # a page with any other parameter is not kept
COLOURS = "/colours/"  # compressed only: browsers keep the sheet, and anybody can think of colours
API_PARAMETERS = {"language", "topic", "tag", "before", "after", "limit"}
CAMPAIGNS = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")  # said by links from elsewhere; no page depends on them
COMPRESSED = (
    "text/",
    "application/xml",
    "application/json",
    "application/atom+xml",
    "application/feed+json",
    "application/manifest+json",
)
IN_NOT_MODIFIED = ("Cache-Control", "ETag", "Vary", "Access-Control-Allow-Origin", "Access-Control-Expose-Headers")


@dataclass(frozen=True)
class Page:
    """A public page as it goes over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes

    def answer(self, request, since: float = 0) -> HttpResponse:
        """Return the answer to a request; ``since`` is when nothing had changed any more, if that may be told."""
        headers = self.headers
        if since and self.status == 200 and not headers.get("Content-Type", "").startswith("text/html"):
            headers = headers | {"Last-Modified": http_date(since)}
        asked = request.META.get("HTTP_IF_NONE_MATCH")
        if self.status == 200 and (
            _matches(asked, headers["ETag"]) if asked else "Last-Modified" in headers and _is_old(request, since)
        ):
            return HttpResponseNotModified(headers={name: headers[name] for name in IN_NOT_MODIFIED if name in headers})
        return HttpResponse(self.body, status=self.status, headers=headers)


class Shelf:
    """The pages rendered under one number, before the next moment at which an edition or topic begins or ends.

    A page that is rendered while the shelf is replaced is put on the old one, and goes with it.
    """

    def __init__(self, number: int | None, until: datetime):
        self.number = number
        self.until = until
        self.since = int(timezone.now().timestamp())
        self.pages: OrderedDict[tuple, Page] = OrderedDict()
        self.size = 0
        self.lock = Lock()

    @property
    def unchanged_since(self) -> int:
        """When this shelf's pages became true, in whole seconds; 0 while something may yet change in that second."""
        return self.since if timezone.now().timestamp() >= self.since + 1 else 0

    def find(self, key: tuple) -> Page | None:
        with self.lock:
            page = self.pages.get(key)
            if page:
                self.pages.move_to_end(key)
            return page

    def put(self, key: tuple, page: Page) -> None:
        """Keep a page; the pages that were not asked for longest make room for it."""
        with self.lock:
            if key in self.pages:  # two requests rendered it at once
                return
            self.pages[key] = page
            self.size += len(page.body)
            while self.size > MAX_BYTES:
                _key, oldest = self.pages.popitem(last=False)
                self.size -= len(oldest.body)


class PageCacheMiddleware:
    """Answer for public pages from memory; compress them, name them by ETag.

    Comes first of all middleware: nothing else runs for a page that is kept.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.shelf = Shelf(None, FOREVER)
        self.ask_again_at = 0

    def __call__(self, request):
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        if not settings.PORTAL_PAGE_CACHE or not _is_cached(request):
            with freshness.once():
                return self.get_response(request)
        shelf = self.current_shelf()  # before rendering: a page must not seem newer than it is
        encoding = _encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        key = _key(request, encoding)
        page = key and shelf.find(key)
        if not page:
            with freshness.once(shelf.number):
                response = self.get_response(request)
            if not _is_public(response):
                return response
            page = _page(response, encoding)
            if key and page.status in STATUSES and len(page.body) <= MAX_PAGE:
                shelf.put(key, page)
        return page.answer(request, shelf.unchanged_since)

    def current_shelf(self) -> Shelf:
        """Return the shelf whose pages are true now.

        While the database does not answer, what is kept is given out until the next moment that
        was known before.
        """
        now, asked_at, shelf = timezone.now(), monotonic(), self.shelf
        if asked_at < self.ask_again_at and now < shelf.until:
            return shelf
        try:
            number = freshness.asked()
            if number != shelf.number or now >= shelf.until:
                shelf = self.shelf = Shelf(number, next_moment(now))
        except Error:
            self.ask_again_at = monotonic() + AFTER_FAILURE
            return shelf if now < shelf.until else Shelf(None, now)
        self.ask_again_at = asked_at + BELIEVED[connection.vendor]
        return shelf


def _is_cached(request) -> bool:
    """Tell by the address whether it may be a public page: files and the admin go past the cache."""
    path = request.path_info
    return (
        path.split("/", 2)[1] in site_codes()
        or path.startswith(("/sitemap", "/api/", "/oembed", COLOURS))
        or path == "/robots.txt"
    )


def _key(request, encoding) -> tuple | None:
    """Return what a page depends on; None where it is not to be kept.

    The scheme counts because some headers are sent over TLS only.
    """
    query = request.META.get("QUERY_STRING", "")
    if len(request.path_info) + len(query) > MAX_ADDRESS or request.path_info.startswith(COLOURS):
        return None
    if query:
        parameters = [pair for pair in parse_qsl(query, keep_blank_values=True) if not pair[0].startswith(CAMPAIGNS)]
        known = API_PARAMETERS if request.path_info.startswith("/api/") else PARAMETERS
        if any(name not in known for name, _value in parameters):
            return None
        query = urlencode(parameters)
    return request.scheme, request.path_info, query, encoding


@lru_cache(maxsize=256)
def _encoding(accepted: str) -> str:
    """Return ``gzip`` where the Accept-Encoding header allows it, else nothing."""
    for part in accepted.lower().split(","):
        name, *parameters = (word.strip() for word in part.split(";"))
        if name in ("gzip", "*"):
            return "" if any(parameter.rstrip(".0") == "q=" for parameter in parameters) else "gzip"
    return ""


def _is_public(response) -> bool:
    return (
        not response.streaming
        and not response.cookies
        and "public" in response.headers.get("Cache-Control", "")
        and response.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"
        and "Content-Encoding" not in response.headers
    )


def _page(response, encoding) -> Page:
    body = response.content
    headers = dict(response.items()) | {"Vary": "Accept-Encoding"}
    if encoding and headers.get("Content-Type", "").startswith(COMPRESSED):
        body = gzip.compress(body, compresslevel=6, mtime=0)
        headers["Content-Encoding"] = encoding
    headers["Content-Length"] = str(len(body))
    headers["ETag"] = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    return Page(response.status_code, headers, body)


def _is_old(request, since: int) -> bool:
    """Tell whether the asker's copy is as new as what has been true since then."""
    asked = request.META.get("HTTP_IF_MODIFIED_SINCE")
    moment = parse_http_date_safe(asked) if asked else None
    return moment is not None and moment >= since


def _matches(asked: str, etag: str) -> bool:
    return asked.strip() == "*" or etag in (candidate.removeprefix("W/") for candidate in parse_etags(asked))
