"""The editor of bodies in a real browser: every element written, kept, undone; what is pasted; the keyboard."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from playwright.sync_api import expect

from articles.body.sanitizing import sanitize
from articles.publishing import publish
from library.models import Document, Image
from tests.browser.test_editing import body, log_in, open_form, save, to_the_end
from tests.factories import make_article, make_edition, make_image, make_user, picture_bytes

pytestmark = pytest.mark.django_db(transaction=True)
CLIPBOARD = Path(__file__).parent / "clipboard"


def tool(page, name, language="pl"):
    return page.locator(f".language-panel[data-language='{language}'] .body-bars").get_by_role(
        "button", name=name, exact=True
    )


def stored(article, language="pl"):
    article.refresh_from_db()
    return getattr(article, f"body_{language}")


@pytest.fixture
def article(db):
    return make_article(pl={"title": "Most", "body": "<p>Początek</p>"})


@pytest.fixture
def form(page, article):
    log_in(page)
    open_form(page, article)
    to_the_end(page)
    return page


def select_line(page):
    """Select all of the only line; keys pressed right after the focus may come too early."""
    body(page).evaluate(
        "text => text.editor.commands.setTextSelection({ from: 1, to: text.editor.state.doc.content.size - 1 })"
    )


def focused(page):
    """Wait until the editor has taken the focus back, which it does before a frame is drawn."""
    page.evaluate("new Promise(done => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done))))")


def everything(image, other, document, target):
    """Return a body that holds every element, in the form in which it is stored."""
    return (
        "<p>Akapit: <strong>gruby</strong>, <em>kursywa</em>, <s>dawny</s>, H<sub>2</sub>O, x<sup>2</sup>,"
        ' <code>kod</code>, <span lang="en">English</span>, <abbr title="Unia Europejska">UE</abbr>.</p>'
        f'<h2>Część</h2><p><a data-article="{target.article_id}">artykuł</a>, <a href="https://example.org/">tam</a>,'
        f' <a data-document="{document.pk}">plik</a>, nota<span data-note="">Treść <em>noty</em></span>.</p>'
        "<h3>Podczęść</h3><ul><li><p>raz</p><ol><li><p>dwa</p></li></ol></li></ul><h4>Niżej</h4>"
        "<blockquote><p>Cytat.</p><footer>Ktoś, <cite>Dzieło</cite></footer></blockquote>"
        "<table><caption>Ceny <em>brutto</em></caption><thead><tr><th>Rok</th><th>Bilet</th></tr></thead>"
        '<tbody><tr><th scope="row">2020</th><td>5<br>zł</td></tr></tbody></table>'
        f'<figure data-size="small" data-align="end"><img data-image="{image.pk}" alt="Most">'
        "<figcaption>Podpis <em>tak</em></figcaption></figure>"
        f'<figure data-kind="gallery"><figure><img data-image="{image.pk}" alt="a"></figure>'
        f'<figure><img data-image="{other.pk}" alt=""><figcaption>b</figcaption></figure>'
        "<figcaption>Dwa obrazy</figcaption></figure>"
        f'<figure data-document="{document.pk}"><figcaption>Program</figcaption></figure>'
        f'<figure data-video="https://vimeo.com/76979871"><img data-image="{image.pk}" alt="Film"></figure>'
        "<dl><dt>hasło</dt><dd><p>opis</p></dd></dl><pre><code>a\n  b</code></pre><hr>"
        '<p lang="en">Whole paragraph</p><p>Koniec</p>'
    )


@pytest.fixture
def rich(db):
    document = Document.objects.create(
        digest="d" * 64, file_name="program.pdf", kind="pdf", extension="pdf", content_type="application/pdf", bytes=1
    )
    target = make_edition(pl={"title": "Cel", "body": "<p>x</p>"})
    whole = everything(make_image("navy"), make_image("teal"), document, target)
    return make_article(pl={"title": "Wszystko", "body": sanitize(whole)})


def test_every_element_survives_the_editor(page, rich):
    log_in(page)
    open_form(page, rich)
    before = stored(rich)

    body(page).locator("> :last-child").click()
    page.keyboard.press("End")
    page.keyboard.type("!")
    save(page)

    assert sanitize(stored(rich)) == before.replace("Koniec", "Koniec!")


def test_the_page_shows_every_element(page, rich):
    edition = publish(article=rich, language="pl", by=make_user())

    page.goto(edition.get_absolute_url())

    text = page.locator(".body")
    for selector in (
        "h2[id]", "a[href='/pl/articles/cel/']", "sup.note a", "section.notes li", "figure.quotation figcaption",
        "table caption", "thead th[scope=col]", "figure.picture.small.end img", "figure.gallery > figure + figure",
        "p.download a[type='application/pdf']", "figure.outside-video a[rel=external]", "abbr[title]", "[lang=en]",
    ):  # fmt: skip
        assert text.locator(selector).count(), selector
    text.locator("sup.note a").click()
    expect(page.locator(":target")).to_contain_text("Treść noty")
    page.locator(":target a[role=doc-backlink]").click()
    expect(page.locator(":target")).to_have_attribute("role", "doc-noteref")


def test_a_link_is_found_by_the_words_of_a_title(form, article):
    target = make_edition(en={"title": "How a bridge sleeps", "body": "<p>x</p>"}, source_language="en", language="en")
    select_line(form)

    form.keyboard.press("Control+k")
    form.keyboard.type("bridge sleeps")
    expect(form.locator("#body-link-choices li")).to_have_count(1)
    form.keyboard.press("ArrowDown")
    form.keyboard.press("Enter")
    expect(form.locator(".body-chosen")).to_have_text("How a bridge sleeps")
    form.keyboard.press("Enter")
    expect(body(form)).to_be_focused()
    save(form)

    assert stored(article) == f'<p><a data-article="{target.article_id}">Początek</a></p>'


def test_an_answer_that_comes_late_does_not_ask_again(form, article):
    make_edition(en={"title": "How a bridge sleeps", "body": "<p>x</p>"}, source_language="en", language="en")
    select_line(form)
    late = []

    def hold(route):
        late.append(route)

    form.route(lambda address: "q=bridge+sleeps&" in address, hold)

    form.keyboard.press("Control+k")
    form.keyboard.type("bridge sleep")
    expect(form.locator("#body-link-choices li")).to_have_count(1)
    form.keyboard.type("s")
    form.keyboard.press("ArrowDown")
    form.keyboard.press("Enter")
    expect(form.locator(".body-chosen")).to_have_text("How a bridge sleeps")
    with form.expect_response(lambda answer: "q=bridge+sleeps&" in answer.url):
        late[0].continue_()
    form.keyboard.press("Enter")

    expect(body(form)).to_be_focused()


def test_an_address_typed_without_its_beginning_becomes_a_link(form, article):
    select_line(form)
    tool(form, "Link").click()
    form.get_by_label("Article or address").fill("example.org/a")
    form.get_by_role("button", name="Apply").click()
    save(form)

    assert stored(article) == '<p><a href="https://example.org/a">Początek</a></p>'


def test_a_picture_is_chosen_from_the_library_and_described(form, article):
    image = make_image("navy", alt_pl="Most nocą", caption_pl="Nad rzeką")
    make_image("teal")

    tool(form, "Picture").click()
    form.get_by_role("dialog").get_by_label("Search").fill("nocą")
    expect(form.locator(".body-library li")).to_have_count(1)
    form.locator(".body-library button").click()
    form.locator(".ProseMirror figure .figure-shown").click()
    form.locator(".body-bar-inside").get_by_role("button", name="Alternative text, size…").click()
    form.get_by_label("Alternative text").fill("Most o świcie")
    form.get_by_label("Size").select_option("wide")
    form.get_by_role("button", name="Apply").click()
    save(form)

    assert f'<figure data-size="wide"><img data-image="{image.pk}" alt="Most o świcie">' in stored(article)
    assert "<figcaption>Nad rzeką</figcaption>" in stored(article)


def test_pictures_dropped_on_the_text_go_into_the_library(form, article):
    drop(form, {"raz.jpg": picture_bytes(colour="navy"), "dwa.jpg": picture_bytes(colour="teal"), "zly.jpg": b"nic"})

    expect(form.locator(".ProseMirror figure")).to_have_count(2)
    expect(form.locator(".language-panel:visible .body-status")).to_be_empty()
    save(form)

    keys = Image.objects.order_by("pk").values_list("pk", flat=True)
    assert stored(article) == "<p>Początek</p>" + "".join(
        f'<figure><img data-image="{key}" alt=""></figure>' for key in keys
    )
    form.complaints[:] = [text for text in form.complaints if "400" not in text]  # the third file was refused


def drop(page, files):
    """Drop files on the text's last line, as a desktop does."""
    transfer = page.evaluate_handle(
        """files => {
            const transfer = new DataTransfer()
            for (const [name, bytes] of files) {
                transfer.items.add(new File([new Uint8Array(bytes)], name, { type: "image/jpeg" }))
            }
            return transfer
        }""",
        [[name, list(content)] for name, content in files.items()],
    )
    box = body(page).locator("> :last-child").bounding_box()
    place = {"clientX": box["x"] + 5, "clientY": box["y"] + 5, "dataTransfer": transfer}
    body(page).dispatch_event("drop", place | {"bubbles": True, "cancelable": True})


def test_escape_leaves_a_note_unwritten(form):
    form.keyboard.press("Control+Alt+f")
    form.get_by_role("textbox", name="Words of the note").press_sequentially("Zob.")
    form.keyboard.press("Escape")

    expect(form.get_by_role("dialog")).to_have_count(0)
    expect(body(form)).to_be_focused()
    expect(body(form).locator(".note")).to_have_count(0)


def test_a_note_is_written_changed_and_removed(form, article):
    form.keyboard.press("Control+Alt+f")
    form.get_by_role("textbox", name="Words of the note").press_sequentially("Zob. ")
    form.keyboard.press("Control+i")
    form.keyboard.type("Dzieje")
    form.keyboard.press("Enter")
    expect(body(form).locator(".note")).to_have_count(1)
    focused(form)
    form.keyboard.type(" dalej")
    save(form)
    assert stored(article) == '<p>Początek<span data-note="">Zob. <em>Dzieje</em></span> dalej</p>'

    body(form).locator(".note button").evaluate("button => button.click()")  # the sticky rows may lie over it
    form.get_by_role("dialog").get_by_role("button", name="Remove").click()
    save(form)
    assert stored(article) == "<p>Początek dalej</p>"


def test_a_quotation_has_a_source(form, article):
    tool(form, "Quotation").click()
    form.locator(".body-bar-inside").get_by_role("button", name="Source").click()
    focused(form)
    form.keyboard.type("Ktoś")
    form.keyboard.press("Enter")
    form.keyboard.type("Dalej")
    save(form)

    assert stored(article) == "<blockquote><p>Początek</p><footer>Ktoś</footer></blockquote><p>Dalej</p>"


def test_a_table_has_a_caption_and_header_cells(form, article):
    tool(form, "Table").click()
    form.get_by_label("Rows").fill("2")
    form.get_by_label("Columns").fill("2")
    form.get_by_role("button", name="Insert").click()
    for word in ("Rok", "zł", "2020", "5"):
        form.keyboard.type(word)
        form.keyboard.press("Tab") if word != "5" else None
    form.locator(".body-bar-inside").get_by_role("button", name="Caption of the table").click()
    form.get_by_role("textbox", name="Caption of the table").press_sequentially("Ceny")
    form.keyboard.press("Enter")
    save(form)

    assert stored(article).endswith(
        "<table><caption>Ceny</caption><thead><tr><th>Rok</th><th>zł</th></tr></thead>"
        "<tbody><tr><td>2020</td><td>5</td></tr></tbody></table>"
    )


def test_a_passage_says_its_language(form, article):
    select_line(form)
    tool(form, "Language of a passage").click()
    form.get_by_label("The passage is in").select_option("other")
    form.get_by_label("Tag of another language").fill("ar")
    form.get_by_role("button", name="Apply").click()
    save(form)

    assert stored(article) == '<p><span lang="ar" dir="rtl">Początek</span></p>'


def test_a_video_elsewhere_becomes_a_link_with_our_picture(form, article):
    image = make_image(alt_pl="Kadr")
    tool(form, "Video on another site").click()
    form.get_by_label("Address of the video").fill("https://youtu.be/dQw4w9WgXcQ?si=x")
    form.get_by_role("button", name="Insert").click()
    form.locator(".body-library button").click()
    expect(form.locator(".ProseMirror figure")).to_have_count(1)
    save(form)

    assert (
        f'<figure data-video="https://www.youtube.com/watch?v=dQw4w9WgXcQ"><img data-image="{image.pk}" alt="Kadr">'
        in stored(article)
    )


def test_what_was_done_is_undone(form, article):
    tool(form, "Line across").click()
    form.keyboard.type("więcej")
    expect(body(form).locator("hr")).to_have_count(1)

    for _press in range(4):
        form.keyboard.press("Control+z")

    expect(body(form).locator("hr")).to_have_count(0)
    form.keyboard.press("Control+Shift+z")
    expect(body(form).locator("hr")).to_have_count(1)


def test_the_source_is_for_those_who_may_see_it(page, article):
    log_in(page)
    open_form(page, article)
    tool(page, "HTML source").click()
    page.get_by_label("HTML of this text").fill("<h2>Nowy</h2>\n<p>tekst <script>alert(1)</script><b>gruby</b></p>")
    page.get_by_role("button", name="Apply").click()
    save(page)
    assert stored(article) == "<h2>Nowy</h2><p>tekst <strong>gruby</strong></p>"

    user = make_user("anna")
    user.is_superuser = False
    user.save()
    user.user_permissions.add(*permissions("change_article", "view_article"))
    assert set(user.user_permissions.values_list("codename", flat=True)) == {"change_article", "view_article"}
    page.reload()
    body(page).wait_for()
    assert tool(page, "HTML source").count() == 0
    assert tool(page, "Bold").count() == 1


def permissions(*names):
    return Permission.objects.filter(codename__in=names)


def test_the_toolbar_is_one_stop_of_the_tab_key(form):
    form.keyboard.press("Alt+F10")
    first = form.evaluate("document.activeElement.getAttribute('aria-label')")
    form.keyboard.press("ArrowRight")
    second = form.evaluate("document.activeElement.getAttribute('aria-label')")
    form.keyboard.press("Escape")

    assert (first, second) == ("Undo", "Redo")
    expect(body(form)).to_be_focused()
    unnamed = form.evaluate(
        "[...document.querySelectorAll('.body-bar button, .body-bar select')]"
        ".filter(e => !(e.getAttribute('aria-label') || e.textContent.trim())).length"
    )
    assert unnamed == 0


@pytest.mark.parametrize("name", sorted(path.stem for path in CLIPBOARD.glob("*.html")))
def test_what_is_pasted_keeps_its_structure_and_loses_the_rest(form, article, name):
    markup = (CLIPBOARD / f"{name}.html").read_text()
    wanted = (CLIPBOARD / f"{name}.txt").read_text().replace("\n", "")
    form.keyboard.press("Control+a")

    form.evaluate(
        """markup => {
            const transfer = new DataTransfer()
            transfer.setData("text/html", markup)
            transfer.setData("text/plain", "x")
            const event = new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true })
            document.querySelector(".language-panel:not([hidden]) .ProseMirror").dispatchEvent(event)
        }""",
        markup,
    )
    save(form)

    assert stored(article) == wanted
