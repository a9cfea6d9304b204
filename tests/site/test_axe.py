"""axe-core finds nothing on any kind of page: in four schemes, in both directions, at two widths."""

import pytest

from tests.site.visiting import get

SCHEMES = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "high contrast": {"color_scheme": "light", "contrast": "more"},
    "forced colours": {"color_scheme": "dark", "forced_colors": "active"},
}
PLAIN = {"color_scheme": "light", "contrast": "no-preference", "forced_colors": "none"}
WIDTHS = (360, 1280)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
KINDS = {
    "home", "topics", "topic", "articles", "articles, further on", "article", "history", "earlier version", "changes",
    "share form", "tag", "archive", "year", "month", "new", "only elsewhere", "page of the site", "search", "not found",
    "not in this language", "withdrawn", "API guide",
}  # fmt: skip


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("code", ["pl", "ar", "zh-hans"])
def test_axe_finds_nothing(site, browser, module, code, width):
    """Polish; Arabic for right-to-left; Chinese, whose words have no spaces."""
    source = (module("axe-core") / "axe.min.js").read_text()
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True, reduced_motion="reduce")
    page, found = context.new_page(), []
    for kind, address in site.pages(code).items():
        page.goto(site.url + address)
        page.evaluate(source)
        for scheme, media in SCHEMES.items():
            page.emulate_media(**PLAIN | media)
            ran = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
            found += [
                (scheme, kind, address, each["id"], node["html"][:200], node["failureSummary"][:300])
                for each in ran["violations"]
                for node in each["nodes"]
            ]
    context.close()

    assert found == []


def test_every_kind_of_page_is_looked_at(site):
    """A kind that the demo does not show would not be checked either."""
    assert set(site.pages("pl")) >= KINDS - {"search"}
    for code in ("pl", "en", "zh-hans", "ar"):
        pages = site.pages(code)
        assert get(site.url + pages["not found"]).status == 404
        assert get(site.url + pages["not in this language"]).status == 404
