"""The WebSub hub is told which feeds have changed, and of nothing else."""

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.error import HTTPError
from urllib.parse import parse_qs

import pytest
from django.utils import timezone

from articles.hub import tell_hub
from articles.models import HubNotice
from articles.publishing import withdraw
from portal.queue import EVERY_MINUTE
from tests.factories import make_article, make_edition, make_tag, make_topic

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def text(title, **more):
    return {"title": title, "body": "<p>x</p>", **more}


@pytest.fixture
def hub(settings):
    """A hub that keeps what it is told, and answers with ``status``."""

    class Hub(BaseHTTPRequestHandler):
        told = []
        status = 204

        def do_POST(self):
            Hub.told.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            self.send_response(Hub.status)
            self.end_headers()

        def log_message(self, *_what):
            pass

    server = HTTPServer(("127.0.0.1", 0), Hub)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.PORTAL_WEBSUB_HUB = f"http://127.0.0.1:{server.server_port}/"
    yield Hub
    server.shutdown()
    server.server_close()


def known_until(moment):
    HubNotice.objects.update_or_create(pk=1, defaults={"told_until": moment})


def told(hub) -> list[str]:
    tell_hub.func()
    found = [address.removeprefix("http://127.0.0.1:8000") for message in hub.told for address in message["hub.url"]]
    assert {mode for message in hub.told for mode in message["hub.mode"]} <= {"publish"}
    hub.told.clear()
    return found


def test_the_feeds_in_which_something_is_new_are_named(client, hub):
    known_until(timezone.now() - HOUR)
    article = make_article(pl=text("Most"), tags=[make_tag(pl="Rzeka")], topics=[make_topic()])
    make_edition(article=article, at=timezone.now() - HOUR / 2)

    found = told(hub)

    pages = ("/pl/", "/pl/tags/rzeka/", "/pl/topics/temat/")
    assert found == [f"{page}feed/{form}" for page in pages for form in ("", "json/")]
    assert all(client.get(address).status_code == 200 for address in found)
    assert told(hub) == []


def test_an_end_is_news_too(hub, editor):
    edition = make_edition(pl=text("Most"), at=timezone.now() - 2 * HOUR)
    withdraw(article=edition.article, language="pl", by=editor)
    known_until(timezone.now() - HOUR)
    edition.refresh_from_db()
    tell_after(edition.live_until)

    assert "/pl/feed/" in told(hub)


def tell_after(moment):
    """Move the hub's time back so far that the moment counts as settled."""
    HubNotice.objects.update(told_until=moment - HOUR)


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr("articles.hub.SETTLED", timedelta())


def test_what_is_to_come_is_not_told_and_comes_by_itself(hub, monkeypatch):
    now = timezone.now()
    known_until(now - HOUR)
    make_edition(pl=text("Jutro"), at=now + HOUR)

    assert told(hub) == []
    monkeypatch.setattr(timezone, "now", lambda: now + 2 * HOUR)
    assert told(hub) == ["/pl/feed/", "/pl/feed/json/"]


def test_a_hub_that_does_not_answer_is_told_again(hub):
    known_until(timezone.now() - HOUR)
    make_edition(pl=text("Most"))
    hub.status = 500
    with pytest.raises(HTTPError):
        tell_hub.func()
    hub.told.clear()
    hub.status = 204

    assert told(hub) == ["/pl/feed/", "/pl/feed/json/"]


def test_a_new_hub_is_not_told_of_the_past(hub):
    make_edition(pl=text("Most"), at=timezone.now() - HOUR)

    assert told(hub) == []
    assert HubNotice.objects.count() == 1


def test_without_a_hub_nobody_is_told(hub, settings):
    settings.PORTAL_WEBSUB_HUB = ""
    known_until(timezone.now() - HOUR)
    make_edition(pl=text("Most"))

    assert told(hub) == []


def test_many_feeds_are_told_in_parts(hub):
    known_until(timezone.now() - HOUR)
    make_edition(article=make_article(pl=text("Most"), tags=[make_tag(f"t{number}") for number in range(60)]))

    tell_hub.func()

    assert [len(message["hub.url"]) for message in hub.told] == [100, 22]


def test_the_sweep_tells_the_hub():
    assert tell_hub in EVERY_MINUTE
