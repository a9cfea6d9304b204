"""The library in the admin: pictures come in once, are described in every language, and stay where needed."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Pillow

from articles import freshness
from articles.models import Article
from library.models import Image
from tests.factories import make_edition, make_image, make_topic, make_user, picture_bytes

pytestmark = pytest.mark.django_db
ADD = "/admin/library/image/add/"
POINT = {"focal_x": "0.5", "focal_y": "0.5"}


@pytest.fixture(autouse=True)
def anna(client):
    user = make_user("anna", superuser=True)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(user)
    return user


def upload(content, name="most.jpg"):
    return {"file": SimpleUploadedFile(name, content), **POINT}


def flag_bomb():
    out = io.BytesIO()
    Pillow.new("1", (12000, 12000)).save(out, format="PNG")
    return out.getvalue()


def test_a_picture_comes_in_with_its_descriptions(client):
    client.post(ADD, upload(picture_bytes()) | {"alt_pl": "Most", "caption_en": "A bridge", "focal_x": "0.2"})

    image = Image.objects.get()
    assert (image.alt_pl, image.caption_en, image.focal_x, image.file_name) == ("Most", "A bridge", 0.2, "most.jpg")


BROKEN = {
    "no picture": (b"<svg onload=alert(1)>", "SVG drawings"),
    "cut off": (picture_bytes(2000, 2000)[:3000], "damaged"),
    "a bomb": (flag_bomb(), "points"),
    "tiny": (picture_bytes(20, 20), "narrower"),
    "empty": (b"", "empty"),
}


@pytest.mark.parametrize(("content", "words"), BROKEN.values(), ids=BROKEN.keys())
def test_an_unusable_file_is_refused_in_words(client, content, words):
    page = client.post(ADD, upload(content))

    assert page.status_code == 200
    assert words in page.content.decode()
    assert not Image.objects.exists()


def test_a_picture_that_is_there_already_is_named(client):
    make_image("navy", alt_pl="Most")

    page = client.post(ADD, upload(picture_bytes(colour="navy")))

    assert "in the library already, as “navy.jpg”" in page.content.decode()
    assert Image.objects.get().alt_pl == "Most"


def test_the_focal_point_is_moved_and_caches_are_told(client):
    image, number = make_image(), freshness.number()
    change = reverse("admin:library_image_change", args=(image.pk,))

    client.post(change, {"focal_x": "0.1", "focal_y": "0.9"})
    refused = client.post(change, {"focal_x": "1.5", "focal_y": "0.9"})

    image.refresh_from_db()
    assert (image.focal_x, image.focal_y) == (0.1, 0.9)
    assert freshness.number() > number
    assert "less than or equal to 1" in refused.content.decode()


def test_a_file_cannot_be_exchanged(client):
    image = make_image()
    change = reverse("admin:library_image_change", args=(image.pk,))

    text = client.get(change).content.decode()
    client.post(change, upload(picture_bytes(colour="red")))

    assert 'type="file"' not in text
    assert Image.objects.get().digest == image.digest


def test_a_picture_in_use_stays(client):
    image = make_image()
    make_topic(pl={"title": "Temat", "slug": "temat"}, banner=image)

    page = client.post(reverse("admin:library_image_delete", args=(image.pk,)), {"post": "yes"}, follow=True)

    assert "so it stays" in page.content.decode()
    assert Image.objects.exists()


def test_a_picture_that_a_body_shows_is_not_deleted(client):
    image = make_image()
    make_edition(pl={"title": "Mosty", "body": f'<p>Most.</p><figure><img src="{image.src}" alt=""></figure>'})
    Article.objects.update(body_pl="")

    page = client.post(reverse("admin:library_image_delete", args=(image.pk,)), {"post": "yes"}, follow=True)

    assert "so it stays" in page.content.decode()
    assert Image.objects.exists()


def test_pictures_are_searched_in_every_language(client):
    make_image("navy", alt_zh_hans="桥")
    make_image("olive", alt_zh_hans="花")

    for address in ("/admin/library/image/", "/admin/library/image/pick/?language=pl"):
        text = client.get(address, {"q": "桥"}).content.decode()

        assert "navy.jpg" in text
        assert "olive.jpg" not in text


def test_the_chooser_offers_the_description_in_the_language_of_the_text(client):
    make_image("navy", alt_pl="Most", alt_en="Bridge")

    text = client.get("/admin/library/image/pick/?language=en").content.decode()

    assert 'data-alt="Bridge"' in text
    assert "Most" not in text


def test_the_thumbnail_leads_to_the_smallest_rendition(client):
    image = make_image()

    response = client.get(reverse("admin:library_image_thumbnail", args=(image.pk,)))

    assert response.headers["Location"] == image.thumbnail
