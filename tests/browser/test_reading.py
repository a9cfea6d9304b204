"""What readers meet in a real browser."""

import pytest

from articles import freshness
from articles.publishing import withdraw
from identity.models import Identity
from tests.factories import make_article, make_edition, make_image, make_tag, make_topic

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "Konstantynopolitańczykowianeczka i jej dziewięćdziesięciodziewięcioletni przyjaciel"
BODY = (
    "<h2>Raz</h2><p>Ala ma kota.</p><h2>Dwa</h2><p>Kot ma Alę.</p><h2>Trzy</h2>"
    "<table><tr><th>Most</th><th>Rok otwarcia</th><th>Długość</th><th>Gdzie najlepiej stanąć i na co patrzeć</th></tr>"
    "<tr><td>Gdański</td><td>1959</td><td>406 metrów</td><td>Konstantynopolitańczykowianeczka</td></tr></table>"
    "<pre>jeden bardzo długi wiersz, który nigdzie nie może zostać złamany, bo jest wierszem programu</pre>"
)
SEARCH = f"/pl/search/?q={LONG.split(maxsplit=1)[0]}"
PLACES = [
    "/pl/",
    "/pl/topics/",
    "/pl/topics/temat/",
    "/pl/articles/",
    "/pl/articles/most/",
    "/pl/tags/rzeka/",
    "/en/",
    SEARCH,
]


@pytest.fixture
def filled(settings):
    topic = make_topic(pl={"title": LONG, "slug": "temat", "introduction": LONG * 5}, banner=make_image("white"))
    shared = {"image": make_image(), "topics": [topic], "tags": [make_tag(pl="rzeka")]}
    article = make_article(pl={"title": LONG, "slug": "most", "lead": LONG * 3, "body": BODY}, **shared)
    make_edition(article=article)
    for number in range(4):
        make_edition(pl={"title": f"{LONG} {number}", "lead": LONG, "body": "<p>x</p>"})
    make_edition(language="en", en={"title": "Only in English", "slug": "only", "body": "<p>x</p>"})
    return article


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_no_page_is_wider_than_the_screen(page, filled, width):
    page.set_viewport_size({"width": width, "height": 800})
    for place in PLACES:
        page.goto(place)

        wide = page.evaluate(
            """() => [...document.querySelectorAll("body *")]
                .filter(element => !element.closest(".table-scroll table, pre, .facts, .skip"))
                .filter(element => { const box = element.getBoundingClientRect();
                    return box.right > innerWidth + 1 || box.left < -1; })
                .map(element => `${element.tagName} ${element.className}`)"""
        )
        assert wide == [], place


@pytest.mark.parametrize(("scheme", "colour"), [("light", "#1d4ed8"), ("dark", "#8fb0f7")])
def test_the_institutions_colours_cost_a_first_visit_no_request_more(page, filled, scheme, colour):
    Identity.objects.create(pk=1, accent="#1d4ed8", accent_dark="#8fb0f7")
    freshness.bump()
    page.emulate_media(color_scheme=scheme)
    asked = []
    page.on("request", lambda request: asked.append(request.resource_type))

    page.goto("/pl/articles/most/", wait_until="networkidle")

    assert sorted(kind for kind in asked if kind not in ("image", "other")) == ["document", "stylesheet"]
    assert page.evaluate("getComputedStyle(document.body).getPropertyValue('--accent')") == colour
    assert page.evaluate("getComputedStyle(document.body).display") == "flex"  # the house's rules came with them


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(page, filled, scheme):
    page.emulate_media(color_scheme=scheme)
    for place in ("/pl/", "/pl/articles/most/", "/zh-hans/topics/", SEARCH):
        page.goto(place)
        weak = page.evaluate(CONTRAST)

        assert weak == [], place


def test_what_can_be_pointed_at_is_large_enough(page, filled):
    page.set_viewport_size({"width": 360, "height": 800})
    for place in PLACES:
        page.goto(place)
        small = page.evaluate(
            """() => [...document.querySelectorAll("a, summary")]
                .filter(link => !link.closest(".body") && !link.matches(".skip"))
                .filter(link => getComputedStyle(link, "::after").position !== "absolute")
                .filter(link => { const box = link.getBoundingClientRect(); return box.height && box.height < 24; })
                .map(link => link.textContent)"""
        )

        assert small == [], place


@pytest.mark.parametrize("code", ["<pre><code>{}</code></pre>", "<pre>{}</pre>"])
def test_a_program_begins_in_view_in_a_text_from_right_to_left(page, code):
    program = code.format("if (is_open) {" + " cross(the_bridge);" * 30 + "\n}")
    make_edition(pl={"title": "Most", "slug": "most", "body": f"<blockquote lang='he'>{program}</blockquote>"})

    page.goto("/pl/articles/most/")

    begins, ends = page.locator("pre").evaluate(
        """block => { const text = document.createRange(); text.selectNodeContents(block);
            const [line] = text.getClientRects(), box = block.getBoundingClientRect();
            return [line.left - box.left, line.right - box.right]; }"""
    )
    assert 0 < begins < 30
    assert ends > 0


def test_the_contents_stand_beside_the_text_on_wide_screens_and_are_folded_on_narrow_ones(page, filled):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("/pl/articles/most/")
    link = page.locator(".contents a", has_text="Dwa")
    assert link.is_visible()
    assert link.bounding_box()["x"] < page.locator(".body p").first.bounding_box()["x"]
    page.set_viewport_size({"width": 360, "height": 800})
    assert not link.is_visible()
    page.locator(".contents summary").click()
    link.click()

    assert page.url.endswith("#dwa")


def test_the_keyboard_reaches_the_text_first(page, filled):
    page.goto("/pl/articles/most/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_a_first_visit_is_small_and_asks_only_this_site(page, filled, live_server):
    answers = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - Playwright marks what it is given
    page.goto("/pl/articles/most/", wait_until="networkidle")

    others = [answer for answer in answers if not answer.url.startswith(live_server.url)]
    texts = [answer for answer in answers if "/media/" not in answer.url and not answer.url.endswith("icon.svg")]
    assert others == []
    assert len(texts) <= 3
    assert sum(len(answer.body()) for answer in texts) < 60_000  # before compression
    assert page.context.cookies() == []


def test_the_page_reads_from_top_to_bottom_without_its_style(page, filled):
    page.route("**/*.css", lambda route: route.abort())
    page.goto("/pl/articles/most/")
    page.complaints.clear()  # the style sheet that was kept back

    order = page.evaluate(
        """() => ["header.masthead", "h1", ".contents", ".body h2", ".tags", "footer.footer"]
            .map(name => document.querySelector(name).getBoundingClientRect().top)"""
    )
    assert order == sorted(order)


def test_the_reader_goes_from_a_marked_title_to_the_other_language(page, filled):
    page.goto("/pl/articles/")
    page.get_by_role("link", name="Only in English").click()

    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator("h1").inner_text() == "Only in English"
    assert page.locator(".absent").first.inner_text().startswith("polski")


def test_a_withdrawn_article_keeps_its_reader_informed(page, filled, editor):
    withdraw(article=filled, language="pl", by=editor, reason="Sprawdzamy liczby.")

    response = page.goto("/pl/articles/most/")

    assert response.status == 410
    assert page.get_by_text("Sprawdzamy liczby.").is_visible()
    page.complaints.clear()  # the browser's own note of the status


CONTRAST = """() => {
    const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
    const read = colour => {
        canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const light = ([r, g, b]) => [r, g, b].map(c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const ground = element => {
        for (let node = element; node; node = node.parentElement) {
            const colour = read(getComputedStyle(node).backgroundColor);
            if (colour[3] === 255) return colour;
        }
        return [255, 255, 255, 255];
    };
    const weak = [];
    for (const element of document.querySelectorAll("body *")) {
        const own = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
        if (!own || !element.checkVisibility() || element.closest(".banner, .topic-head, .skip")) continue;
        const [a, b] = [light(read(getComputedStyle(element).color)), light(ground(element))].sort((x, y) => y - x);
        if ((a + 0.05) / (b + 0.05) < 4.5) weak.push(`${element.className}: ${element.textContent.slice(0, 30)}`);
    }
    return weak;
}"""
