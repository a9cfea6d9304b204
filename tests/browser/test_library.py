"""The library in a real browser: from the editor's desktop to a reader's phone."""

import base64
import io

import pytest
from PIL import Image as Pillow
from playwright.sync_api import expect

from articles.publishing import publish
from library.models import Image
from portal.queue import Worker
from tests.browser.test_editing import log_in
from tests.factories import make_article, picture_bytes

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True}
DROP = """files => {
    const transfer = new DataTransfer()
    for (const [name, content] of files) {
        const bytes = Uint8Array.from(atob(content), sign => sign.charCodeAt(0))
        transfer.items.add(new File([bytes], name))
    }
    for (const kind of ["dragover", "drop"]) {
        document.body.dispatchEvent(new DragEvent(kind, {dataTransfer: transfer, bubbles: true, cancelable: true}))
    }
}"""
COLOUR = """picture => {
    const canvas = document.createElement("canvas")
    canvas.width = picture.naturalWidth
    canvas.height = picture.naturalHeight
    const context = canvas.getContext("2d")
    context.drawImage(picture, 0, 0)
    return [...context.getImageData(canvas.width - 12, canvas.height / 2, 1, 1).data].slice(0, 3)
}"""


def panorama() -> bytes:
    """Return a wide white picture whose right end is navy."""
    picture = Pillow.new("RGB", (2400, 800), "white")
    picture.paste("navy", (2100, 0, 2400, 800))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=95)
    return out.getvalue()


def drop(page, **files):
    page.evaluate(
        DROP, [(name.replace("_", "."), base64.b64encode(content).decode()) for name, content in files.items()]
    )


@pytest.fixture
def phone(chromium, live_server):
    context = chromium.new_context(base_url=live_server.url, locale="pl-PL", **PHONE)
    yield context.new_page()
    context.close()


def test_from_a_drop_to_a_reader_s_phone(page, phone):
    user = log_in(page)
    page.goto("/admin/library/image/")
    drop(page, most_jpg=panorama(), las_jpg=picture_bytes(colour="green"), rysunek_svg=b"<svg onload=alert(1)/>")
    expect(page.locator(".upload-row.is-done")).to_have_count(2)
    expect(page.locator(".upload-row.is-refused")).to_contain_text("SVG drawings can hold scripts")
    page.complaints.clear()  # the browser writes down the refusal's status

    page.locator(".upload-row", has_text="most.jpg").get_by_role("link").click()
    page.wait_for_url("**/change/**", wait_until="load")
    picture = page.locator(".focal.is-ready img")
    box = picture.bounding_box()
    picture.click(position={"x": box["width"] * 0.95, "y": box["height"] * 0.5})
    assert float(page.locator("[name=focal_x]").input_value()) == pytest.approx(0.95, abs=0.01)
    assert page.locator(".crop.card img").evaluate("image => image.style.objectPosition").startswith("100%")
    page.fill("[name=alt_pl]", "Most nocą")
    page.click(".language-buttons [data-language=en]")
    page.fill("[name=alt_en]", "The bridge at night")
    with page.expect_navigation():
        page.click("[name=_save]")

    image = Image.objects.get(file_name="most.jpg")
    assert (image.alt_pl, image.alt_en, image.focal_y) == ("Most nocą", "The bridge at night", 0.5)
    address = image.card.avif_srcset.split(" ")[0]
    assert phone.request.get(address).status == 404
    assert page.evaluate("address => fetch(address).then(answer => answer.status)", address) == 200
    article = make_article(pl={"title": "Mosty", "slug": "mosty", "body": "<p>a</p>"}, image=image)
    assert phone.request.get(address).status == 404
    publish(article=article, language="pl", by=user)
    Worker(until_empty=True).run()

    phone.goto("/pl/articles/")
    card = phone.locator(".card-picture img")
    card.scroll_into_view_if_needed()
    phone.wait_for_load_state("networkidle")
    shown = card.evaluate("picture => picture.currentSrc")
    assert shown.endswith(("-card-95x50-320.avif", "-card-95x50-480.avif"))
    answer = phone.request.get(shown)
    assert answer.headers["content-type"] == "image/avif"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    red, green, blue = card.evaluate(COLOUR)
    assert max(red, green) < 30
    assert 100 < blue < 160
    phone.goto("/pl/articles/mosty/")
    lead = phone.locator(".lead-picture img")
    expect(lead).to_have_attribute("alt", "Most nocą")
    assert lead.evaluate("picture => picture.currentSrc").endswith(f"{image.digest[:20]}-960.avif")


def test_files_are_chosen_and_described_without_a_mouse(page):
    log_in(page)
    page.goto("/admin/library/document/")

    page.locator("#upload-files").set_input_files(
        [{"name": "napisy.vtt", "mimeType": "text/vtt", "buffer": b"WEBVTT\n\n00:00.000 --> 00:02.000\na\n"}]
    )

    link = page.locator(".upload-row").get_by_role("link", name="Describe: napisy.vtt")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/library/document/*/change/")
    expect(page.locator("[name=captioned]")).to_be_visible()


def test_files_come_in_without_scripts(chromium, live_server):
    context = chromium.new_context(base_url=live_server.url, locale="en-GB", java_script_enabled=False)
    page = context.new_page()
    log_in(page)
    page.goto("/admin/library/image/")

    page.locator("#upload-files").set_input_files(
        [
            {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": picture_bytes(colour=name)}
            for name in ("navy", "teal")
        ]
    )
    page.get_by_role("button", name="Upload").click()

    expect(page.locator(".messagelist")).to_contain_text("“teal.jpg” was added.")
    expect(page.locator(".grid li")).to_have_count(2)
    context.close()
