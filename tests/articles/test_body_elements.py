"""What each element of a body becomes for readers."""

import pytest
from django.utils import timezone

from articles.body.older import in_todays_form
from articles.body.references import library_keys
from articles.body.rendering import render, render_body
from articles.body.sanitizing import sanitize
from articles.body.videos import canonical, site_of
from articles.publishing import publish, withdraw
from library.models import Document
from tests.factories import make_article, make_edition, make_image, make_user

pytestmark = pytest.mark.django_db


def picture(image, alt, sizes="(min-width: 48rem) 44rem, 100vw", *, is_card=False):
    shape = image.card if is_card else image.whole
    return (
        f'<picture><source type="image/avif" srcset="{shape.avif_srcset}" sizes="{sizes}">'
        f'<img src="{shape.src}" srcset="{shape.srcset}" sizes="{sizes}" alt="{alt}"'
        f' width="{shape.width}" height="{shape.height}" loading="lazy" decoding="async"></picture>'
    )


# Pictures


def test_a_figure_shows_the_librarys_picture_with_the_bodys_words():
    image = make_image(alt_pl="z biblioteki", credit_pl="fot. A. Nowak")

    rendered = render(
        f'<figure><img data-image="{image.pk}" alt="Most o zmierzchu"><figcaption>Most <em>w</em> remoncie'
        "</figcaption></figure>",
        "pl",
    )

    assert rendered == (
        f'<figure class="picture">{picture(image, "Most o zmierzchu")}<figcaption>Most <em>w</em> remoncie'
        ' <span class="credit">· fot. A.\u00a0Nowak</span></figcaption></figure>'
    )


def test_a_figure_without_words_of_its_own_takes_the_librarys_alternative_text():
    image = make_image(alt_pl="Most", alt_en="A bridge")

    for words in ("", ' alt=""'):
        assert picture(image, "A bridge") in render(f'<figure><img data-image="{image.pk}"{words}></figure>', "en")
    assert picture(image, "Span") in render(f'<figure><img data-image="{image.pk}" alt="Span"></figure>', "en")


@pytest.mark.parametrize(
    ("attributes", "names", "sizes"),
    [
        ('data-size="wide"', "picture wide", "(min-width: 80rem) 76rem, 100vw"),
        ('data-size="small"', "picture small", "(min-width: 48rem) 22rem, 100vw"),
        ('data-size="small" data-align="end"', "picture small end", "(min-width: 48rem) 22rem, 100vw"),
        ('data-align="end"', "picture", "(min-width: 48rem) 44rem, 100vw"),
    ],
)
def test_a_figure_has_a_size_and_a_side(attributes, names, sizes):
    image = make_image()

    rendered = render(f'<figure {attributes}><img data-image="{image.pk}" alt="x"></figure>', "pl")

    assert rendered == f'<figure class="{names}">{picture(image, "x", sizes)}</figure>'


def test_a_gallery_shows_its_pictures_with_one_query(django_assert_num_queries):
    images = [make_image(colour) for colour in ("navy", "teal", "olive")]
    figures = "".join(
        f'<figure><img data-image="{image.pk}" alt="{place}"><figcaption>{place}.</figcaption></figure>'
        for place, image in enumerate(images)
    )

    with django_assert_num_queries(1):
        rendered = render(f'<figure data-kind="gallery">{figures}<figcaption>Trzy</figcaption></figure>', "pl")

    shown = "".join(
        f'<figure class="picture">{picture(image, place, "(min-width: 48rem) 15rem, 40vw", is_card=True)}'
        f"<figcaption>{place}.</figcaption></figure>"
        for place, image in enumerate(images)
    )
    assert rendered == f'<figure class="gallery">{shown}<figcaption>Trzy</figcaption></figure>'


def test_a_body_tells_which_files_of_the_library_it_uses(django_assert_num_queries):
    older, newer = make_image("navy"), make_image("teal")
    body = sanitize(
        f'<p><img src="{older.src}"></p><figure><img data-image="{newer.pk}" alt="data-image=&quot;77&quot;"></figure>'
        '<figure data-document="5"></figure><p><a data-document="8">x</a> data-image="9"</p>'
    )

    with django_assert_num_queries(1):
        keys = library_keys(body)

    assert (keys.images, keys.documents) == ({older.pk, newer.pk}, {5, 8})


# Other files


def make_document(kind, extension, content_type, **more):
    digest = f"{kind}{more.get('language', '')}".encode().hex().ljust(64, "0")
    return Document.objects.create(
        digest=digest, file_name=f"plik.{extension}", kind=kind, extension=extension, content_type=content_type,
        bytes=1_250_000, **more,
    )  # fmt: skip


def test_a_document_is_downloaded_by_its_words_with_format_and_size():
    document = make_document("pdf", "pdf", "application/pdf", language="en", title_pl="Program")
    link = f'<a href="{document.url}" type="application/pdf" hreflang="en">'
    facts = '<span class="file-facts">(PDF, 1,2\u00a0MB)</span>'

    assert render(f'<figure data-document="{document.pk}"></figure>', "pl") == (
        f'<p class="download">{link}Program</a> {facts}</p>'
    )
    assert render(
        f'<figure data-document="{document.pk}"><figcaption>Cały <em>program</em></figcaption></figure>', "pl"
    ) == (f'<p class="download">{link}Cały <em>program</em></a> {facts}</p>')
    assert render(f'<p>Zob. <a data-document="{document.pk}">program</a>.</p>', "pl") == (
        f"<p>Zob. {link}program</a> {facts}.</p>"
    )


def test_a_film_is_played_with_its_captions_and_asks_for_nothing_before(django_assert_num_queries):
    film, image = make_document("video", "mp4", "video/mp4", title_pl="Film", credit_pl="Jan"), make_image()
    captions = [
        make_document("captions", "vtt", "text/vtt", language=language, captioned=film) for language in ("pl", "uk")
    ]
    poster = f'<img data-image="{image.pk}" alt="">'
    body = f'<figure data-document="{film.pk}">{poster}<figcaption>O moście</figcaption></figure>'

    with django_assert_num_queries(3):
        rendered = render(body * 3, "pl")

    assert rendered == 3 * (
        f'<figure class="video"><video controls="" preload="none" src="{film.url}" aria-label="O\u00a0moście"'
        f' poster="{image.src}" width="640" height="400">'
        f'<track kind="captions" src="{captions[0].url}" srclang="pl" label="polski">'
        f'<track kind="captions" src="{captions[1].url}" srclang="uk" label="uk"></video>'
        '<figcaption>O\u00a0moście <span class="credit">· Jan</span></figcaption></figure>'
    ).replace('aria-label="O\u00a0moście"', 'aria-label="O moście"')


def test_a_recording_is_played():
    recording = make_document("audio", "mp3", "audio/mpeg", title_en="Song")

    assert render(f'<figure data-document="{recording.pk}"></figure>', "en") == (
        f'<figure class="audio"><audio controls="" preload="none" src="{recording.url}" aria-label="Song"></audio>'
        "</figure>"
    )


def test_what_the_library_does_not_have_leaves_its_words():
    body = (
        '<figure data-document="9"><figcaption>Program</figcaption></figure><p><a data-document="9">tu</a></p>'
        '<figure><img data-image="9" alt="x"><figcaption>Most</figcaption></figure>'
    )

    assert render(body, "pl") == "<p>Program</p><p>tu</p><figure><figcaption>Most</figcaption></figure>"


# Videos elsewhere


def test_a_video_elsewhere_is_a_link_with_a_picture_of_our_own():
    image = make_image()

    rendered = render(
        f'<figure data-video="https://youtu.be/dQw4w9WgXcQ?si=trackme"><img data-image="{image.pk}" alt="Film">'
        "<figcaption>O moście</figcaption></figure>",
        "en",
    )

    assert rendered == (
        '<figure class="outside-video"><a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ" rel="external">'
        f'{picture(image, "Film")}<span class="watch">Watch on YouTube</span></a><figcaption>O moście</figcaption>'
        "</figure>"
    )


@pytest.mark.parametrize(
    ("address", "plain", "site"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=4s", "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "YouTube"),
        ("https://m.youtube.com/watch?app=m&v=dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "YouTube"),
        ("https://youtube-nocookie.com/embed/dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "YouTube"),
        ("http://youtu.be/dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "YouTube"),
        ("https://vimeo.com/76979871?share=copy", "https://vimeo.com/76979871", "Vimeo"),
        ("https://player.vimeo.com/video/76979871", "https://vimeo.com/76979871", "Vimeo"),
        ("https://tube.example.org/w/9c9de5e8-0a1e-484a-b099-e80766180a6d",
         "https://tube.example.org/w/9c9de5e8-0a1e-484a-b099-e80766180a6d", "PeerTube"),
        ("https://tube.example.org/w/kkGMgK9ZtnKfYAgnEtQxbv?start=1", "https://tube.example.org/w/kkGMgK9ZtnKfYAgnEtQxbv",
         "PeerTube"),
        ("https://tube.example.org/videos/embed/9c9de5e8-0a1e-484a-b099-e80766180a6d",
         "https://tube.example.org/videos/watch/9c9de5e8-0a1e-484a-b099-e80766180a6d", "PeerTube"),
        ("https://www.youtube.com/", None, ""),
        ("https://www.youtube.com.evil.example/watch?v=dQw4w9WgXcQ", None, ""),
        ("javascript:alert(1)//youtu.be/dQw4w9WgXcQ", None, ""),
        ("https://evil.example/#https://youtu.be/dQw4w9WgXcQ", None, ""),
        ("https://example.org/w/short", None, ""),
    ],
)  # fmt: skip
def test_a_videos_address_is_brought_to_one_form(address, plain, site):
    assert canonical(address) == plain
    assert site_of(plain or address) == site
    assert canonical(plain or "https://youtu.be/") == plain


# Quotations, tables


def test_a_quotations_source_stands_outside_of_it():
    rendered = render("<blockquote><p>Cytat.</p><footer>Ktoś, <cite>Dzieło</cite></footer></blockquote>", "pl")

    assert rendered == (
        '<figure class="quotation"><blockquote><p>Cytat.</p></blockquote>'
        "<figcaption>Ktoś, <cite>Dzieło</cite></figcaption></figure>"
    )


def test_a_footer_elsewhere_is_a_paragraph():
    assert render("<footer>Stopka</footer>", "pl") == "<p>Stopka</p>"


def test_a_table_says_what_its_header_cells_head():
    rendered = render(
        "<table><caption>Ceny w zł</caption><tbody><tr><th><p>Rok</p></th><th><p>Bilet</p></th></tr>"
        "<tr><th>2020</th><td>5</td></tr></tbody></table>",
        "pl",
    )

    assert rendered == (
        '<div class="table-scroll" role="group" tabindex="0" aria-label="Ceny w zł"><table>'
        "<caption>Ceny w\u00a0zł</caption><thead><tr>"
        '<th scope="col">Rok</th><th scope="col">Bilet</th></tr></thead><tbody><tr><th scope="row">2020</th><td>5</td>'
        "</tr></tbody></table></div>"
    )


# Notes


def test_notes_are_numbered_and_lead_there_and_back():
    body = "<p>Raz<span data-note=''>Pierwsza <em>uwaga</em></span>, dwa<span data-note='' lang='en'>Second</span>.</p>"

    rendered = render_body(body, "pl")

    assert rendered.body == (
        '<p>Raz<sup class="note"><a id="noteref.1" href="#note.1" role="doc-noteref" aria-label="Przypis 1">1</a>'
        "</sup>,"
        ' dwa<sup class="note"><a id="noteref.2" href="#note.2" role="doc-noteref" aria-label="Przypis 2">2</a></sup>.'
        "</p>"
        '<section class="notes" role="doc-endnotes" aria-label="Przypisy"><ol>'
        '<li id="note.1">Pierwsza <em>uwaga</em> <a href="#noteref.1" role="doc-backlink"'
        ' aria-label="Wróć do tekstu">↩</a></li>'
        '<li id="note.2" lang="en">Second <a href="#noteref.2" role="doc-backlink" aria-label="Wróć do tekstu">↩</a>'
        "</li>"
        "</ol></section>"
    )
    assert rendered.plain_text == "Raz, dwa.\nPierwsza uwaga\nSecond"


def test_a_note_in_a_heading_is_no_part_of_its_title():
    (heading,) = render_body("<h2>Część<span data-note=''>uwaga</span></h2>", "pl").contents

    assert heading == {"level": 2, "anchor": "czesc", "title": "Część"}


# Links to articles


@pytest.fixture
def target():
    return make_article(
        source_language="en",
        en={"title": "There", "slug": "there", "body": "<p>x</p>"},
        pl={"title": "Tam", "slug": "tam", "body": "<p>x</p>"},
    )


def link_to(article):
    return f'<p><a data-article="{article.pk}" title="t">słowa</a></p>'


def test_a_link_leads_to_where_the_article_is_in_this_language(target):
    publish(article=target, language="en", by=make_user())
    publish(article=target, language="pl", by=make_user())

    assert render(link_to(target), "pl") == '<p><a href="/pl/articles/tam/" title="t">słowa</a></p>'


def test_a_link_to_a_text_elsewhere_says_so(target):
    publish(article=target, language="en", by=make_user())

    assert render(link_to(target), "pl") == (
        '<p><a href="/en/articles/there/" title="t" hreflang="en">słowa</a> <span class="mark">angielski</span></p>'
    )


def test_a_link_to_what_no_reader_has_is_words_alone(target):
    assert render(link_to(target), "pl") == "<p>słowa</p>"

    publish(article=target, language="pl", by=make_user())
    withdraw(article=target, language="pl", by=make_user())

    assert render(link_to(target), "pl") == "<p>słowa</p>"


def test_a_text_published_for_later_links_to_what_will_be_there_then(target):
    tomorrow = timezone.now() + timezone.timedelta(days=1)
    publish(article=target, language="pl", by=make_user(), at=tomorrow)

    edition = make_edition(pl={"title": "Skąd", "body": link_to(target)}, at=tomorrow)

    assert 'href="/pl/articles/tam/"' in edition.body


def test_links_cost_one_query_however_many(target, django_assert_num_queries):
    publish(article=target, language="en", by=make_user())

    with django_assert_num_queries(1):
        render(link_to(target) * 20, "pl")


# Words


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("« Bonjour ! » dit-il ; vraiment ? Oui : 20 %", "fr"),
        ("«\u202fBonjour\u202f!\u202f» dit-il\u202f; 20\u00a0%", "fr"),
        ("他说：“你好！”——然后走了……（2020 年）", "zh-hans"),
    ],
)
def test_punctuation_of_other_languages_is_left_alone(text, language):
    assert render(f"<p>{text}</p>", language) == f"<p>{text}</p>"


# Older bodies


def test_older_pictures_and_notes_are_brought_to_todays_form():
    image = make_image()
    body = (
        f'<p>Raz<sup><a href="#fn1">1</a></sup>, dwa<sup><a href="#fn2">2</a></sup>.<img src="{image.src}" alt="x"></p>'
        '<hr><ol><li><p>Pierwsza <a href="#fnref1">↩</a></p></li><li><p>Druga <a href="#fnref2">↩</a></p></li></ol>'
    )

    assert in_todays_form(body) == (
        '<p>Raz<span data-note="">Pierwsza</span>, dwa<span data-note="">Druga</span>.'
        f'<img data-image="{image.pk}" alt="x"></p>'
    )


@pytest.mark.parametrize(
    "body",
    [
        '<sup><a href="#fn1">1</a></sup><sup><a href="#fn1">1</a></sup><ol><li>x<a href="#fnref1">↩</a></li></ol>',
        '<p>a<sup><a href="#fn1">1</a></sup></p><hr><ol><li><p>x</p><p>y <a href="#fnref1">↩</a></p></li></ol>',
        '<p>a<sup><a href="#fn1">1</a></sup></p><hr><ol><li><p>x <a href="#fnref1">↩</a></p></li><li>y</li></ol>',
        '<p>a<sup><a href="#fn2">1</a></sup></p><hr><ol><li><p>x <a href="#fnref1">↩</a></p></li></ol>',
        '<p><img src="/media/pictures/0123456789abcdef0123-480.jpg" alt=""></p>',
    ],
)
def test_what_cannot_be_brought_to_todays_form_stays(body):
    assert in_todays_form(body) == body
