import html as entities
import re
import time
from html.parser import HTMLParser

import nh3
import pytest
from django.utils import translation

from articles.body.rendering import render, render_body, sanitize
from articles.body.sanitizing import ADDED_TAGS, ATTRIBUTES, TAGS
from tests.articles.hostile import HOSTILE, PICTURE
from tests.factories import make_image


class Tree(HTMLParser):
    """What a strict reader of the markup sees: elements, attributes, and whether every tag is closed in turn."""

    VOID = {"br", "wbr", "hr", "img", "source"}

    def __init__(self, markup):
        super().__init__()
        self.elements, self.open = [], []
        self.feed(markup)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        assert len(dict(attrs)) == len(attrs), "an attribute is given twice"
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_decl = unknown_decl = handle_pi = handle_comment

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.mark.parametrize("body", HOSTILE)
def test_only_the_allow_list_is_left(body):
    tree = Tree(sanitize(body))

    for tag, attributes in tree.elements:
        assert tag in TAGS
        assert set(attributes) <= ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set())
        address = re.sub(r"[\x00-\x20]", "", attributes.get("href", "")).lower()
        assert ":" not in address.split("/")[0] or address.startswith(("http:", "https:", "mailto:", "tel:"))
        assert not address.replace("\\", "/").startswith("//")
        assert re.fullmatch(r"/media/pictures/[0-9a-f]{20}-\d+\.(jpg|png|avif)", attributes.get("src", PICTURE))


@pytest.mark.parametrize("body", HOSTILE)
def test_sanitizing_twice_changes_nothing(body):
    assert sanitize(sanitize(body)) == sanitize(body)


@pytest.mark.django_db
@pytest.mark.parametrize("body", HOSTILE)
def test_what_is_rendered_means_the_same_to_another_parser(body):
    everything = nh3.Cleaner(
        tags=TAGS | ADDED_TAGS,
        attributes={"*": {name for _tag, has in Tree(render(body, "pl")).elements for name in has} - {"rel"}},
        link_rel=None,
        url_schemes={"http", "https", "mailto", "tel"},
    )
    rendered = render(body, "pl")

    parsed_anew = everything.clean(rendered)

    assert parsed_anew == rendered.replace("\u00a0", "&nbsp;").replace(' rel="external"', "")
    assert rendered == rendered.encode().decode()
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", rendered)


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("<p>Zwykły <b>tekst</b>.</p>", "<p>Zwykły <b>tekst</b>.</p>"),
        ("<h1>Tytuł</h1><h5>a</h5><h6 lang='en'>b</h6>", '<h2>Tytuł</h2><h4>a</h4><h4 lang="en">b</h4>'),
        ("<p>a<script>b</script>c</p>", "<p>ac</p>"),
        ("<div><section>a</section></div>", "a"),
        ("<a href='mailto:a@b.example'>x</a>", '<a href="mailto:a@b.example">x</a>'),
        ("<a href='#fn1'>1</a>", '<a href="#fn1">1</a>'),
        ("<a href='/pl/topics/?a=1&b=2'>x</a>", '<a href="/pl/topics/?a=1&amp;b=2">x</a>'),
        ("<p>5 < 6 & 7 > 6</p>", "<p>5 &lt; 6 &amp; 7 &gt; 6</p>"),
        ("<ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>", "<ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>"),
        ("<p lang='ar' dir='rtl'>مرحبا</p>", '<p lang="ar" dir="rtl">مرحبا</p>'),
        ("<ol start='3' type='a' reversed><li>x</ol>", '<ol start="3" type="a" reversed=""><li>x</li></ol>'),
        ("<p>&nbsp;</p><p> </p>", ""),
        (f"<p><img src='{PICTURE}' alt='a > b'></p>", f'<p><img src="{PICTURE}" alt="a &gt; b"></p>'),
        (f"<figure><img alt='a' src='{PICTURE}'></figure>", f'<figure><img alt="a" src="{PICTURE}"></figure>'),
    ],
)
def test_what_editors_need_stays(body, left):
    assert sanitize(body) == left


@pytest.mark.parametrize(
    "body",
    [
        "słowo w domu " * 400_000,
        "<p>" + "słowo " * 200 + "</p>",
        "<p>a</p>" * 120_000,
        "<b>" * 1_000_000,
        "<div>" * 1_000_000,
        "<blockquote>" * 400_000 + "x",
        "<ul><li>" * 200_000 + "x",
        "<table><tr><td>" * 100_000 + "x",
        "<a href=/x>" * 100_000,
        "<b lang=pl><i>" * 20_000 + "<p>" * 20_000,
        "<h2>a</h2>" * 20_000,
        "<!--" * 500_000,
        "<p title='" * 200_000,
        "&amp; " * 30_000,
        " " * 5_000_000,
    ],
    ids=lambda body: f"{body[:14]}… {len(body)}",
)
@pytest.mark.django_db
def test_size_and_depth_take_seconds_at_most(body):
    begun = time.process_time()
    render_body(body, "pl")

    assert time.process_time() - begun < 6


def test_nothing_is_lost_of_a_text_that_is_nested_too_deeply():
    body = "<blockquote>" * 300 + "<p>środek <b>gruby</b></p>" + "</blockquote>" * 300 + "<h2>dalej</h2>"

    clean = sanitize(body)

    assert clean.count("<blockquote>") == 40
    assert "środek" in clean
    assert clean.endswith("<h2>dalej</h2>")


def test_a_long_flat_text_keeps_every_tag():
    body = "".join(f"<p>a <b>{n}</b><br><img src='{PICTURE}'></p><ul><li>x<li>y</ul>" for n in range(300))

    clean = sanitize(body)

    assert clean.count("<b>") == clean.count("<ul>") == clean.count("<img") == 300


# Headings


@pytest.mark.django_db
def test_headings_get_anchors_made_from_their_text():
    rendered = render_body("<h2>Pierwsza część</h2><h3>O <em>kocie</em> &amp; psie</h3><h4>第一章</h4>", "pl")

    assert rendered.contents == [
        {"level": 2, "anchor": "pierwsza-czesc", "title": "Pierwsza część"},
        {"level": 3, "anchor": "o-kocie-psie", "title": "O kocie & psie"},
        {"level": 4, "anchor": "di-yi-zhang", "title": "第一章"},
    ]
    assert [attributes["id"] for tag, attributes in Tree(rendered.body).elements if tag[0] == "h"] == [
        "pierwsza-czesc",
        "o-kocie-psie",
        "di-yi-zhang",
    ]


@pytest.mark.django_db
def test_anchors_are_unique_and_the_same_each_time():
    body = "<h2>Część</h2>" * 3 + "<h2>Część 2</h2><h2>🙂</h2><h2>🙃</h2><h2>main</h2><h2>contents</h2>"

    rendered = render_body(body, "pl")

    anchors = [heading["anchor"] for heading in rendered.contents]
    assert anchors[:4] == ["czesc", "czesc-2", "czesc-3", "czesc-2-2"]
    assert len(set(anchors)) == len(anchors)
    assert not {"main", "top", "contents"} & set(anchors)
    assert render_body(body, "pl") == rendered


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("heading", "passages"),
    [
        ("<h2>Film <i lang='en'>Night <b>Train</b></i>?</h2>",
         [{"text": "Film "}, {"text": "Night Train", "lang": "en"}, {"text": "?"}]),
        ("<h2 lang='he'>שלום &amp; <span lang='PL'>cześć</span></h2>",
         [{"text": "שלום & ", "lang": "he"}, {"text": "cześć"}]),
        ("<blockquote lang='de'><h2>Zum <em>Meer</em></h2></blockquote>", [{"text": "Zum Meer", "lang": "de"}]),
    ],
)  # fmt: skip
def test_the_table_of_contents_keeps_the_language_of_headings_words(heading, passages):
    (frozen,) = render_body(heading, "pl").contents

    assert frozen["passages"] == passages
    assert frozen["title"] == "".join(passage["text"] for passage in passages)


@pytest.mark.django_db
def test_a_heading_without_words_is_in_no_table_of_contents():
    image = make_image()

    rendered = render_body(f"<h2><img src='{image.src}' alt='x'></h2><h2>Część</h2>", "pl")

    assert [heading["title"] for heading in rendered.contents] == ["Część"]


# Footnotes


NOTES = (
    "<p>Tekst<sup><a href='#fn1'>1</a></sup> i znów<sup><a href='#fn1'>1</a></sup>.</p>"
    "<ol><li>Uwaga <a href='#fnref1'>↩</a> <a href='#fnref1'>↩</a></li></ol>"
)


@pytest.mark.django_db
def test_footnotes_lead_there_and_back():
    tree = Tree(render(NOTES, "pl"))

    (item,) = tree.all("li")
    first, second, back, _again = tree.all("a")
    assert (item["id"], first["id"]) == ("fn1", "fnref1")
    assert (first["href"], back["href"]) == ("#fn1", "#fnref1")
    assert "id" not in second


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [
        NOTES * 2,
        "<h2>fn1</h2><h2>fnref1</h2>" + NOTES,
        "<ol><li><a href='#fnref1'>a</a><a href='#fnref2'>b</a></li></ol>",
        "<ol><li><a href='#fnref1'>a</a><ol><li><a href='#fnref1'>b</a></li></ol></li></ol>",
        "<a href='#fn1'><a href='#fn1'>",
    ],
)
def test_no_two_elements_have_one_id(body):
    ids = [attributes["id"] for _tag, attributes in Tree(render(body, "pl")).elements if "id" in attributes]

    assert len(ids) == len(set(ids))


# Links, tables, pictures


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("href", "attributes"),
    [
        ("/en/articles/x/", {"hreflang": "en"}),
        ("/zh-hans/", {"hreflang": "zh-Hans"}),
        ("/pl/articles/x/", {}),
        ("/de/articles/x/", {}),
        ("/enormous/", {}),
        ("https://a.example/", {"rel": "external"}),
        ("HTTP://a.example/", {"rel": "external"}),
        ("mailto:a@b.example", {}),
        ("#czesc", {}),
    ],
)
def test_links_say_where_they_lead(href, attributes):
    (link,) = Tree(render(f"<p><a href='{href}'>x</a></p>", "pl")).all("a")

    assert link == {"href": href} | attributes


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["pl", "en", "zh-hans"])
def test_a_wide_table_can_be_scrolled_by_keyboard(language):
    tree = Tree(render("<table><tr><td><p>a</p></td><th><p>b</p><p>c</p></th></tr></table>", language))

    (frame,) = tree.all("div")
    with translation.override(language):
        assert frame == {
            "class": "table-scroll",
            "role": "group",
            "tabindex": "0",
            "aria-label": translation.gettext("Table"),
        }
    assert len(tree.all("p")) == 2


@pytest.mark.django_db
def test_a_picture_of_the_library_comes_in_all_its_sizes(django_assert_num_queries):
    image = make_image()
    body = f"<p><img src='{image.src}' alt='Most \"nocą\"'></p>" * 3

    with django_assert_num_queries(1):
        tree = Tree(render(body, "pl"))

    shown = tree.all("img")[0]
    assert shown["src"] == image.src
    assert shown["srcset"] == image.whole.srcset
    assert shown["alt"] == 'Most "nocą"'
    assert (shown["width"], shown["height"]) == (str(image.width), str(image.height))
    assert tree.all("source")[0]["srcset"] == image.whole.avif_srcset


@pytest.mark.django_db
def test_a_picture_that_the_library_does_not_have_is_left_out():
    assert render(f"<p>a<img src='{PICTURE}' alt='x'>b</p>", "pl") == "<p>ab</p>"


# Words


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "language", "rendered"),
    [
        ("<p>i w domu</p>", "pl", "<p>i\u00a0w\u00a0domu</p>"),
        ("<p>i w domu</p>", "en", "<p>i w domu</p>"),
        (
            "<p>Był <em>w</em> domu i <b>o tym</b> wie</p>",
            "pl",
            "<p>Był <em>w</em> domu i\u00a0<b>o\u00a0tym</b> wie</p>",
        ),
        ("<p lang='en'>a dog</p><p>o psie</p>", "pl", '<p lang="en">a dog</p><p>o\u00a0psie</p>'),
        ("<p>a dog <span lang='pl'>o psie</span></p>", "en", '<p>a dog <span lang="pl">o\u00a0psie</span></p>'),
        ("<p>a dog <q lang='pl-PL'>o psie</q></p>", "en", '<p>a dog <q lang="pl-PL">o\u00a0psie</q></p>'),
        ("<pre>i w domu</pre><p><code>i w</code></p>", "pl", "<pre>i w domu</pre><p><code>i w</code></p>"),
        ("<p title='i w domu'>x</p><a title='i w' href='/x'>y</a>", "pl", '<p>x</p><a title="i w" href="/x">y</a>'),
    ],
)
def test_typography_follows_the_language_of_each_text(body, language, rendered):
    assert render(body, language) == rendered


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "language", "rendered"),
    [
        ('<p>To <span lang="ar">كتاب.</span></p>', "pl", '<p>To <span lang="ar" dir="rtl">كتاب.</span></p>'),
        ('<table lang="zh-Hans"><tr><td>桥</td></tr></table>', "ar", '<table lang="zh-Hans" dir="ltr">'),
        ('<p>To <span lang="en">is</span></p>', "pl", '<p>To <span lang="en">is</span></p>'),
        ('<p lang="he">א <span lang="ar">ب</span></p>', "pl", '<p lang="he" dir="rtl">א <span lang="ar">ب</span></p>'),
        ('<p lang="ur">ا <q lang="en">b</q></p>', "pl", '<p lang="ur" dir="rtl">ا <q lang="en" dir="ltr">b</q></p>'),
        ('<p lang="ar" dir="auto">ب</p>', "pl", '<p lang="ar" dir="auto">ب</p>'),
    ],
)
def test_a_passage_has_the_direction_of_its_language(body, language, rendered):
    assert rendered in render(body, language)


def test_typography_alone_never_changes_the_words():
    body = "<p>" + entities.escape("A i o u w z; 5 km, 20 zł (w 1999 r.) — „z nami” J. Kowalski & T. S. Eliot") + "</p>"

    rendered = render(body, "pl")

    assert rendered.replace("\u00a0", " ") == sanitize(body)
    assert render(rendered, "pl") == rendered.replace("\u00a0", "&nbsp;") or render(rendered, "pl") == rendered


@pytest.mark.django_db
def test_plain_text_has_the_words_and_no_markup():
    body = (
        "<h2>Część</h2><p>a &amp; <b>b</b>c</p><ul><li>x</li><li>y</li></ul>"
        "<table><tr><td>1</td><td>2</td></tr></table><p>koniec<br>wiersza</p>"
    )

    assert render_body(body, "en").plain_text == "Część\na & bc\nx\ny\n1\t2\t\nkoniec\nwiersza"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "minutes"),
    [
        ("<p>słowo</p>", 1),
        ("<p>" + "słowo " * 2000, 10),
        ("<p>" + "字" * 3500, 10),
        ("<p>" + "字" * 350 + " a" * 200, 2),
    ],
)
def test_reading_time_counts_words_and_signs(body, minutes):
    assert render_body(body, "pl").reading_minutes == minutes
