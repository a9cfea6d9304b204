"""The search form in a real browser: with its suggestions, and without any script."""

import pytest

from tests.factories import make_edition

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def texts():
    for title, slug in (("Mosty nad Wisłą", "mosty"), ("Mostek kapitański", "mostek"), ("Prom", "prom")):
        make_edition(pl={"title": title, "slug": slug, "body": "<p>Płynie możliwie powoli.</p>"})


def suggested(page):
    page.wait_for_selector("[role=option]")
    return page.locator("[role=option]").all_inner_texts()


def test_a_suggestion_is_chosen_with_the_keyboard(page, texts):
    page.goto("/pl/search/")
    field = page.get_by_role("combobox")
    field.press_sequentially("mos")
    assert suggested(page) == ["mostek", "mosty", "Mostek kapitański", "Mosty nad Wisłą"]

    field.press("ArrowDown")
    chosen = page.locator("[aria-selected=true]")
    assert field.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    words = chosen.inner_text()
    field.press("Enter")

    page.wait_for_url(f"**/pl/search/?q={words}")
    assert page.locator(".result mark").count() > 0


def test_a_title_leads_to_its_article_and_escape_closes_the_list(page, texts):
    page.goto("/pl/search/")
    field = page.get_by_role("combobox")
    field.press_sequentially("most")
    suggested(page)
    field.press("Escape")
    assert page.locator("[role=option]").count() == 0
    field.press_sequentially("y")
    suggested(page)

    page.get_by_role("option", name="Mosty nad Wisłą").click()

    page.wait_for_url("**/pl/articles/mosty/")


@pytest.mark.parametrize("leave", ["Tab", "Escape", "ControlOrMeta+a Delete"])
def test_a_late_answer_opens_no_list_that_was_left(page, texts, leave):
    page.goto("/pl/search/")
    field, late = page.get_by_role("combobox"), []
    page.route("**/search/suggestions/**", lambda route: late.append(route))  # noqa: PLW0108
    with page.expect_request("**/search/suggestions/**"):
        field.press_sequentially("mos")

    for key in leave.split():
        field.press(key)
    for route in late:
        route.fulfill(json={"queries": ["mosty"], "articles": []})
    page.wait_for_timeout(200)

    assert page.locator("[role=option]").count() == 0
    assert field.get_attribute("aria-expanded") == "false"


def test_without_scripts_the_form_in_the_head_of_every_page_searches(chromium, live_server, texts):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/pl/articles/prom/")

    page.get_by_role("searchbox").fill("mosty wisla")
    page.get_by_role("button", name="Szukaj").click()

    assert page.url.endswith("/pl/search/?q=mosty+wisla")
    assert "Mosty nad Wisłą" in page.locator(".result h2").first.inner_text().replace("\u00a0", " ")
    context.close()
