from time import process_time

import pytest

from articles.body.rendering import render, sanitize
from content import markdown
from content.references import with_names

NAMES = {
    ("image", 12): "prom.jpg",
    ("image", 13): "most o zmierzchu.jpg",
    ("document", 7): "program.pdf",
    ("document", 8): "film.mp4",
    ("article", 17): "milk-bar",
    ("article", 18): "żółw",
}
KEYS = {(kind, name): key for (kind, key), name in NAMES.items()}


def refer(kind, name):
    return KEYS.get((kind, name))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Ala *ma* **kota**.", "<p>Ala <em>ma</em> <strong>kota</strong>.</p>"),
        ("# Tytuł\n\n## Pod\n\n###### Niżej", "<h2>Tytuł</h2><h2>Pod</h2><h4>Niżej</h4>"),
        ("- a\n- b\n  - c", "<ul><li>a</li><li>b\n<ul><li>c</li></ul></li></ul>"),
        ("| a | b |\n|---|--:|\n| 1 | 2 |",
         "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"),
        ("| | |\n|-|-|\n| 1 | 2 |", "<table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"),
        ("Rzut[^a] i okna[^b], znów[^a].\n\n[^b]: Drugi.\n[^a]: Pierwszy.",
         ('<p>Rzut<sup><a href="#fn1">1</a></sup> i okna<sup><a href="#fn2">2</a></sup>,'
         ' znów<sup><a href="#fn1">1</a></sup>.</p><hr><ol>'
         '<li><p>Pierwszy. <a href="#fnref1">↩</a></p></li><li><p>Drugi. <a href="#fnref2">↩</a></p></li></ol>')),
        ("Rzut[^a] i okna[^b].\n\n[^b]: *Drugi*.\n[^a]: Pierwszy.",
         '<p>Rzut<span data-note="">Pierwszy.</span> i okna<span data-note=""><em>Drugi</em>.</span>.</p>'),
        ("Rzut^[W *głąb*.].", '<p>Rzut<span data-note="">W <em>głąb</em>.</span>.</p>'),
        ("[Bar](article:milk-bar) i [żółw](article:%C5%BC%C3%B3%C5%82w#pancerz), [nic](article:none)",
         ('<p><a data-article="17">Bar</a> i <a data-article="18" href="#pancerz">żółw</a>, <a>nic</a></p>')),
        ("[Program](program.pdf) i [inne](program.html)",
         '<p><a data-document="7">Program</a> i <a href="program.html">inne</a></p>'),
        ("<figure data-document=film.mp4></figure><figure data-document=8></figure>",
         '<figure data-document="8"></figure><figure></figure>'),
        ("<img data-image=5 alt=x><a data-article=17>y</a>", "<p><a>y</a></p>"),
        ("![Prom](prom.jpg)", '<p><img data-image="12" alt="Prom"></p>'),
        ('![Prom](prom.jpg "Na rzece")',
         ('<figure><img data-image="12" alt="Prom">'
         "<figcaption>Na rzece</figcaption></figure>")),
        ("<img src=prom.jpg alt='Prom'>", '<img data-image="12" alt="Prom">'),
        ("wers  \ndrugi", "<p>wers<br>drugi</p>"),
        ("~~dawniej~~ [tu](/pl/articles/żółw/)", '<p><s>dawniej</s> <a href="/pl/articles/żółw/">tu</a></p>'),
        ('<span lang="en">text</span>', '<p><span lang="en">text</span></p>'),
        ("```\na <b>\n\n c\n```", "<pre><code>a &lt;b&gt;\n\n c\n</code></pre>"),
        ("<script>alert(1)</script>\n\nTekst [x](javascript:alert(1))", "<p>Tekst <a>x</a></p>"),
        ("a <!-- <img src=missing.jpg> --> b", "<p>a  b</p>"),
    ],
)  # fmt: skip
def test_markdown_becomes_the_sanitized_html_of_a_working_copy(text, html):
    assert markdown.to_html(text, refer) == html


@pytest.mark.parametrize("sign", ["<!--", "<pre>"])
def test_what_is_never_closed_is_read_in_a_moment(sign):
    begun = process_time()

    markdown.to_html(f"słowa\n\n{sign * 20_000}", lambda _kind, _name: None)

    assert process_time() - begun < 3  # looked for its end again from every beginning, it takes ten


def test_a_note_of_several_paragraphs_and_its_mark_lead_to_each_other_on_the_page():
    page = render(markdown.to_html("Rzut[^1].\n\n[^1]: Uwaga.\n\n    Druga.", refer), "pl")

    assert '<a href="#fn1" id="fnref1">1</a>' in page
    assert '<li id="fn1">' in page


BODIES = [
    "<p>Akapit.</p><p>Drugi.</p>",
    "<h2>A &amp; B &lt;c&gt;</h2><p>* nie lista</p><p># nie nagłówek</p><p>1. nie lista</p><p>&gt; nie cytat</p>",
    "<p>_podkreślenie_ snake_case *gwiazdka* `kod` [nawias] ![obraz] \\ ~~x~~ &amp;amp; &amp;copy;</p>",
    "<p>--- i === i + i - oraz 12) tak</p><p>    wcięcie</p><p>a | b</p>",
    "<ul><li><p>raz</p></li><li><p>dwa</p><ul><li><p>w środku</p></li></ul></li></ul><ul><li><p>inna</p></li></ul>",
    '<ul><li>raz</li></ul><ul><li>dwa</li></ul><ol><li>trzy</li></ol><ol start="4"><li>cztery</li></ol>',
    '<ol start="7"><li><p>siedem</p></li><li><p>osiem</p></li></ol>',
    '<table><tbody><tr><th><p>a</p></th><td colspan="2"><p>b</p></td></tr></tbody></table>',
    "<table><thead><tr><th>a</th><th>b | c</th></tr></thead><tbody><tr><td>1</td><td></td></tr></tbody></table>",
    '<table><caption>Tabela</caption><tbody><tr><th scope="row">a</th><td>b<br>c</td></tr></tbody></table>',
    '<p><span lang="zh-Hans">波兰剪纸</span> i <em lang="en">text</em>, <q>cytat</q>, H<sub>2</sub>O</p>',
    "<blockquote><p>Cytat.</p><p>— <cite>Autor</cite></p></blockquote><blockquote><p>Drugi.</p></blockquote>",
    '<p>Zdanie<sup><a href="#fn1">1</a></sup>.</p><hr><ol><li><p>A.</p><p>B. <a href="#fnref1">↩</a></p></li></ol>',
    '<p>Zdanie<sup><a href="#fnx">x</a></sup>.</p><hr><ol><li><p>Dziwny. <a href="#fnrefx">↩</a></p></li></ol>',
    "<pre><code>a\n\n  b &lt;c&gt; `` ` ```\n</code></pre><p>po</p>",
    "<pre>bez kodu\n\nwcale</pre>",
    ('<figure><img data-image="12" alt="a &quot;b&quot; ]">'
    "<figcaption>„Podpis” \\ &quot;x&quot;</figcaption></figure>"),
    ('<figure><img data-image="12" alt="">'
    "<figcaption>z <em>wyróżnieniem</em></figcaption></figure>"),
    '<p><img src="/media/pictures/ffffffffffffffffffff-480.jpg" alt="nieznany"></p><p>po</p>',
    "<p>twarda&nbsp;spacja i&nbsp;</p><p>wers<br>drugi<br><br>trzeci</p><p><br></p>",
    "<p></p><p>po pustym</p><h2></h2><hr><hr>",
    "tekst bez akapitu <strong>tak</strong><p>i akapit</p>reszta",
    "<p>a</p>\n<p>b</p>\n\n\n<p>c</p>",
    "<dl><dt>hasło</dt><dd><p>opis</p></dd></dl>",
    '<p lang="ar" dir="rtl">نص عربي</p><p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby></p>',
    "<p>[^1] i [a]: b</p><p>[^1]: nie przypis</p><p>[a]: /nie/odsyłacz</p>",
    "<p>&lt;script&gt;alert(1)&lt;/script&gt; &lt;!-- x --&gt; http://example.org https://example.org/_a_</p>",
    '<p><a href="https://example.org/a_(b)?c=1&amp;d=2" title="&quot;t&quot;">odsyłacz <strong>gruby</strong></a></p>',
    '<p><a href="/pl/a b/">spacja</a> <strong>a</strong>b<em>c</em><strong><em>d</em></strong>e <b>f</b> <i>g</i></p>',
    "<p>" + "długi " * 2000 + "</p>",
    '<figure data-size="wide"><img data-image="12" alt="Prom"><figcaption>Na rzece</figcaption></figure><p>a</p>',
    '<figure><img data-image="13" alt="x"></figure>',
    '<figure data-size="small" data-align="end"><img data-image="12" alt=""></figure><p>obok</p>',
    ('<figure data-kind="gallery"><figure><img data-image="12" alt="a"><figcaption>A <em>b</em></figcaption></figure>'
     '<figure><img data-image="13" alt="b"></figure><figcaption>Dwa</figcaption></figure>'),
    '<figure data-document="7"><figcaption>Program</figcaption></figure><p>a</p>',
    '<p>a</p><figure data-document="8"></figure>',
    '<p>Zob. <a data-document="7">program <em>dnia</em></a>.</p>',
    ('<figure data-video="https://vimeo.com/76979871"><img data-image="12" alt="Film"><figcaption>Film</figcaption>'
     "</figure>"),
    "<blockquote><p>Cytat.</p><p>Dalej.</p><footer>Ktoś, <cite>Dzieło</cite></footer></blockquote><p>a</p>",
    "<ul><li><p>a</p><blockquote><p>b</p><footer>c</footer></blockquote></li></ul>",
    ("<table><caption>Ceny <em>brutto</em></caption><thead><tr><th>Rok</th><th>zł</th></tr></thead>"
     '<tbody><tr><th scope="row">2020</th><td>5</td></tr></tbody></table>'),
    ('<p>Raz<span data-note="">Uwaga, <em>dwa</em> [tak], <a href="https://example.org/">tu</a>.</span> i'
     '<span data-note="">Druga</span>.</p>'),
    '<p>Nota z językiem<span data-note="" lang="en">Note</span>.</p>',
    '<p><a data-article="17">Bar</a> i <a data-article="18" href="#pancerz">żółw</a></p>',
    '<p><span lang="ar" dir="rtl">مرحبا</span> <abbr title="Unia Europejska">UE</abbr></p>',
    '<p lang="en">English</p><h3 lang="de">Deutsch</h3>',
]  # fmt: skip


@pytest.mark.parametrize("body", BODIES)
def test_html_that_becomes_markdown_comes_back_the_same(body):
    html = sanitize(body)

    written = markdown.to_markdown(html, NAMES)

    assert written is None or markdown.to_html(written, refer) == html


def test_nearly_every_body_can_be_written_as_markdown():
    unwritten = [body for body in BODIES if markdown.to_markdown(sanitize(body), NAMES) is None]

    assert len(unwritten) <= 3


@pytest.mark.parametrize("body", BODIES)
def test_a_body_that_no_markdown_gives_comes_back_as_html(body):
    html = sanitize(body)

    assert markdown.to_html(with_names(html, NAMES), refer, markup="html") == html


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h2>Tytuł</h2><p>A <strong>b</strong>.</p>", "## Tytuł\n\nA **b**."),
        ("<ul><li>a</li><li>b</li></ul><p>c</p>", "- a\n- b\n\nc"),
        (('<figure><img data-image="12" alt="Prom">'
         "<figcaption>Na rzece</figcaption></figure>"), '![Prom](prom.jpg "Na rzece")'),
        ('<p>Uwaga<span data-note="">Nota <em>x</em>.</span>.</p>', "Uwaga^[Nota *x*.]."),
        ('<p><a data-article="17">Bar</a>, <a data-document="7">program</a></p>',
         "[Bar](article:milk-bar), [program](program.pdf)"),
        ("<blockquote><p>Cytat.</p><footer>Ktoś</footer></blockquote>", "> Cytat.\n>\n> <footer>Ktoś</footer>"),
        ("<p>snake_case, 5 + 3 = 8, „tak” - nie</p>", "snake_case, 5 + 3 = 8, „tak” - nie"),
    ],
)  # fmt: skip
def test_markdown_is_written_as_people_write_it(html, text):
    assert markdown.to_markdown(html, NAMES) == text


@pytest.mark.parametrize(
    "text",
    ["Jeden akapit.", "Dwa\n\nakapity.", "Wiersz\nprzełamany.", "* gwiazdka # i [nawias] & <b>", "\n", "a\n\n\n\nb"],
)
def test_plain_text_comes_back_the_same_or_is_not_written_as_markdown(text):
    written = markdown.from_text(text)

    assert written is None or markdown.to_text(written) == text


@pytest.mark.parametrize("text", ["Jeden akapit.", "Dwa\n\nakapity.", "Wiersz\nprzełamany.", "* gwiazdka # <b>"])
def test_plain_text_can_be_written_as_markdown(text):
    assert markdown.from_text(text) is not None
