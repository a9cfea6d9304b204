"""Saves and publications that meet in the same moment, in two threads on two connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from articles.models import Edition
from tests.articles.test_admin_editing import address, opened
from tests.articles.test_admin_publishing import asked, at
from tests.factories import BODY, make_article, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def send_at_once(requests):
    """Post both at the same moment, each as somebody else; return the answers' status codes."""
    clients = [Client(), Client()]
    for number, client in enumerate(clients):
        client.force_login(make_user(f"person-{number}", superuser=True))
    sent = [prepare(client) for client, prepare in zip(clients, requests, strict=True)]
    start = Barrier(2)

    def post(client, request):
        try:
            start.wait()
            return client.post(*request).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(post, clients, sent))


@pytest.mark.parametrize("attempt", range(3))
def test_different_languages_saved_at_once_are_both_kept(attempt):
    article = make_article(pl={"title": "Tytuł", "body": BODY}, en={"title": "Title", "body": "<p>Text.</p>"})

    codes = send_at_once(
        [
            lambda client: (address(article), opened(client, article, title_pl="Anna")),
            lambda client: (address(article), opened(client, article, title_en="Tom")),
        ]
    )

    article.refresh_from_db()
    assert codes == [302, 302]
    assert (article.title_pl, article.title_en) == ("Anna", "Tom")


@pytest.mark.parametrize("attempt", range(3))
def test_one_language_saved_at_once_asks_the_second(attempt):
    article = make_article()

    codes = send_at_once(
        [
            lambda client: (address(article), opened(client, article, title_pl="Anna")),
            lambda client: (address(article), opened(client, article, title_pl="Tom")),
        ]
    )

    article.refresh_from_db()
    assert sorted(codes) == [200, 302]
    assert article.title_pl == ("Anna" if codes[0] == 302 else "Tom")


@pytest.mark.parametrize("attempt", range(3))
def test_a_text_published_at_once_goes_live_once(attempt):
    article = make_article()

    codes = send_at_once([lambda client: (at("publish", article), asked(client, "publish", article))] * 2)

    assert sorted(codes) == [200, 302]
    assert Edition.objects.count() == 1
