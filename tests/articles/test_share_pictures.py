"""Share pictures: drawn in the background, in the right script, of what readers see now, and of nothing else."""

import io
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image as Pillow
from PIL import ImageChops

from articles import share_fonts, share_pictures
from articles.publishing import withdraw
from articles.share_pictures import SharePicture, draw, draw_new_share_pictures, edition_share_picture, share_address
from tests.factories import make_article, make_edition, make_image, make_topic

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
TITLES = {
    "pl": "Zażółć gęślą jaźń", "zh-hans": "在华沙的十一座桥上散步", "ar": "جسور وارسو على نهر فيستولا",
    "uk": "Мости Варшави", "he": "גשרי ורשה",
}  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_asked_for():
    cache.clear()


def text(title, **more):
    return {"title": title, "body": "<p>x</p>", **more}


def address_of(client, page="/pl/articles/most/"):
    html = client.get(page).text
    return html.split('property="og:image" content="http://127.0.0.1:8000')[1].split('"')[0]


def opened(content) -> Pillow.Image:
    return Pillow.open(io.BytesIO(content)).convert("L")


def status_of(client, address) -> int:
    response = client.get(address)
    if response.streaming:
        response.getvalue()  # reads the file to its end, and closes it
    return response.status_code


def drawn() -> list[str]:
    return default_storage.listdir("share")[1] if default_storage.exists("share") else []


def words(title, code, **more) -> Pillow.Image:
    """Return what the title's words add to an empty share picture."""
    plain = opened(draw(SharePicture("", code, "", code, **more)))
    return ImageChops.difference(opened(draw(SharePicture(title, code, "", code, **more))), plain).point(
        lambda value: 255 if value > 64 else 0
    )


@pytest.mark.parametrize("code", TITLES)
def test_a_title_is_written_in_its_script_from_its_side(code):
    if share_fonts.lettering(TITLES[code], code, 40) is None:
        pytest.skip("this machine has no font for it")

    left, top, right, bottom = words(TITLES[code], code).getbbox()

    assert bottom - top > 30
    assert top > 60
    if code in ("ar", "he"):
        assert right > 1100
    else:
        assert left < 100


def test_letters_that_no_font_has_are_not_replaced_by_boxes(monkeypatch):
    monkeypatch.setattr(share_fonts, "_file_with", lambda *_of_what: None)

    assert words("Zażółć", "pl").getbbox() is None


def test_a_machine_without_fonts_still_draws(monkeypatch):
    share_fonts._file_with.cache_clear()
    monkeypatch.setattr(share_fonts.shutil, "which", lambda *_of_what: None)

    picture = Pillow.open(io.BytesIO(draw(SharePicture("Most", "pl", "Portal", "pl"))))

    share_fonts._file_with.cache_clear()
    assert picture.size == (1200, 630)


def test_han_and_other_letters_stand_in_one_line_though_no_font_has_both():
    lettering = share_fonts.lettering("辛波斯卡 Wisława", "zh-hans", 40)

    if lettering is None:
        pytest.skip("this machine has no font for it")
    assert lettering.width("辛波斯卡 Wisława") == pytest.approx(
        lettering.width("辛波斯卡") + lettering.width(" Wisława"), abs=1
    )


@pytest.mark.parametrize("title", ["W" * 200, "słowo " * 33, "桥" * 200, "a", "جسر " * 50])
def test_no_title_is_too_long(title):
    code = {"桥": "zh-hans", "ج": "ar"}.get(title[0], "pl")

    box = words(title, code).getbbox()

    assert box is None or (box[0] >= 40 and box[2] <= 1190 and box[1] >= 100 and box[3] <= 620)


@pytest.mark.parametrize("colour", ["white", "black"])
def test_white_words_are_readable_over_any_picture(colour):
    photograph = make_image(colour).share.rpartition("/")[2]

    picture = opened(draw(SharePicture("Most " * 8, "pl", "Portal", "pl", photograph)))

    background = picture.crop((1150, 500, 1199, 600)).getextrema()[1] / 255
    luminance = ((background + 0.055) / 1.055) ** 2.4
    assert 1.05 / (luminance + 0.05) >= 4.5


def test_lines_break_where_the_language_lets_them():
    words = share_pictures._words

    assert words("Most nad Wisłą") == ["Most ", "nad ", "Wisłą"]
    assert words("w\u00a0domu i") == ["w\u00a0domu ", "i"]
    assert words("桥，（河）") == ["桥，", "（河）"]


def test_what_is_published_is_drawn_in_the_background(client, run_tasks):
    make_edition(article=make_article(pl=text("Most", slug="most"), image=make_image()))
    address = address_of(client)

    run_tasks()

    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert Pillow.open(io.BytesIO(response.getvalue())).size == (1200, 630)


def test_a_request_never_draws_but_has_it_drawn(client, run_tasks, monkeypatch):
    image = make_image()
    make_edition(article=make_article(pl=text("Most", slug="most"), image=image), at=timezone.now() - 2 * HOUR)
    address = address_of(client)
    with monkeypatch.context() as patch:
        patch.setattr(share_pictures, "draw", pytest.fail)
        first = client.get(address)

    run_tasks()

    assert (first.status_code, first["Location"], first["Cache-Control"]) == (302, image.share, "no-store")
    assert status_of(client, address) == 200


@pytest.mark.parametrize("page", ["/pl/topics/temat/", "/pl/"])
def test_topics_and_the_site_have_share_pictures_of_their_own(client, run_tasks, page):
    make_topic(pl={"title": "Temat", "slug": "temat"}, banner=make_image())
    address = address_of(client, page)
    client.get(address)

    run_tasks()

    assert (status_of(client, address), len(drawn())) == (200, 1)


def test_another_title_or_picture_has_another_address():
    one = share_address("edition", 1, "pl", "Most")

    assert one == share_address("edition", 1, "pl", "Most")
    assert one != share_address("edition", 1, "pl", "Mosty")
    image = make_image()
    with_picture = share_address("edition", 1, "pl", "Most", image.share)
    image.focal_x = 0.2
    assert len({one, with_picture, share_address("edition", 1, "pl", "Most", image.share)}) == 3


def test_what_is_withdrawn_is_no_longer_sent(client, editor, run_tasks):
    edition = make_edition(pl=text("Most", slug="most"), at=timezone.now() - HOUR)
    address = address_of(client)
    client.get(address)
    run_tasks()
    assert status_of(client, address) == 200

    withdraw(article=edition.article, language="pl", by=editor)

    assert status_of(client, address) == 404


def test_what_is_scheduled_is_neither_drawn_nor_sent(client, run_tasks):
    edition = make_edition(pl=text("Jutro"), at=timezone.now() + HOUR)
    address = share_address("edition", edition.pk, "pl", "Jutro")

    assert status_of(client, address) == 404
    draw_new_share_pictures.enqueue()
    run_tasks()
    assert drawn() == []
    assert edition_share_picture(edition.pk, "pl") is None


@pytest.mark.parametrize(
    "name",
    ["edition-1-pl-" + "0" * 20, "edition-999-pl-" + "0" * 20, "topic-9-pl-" + "0" * 20, "site-7-pl-" + "0" * 20,
     "edition-1-xx-" + "0" * 20, "edition-" + "9" * 18 + "-pl-" + "0" * 20, "site-0-pl-" + "0" * 20],
)  # fmt: skip
def test_no_address_that_was_thought_up_has_anything_drawn(client, name, run_tasks):
    make_edition(pl=text("Most"), at=timezone.now() - 2 * HOUR)

    assert status_of(client, f"/media/share/{name}.jpg") == 404
    run_tasks()
    assert drawn() == []
