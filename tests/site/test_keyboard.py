"""A tour of the site with the keyboard alone, in a real browser."""

import pytest

FOCUS = """() => {
    const element = document.activeElement;
    if (element === document.body) return null;
    const box = element.getBoundingClientRect();
    const outlined = [element, element.closest(".banner") || element].map(each => getComputedStyle(each));
    return {
        name: (element.innerText || element.ariaLabel || element.value || "").trim(), tag: element.tagName,
        href: element.getAttribute("href"), id: element.id,
        outline: Math.max(...outlined.map(style => (style.outlineStyle !== "none") * parseFloat(style.outlineWidth))),
        seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
            && box.right > 0 && box.left < innerWidth,
    };
}"""
PLAYERS = ("AUDIO", "VIDEO")  # the browser draws their controls and the ring around each
REACHABLE = """() => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
)].filter(element => element.checkVisibility({visibilityProperty: true}) && element.tabIndex >= 0).length"""


@pytest.fixture
def page(site, browser):
    context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


def stops(page, most=400):
    """Press Tab until the page is left, and return where the focus stood each time."""
    found = []
    for _press in range(most):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None:
            return found
        found.append(focus)
    raise AssertionError(f"after {most} presses the keyboard is still inside the page")


@pytest.mark.parametrize("code", ["pl", "ar"])
@pytest.mark.parametrize("width", [360, 1280])
def test_everything_is_reached_in_order_seen_and_left(site, page, code, width):
    page.set_viewport_size({"width": width, "height": 800})
    for kind, address in site.pages(code).items():
        if kind in ("articles", "new", "only elsewhere", "tag", "year"):
            continue  # lists of cards, as the home page has them
        page.goto(address)
        reachable = page.evaluate(REACHABLE)

        reached = stops(page)

        assert reached[0]["href"] == "#main", kind
        assert len(reached) >= reachable - 3, f"{kind}: {len(reached)} of {reachable}"  # a group of choices is one stop
        assert [focus for focus in reached if not focus["outline"] and focus["tag"] not in PLAYERS] == [], kind
        assert [focus for focus in reached if not focus["seen"]] == [], kind


def test_the_tour(site, page):
    """Skip the masthead, open the contents, follow a heading, read a tag, change the language, come home."""
    pages = site.pages("pl")
    page.goto(pages["article"])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"

    page.locator(".contents summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    target = page.evaluate(FOCUS)["href"]
    page.keyboard.press("Enter")
    assert page.url.endswith(target)
    assert page.locator(target).evaluate("element => element.getBoundingClientRect().top < innerHeight")

    page.locator(".tags a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/tags/**")
    assert page.locator("h1").count() == 1

    page.locator(".switch a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/pl/" not in url)
    assert page.evaluate("document.documentElement.lang") != "pl"

    page.locator(".site-name a").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("h1.site-name")


def test_what_is_focused_is_seen_in_forced_colours(site, page):
    page.emulate_media(forced_colors="active")
    page.goto(site.pages("pl")["home"])

    assert [focus for focus in stops(page) if not focus["outline"]] == []


@pytest.mark.parametrize("kind", ["home", "topic", "article", "page of the site", "changes", "year"])
def test_nothing_moves_for_those_who_want_it_still(site, page, kind):
    page.emulate_media(reduced_motion="reduce")
    page.goto(site.pages("pl")[kind])

    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter(element => {
            const style = getComputedStyle(element);
            const lasts = style.transitionDuration.split(",").some(part => parseFloat(part) > 0);
            return element.checkVisibility() && (lasts || style.animationName !== "none");
        }).map(element => element.tagName)"""
    )
    assert set(moving) <= set(PLAYERS)


@pytest.mark.parametrize("code", ["pl", "zh-hans", "ar"])
def test_a_page_reflows_at_320_points_and_400_percent(site, page, code):
    page.set_viewport_size({"width": 320, "height": 256})  # 1280 by 1024, magnified four times
    for kind, address in site.pages(code).items():
        page.goto(address)

        assert page.evaluate("document.documentElement.scrollWidth") <= 320, kind


@pytest.mark.parametrize("code", ["pl", "zh-hans", "ar"])
def test_a_page_bears_the_readers_own_spacing(site, page, code):
    """WCAG 1.4.12: nothing is cut off when lines, letters, words and paragraphs stand further apart."""
    for kind, address in site.pages(code).items():
        page.goto(address)
        page.evaluate(
            """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync(
                "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }" +
                "p { margin-block-end: 2em !important }"); document.adoptedStyleSheets = [sheet]; }"""
        )
        cut = page.evaluate(
            """() => [...document.querySelectorAll("main *")].filter(element => {
                const style = getComputedStyle(element);
                const isCut = element.scrollHeight > element.clientHeight + 2;
                const isMeantSo = style.webkitLineClamp !== "none"
                    || element.closest(".visually-hidden, [aria-hidden=true]");
                return style.overflowY === "hidden" && isCut && !isMeantSo && element.innerText;
            }).map(element => element.outerHTML.slice(0, 200))"""
        )
        assert cut == [], kind


def test_an_introduction_of_another_direction_keeps_to_the_pages_side(site, page):
    page.goto(site.pages("ar")["topics"])

    looks = "element => { const style = getComputedStyle(element); return [style.direction, style.textAlign]; }"
    direction, side = page.locator(".topic p[lang=pl]").first.evaluate(looks)

    assert (direction, side.removeprefix("-webkit-")) == ("ltr", "right")
