import gzip
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_started
from django.db import OperationalError, connection
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import freshness
from articles.publishing import publish, withdraw
from portal import page_cache
from portal.page_cache import KeptPages, PageCacheMiddleware
from tests.factories import make_article, make_edition, make_topic, make_user

PUBLIC = {"Cache-Control": "public, max-age=0, must-revalidate"}


@pytest.fixture(autouse=True)
def cached(settings, monkeypatch):
    settings.PORTAL_PAGE_CACHE = True
    monkeypatch.setattr(page_cache, "BELIEVED", {"sqlite": 0, "postgresql": 0})


@pytest.fixture
def clock(monkeypatch):
    """The time as the program sees it; ``clock.now`` may be moved."""

    class Clock:
        now = timezone.now()

    monkeypatch.setattr(timezone, "now", lambda: Clock.now)
    return Clock


class Site:
    """Stands behind the cache and counts the pages that it renders."""

    def __init__(self, **headers):
        self.rendered = 0
        self.headers = PUBLIC | {name.replace("_", "-"): value for name, value in headers.items()}
        self.status = 200
        self.cache = PageCacheMiddleware(self)

    def __call__(self, request):
        self.rendered += 1
        return HttpResponse(f"<p>strona {self.rendered}</p>", status=self.status, headers=self.headers)

    def get(self, path="/pl/", method="get", **headers):
        return self.cache(getattr(RequestFactory(), method)(path, headers=headers))


class Server:
    """One process of the site as its server calls it."""

    def __init__(self, application=None):
        self.application = KeptPages(application or WSGIHandler())

    def get(self, path="/pl/", *, secure=False, **headers):
        answer = HttpResponse()

        def start(status, pairs):
            answer.status_code, answer.headers = int(status.split()[0]), dict(pairs)

        environ = RequestFactory().get(path, secure=secure, headers=headers).environ
        answer.content = b"".join(self.application(environ, start))
        return answer


@pytest.fixture
def begun():
    """The requests that Django began."""
    requests = []

    def note(environ, **kwargs):
        requests.append(environ["PATH_INFO"])

    request_started.connect(note)
    yield requests
    request_started.disconnect(note)


def test_a_public_page_is_rendered_once(db):
    site = Site()

    bodies = {site.get().content for _time in range(3)}

    assert bodies == {b"<p>strona 1</p>"}


@pytest.mark.parametrize("headers", [{}, {"accept-encoding": "gzip"}, {"if-none-match": '"x"'}])
def test_a_kept_page_is_the_same_as_when_it_was_rendered(db, headers):
    site = Site(Content_Security_Policy="default-src 'none'")

    first, second = site.get(**headers), site.get(**headers)

    assert site.rendered == 1
    assert (first.content, dict(first.items())) == (second.content, dict(second.items()))
    assert second["Content-Security-Policy"] == "default-src 'none'"
    assert second["Content-Length"] == str(len(second.content))


@pytest.mark.parametrize("headers", [{}, {"accept-encoding": "gzip"}, {"if-none-match": '"x"'}])
def test_django_begins_no_request_for_a_kept_page(transactional_db, begun, headers):
    make_edition()
    server = Server()

    first, second = (server.get("/pl/", **headers) for _time in range(2))

    assert begun == ["/pl/"]
    assert (first.status_code, first.content, first.headers) == (200, second.content, second.headers)
    assert second["Content-Length"] == str(len(second.content))


def test_a_page_that_the_browser_has_is_not_sent_again_by_the_server(transactional_db, begun):
    server = Server()
    name = server.get("/pl/")["ETag"]

    answer = server.get("/pl/", if_none_match=name)

    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", name)
    assert len(begun) == 1


def test_what_changes_for_readers_changes_what_the_server_has(transactional_db, editor):
    edition, server = make_edition(), Server()
    assert server.get(edition.get_absolute_url()).status_code == 200

    withdraw(article=edition.article, language="pl", by=editor)

    assert [server.get(edition.get_absolute_url()).status_code for _time in range(2)] == [410, 410]


def test_a_page_that_the_server_has_not_asks_for_the_number_once(transactional_db, django_assert_num_queries):
    make_edition()
    Server().get("/pl/articles/")

    with CaptureQueriesContext(connection) as queries:
        Server().get("/pl/articles/")

    assert sum("articles_freshness" in query["sql"] for query in queries) == 1
    with django_assert_num_queries(len(queries)):
        Client().get("/pl/articles/")


@pytest.mark.parametrize("path", ["/admin/login/", "/healthz", "/pl/search/?q=kot"])
def test_what_is_no_public_page_comes_from_django_each_time(transactional_db, begun, path):
    server = Server()

    for _time in range(2):
        assert server.get(path).status_code == 200

    assert len(begun) == 2


@pytest.mark.parametrize(
    "ways", [({"secure": True}, {}), ({"realproto": "https"}, {}), ({"realproto": "https, x"}, {"realproto": "http"})]
)
def test_a_page_over_tls_is_another_one(transactional_db, begun, ways):
    """Some headers are sent over TLS only."""
    server = Server()

    for way in ways * 2:
        server.get("/pl/", **way)

    assert len(begun) == 2


def test_what_becomes_public_renders_every_page_anew(db):
    site = Site()
    site.get()

    freshness.bump()

    assert site.get().content == b"<p>strona 2</p>"


def test_what_becomes_public_while_a_page_is_rendered_is_not_missed(db):
    site = Site()
    slow = PageCacheMiddleware(lambda request: (freshness.bump(), site(request))[1])
    request = RequestFactory().get("/pl/")

    slow(request)
    slow(request)

    assert site.rendered == 2


def test_a_page_rendered_before_a_publication_is_not_kept_after_it(db):
    """While one thread renders, something is published, and another thread has noticed already."""
    site = Site()
    requests = RequestFactory()

    def overtaken(request):
        response = site(request)
        if site.rendered == 1:
            freshness.bump()
            cache(requests.get("/pl/topics/"))
        return response

    cache = PageCacheMiddleware(overtaken)

    first, second = cache(requests.get("/pl/")), cache(requests.get("/pl/"))

    assert (first.content, second.content) == (b"<p>strona 1</p>", b"<p>strona 3</p>")


def test_a_published_article_is_seen_at_once(client, editor):
    article = make_article(pl={"title": "Przed", "body": "<p>a</p>"})
    publish(article=article, language="pl", by=editor)
    client.get("/pl/")
    article.title_pl = "Po zmianie"
    article.save()

    publish(article=article, language="pl", by=editor)

    assert "Po zmianie" in client.get("/pl/").text


def test_a_withdrawn_article_is_gone_at_once(client, editor):
    edition = make_edition()
    assert client.get(edition.get_absolute_url()).status_code == 200

    withdraw(article=edition.article, language="pl", by=editor)

    assert client.get(edition.get_absolute_url()).status_code == 410


def test_a_scheduled_article_appears_on_time(client, editor, clock):
    make_edition(pl={"title": "Jutrzejszy", "body": "<p>a</p>"}, at=clock.now + timedelta(days=1))
    assert "Jutrzejszy" not in client.get("/pl/").text

    clock.now += timedelta(days=1)

    assert "Jutrzejszy" in client.get("/pl/").text


def test_an_article_ends_on_time(client, editor, clock):
    edition = make_edition()
    clock.now += timedelta(hours=1)
    withdraw(article=edition.article, language="pl", by=editor, at=clock.now + timedelta(days=1))
    assert client.get(edition.get_absolute_url()).status_code == 200

    clock.now += timedelta(days=1)

    assert client.get(edition.get_absolute_url()).status_code == 410


@pytest.mark.parametrize("before", [True, False])
def test_a_topic_begins_and_ends_on_time(client, db, clock, before):
    moment = clock.now + timedelta(days=1)
    period = {"visible_from": moment} if before else {"visible_until": moment}
    make_topic(pl={"title": "Temat na czas", "slug": "temat"}, **period)
    assert ("Temat na czas" in client.get("/pl/topics/").text) is not before

    clock.now += timedelta(days=1)

    assert ("Temat na czas" in client.get("/pl/topics/").text) is before


def test_a_kept_page_costs_one_query(client, db, django_assert_num_queries):
    make_edition()
    client.get("/pl/")

    with django_assert_num_queries(1):
        client.get("/pl/")


def test_a_number_that_is_believed_is_not_asked_for_again(db, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(page_cache, "BELIEVED", {"sqlite": 60, "postgresql": 60})
    site = Site()
    site.get()

    with django_assert_num_queries(0):
        site.get()


def test_a_believed_number_does_not_delay_what_is_scheduled(client, editor, clock, monkeypatch):
    monkeypatch.setattr(page_cache, "BELIEVED", {"sqlite": 3600, "postgresql": 3600})
    make_edition(pl={"title": "Punktualny", "body": "<p>a</p>"}, at=clock.now + timedelta(seconds=1))
    client.get("/pl/")

    clock.now += timedelta(seconds=1)

    assert "Punktualny" in client.get("/pl/").text


@pytest.mark.parametrize(
    ("accepted", "compressed"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.8", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0, br", False),
        ("br", False),
        ("identity", False),
        ("", False),
    ],
)
def test_pages_are_compressed_for_whom_accepts_it(db, accepted, compressed):
    response = Site().get(accept_encoding=accepted)

    body = gzip.decompress(response.content) if compressed else response.content
    assert body == b"<p>strona 1</p>"
    assert response.get("Content-Encoding") == ("gzip" if compressed else None)
    assert response["Vary"] == "Accept-Encoding"


def test_a_sheet_of_colours_is_compressed_and_not_kept(db):
    """Anybody can think of colours; browsers keep the sheet for ever."""
    site = Site()

    answers = [site.get("/colours/1d4ed8-8fb0f7-0123456789abcdef.css", accept_encoding="gzip") for _time in range(2)]

    assert [gzip.decompress(answer.content) for answer in answers] == [b"<p>strona 1</p>", b"<p>strona 2</p>"]


def test_the_compressed_and_the_plain_page_have_different_names(db):
    site = Site()

    assert site.get()["ETag"] != site.get(accept_encoding="gzip")["ETag"]


def test_a_page_that_the_browser_has_is_not_sent_again(db):
    site = Site()
    name = site.get()["ETag"]

    for asked in (name, f"W/{name}", f'"other", {name}', "*"):
        response = site.get(if_none_match=asked)
        assert (response.status_code, response.content) == (304, b"")
        assert {"ETag", "Cache-Control", "Vary"} <= set(response.headers)
    assert site.get(if_none_match='"other"').status_code == 200


def test_a_changed_page_has_another_name(db):
    site = Site()
    name = site.get()["ETag"]

    freshness.bump()

    assert site.get(if_none_match=name).status_code == 200


def test_head_is_answered_with_the_headers_of_get(db):
    site = Site()

    head, get = site.get(method="head"), site.get()

    assert site.rendered == 1
    assert dict(head.items()) == dict(get.items())


@pytest.mark.parametrize(
    "path", ["/pl/?q=kot", "/pl/?before=1&q=kot", f"/pl/articles/{'a' * 400}/", "/admin/", "/media/x", "/static/x", "/"]
)
def test_other_addresses_are_not_kept(db, path):
    site = Site()

    site.get(path)
    site.get(path)

    assert site.rendered == 2


@pytest.mark.parametrize("path", ["/admin/", "/media/pictures/x.jpg", "/static/x.css", "/healthz", "/"])
def test_files_and_the_admin_pass_the_cache_untouched(db, path, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = Site().get(path, accept_encoding="gzip")

    assert "ETag" not in response
    assert "Content-Encoding" not in response


def test_a_post_passes_the_cache(db):
    site = Site()

    site.get(method="post")
    site.get(method="post")

    assert site.rendered == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"Cache-Control": "private"},
        {"Cache-Control": "no-store"},
        {"Vary": "Cookie"},
        {"Vary": "Accept-Language"},
        {"Content-Encoding": "br"},
    ],
)
def test_what_is_not_public_is_not_kept(db, headers):
    site = Site()
    site.headers |= headers

    site.get()
    response = site.get()

    assert site.rendered == 2
    assert "ETag" not in response


def test_a_page_with_a_cookie_is_not_kept(db):
    def with_cookie(request):
        response = HttpResponse(headers=PUBLIC)
        response.set_cookie("a", "b")
        return response

    assert "ETag" not in PageCacheMiddleware(with_cookie)(RequestFactory().get("/pl/"))


def test_a_stream_is_not_kept(db):
    def stream(request):
        return StreamingHttpResponse(iter([b"a"]), headers=PUBLIC)

    assert PageCacheMiddleware(stream)(RequestFactory().get("/pl/")).streaming


@pytest.mark.parametrize(("status", "times"), [(200, 1), (410, 1), (404, 2), (301, 2), (500, 2)])
def test_only_pages_that_are_there_or_were_are_kept(db, status, times):
    site = Site()
    site.status = status

    responses = [site.get(), site.get()]

    assert site.rendered == times
    assert {response.status_code for response in responses} == {status}


def test_parameters_of_campaigns_do_not_make_another_page(db):
    site = Site()

    for query in ("", "?utm_source=news", "?fbclid=1&gclid=2", "?"):
        site.get(f"/pl/{query}")

    assert site.rendered == 1


def test_pages_of_a_list_are_kept_apart(db):
    site = Site()

    bodies = {site.get(f"/pl/articles/{query}").content for query in ("", "?before=1", "?before=2", "?before=")}

    assert len(bodies) == 4


def test_the_address_of_the_host_does_not_make_another_page(db):
    site = Site()

    site.get(host="localhost")
    site.get(host="127.0.0.1")

    assert site.rendered == 1


def test_what_is_kept_is_bounded_and_the_least_asked_for_goes_first(db, monkeypatch):
    monkeypatch.setattr(page_cache, "MAX_BYTES", 50)
    site = Site()
    for number in range(3):
        site.get(f"/pl/{number}/")
        site.get("/pl/0/")

    site.get("/pl/3/")

    assert site.cache.cache.shelf.size <= 50
    rendered = site.rendered
    site.get("/pl/0/")
    assert site.rendered == rendered
    site.get("/pl/1/")
    assert site.rendered == rendered + 1


def test_a_very_long_page_is_not_kept(db, monkeypatch):
    monkeypatch.setattr(page_cache, "MAX_PAGE", 10)
    site = Site()

    site.get()
    site.get()

    assert site.rendered == 2


@pytest.fixture
def broken_database(monkeypatch):
    def refuse():
        raise OperationalError

    return lambda: monkeypatch.setattr(freshness, "number", refuse)


def test_kept_pages_are_served_while_the_database_does_not_answer(db, broken_database):
    site = Site()
    site.get()

    broken_database()

    assert site.get().content == b"<p>strona 1</p>"


def test_kept_pages_are_not_served_past_a_moment_while_the_database_does_not_answer(db, clock, broken_database):
    make_edition(at=clock.now + timedelta(days=1))
    site = Site()
    site.get()

    broken_database()
    clock.now += timedelta(days=1)

    assert site.get().content == b"<p>strona 2</p>"


def test_the_cache_recovers_with_the_database(db, broken_database, monkeypatch):
    monkeypatch.setattr(page_cache, "AFTER_FAILURE", 0)
    site = Site()
    site.get()
    with monkeypatch.context():
        broken_database()
        site.get()
    monkeypatch.undo()

    freshness.bump()

    assert site.get().content == b"<p>strona 2</p>"


class Crowd:
    """Renders pages in threads; each waits a moment for another one to be rendered beside it."""

    def __init__(self, patience=5.0):
        self.met, self.patience = threading.Barrier(2), patience
        self.cache = PageCacheMiddleware(self)
        self.together = 0

    def __call__(self, request):
        try:
            self.met.wait(self.patience)
            self.together += 1
        except threading.BrokenBarrierError:
            self.met.reset()
        return HttpResponse("x")

    def ask(self, *paths) -> list[int]:
        def get(path):
            response = self.cache(RequestFactory().get(path))
            connection.close()
            return response.status_code

        with ThreadPoolExecutor(len(paths)) as visitors:
            return [*visitors.map(get, paths)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_on", [True, False])
def test_on_sqlite_one_page_is_rendered_at_a_time(settings, monkeypatch, is_on):
    settings.PORTAL_PAGE_CACHE = is_on
    monkeypatch.setattr(page_cache, "PATIENCE", 10)
    is_sqlite = connection.vendor == "sqlite"
    crowd = Crowd(patience=0.3 if is_sqlite else 5)

    assert crowd.ask("/pl/", "/en/") == [200, 200]

    assert crowd.together == (0 if is_sqlite else 2)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("paths", [("/pl/search/?q=most", "/en/search/?q=bridge"), ("/admin/", "/pl/")])
def test_searches_and_the_admin_keep_nobody_waiting(monkeypatch, paths):
    monkeypatch.setattr(page_cache, "PATIENCE", 10)
    crowd = Crowd()

    crowd.ask(*paths)

    assert crowd.together == 2


@pytest.mark.django_db(transaction=True)
def test_a_page_that_hangs_keeps_nobody_waiting(monkeypatch):
    monkeypatch.setattr(page_cache, "PATIENCE", 0.01)
    crowd = Crowd()

    crowd.ask("/pl/", "/en/")

    assert crowd.together == 2


def test_the_cache_can_be_switched_off(db, settings):
    settings.PORTAL_PAGE_CACHE = False
    site = Site()

    site.get()

    assert site.get().content == b"<p>strona 2</p>"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("start", [Client, Server])
def test_no_process_shows_an_older_version_once_one_showed_a_newer(editor, start):
    """Two handlers, as of two processes, are asked in turn while somebody publishes."""
    article = make_article(pl={"title": "Wersja 0", "body": "<p>a</p>"})
    publish(article=article, language="pl", by=editor)
    processes = [start(), start()]
    seen, published = [], threading.Event()

    def publish_five_times():
        for number in range(1, 6):
            article.title_pl = f"Wersja {number}"
            article.save()
            publish(article=article, language="pl", by=editor)
        published.set()
        connection.close()

    publisher = threading.Thread(target=publish_five_times)
    publisher.start()
    while True:
        last = published.is_set()
        for process in processes:
            page = process.get("/pl/").content.decode()
            seen.append(next(number for number in range(6) if f"Wersja {number}" in page))
        if last:
            break
    publisher.join()

    assert seen == sorted(seen)
    assert seen[-2:] == [5, 5]


@pytest.mark.django_db(transaction=True)
def test_threads_share_the_pages_without_harm():
    make_user()
    site = Site()
    failures = []

    def ask():
        try:
            for number in range(50):
                site.get(f"/pl/{number % 5}/")
                if number % 10 == 0:
                    freshness.bump()
        except Exception as error:  # noqa: BLE001 (whatever it is, the test tells)
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
