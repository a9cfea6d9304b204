import re
from datetime import timedelta

import pytest

from sharing import floods, views
from tests.factories import make_edition

ADDRESS = "/pl/articles/mosty/share/"
WRITTEN = {"sender_name": "Jan", "reply_to": "", "recipient": "ala@example.org", "note": ""}


@pytest.fixture(autouse=True)
def no_flood():
    """Count each test's forms by themselves."""
    floods._counts.clear()


@pytest.fixture
def edition(db):
    return make_edition(pl={"title": "Mosty", "slug": "mosty", "lead": "O mostach.", "body": "<p>a</p>"})


@pytest.fixture
def at_once(monkeypatch):
    """Let nobody have to read the message for two seconds."""
    monkeypatch.setattr(views, "READING", timedelta(0))


@pytest.fixture
def ask(client, edition, at_once):
    """Fill in the form, look at the message, send it; return the last answer."""

    def ask(address=ADDRESS, *, network="192.0.2.7", **changes):
        written = WRITTEN | changes
        shown = client.post(address, written, REMOTE_ADDR=network)
        if shown.status_code != 200:
            return shown
        return client.post(address, written | {"token": token_in(shown), "send": "1"}, REMOTE_ADDR=network)

    return ask


def token_in(response) -> str:
    return re.search(r'name="token" value="([^"]+)"', response.text)[1]
