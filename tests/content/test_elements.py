"""Every element of a body: written, published, exported, taken into an empty site, and the same page again."""

import io

import pytest

from articles.body.sanitizing import sanitize
from articles.models import Article, Edition
from articles.publishing import publish
from library.documents import add_document
from tests.factories import make_article, make_edition, make_image, make_user

CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:01.000\nNapis\n"
ELEMENTS = {
    "picture": '<figure><img data-image="{image}" alt="Most"><figcaption>Nad <em>rzeką</em></figcaption></figure>',
    "small picture": '<figure data-size="small" data-align="end"><img data-image="{image}" alt=""></figure><p>obok</p>',
    "picture in a line": '<p>Znak <img data-image="{image}" alt="x"> tu</p>',
    "gallery": (
        '<figure data-kind="gallery"><figure><img data-image="{image}" alt="a"></figure>'
        '<figure><img data-image="{other}" alt="b"><figcaption>B</figcaption></figure>'
        "<figcaption>Dwa</figcaption></figure>"
    ),
    "file": '<figure data-document="{document}"><figcaption>Napisy do pobrania</figcaption></figure>',
    "file in a sentence": '<p>Zob. <a data-document="{document}">napisy</a>.</p>',
    "video elsewhere": '<figure data-video="https://vimeo.com/76979871"><img data-image="{image}" alt="Film"></figure>',
    "link": '<p><a data-article="{article}">artykuł</a> i <a data-article="{article}" href="#czesc">część</a></p>',
    "address": (
        '<p><a href="https://example.org/a?b=1&amp;c=2" title="t">tam</a>, <a href="mailto:a@b.example">list</a></p>'
    ),
    "notes": '<p>Raz<span data-note="">Pierwsza <em>uwaga</em></span>, dwa<span data-note="">Druga</span>.</p>',
    "quotation": "<blockquote><p>Cytat.</p><footer>Ktoś, <cite>Dzieło</cite></footer></blockquote>",
    "table": (
        "<table><caption>Ceny</caption><thead><tr><th>Rok</th><th>zł</th></tr></thead>"
        '<tbody><tr><th scope="row">2020</th><td colspan="1">5</td></tr></tbody></table>'
    ),
    "headings": "<h2>Część</h2><p>a</p><h3>Podczęść</h3><p>b</p><h4>Niżej</h4><p>c</p><h2>Część</h2><p>d</p>",
    "lists": '<ul><li><p>raz</p><ol start="3"><li><p>trzy</p></li></ol></li></ul><dl><dt>a</dt><dd><p>b</p></dd></dl>',
    "languages": '<p><span lang="ar" dir="rtl">مرحبا</span>, <em lang="en">text</em></p><p lang="de">Absatz</p>',
    "abbreviation": '<p><abbr title="Unia Europejska">UE</abbr> i <time datetime="2026-01-02">2 I</time></p>',
    "marks": "<p><strong>a</strong><em>b</em><s>c</s><sub>d</sub><sup>e</sup><code>f</code><br>g</p><hr>",
    "code": "<p>a</p><pre><code>h\n  i</code></pre>",
}


@pytest.mark.parametrize("element", ELEMENTS)
def test_the_page_is_the_same_after_export_and_import(element, db, client, exported, empty_site):
    target = make_edition(pl={"title": "Cel", "body": "<h2>Część</h2><p>x</p>"})
    keys = {
        "image": make_image("navy", credit_pl="fot. Nowak").pk,
        "other": make_image("teal").pk,
        "document": add_document(io.BytesIO(CAPTIONS), len(CAPTIONS), "napisy.vtt").pk,
        "article": target.article_id,
    }
    body = ELEMENTS[element].format(**keys)
    assert sanitize(body) == body
    article = make_article(pl={"title": "Skąd", "body": body})
    edition = publish(article=article, language="pl", by=make_user())
    address, before = edition.get_absolute_url(), edition.body
    exported.export()
    said = exported.take_in()
    assert "0 changed" in said
    empty_site()

    exported.take_in()

    again = Edition.objects.get(slug=edition.slug)
    assert again.body == before
    assert Article.objects.count() == 2
    assert before in client.get(address).content.decode()
