"""An article illustrated from the editor's desktop to a reader's phone, in a real browser."""

import pytest
from playwright.sync_api import expect

from library.models import Image
from portal.queue import Worker
from tests.browser.test_body import drop, stored
from tests.browser.test_editing import body, log_in, open_form, save, to_the_end
from tests.browser.test_library import COLOUR, PHONE, panorama
from tests.factories import make_article, picture_bytes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def phone(chromium, live_server):
    context = chromium.new_context(base_url=live_server.url, locale="pl-PL", **PHONE)
    yield context.new_page()
    context.close()


def test_three_pictures_go_from_the_desktop_into_an_article_and_to_a_phone(page, phone):
    article = make_article(
        pl={"title": "Mosty", "slug": "mosty", "body": "<p>Początek</p>"},
        en={"title": "Bridges", "slug": "bridges", "body": "<p>Beginning</p>"},
    )
    log_in(page)

    open_form(page, article)
    to_the_end(page)
    drop(page, {"most.jpg": panorama(), "las.jpg": picture_bytes(colour="green"), "niebo.jpg": picture_bytes()})
    expect(body(page).locator("figure")).to_have_count(3)
    save(page)
    image = Image.objects.get(file_name="most.jpg")
    describe(page, image)
    lead_with(page, article, "most.jpg")
    card, whole = (shape.avif_srcset.split(" ")[0] for shape in (Image.objects.get(pk=image.pk).card, image.whole))
    assert [phone.request.get(address).status for address in (card, whole)] == [404, 404]

    for language in ("pl", "en"):
        page.goto(f"/admin/articles/article/{article.pk}/publish/{language}/")
        page.click("input[value=Publish]")
        page.wait_for_url("**/change/**")
    Worker(until_empty=True).run()

    phone.goto("/pl/articles/mosty/")
    assert [alt for alt in alts(phone, ".body") if alt] == ["Most nocą"]
    assert phone.locator(".body picture").count() == 3
    shown = phone.locator(".body img").first
    shown.scroll_into_view_if_needed()
    phone.wait_for_load_state("networkidle")
    address = shown.evaluate("picture => picture.currentSrc")
    assert address.endswith(f"{image.digest[:20]}-960.avif")
    assert phone.request.get(address).headers["content-type"] == "image/avif"
    assert f'data-image="{image.pk}"' in stored(article)
    phone.goto("/en/articles/bridges/")
    assert alts(phone, ".lead-picture") == ["The bridge at night"]
    phone.goto("/pl/articles/")
    cropped = phone.locator(".card-picture img")
    cropped.scroll_into_view_if_needed()
    phone.wait_for_load_state("networkidle")
    assert "-card-95x50-" in cropped.evaluate("picture => picture.currentSrc")
    red, green, blue = cropped.evaluate(COLOUR)
    assert max(red, green) < 30
    assert 100 < blue < 160


def describe(page, image):
    """Write alternative texts in two languages, and click where the picture's focal point is."""
    page.goto(f"/admin/library/image/{image.pk}/change/")
    picture = page.locator(".focal.is-ready img")
    box = picture.bounding_box()
    picture.click(position={"x": box["width"] * 0.95, "y": box["height"] * 0.5})
    page.fill("[name=alt_pl]", "Most nocą")
    page.click(".language-buttons [data-language=en]")
    page.fill("[name=alt_en]", "The bridge at night")
    with page.expect_navigation():
        page.click("[name=_save]")


def lead_with(page, article, name):
    """Choose a lead picture by its name, as the form offers it."""
    open_form(page, article)
    page.locator(".field-image .select2-selection").click()
    page.locator(".select2-search__field").last.fill(name)
    page.locator(".select2-results__option", has_text=name).click()
    save(page)
    article.refresh_from_db()
    assert article.image.file_name == name


def alts(page, place):
    return page.locator(f"{place} img").evaluate_all("pictures => pictures.map(picture => picture.alt)")
