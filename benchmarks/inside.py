"""What is measured without a server: queries per page, the admin, publishing. Prints JSON."""

import argparse
import json
from collections.abc import Callable
from random import Random
from statistics import median
from time import perf_counter, sleep
from urllib.request import urlopen

import django

django.setup()

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Max
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Draft, Edition, TaggedArticle
from articles.publishing import publish
from benchmarks.generate import LEADS, TAGS, TITLES, TOPICS, numbered, sample_body, sample_title, topics_of
from languages.columns import localized

ADDRESSES = 5000  # of each kind, at most
COUNTED = 12
TIMES = 7
PUBLICATIONS = 20
ADMIN = {
    "desk": "/admin/",
    "list": "/admin/articles/article/",
    "last page": "/admin/articles/article/?p={last}",
    "search": "/admin/articles/article/?q=0000123",
    "live": "/admin/articles/article/?state=pl:live",
    "behind": "/admin/articles/article/?state=en:behind",
    "missing": "/admin/articles/article/?state=pl:missing",
    "withdrawn": "/admin/articles/article/?state=pl:withdrawn",
    "topic": "/admin/articles/article/?topics__id__exact=3",
    "tag": "/admin/articles/article/?tag=3",
    "form": "/admin/articles/article/7/change/",
}


def addresses() -> dict[str, list[str]]:
    """Return addresses of every kind of page in all three languages, in an order that is the same every time."""
    random = Random(2026)
    editions = Edition.objects.live().order_by("pk").values_list("pk", flat=True)
    keys = random.sample(list(editions), min(ADDRESSES, len(editions)))
    chosen = {}
    for start in range(0, len(keys), 500):
        chosen |= Edition.objects.only("language", "slug").in_bulk(keys[start : start + 500])
    places = [(chosen[key].language, chosen[key].slug) for key in keys]
    pages = {
        "home": [f"/{code}/" for code in TITLES],
        "topics": [f"/{code}/topics/" for code in TITLES],
        "topic": [f"/{code}/topics/topic-{key}/" for key in range(1, TOPICS + 1) for code in TITLES],
        "tag": [f"/{code}/tags/tag-{key}/" for key in range(1, TAGS + 1) for code in TITLES],
        "list": [f"/{code}/articles/" for code in TITLES],
        "older": [f"/{code}/articles/?before={code}:{slug}" for code, slug in places[:300]],
        "article": [f"/{code}/articles/{slug}/" for code, slug in places],
    }
    pages["older in topic"] = [
        f"/{code}/topics/topic-{topics_of(chosen[key].article_id)[0]}/?before={code}:{slug}"
        for key, (code, slug) in zip(keys[:300], places[:300], strict=True)
    ]
    first = Client(headers={"host": "127.0.0.1"})
    return {kind: [path for path in paths if kind == "article" or first.get(path).status_code == 200]
            for kind, paths in pages.items()}  # fmt: skip


def count_queries(pages: dict[str, list[str]]) -> dict[str, int]:
    """Return the most queries that pages of a kind make, once their SQL is written."""
    client = Client(headers={"host": "127.0.0.1"})
    counts = {}
    for kind, paths in pages.items():
        most = 0
        for path in paths[:COUNTED] + paths[:COUNTED]:
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            most = max(most, len(queries))
        counts[kind] = most
    return counts


def time_admin() -> dict[str, dict]:
    """Return milliseconds (median and longest) and queries of the admin's pages."""
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(pk=1))
    figures = {}
    for name, path in ADMIN.items():
        address = path.format(last=(Article.objects.count() - 1) // 50 + 1)
        client.get(address)
        times = [timed(lambda address=address: client.get(address).content) for _time in range(TIMES)]
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)  # noqa: S101 (a figure of an error page is none)
        figures[name] = {"ms": round(median(times)), "longest_ms": round(max(times)), "queries": len(queries)}
    client.logout()
    return figures


def time_publishing(server: str) -> dict[str, float]:
    """Return milliseconds that publish() takes, and those until a page of the cached site shows the text."""
    last = Article.objects.aggregate(last=Max("pk"))["last"]
    took, seen = [], []
    try:
        for number in range(last + 1, last + 1 + PUBLICATIONS):
            article = new_article(number)
            urlopen(f"{server}/pl/").close()  # noqa: S310 (our own server)
            took.append(timed(lambda article=article: publish(article=article, language="pl", by=User(pk=1))))
            seen.append(timed(lambda number=number: wait_for(f"{server}/pl/", f"{number:07}")))
    finally:
        Edition.objects.filter(article__gt=last).delete()
        Draft.objects.filter(article__gt=last).delete()
        TaggedArticle.objects.filter(content_object__gt=last).delete()
        Article.objects.filter(pk__gt=last).delete()
    return {
        "publish_ms": round(median(took), 1),
        "longest_publish_ms": round(max(took), 1),
        "visible_after_ms": round(median(seen), 1),
        "longest_visible_after_ms": round(max(seen), 1),
    }


def new_article(number: int) -> Article:
    texts = {"title": numbered(sample_title("pl"), number), "lead": LEADS["pl"], "body": sample_body("pl")}
    article = Article.objects.create(pk=number, **{localized(name, "pl"): text for name, text in texts.items()})
    article.topics.set([1, 2])
    TaggedArticle.objects.bulk_create(TaggedArticle(content_object=article, tag_id=key) for key in (1, 2, 3))
    return article


def wait_for(address: str, text: str) -> None:
    while True:
        with urlopen(address) as response:  # noqa: S310 (our own server)
            if text in response.read().decode():
                return
        sleep(0.001)


def timed(act: Callable) -> float:
    begin = perf_counter()
    act()
    return 1000 * (perf_counter() - begin)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", help="the address of a server of the same site, with its page cache")
    parser.add_argument("--admin", action="store_true")
    options = parser.parse_args()
    pages = addresses()
    found = {"addresses": pages, "queries": count_queries(pages)}
    if options.admin:
        found["admin"] = time_admin()
    if options.server:
        found["publishing"] = time_publishing(options.server)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
