"""Fill a site in Georgian and Hebrew, into which the interface is not translated, and print its pages by address.

A process of its own: the languages are columns.
"""

import json
import sys

import django
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

TEXTS = {"ka": "ქართული ტექსტი", "he": "טקסט בעברית"}
BODY = (
    "<h2>{0}</h2><p>{0}<span data-note>{0}</span></p><table><tr><td>{0}</td></tr></table>"
    '<figure data-video="https://vimeo.com/76979871"><figcaption>{0}</figcaption></figure>'
)
PLACES = (
    "", "topics/", "topics/t/", "articles/", "articles/a/", "articles/a/history/", "articles/a/v1/",
    "articles/a/v2/changes/", "articles/a/share/", "tags/g/", "archive/", "archive/{year}/", "new/", "elsewhere/",
    "search/?q=x", "nie-ma/", "feed/", "feed/json/", "site.webmanifest",
)  # fmt: skip


def main():
    from django.test import Client  # noqa: PLC0415 - these need Django to be set up

    from articles.publishing import publish  # noqa: PLC0415
    from identity.models import Identity  # noqa: PLC0415
    from tests.factories import make_article, make_tag, make_topic, make_user  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    Identity.objects.create(pk=1, **{f"name_{code}": text for code, text in TEXTS.items()})
    topic = make_topic(**{code: {"title": text, "slug": "t", "introduction": text} for code, text in TEXTS.items()})
    article = make_article(
        source_language="ka",
        tags=[make_tag("g", **TEXTS)],
        topics=[topic],
        **{
            code: {
                "title": text,
                "slug": "a",
                "lead": text,
                "author_line": text,
                "body": BODY.format(text),
            }
            for code, text in TEXTS.items()
        },
    )
    for code in (*TEXTS, *TEXTS):
        publish(article=article, language=code, by=make_user(), note=TEXTS[code])
    client, pages = Client(headers={"host": "127.0.0.1"}), {}
    for code in TEXTS:
        more = (f"/api/v1/articles/{article.pk}/{code}/", f"/oembed?url={settings.SITE_URL}/{code}/articles/a/")
        for address in (*(f"/{code}/{place}".format(year=timezone.now().year) for place in PLACES), *more):
            answer = client.get(address)
            pages[address] = answer.status_code, answer["Content-Type"], answer.text
    json.dump(pages, sys.stdout)


if __name__ == "__main__":
    django.setup()
    main()
