"""What a long gallery costs a reader on a phone before the first scroll."""

import io
import random

import pytest
from PIL import Image as Pillow
from PIL import ImageFilter

from articles.publishing import publish
from library.pictures import add_picture
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True}
MOST = 300_000


def photograph(number: int) -> bytes:
    """Return a picture with as much in it as a photograph has: clouds of colour and grain."""
    chance = random.Random(number)  # noqa: S311 the same pictures in every run
    clouds = Pillow.frombytes("RGB", (24, 18), chance.randbytes(24 * 18 * 3)).resize(
        (960, 720), Pillow.Resampling.BICUBIC
    )
    grain = Pillow.frombytes("RGB", (960, 720), chance.randbytes(960 * 720 * 3)).filter(ImageFilter.GaussianBlur(1.5))
    out = io.BytesIO()
    Pillow.blend(clouds, grain, 0.15).save(out, "JPEG", quality=85)
    return out.getvalue()


def test_sixty_pictures_cost_a_phone_less_than_300_kb_before_scrolling(chromium, live_server):
    keys = [add_picture(photograph(number), f"{number}.jpg").pk for number in range(60)]
    figures = "".join(f'<figure><img data-image="{key}" alt="{key}"></figure>' for key in keys)
    article = make_article(pl={"title": "Sześćdziesiąt", "body": f'<figure data-kind="gallery">{figures}</figure>'})
    edition = publish(article=article, language="pl", by=make_user())
    context = chromium.new_context(base_url=live_server.url, **PHONE)
    page = context.new_page()
    requests = []
    page.on("requestfinished", lambda request: requests.append(request) or None)

    page.goto(edition.get_absolute_url())
    page.wait_for_load_state("networkidle")

    assert page.locator(".gallery img").count() == 60
    assert sum(request.sizes()["responseBodySize"] for request in requests) < MOST
    with page.expect_response(lambda response: response.url.endswith(".avif")):
        page.locator(".gallery img").last.scroll_into_view_if_needed()
    context.close()
