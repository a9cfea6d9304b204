import io

import pytest
from PIL import Image as Pillow

from languages.names import bcp47, site_codes
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
