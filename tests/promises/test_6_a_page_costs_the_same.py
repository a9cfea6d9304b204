"""The number of queries on a page is fixed and written down here."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_article, make_edition, make_tag, make_topic

CEILINGS = {
    "/pl/": 6,
    "/pl/articles/mosty/": 6,
    "/pl/topics/rzeka/": 6,
    "/pl/topics/": 6,
    "/pl/articles/": 8,
    "/pl/tags/woda/": 8,
    "/sitemap.xml": 8,
    "/sitemap-articles-0.xml": 8,
}


@pytest.mark.django_db
@pytest.mark.parametrize("address", CEILINGS)
def test_queries_do_not_grow(client, site, address):
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        assert client.get(address).status_code == 200

    topic, tag = site.topics.first(), site.tags.first()
    for number in range(20):
        make_topic(pl={"title": f"Temat {number}", "slug": f"temat-{number}"})
        article = make_article(
            pl={"title": f"Mosty {number}", "body": "<p>x</p>"},
            topics=[topic],
            tags=[tag, make_tag(f"znak-{number}", pl=f"znak {number}")],
        )
        make_edition(article=article)
    with CaptureQueriesContext(connection) as many:
        assert client.get(address).status_code == 200

    assert len(many) == len(few)
    assert len(many) <= CEILINGS[address]
