"""Editors at work in a real browser: the form, two people at once, from the first word to the withdrawal."""

import pytest
from playwright.sync_api import expect

from articles.models import Article
from tests.factories import BODY, make_article, make_edition, make_image, make_tag, make_user

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 360, "height": 740}


def log_in(page, name="anna"):
    user = make_user(name, superuser=True)
    user.set_password("correct horse")
    user.save()
    page.goto("/admin/login/")
    page.fill("#id_username", name)
    page.fill("#id_password", "correct horse")
    page.click("[type=submit]")
    page.wait_for_url("**/admin/")
    return user


def open_form(page, article, language="pl"):
    page.goto(f"/admin/articles/article/{article.pk}/change/#{language}")
    body(page, language).wait_for()


def body(page, language="pl"):
    return page.locator(f".language-panel[data-language='{language}'] .ProseMirror[contenteditable]")


def write(page, text, language="pl"):
    to_the_end(page, language)
    page.keyboard.type(text)


def to_the_end(page, language="pl"):
    """Put the cursor behind the last word; a press of keys right after the focus may come too early."""
    body(page, language).evaluate("text => text.editor.commands.focus('end')")
    expect(body(page, language)).to_be_focused()


def save(page):
    with page.expect_navigation():
        page.click("[name=_continue]")


@pytest.fixture
def colleague(chromium, live_server):
    """A page of a second browser session."""
    context = chromium.new_context(base_url=live_server.url, locale="en-GB")
    yield context.new_page()
    context.close()


def test_a_text_is_written_previewed_published_and_withdrawn(page):
    log_in(page)
    page.goto("/admin/articles/article/add/#pl")
    page.fill("[name=title_pl]", "Łódź nocą")
    page.locator("[name=lead_pl]").click()
    expect(page.locator("[name=slug_pl]")).to_have_value("lodz-noca")
    write(page, "Pierwsze zdanie.")

    with page.expect_popup() as popup:
        page.click("text=Preview")
    popup.value.wait_for_load_state()
    assert "Łódź nocą" in popup.value.content()
    assert popup.value.locator(".masthead").evaluate("e => getComputedStyle(e).display") != "inline"
    assert not Article.objects.exists()
    popup.value.close()

    page.click("text=Save and publish…")
    assert page.frame_locator("iframe.preview").locator("h1").inner_text() == "Łódź nocą"
    page.fill("[name=note]", "Pierwsze wydanie")
    page.click("input[value=Publish]")
    with page.expect_navigation():
        page.click(".messagelist >> text=See the page")
    assert page.locator("h1").inner_text() == "Łódź nocą"
    address = page.url

    page.goto(f"/admin/articles/article/{Article.objects.get().pk}/change/#pl")
    page.click("text=Withdraw…")
    page.fill("[name=reason]", "Pomyłka w dacie")
    page.click("input[value=Withdraw]")
    assert "is withdrawn" in page.locator(".messagelist").inner_text()
    page.goto(address)
    assert "Pomyłka w dacie" in page.content()
    page.complaints[:] = [words for words in page.complaints if "410" not in words]


def test_two_people_in_different_languages_both_keep_their_text(page, colleague):
    article = make_article(pl={"title": "Tytuł", "body": BODY}, en={"title": "Title", "body": "<p>Text.</p>"})
    log_in(page)
    log_in(colleague, "tom")
    open_form(page, article)
    open_form(colleague, article, "en")
    write(page, " Dopisek Anny.")
    write(colleague, " Tom's addition.", "en")

    save(page)
    save(colleague)

    article.refresh_from_db()
    assert "Dopisek Anny." in article.body_pl
    assert article.body_en == "<p>Text. Tom's addition.</p>"
    assert colleague.locator(".errornote").count() == 0


def test_two_people_in_one_language_the_second_sees_both_texts(page, colleague):
    article = make_article(pl={"title": "Tytuł", "body": "<p>Początek.</p>"})
    log_in(page)
    log_in(colleague, "tom")
    open_form(page, article)
    open_form(colleague, article)
    write(page, " Zdanie Anny.")
    write(colleague, " Zdanie Toma.")

    save(page)
    save(colleague)

    assert "Saved meanwhile by anna" in colleague.locator(".errorlist").inner_text()
    assert "Zdanie Anny." in colleague.locator(".conflict").inner_text()
    assert "Zdanie Toma." in body(colleague).inner_text()
    article.refresh_from_db()
    assert article.body_pl == "<p>Początek. Zdanie Anny.</p>"

    write(colleague, " Zdanie Anny.")
    save(colleague)

    article.refresh_from_db()
    assert article.body_pl == "<p>Początek. Zdanie Toma. Zdanie Anny.</p>"


def test_opening_and_saving_an_untouched_text_changes_nothing(page):
    image = make_image()
    rich = (
        f'<h2 lang="en">Title</h2><figure><img src="{image.src}" alt="x"><figcaption>c</figcaption></figure>'
        '<p>a<sup><a href="#fn1">1</a></sup></p><dl><dt>t</dt><dd>d</dd></dl>'
        "<table><tbody><tr><th>A</th></tr></tbody></table>"
    )
    article = make_article(pl={"title": "Tytuł", "body": rich})
    before = article.updated_at
    log_in(page)
    open_form(page, article)

    save(page)

    article.refresh_from_db()
    assert (article.body_pl, article.updated_at) == (rich, before)


def test_what_the_editor_has_no_button_for_survives_writing(page):
    image = make_image()
    pieces = [
        f'<figure><img src="{image.src}" alt="Most"><figcaption>Podpis</figcaption></figure>',
        '<a href="#fn1"><sup>1</sup></a>',
        '<p lang="en">An <abbr title="World Wide Web">WWW</abbr> <cite>Title</cite> <span lang="la">vox</span></p>',
        '<a href="/en/articles/x/" hreflang="en">link</a>',
        "<mark>m</mark> <small>s</small> <kbd>k</kbd> <q>q</q>",
        '<time datetime="2026-01-02">2 I</time>',
        "<pre><code>x = 1</code></pre>",
        "<h4>h</h4>",
        "<dt>t</dt>",
    ]
    figure, note, foreign, link, words, moment, code, heading, term = pieces
    article = make_article(
        pl={
            "title": "T",
            "body": f"{figure}<p>a{note} {link} {words} {moment}</p>{foreign}{code}{heading}"
            f'<dl>{term}<dd><p>d</p></dd></dl><ol start="3"><li><p>x</p></li></ol><p>End</p>',
        }
    )
    log_in(page)
    open_form(page, article)

    write(page, " nowe")
    save(page)

    article.refresh_from_db()
    assert "End nowe" in article.body_pl
    assert [piece for piece in pieces if piece not in article.body_pl] == []
    assert '<ol start="3">' in article.body_pl


def test_typing_on_a_selected_picture_does_not_lose_it(page):
    image = make_image()
    article = make_article(pl={"title": "T", "body": f'<figure><img src="{image.src}" alt="Most"></figure><p>a</p>'})
    log_in(page)
    open_form(page, article)

    body(page).locator("img").click()
    page.keyboard.type("xyz")
    save(page)

    article.refresh_from_db()
    assert f'<img src="{image.src}" alt="Most">' in article.body_pl


def test_one_switch_for_the_whole_form_is_remembered_between_saves(page):
    article = make_article(pl={"title": "Tytuł", "body": BODY}, en={"title": "Title", "body": "<p>Text.</p>"})
    log_in(page)
    open_form(page, article)
    assert not page.locator("[name=title_en]").is_visible()

    page.click("button[data-language=en]")
    assert page.locator("[name=title_en]").is_visible()
    assert not page.locator("[name=title_pl]").is_visible()
    save(page)
    assert page.locator("[name=title_en]").is_visible()

    page.goto(f"/admin/articles/article/{article.pk}/change/")
    assert page.locator("[name=title_en]").is_visible()
    assert page.locator("button[data-language=zh-hans] .fill").inner_text() == "empty"
    assert page.locator("button[data-language=en] .fill").inner_text() == "filled in"


def test_another_languages_text_is_readable_beside_the_one_being_written(page):
    article = make_article(pl={"title": "Tytuł", "body": BODY}, en={"title": "Title", "body": "<p>Text.</p>"})
    log_in(page)
    open_form(page, article)
    write(page, " Jeszcze niezapisane.")

    page.click("button[data-language=en]")
    page.select_option("[data-beside]", "pl")

    beside = page.locator(".beside-text")
    assert "Kot ma Alę. Jeszcze niezapisane." in beside.inner_text()
    assert beside.get_attribute("lang") == "pl"
    assert beside.locator("h2").first.inner_text() == "Pierwszy"


def test_the_words_of_a_note_stand_in_the_text_beside(page):
    article = make_article(pl={"title": "Tytuł", "body": "<p>Most<span data-note>Zob. mapę.</span> stoi.</p>"})
    log_in(page)
    open_form(page, article)

    page.click("button[data-language=en]")
    page.select_option("[data-beside]", "pl")

    assert "Most [Zob. mapę.] stoi." in page.locator(".beside-text").inner_text()


def test_an_error_opens_its_language(page):
    article = make_article(pl={"title": "Tytuł", "body": BODY})
    log_in(page)
    open_form(page, article, "en")
    page.fill("[name=slug_en]", "Not An Address")
    page.click("button[data-language=pl]")

    save(page)

    assert page.locator("[name=slug_en]").is_visible()
    assert "small letters" in page.locator(".language-panel:not([hidden]) .errorlist").inner_text()


def test_the_focal_point_is_set_by_a_click(page):
    image = make_image()
    log_in(page)
    page.goto(f"/admin/library/image/{image.pk}/change/")
    box = page.locator(".focal").bounding_box()

    page.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.75)
    save(page)

    image.refresh_from_db()
    assert image.focal_x == pytest.approx(0.25, abs=0.01)
    assert image.focal_y == pytest.approx(0.75, abs=0.01)


@pytest.mark.parametrize(
    "path",
    [
        "/admin/",
        "/admin/articles/article/",
        "/admin/articles/article/{article}/change/",
        "/admin/articles/article/{article}/publish/pl/",
        "/admin/articles/article/{article}/withdraw/pl/",
        "/admin/topics/topic/add/",
        "/admin/library/image/add/",
    ],
)
def test_a_phone_needs_no_sideways_scrolling(page, path):
    article = make_edition().article
    page.set_viewport_size(PHONE)
    log_in(page)

    page.goto(path.format(article=article.pk))

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_without_scripts_every_language_stands_under_its_heading(chromium, live_server):
    article = make_article(pl={"title": "Tytuł", "body": BODY}, en={"title": "Title", "body": "<p>Text.</p>"})
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    log_in(page)
    page.goto(f"/admin/articles/article/{article.pk}/change/")

    assert page.locator("[name=title_pl]").is_visible()
    page.fill("[name=title_en]", "Written without scripts")
    with page.expect_navigation():
        page.click("[name=_save]")

    article.refresh_from_db()
    assert (article.title_en, article.slug_en) == ("Written without scripts", "written-without-scripts")
    assert article.title_pl == "Tytuł"
    context.close()


def test_who_was_signed_out_meanwhile_loses_nothing(page):
    article = make_article(pl={"title": "Tytuł", "body": BODY})
    log_in(page)
    open_form(page, article)
    page.fill("[name=title_pl]", "Godzina pracy")
    expect(page.locator(".unsent")).to_be_hidden()
    page.context.clear_cookies(name="sessionid")

    page.click("[name=_continue]")

    expect(page.locator(".unsent")).to_be_visible()
    expect(page.locator("[name=title_pl]")).to_have_value("Godzina pracy")
    with page.expect_popup() as popup:
        page.click(".unsent a")
    window = popup.value
    window.fill("#id_username", "anna")
    window.fill("#id_password", "correct horse")
    window.click("[type=submit]")
    window.wait_for_url("**/admin/")
    save(page)  # with the token of the new session
    article.refresh_from_db()
    assert article.title_pl == "Godzina pracy"


def test_who_has_no_connection_loses_nothing(page):
    article = make_article(pl={"title": "Tytuł", "body": BODY})
    log_in(page)
    open_form(page, article)
    page.fill("[name=title_pl]", "W pociągu")
    page.context.set_offline(True)

    page.click("[name=_continue]")
    expect(page.locator(".unsent")).to_be_visible()
    page.context.set_offline(False)
    page.complaints.clear()  # the browser says that it is off line
    save(page)

    article.refresh_from_db()
    assert article.title_pl == "W pociągu"


def test_nothing_unsaved_is_left_without_a_question(page):
    article = make_article(pl={"title": "Tytuł", "body": BODY}, tags=[make_tag(pl="rzeka")])
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    log_in(page)

    def leave():
        asked.clear()
        page.goto("/admin/")
        return asked

    open_form(page, article)
    page.click("button[data-language=en]")
    assert leave() == []

    open_form(page, article)
    page.locator(".field-tags .select2-selection__choice__remove").click()
    assert leave() == ["beforeunload"]

    open_form(page, article)
    page.fill("[name=slug_pl]", "To Nie Adres")
    save(page)
    expect(page.locator(".errornote:visible")).to_have_count(1)
    page.locator("[name=title_pl]").click()
    assert leave() == ["beforeunload"]


def test_a_new_article_s_original_is_the_language_it_is_begun_in(page):
    log_in(page)
    page.goto("/admin/articles/article/add/#en")
    source = page.locator("[name=source_language]")
    expect(source).to_have_value("en")
    page.click("button[data-language=pl]")
    expect(source).to_have_value("pl")
    page.fill("[name=title_pl]", "Tytuł")

    page.click("button[data-language=en]")

    expect(source).to_have_value("pl")
    save(page)
    page.click("button[data-language=zh-hans]")
    expect(source).to_have_value("pl")


def test_a_picture_is_chosen_by_what_it_shows(page):
    make_image("navy", file_name="lead.jpg", alt_pl="Prom na rzece")
    bridge = make_image("maroon", file_name="lead.jpg", alt_pl="Most nocą")
    article = make_article(pl={"title": "Tytuł", "body": BODY})
    log_in(page)
    open_form(page, article)

    page.locator(".field-image .select2-selection").click()
    choice = page.locator(".select2-results__option", has_text="Most nocą")
    expect(choice.locator("img")).to_have_attribute("src", f"/admin/library/image/{bridge.pk}/thumbnail/")
    choice.click()
    save(page)

    article.refresh_from_db()
    assert article.image == bridge


def test_an_earlier_text_taken_up_again_is_not_left_by_accident(page):
    edition = make_edition(pl={"title": "Dawny", "body": BODY})
    Article.objects.update(title_pl="Nowy")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    log_in(page)
    open_form(page, edition.article)
    page.click(".language-panel[data-language=pl] .editions summary")
    page.click("text=Take it up again")
    expect(page.locator("[name=title_pl]")).to_have_value("Dawny")
    assert page.locator(".language-panel[data-language=pl] .notice").is_visible()

    page.locator("[name=title_pl]").click()
    page.goto("/admin/")

    assert asked == ["beforeunload"]
    assert Article.objects.get().title_pl == "Nowy"


def test_enter_in_a_field_saves(page):
    article = make_article(pl={"title": "Tytuł", "body": BODY}, en={"title": "Title", "body": BODY})
    log_in(page)
    open_form(page, article, "en")
    page.fill("[name=title_en]", "Another title")

    with page.expect_navigation():
        page.press("[name=title_en]", "Enter")

    article.refresh_from_db()
    assert article.title_en == "Another title"
    assert len(page.context.pages) == 1
