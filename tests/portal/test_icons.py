import io

import pytest
from PIL import Image as Pillow

from articles import freshness
from articles.share_pictures import draw, share_picture
from identity.models import Identity
from languages.names import bcp47, site_codes
from tests.factories import make_image
from tests.reading import parse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", site_codes())
def test_a_phone_learns_the_sites_name_language_and_start(client, code):
    (link,) = parse(client.get(f"/{code}/")).all("link", rel="manifest")

    response = client.get(link.attributes["href"])

    found = response.json()
    assert response["Content-Type"] == "application/manifest+json"
    assert (found["name"], found["start_url"], found["lang"]) == ("Portal", f"/{code}/", bcp47(code))
    assert {icon["sizes"] for icon in found["icons"]} >= {"192x192", "512x512"}
    assert [icon["src"] for icon in found["icons"] if icon["purpose"] == "maskable"]
    assert not response.cookies


def test_a_name_of_another_language_is_said_to_be_that(client, settings):
    settings.PORTAL_NAME, settings.PORTAL_NAMES = "Most", {"en": "Bridge"}

    found = client.get("/zh-hans/site.webmanifest").json()

    assert (found["name"], found["lang"], found["dir"]) == ("Most", "pl", "ltr")


def test_the_sign_is_where_browsers_look_for_it(client):
    response = client.get("/favicon.ico")

    assert response["Content-Type"] == "image/x-icon"
    assert Pillow.open(io.BytesIO(response.content)).format == "ICO"


@pytest.fixture
def emblem():
    """An institution with an emblem and a colour of its own."""
    image = make_image("teal")
    Identity.objects.update_or_create(pk=1, defaults={"emblem": image, "accent": "#005500"})
    freshness.bump()
    return image


def test_an_emblem_takes_the_place_of_our_sign_everywhere(client, emblem):
    page = parse(client.get("/pl/"))
    named = [link.attributes["href"] for rel in ("icon", "apple-touch-icon") for link in page.all("link", rel=rel)]
    named += [icon["src"] for icon in client.get("/pl/site.webmanifest").json()["icons"]]
    named.append(client.get("/pl/feed/json/").json()["icon"].removeprefix("http://127.0.0.1:8000"))

    for address in named:
        assert address.startswith(f"/media/icons/{emblem.digest[:20]}-")
        response = client.get(address)
        picture = Pillow.open(io.BytesIO(response.content))
        size = int(address.rpartition("-")[2].removesuffix(".png"))
        assert picture.size == (size, size)
        assert picture.convert("RGB").getpixel((size // 2, size // 2)) == pytest.approx((0, 128, 128), abs=6)
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert len(set(named)) == 4
    assert client.get("/favicon.ico")["Content-Type"] == "image/png"


def test_an_icon_is_made_once(client, emblem, monkeypatch):
    address = f"/media/icons/{emblem.digest[:20]}-192.png"
    first = client.get(address).content
    monkeypatch.setattr("articles.icons._drawn", pytest.fail)

    assert client.get(address).content == first


@pytest.mark.parametrize("name", ["{digest}-33.png", "{digest}-999.png", "00000000000000000000-192.png"])
def test_no_other_icon_is_made(client, emblem, name):
    assert client.get(f"/media/icons/{name.format(digest=emblem.digest[:20])}").status_code == 404


def test_without_an_emblem_there_are_no_icons_of_one(client):
    image = make_image()

    assert client.get(f"/media/icons/{image.digest[:20]}-192.png").status_code == 404


def test_a_share_picture_bears_the_emblem_and_the_colour(client):
    before = share_picture("pl", "Most")
    image = make_image("teal")
    Identity.objects.update_or_create(pk=1, defaults={"emblem": image, "accent": "#005500"})
    freshness.bump()

    after = share_picture("pl", "Most")

    picture = Pillow.open(io.BytesIO(draw(after))).convert("RGB")
    assert after.name != before.name
    assert picture.getpixel((600, 625)) == pytest.approx((0, 85, 0), abs=6)
    assert (0, 128, 128) in [
        tuple(round(part / 128) * 128 for part in picture.getpixel((90, row))) for row in range(300, 600, 4)
    ]
