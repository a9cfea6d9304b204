"""What a person sees that no rule of accessibility asks for: on paper, with more contrast, with little room."""

import pytest

SEEN = """selector => [...document.querySelectorAll(selector)].filter(
    element => element.checkVisibility()).map(element => {
        const box = element.getBoundingClientRect(), style = getComputedStyle(element);
        return {text: element.textContent.trim(), top: box.top, bottom: box.bottom, left: box.left, right: box.right,
            color: style.color, ground: style.backgroundColor, edge: style.boxShadow};
    })"""
BLACK, WHITE = "rgb(0, 0, 0)", "rgb(255, 255, 255)"


@pytest.fixture
def page(site, browser):
    context = browser.new_context(base_url=site.url, viewport={"width": 700, "height": 1000})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("kind", ["home", "topic", "article", "found"])
def test_on_paper_words_are_black_and_stand_beside_pictures(site, page, kind):
    page.emulate_media(media="print")
    page.goto(site.pages("pl")[kind])

    titles, pictures = page.evaluate(SEEN, ".site-name, h1, h2, h3"), page.evaluate(SEEN, "main img")

    assert {title["color"] for title in titles} == {BLACK}
    assert [
        (title["text"], picture["top"])
        for title in titles
        for picture in pictures
        if min(title["bottom"], picture["bottom"]) - max(title["top"], picture["top"]) > 1
        and min(title["right"], picture["right"]) - max(title["left"], picture["left"]) > 1
    ] == []
    assert page.evaluate(SEEN, "button, .switch, .places, audio, video") == []


@pytest.mark.parametrize(
    ("kind", "selector"),
    [("home", "button"), ("share form", "button"), ("found", "[aria-current='true']:not(.current)")],
)
def test_with_more_contrast_what_is_pressed_or_chosen_has_an_edge(site, page, kind, selector):
    page.emulate_media(color_scheme="dark", contrast="more")
    page.goto(site.pages("pl")[kind])
    if kind == "found":
        page.locator(".search-filters summary").click()
        page.locator(".search-filters a").first.click()
        page.wait_for_url("**topic=**")

    pressed = page.evaluate(SEEN, selector)

    assert pressed
    assert [each["text"] for each in pressed if each["ground"] == BLACK and each["edge"] == "none"] == []


def test_the_caption_of_a_wide_table_is_read_without_moving_the_table(site, page):
    page.set_viewport_size({"width": 320, "height": 600})
    page.goto(site.pages("pl")["article"])
    page.evaluate("document.querySelectorAll('.body td').forEach(cell => { cell.style.minWidth = '20rem' })")
    frame = page.locator(".table-scroll").first
    assert frame.evaluate("frame => frame.scrollWidth > frame.clientWidth")

    for moved in (0, 300):
        frame.evaluate("(frame, moved) => { frame.scrollLeft = moved }", moved)
        around, caption = (page.evaluate(SEEN, selector)[0] for selector in (".table-scroll", "caption"))
        assert around["left"] - 1 <= caption["left"] < caption["right"] <= around["right"] + 1


@pytest.mark.parametrize("code", ["pl", "en", "zh-hans"])
def test_one_point_stands_between_a_caption_and_its_credit(site, page, code):
    page.goto(site.pages(code)["article"])

    told = page.locator("article").aria_snapshot()

    assert " · " in told
    assert "· ·" not in told


@pytest.mark.parametrize("width", [660, 700, 768])
def test_languages_that_a_text_does_not_have_leave_name_and_menu_their_room(site, page, width):
    pages = {address: answer.text for address, answer in site.answers.items() if address.startswith("/en/")}
    page.set_viewport_size({"width": width, "height": 600})
    page.goto(max(pages, key=lambda address: (pages[address].count('class="absent"'), address)))

    (switch,), (name,) = page.evaluate(SEEN, ".switch"), page.evaluate(SEEN, ".site-name span")
    places = page.evaluate(SEEN, ".places li")

    assert name["right"] < switch["left"]
    assert len({place["top"] for place in places}) <= len(places) / 2, "the menu's items stand beside each other"
