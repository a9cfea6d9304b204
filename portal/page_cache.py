"""The page cache: a public page is rendered once, until something changes for readers.

Each process asks the database for one number, which grows with everything that becomes public
(articles/freshness.py), and knows the next moment at which an edition or topic begins or ends.
What was rendered is given out as long as the number stands and the moment has not come: what is
published is seen at once, through whichever process, and what is scheduled happens on time.
"""

import gzip
import hashlib
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache
from http.client import responses
from threading import Lock
from time import monotonic
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.db import Error, close_old_connections, connection
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import http_date, parse_etags, parse_http_date_safe

from articles import freshness
from articles.kept import next_moment
from articles.redirects import CAMPAIGNS
from languages.names import site_codes
from languages.times import FOREVER

# Seconds for which the number is believed. SQLite tells it in a hundredth of a request's time, so every
# request asks; the way to PostgreSQL and back takes longer than the rest of the answer.
BELIEVED = {"sqlite": 0, "postgresql": 0.05}
PATIENCE = 0.05  # seconds for which a page waits until another thread has rendered its own
AFTER_FAILURE = 1  # seconds without asking a database that did not answer
MAX_BYTES = 64 * 1024 * 1024  # of all pages that a process keeps
MAX_PAGE = 1024 * 1024
MAX_ADDRESS = 400
METHODS = ("GET", "HEAD")
VISIT = "portal.visit"  # where the WSGI server's environment tells what was looked up already
STATUSES = (200, 410)  # a 404 is not kept: anybody can think of addresses without end
PARAMETERS = {"before", "after"}  # a page with any other parameter is not kept
COLOURS = "/colours/"  # compressed only: browsers keep the sheet, and anybody can think of colours
API_PARAMETERS = {"language", "topic", "tag", "before", "after", "limit"}
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

    @cached_property
    def start(self) -> tuple[str, list[tuple[str, str]]]:
        """The status and the headers as a WSGI server takes them."""
        return f"{self.status} {responses[self.status]}", list(self.headers.items())

    def answer(self, environ: dict, shelf: "Shelf") -> "Page":
        """Return what is answered to a request: the page, or that the asker has it already."""
        if self.status != 200:
            return self
        page, since = self, 0
        if not self.headers.get("Content-Type", "").startswith("text/html") and (since := shelf.unchanged_since):
            page = replace(self, headers=self.headers | {"Last-Modified": http_date(since)})
        asked = environ.get("HTTP_IF_NONE_MATCH")
        is_known = _matches(asked, self.headers["ETag"]) if asked else since and _is_old(environ, since)
        return page.unchanged() if is_known else page

    def unchanged(self) -> "Page":
        return Page(304, {name: self.headers[name] for name in IN_NOT_MODIFIED if name in self.headers}, b"")


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


class Visit(NamedTuple):
    """A request for a public page: the shelf that was true when it came, and the page, if that is kept."""

    shelf: Shelf
    encoding: str
    key: tuple | None  # None for a page that is not to be kept
    page: Page | None


class PageCache:
    """The pages that a process keeps."""

    def __init__(self):
        self.shelf = Shelf(None, FOREVER)
        self.ask_again_at = 0

    def visit(self, environ: dict) -> Visit | None:
        """Look up the page that is asked for; None where that is no public page."""
        path = environ.get("PATH_INFO", "")
        if environ["REQUEST_METHOD"] not in METHODS or not settings.PORTAL_PAGE_CACHE or not _is_cached(path):
            return None
        shelf = self.current_shelf()
        encoding = _encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        key = _key(environ, path, encoding)
        return Visit(shelf, encoding, key, shelf.find(key) if key else None)

    def current_shelf(self) -> Shelf:
        """Return the shelf whose pages are true now; a page is put on the one from before it was rendered.

        While the database does not answer, what is kept is given out until the next moment that
        was known before.
        """
        now, asked_at, shelf = timezone.now(), monotonic(), self.shelf
        if asked_at < self.ask_again_at and now < shelf.until:
            return shelf
        try:
            number = freshness.asked()
            if number != shelf.number or now >= shelf.until:
                shelf = self.shelf = Shelf(number, next_moment(number, now))
        except Error:
            self.ask_again_at = monotonic() + AFTER_FAILURE
            return shelf if now < shelf.until else Shelf(None, now)
        self.ask_again_at = asked_at + BELIEVED[connection.vendor]
        return shelf


class KeptPages:
    """The WSGI application, with the pages that are kept before it: Django begins no request for them."""

    def __init__(self, application):
        self.application = application
        self.cache = PageCache()

    def __call__(self, environ, start_response):
        close_old_connections()  # as Django does when it begins a request
        visit = environ[VISIT] = self.cache.visit(environ)
        if visit is None or visit.page is None:
            return self.application(environ, start_response)
        page = visit.page.answer(environ, visit.shelf)
        start_response(*page.start)
        return [page.body]


class PageCacheMiddleware:
    """Compress public pages, name them by ETag, keep them.

    Comes first of all middleware. Looks them up, too, where the server is another than ``KeptPages``.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.cache = PageCache()
        self.lock = Lock()

    def __call__(self, request):
        if request.method not in METHODS:
            return self.get_response(request)
        visit = request.META.get(VISIT) or self.cache.visit(request.META)
        if visit is None:
            with freshness.once():
                return self._rendered(request)
        page = visit.page
        if page is None:
            with freshness.once(visit.shelf.number):
                response = self._rendered(request)
            if not _is_public(response):
                return response
            page = _page(response, visit.encoding)
            if visit.key and page.status in STATUSES and len(page.body) <= MAX_PAGE:
                visit.shelf.put(visit.key, page)
        answer = page.answer(request.META, visit.shelf)
        return HttpResponse(answer.body, status=answer.status, headers=answer.headers)

    def _rendered(self, request):
        """On SQLite, let one thread render at a time: two would hand Python's lock to each other at every row.

        Searches, which spend their time inside SQLite, gain by going side by side.
        """
        path = request.META["PATH_INFO"]
        if connection.vendor != "sqlite" or not _is_cached(path) or _key(request.META, path, "") is None:
            return self.get_response(request)
        has_turn = self.lock.acquire(timeout=PATIENCE)
        try:
            return self.get_response(request)
        finally:
            if has_turn:
                self.lock.release()


def _is_cached(path: str) -> bool:
    """Tell by the address whether it may be a public page: files and the admin go past the cache."""
    return (
        path[1:].partition("/")[0] in site_codes()
        or path.startswith(("/sitemap", "/api/", "/oembed", COLOURS))
        or path == "/robots.txt"
    )


def _key(environ: dict, path: str, encoding: str) -> tuple | None:
    """Return what a page depends on; None where it is not to be kept.

    The scheme counts because some headers are sent over TLS only.
    """
    query = environ.get("QUERY_STRING", "")
    if len(path) + len(query) > MAX_ADDRESS or path.startswith(COLOURS):
        return None
    query = _query(query, path.startswith("/api/")) if query else ""
    return None if query is None else (_is_secure(environ), path, query, encoding)


@lru_cache(maxsize=1024)
def _query(query: str, is_api: bool) -> str | None:
    """Return what a page depends on in its query; None where it is not to be kept."""
    parameters = [pair for pair in parse_qsl(query, keep_blank_values=True) if not pair[0].startswith(CAMPAIGNS)]
    known = API_PARAMETERS if is_api else PARAMETERS
    return urlencode(parameters) if all(name in known for name, _value in parameters) else None


def _is_secure(environ: dict) -> bool:
    """Tell what Django's request.is_secure() will."""
    header, secure = settings.SECURE_PROXY_SSL_HEADER
    return environ.get(header, environ["wsgi.url_scheme"]).partition(",")[0].strip() == secure


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


def _is_old(environ: dict, since: int) -> bool:
    """Tell whether the asker's copy is as new as what has been true since then."""
    asked = environ.get("HTTP_IF_MODIFIED_SINCE")
    moment = parse_http_date_safe(asked) if asked else None
    return moment is not None and moment >= since


def _matches(asked: str, etag: str) -> bool:
    return asked.strip() == "*" or etag in (candidate.removeprefix("W/") for candidate in parse_etags(asked))
