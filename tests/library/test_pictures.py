import io
import random
import resource
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import translation
from PIL import Image as Pillow
from PIL import ImageCms

from library.models import Image
from library.pictures import UnusablePicture, accept_picture, add_picture, make_missing_renditions, make_renditions
from library.shapes import steps
from tests.factories import picture_bytes

pytestmark = pytest.mark.django_db
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
NAVY = (0, 0, 128)
GPS = 0x8825
ORIENTATION = 0x0112


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def encoded(picture, picture_format="PNG", **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, picture_format, **options)
    return out.getvalue()


def exif(orientation=1) -> Pillow.Exif:
    data = Pillow.Exif()
    data[ORIENTATION] = orientation
    data[0x010E] = "tajny opis"
    data[0x0132] = "2026:01:01 00:00:00"
    data.get_ifd(GPS).update({1: "N", 2: (52.0, 13.0, 47.0), 3: "E", 4: (21.0, 0.0, 44.0)})
    return data


def renditions(image) -> dict[str, Pillow.Image]:
    found = {}
    assert default_storage.listdir("pictures") == ([image.digest[:20]], [])
    for name in default_storage.listdir(f"pictures/{image.digest[:20]}")[1]:
        with default_storage.open(f"pictures/{image.digest[:20]}/{name}") as file:
            picture = Pillow.open(io.BytesIO(file.read()))
        picture.load()
        found[name] = picture
    return found


def wholes(image) -> dict[str, Pillow.Image]:
    return {name: picture for name, picture in renditions(image).items() if name[0].isdigit()}


def close_to(colour, wanted, tolerance=4):
    return all(abs(a - b) <= tolerance for a, b in zip(colour, wanted, strict=True))


# Taken in


@pytest.mark.parametrize("picture_format", FORMATS)
def test_a_picture_is_taken_in_with_all_its_sizes(picture_format):
    image = add_picture(picture_bytes(1800, 900, "navy", picture_format), "most.jpg")

    assert (image.format, image.file_name) == (picture_format, "most.jpg")
    assert image.is_made
    made = renditions(image)
    assert set(made) == {
        *(f"{width}.{extension}" for width in (480, 960, 1600) for extension in ("jpg", "avif")),
        *(f"card-50x50-{width}.{extension}" for width in (320, 480, 960) for extension in ("jpg", "avif")),
        *(f"banner-50x50-{width}.{extension}" for width in (480, 960, 1600) for extension in ("jpg", "avif")),
        "share-50x50-1200.jpg",
    }
    for name, picture in wholes(image).items():
        width, extension = name.split(".")
        assert picture.format == {"jpg": "JPEG", "avif": "AVIF"}[extension]
        assert picture.size == (int(width), int(width) // 2)
        assert close_to(picture.convert("RGB").getpixel((5, 5)), NAVY)
    assert default_storage.exists(f"originals/{image.digest}")


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (240, [240]),
        (480, [480]),
        (481, [480, 481]),
        (1600, [480, 960, 1600]),
        (1601, [480, 960, 1600]),
        (9000, [480, 960, 1600]),
    ],
)
def test_no_rendition_is_wider_than_the_picture(width, widths):
    assert steps(width) == widths


def test_the_same_picture_is_taken_in_once():
    first = add_picture(picture_bytes(), "a.jpg")

    assert add_picture(picture_bytes(), "b.jpg") == first
    assert Image.objects.count() == 1


def test_a_file_that_was_cut_short_is_written_anew():
    content = picture_bytes()
    image = add_picture(content, "a.jpg")
    image.delete()
    path = f"pictures/{image.digest[:20]}/480.jpg"
    default_storage.delete(path)
    default_storage.save(path, ContentFile(b"\xff\xd8 cut"))

    again = add_picture(content, "a.jpg")

    assert set(wholes(again)) == {"480.jpg", "480.avif", "640.jpg", "640.avif"}
    assert renditions(again)["480.jpg"].size == (480, 300)


def test_the_name_of_the_file_does_not_matter():
    image = add_picture(picture_bytes(picture_format="PNG"), "../../etc/" + "x" * 300 + ".exe")

    assert image.format == "PNG"
    assert len(image.file_name) == 200
    folders, files = default_storage.listdir("")
    assert (sorted(folders), files) == (["originals", "pictures"], [])


# Colours and turns


def plain(mode="RGB", colour=NAVY):
    return Pillow.new(mode, (300, 200), colour)


KINDS = {
    "grey": (encoded(plain("L", 100)), (100, 100, 100)),
    "one bit": (encoded(plain("1", 1)), (255, 255, 255)),
    "sixteen bits": (encoded(plain("I;16", 0x8000)), (128, 128, 128)),
    "CMYK": (encoded(plain("CMYK", (0, 255, 255, 0)), "JPEG"), (255, 0, 0)),
    "opaque with a mask": (encoded(plain("RGBA", (*NAVY, 255))), NAVY),
    "animated GIF": (encoded(plain(), "GIF", save_all=True, append_images=[plain(colour="red")]), NAVY),
    "unreadable profile": (encoded(plain(), "JPEG", icc_profile=b"no profile"), NAVY),
    "animated": (encoded(plain(), "WEBP", save_all=True, append_images=[plain(colour="red")]), NAVY),
    "two in one": (encoded(plain(), "MPO", save_all=True, append_images=[plain(colour="red")]), NAVY),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_opaque_picture_becomes_srgb(kind):
    content, colour = KINDS[kind]

    for picture in renditions(add_picture(content, "x")).values():
        assert picture.mode == "RGB"
        assert close_to(picture.getpixel((5, 5)), colour)


CLEAR = {
    "clear": (encoded(plain("RGBA", (255, 0, 0, 0))), 0),
    "half clear": (encoded(plain("RGBA", (0, 0, 0, 128))), 128),
    "grey, half clear": (encoded(plain("LA", (0, 128))), 128),
    "clear palette": (encoded(plain("P", 0), transparency=0), 0),
    "key colour": (encoded(plain(), transparency=NAVY), 0),
    "WebP": (encoded(plain("RGBA", (0, 0, 128, 128)), "WEBP", lossless=True), 128),
}


@pytest.mark.parametrize("kind", CLEAR)
def test_a_transparent_picture_stays_so(kind):
    content, alpha = CLEAR[kind]

    image = add_picture(content, "x")

    assert image.is_transparent
    for name, picture in renditions(image).items():
        if name.startswith("share"):
            assert picture.format == "JPEG"
            assert picture.getpixel((5, 5)) >= (120, 120, 120)
        else:
            assert picture.format == ("AVIF" if name.endswith(".avif") else "PNG")
            assert abs(picture.convert("RGBA").getpixel((5, 5))[3] - alpha) <= 2
    assert ".png" in image.whole.srcset


def test_crops_show_the_focal_point():
    picture = Pillow.new("RGB", (2400, 800), "white")
    picture.paste("navy", (2000, 0, 2400, 800))
    image = add_picture(encoded(picture), "x")
    image.focal_x = 0.95
    image.save()

    make_renditions(image)

    made = renditions(image)
    for name in ("card-95x50-480.avif", "card-95x50-480.jpg", "banner-95x50-960.avif", "share-95x50-1200.jpg"):
        crop = made[name]
        assert close_to(crop.convert("RGB").getpixel((crop.width - 20, 20)), NAVY, 8)
    assert made["card-95x50-480.jpg"].size == (480, 360)
    assert made["banner-95x50-960.jpg"].size == (960, 540)
    assert image.card.srcset.startswith(f"/media/pictures/{image.digest[:20]}-card-95x50-320.jpg 320w")


def test_only_the_first_frame_of_a_long_animation_is_decoded():
    frames = [plain("P", number % 2) for number in range(3000)]
    content = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], optimize=False)
    started = time.process_time()

    add_picture(content, "x")

    assert time.process_time() - started < 3


def test_a_picture_is_accepted_with_its_smallest_rendition_and_made_later():
    image = accept_picture(picture_bytes(1800, 900), "most.jpg")

    assert not image.is_made
    assert set(renditions(image)) == {"480.jpg"}
    make_renditions(image)
    assert Image.objects.get().is_made
    assert len(renditions(image)) == 19


def test_what_changes_while_renditions_are_made_is_made_again():
    image = accept_picture(picture_bytes(1800, 900), "most.jpg")
    Image.objects.update(focal_x=0.1)

    make_renditions(image)

    assert not Image.objects.get().is_made


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "CMYK"])
def test_a_profile_is_applied_and_taken_away(mode):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    content = encoded(Pillow.new(mode, (300, 200)), "JPEG" if mode == "CMYK" else "PNG", icc_profile=profile)

    for picture in renditions(add_picture(content, "x")).values():
        assert picture.mode in ("RGB", "RGBA")
        assert "icc_profile" not in picture.info


@pytest.mark.parametrize(("orientation", "corner"), [(1, (0, 0)), (3, (1, 1)), (6, (1, 0)), (8, (0, 1))])
@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP"])
def test_a_turned_picture_is_shown_upright(picture_format, orientation, corner):
    picture = Pillow.new("RGB", (600, 400), "white")
    picture.paste("navy", (0, 0, 200, 130))

    image = add_picture(encoded(picture, picture_format, exif=exif(orientation)), "x")

    assert (image.width, image.height) == ((600, 400) if orientation in (1, 3) else (400, 600))
    for rendition in wholes(image).values():
        place = tuple(30 if at == 0 else side - 30 for at, side in zip(corner, rendition.size, strict=True))
        assert close_to(rendition.getpixel(place), NAVY, 12)


@pytest.mark.parametrize("picture_format", FORMATS)
def test_no_metadata_reaches_readers(picture_format):
    options = {"exif": exif(), "xmp": b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>tajny xmp</x:xmpmeta>"}
    if picture_format == "JPEG":
        options["comment"] = b"tajny komentarz"
    content = encoded(Pillow.new("RGB", (600, 400), NAVY), picture_format, **options)
    assert b"tajny" in content

    image = add_picture(content, "x")

    for name, rendition in renditions(image).items():
        assert not dict(rendition.getexif()), name
        assert not rendition.getexif().get_ifd(GPS), name
        assert not {"exif", "comment", "xmp", "icc_profile", "dpi"} & set(rendition.info), name
        with default_storage.open(f"pictures/{image.digest[:20]}/{name}") as file:
            assert b"tajny" not in file.read()


# Refused


@pytest.mark.parametrize("picture_format", FORMATS)
def test_a_page_that_hides_behind_a_picture_reaches_no_reader(picture_format):
    page = b"<script>alert(1)</script>"

    image = add_picture(picture_bytes(picture_format=picture_format) + page, "most.jpg")

    folder = default_storage.path(f"pictures/{image.digest[:20]}")
    files = [path.read_bytes() for path in Path(folder).iterdir()]
    assert len(files) > 4
    assert not [content for content in files if page in content]


def png_that_claims(width, height) -> bytes:
    """Return a PNG of a few bytes whose header promises a giant."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


NOISE = Pillow.effect_noise((600, 400), 60).convert("RGB")
REFUSED = {
    "nothing": (b"", "not a JPEG"),
    "text": (b"to nie jest obraz", "not a JPEG"),
    "HTML": (b"<html><script>alert(1)</script></html>", "not a JPEG"),
    "SVG": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "SVG"),
    "PDF": (b"%PDF-1.7\n", "not a JPEG"),
    "ZIP": (b"PK\x03\x04" + b"\0" * 100, "not a JPEG"),
    "TIFF": (encoded(NOISE, "TIFF"), "not a JPEG"),
    "BMP": (encoded(NOISE, "BMP"), "not a JPEG"),
    "EPS": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 500 500\n", "not a JPEG"),
    "only a signature": (b"\x89PNG\r\n\x1a\n", "not a JPEG"),
    "bomb": (png_that_claims(12_000, 12_000), "points"),
    "larger bomb": (png_that_claims(60_000, 60_000), "too many points"),
    "40 million and some": (png_that_claims(8_001, 5_000), "at most 40 million"),
    "very tall": (png_that_claims(300, 100_000), "longer than 16000"),
    "very wide": (png_that_claims(100_000, 300), "longer than 16000"),
    "narrow": (encoded(Pillow.new("RGB", (239, 400))), "narrower than 240"),
    "narrow once upright": (encoded(Pillow.new("RGB", (600, 100)), "JPEG", exif=exif(6)), "narrower than 240"),
    "promises more than it holds": (png_that_claims(600, 400), "damaged"),
    **{f"{name} cut in half": (encoded(NOISE, name)[: len(encoded(NOISE, name)) // 2], "") for name in FORMATS},
    **{f"{name} without its end": (encoded(NOISE, name)[:-300], "") for name in FORMATS},
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_taken_is_refused_in_words_and_leaves_nothing(name):
    content, words = REFUSED[name]

    with pytest.raises(UnusablePicture, match=words or None) as refusal:
        add_picture(content, "most.jpg")

    assert str(refusal.value).endswith(".")
    assert not Image.objects.exists()
    assert not default_storage.exists("pictures")
    assert not default_storage.exists("originals")


def test_a_file_that_is_too_heavy_is_refused_before_it_is_opened():
    with pytest.raises(UnusablePicture, match="30 MB"):
        add_picture(picture_bytes() + b"\0" * 30 * 1024 * 1024, "x")


def test_a_bomb_takes_no_memory(tmp_path):
    """A giant WebP of solid colour is a few kilobytes, and its decoder asks for two gigabytes when it is opened."""
    make = "from PIL import Image; Image.new('RGB', (16383, 2500)).save('bomb.webp', lossless=True, method=0)"
    subprocess.run([sys.executable, "-c", make], cwd=tmp_path, check=True)
    content = (tmp_path / "bomb.webp").read_bytes()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(UnusablePicture):
        add_picture(content, "x")

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("picture_format", FORMATS)
def test_damaged_files_are_taken_or_refused_and_nothing_else(picture_format):
    chance = random.Random(picture_format)  # noqa: S311 the same damage each time
    whole = encoded(Pillow.effect_noise((260, 60), 60).convert("RGB"), picture_format, exif=exif())

    for _attempt in range(300):
        damaged = bytearray(whole)
        for _byte in range(chance.randint(1, 8)):
            damaged[chance.randrange(min(len(damaged), chance.choice((40, 400, len(damaged)))))] = chance.randrange(256)
        try:
            add_picture(bytes(damaged), "x")
        except UnusablePicture:
            continue


def test_the_command_makes_what_is_missing_or_everything():
    image = accept_picture(picture_bytes(1800, 900), "most.jpg")

    call_command("make_renditions")
    assert Image.objects.get().is_made

    default_storage.delete(f"pictures/{image.digest[:20]}/960.avif")
    call_command("make_renditions", "--all")
    assert default_storage.exists(f"pictures/{image.digest[:20]}/960.avif")

    default_storage.delete(image.original_path)
    with pytest.raises(SystemExit):
        call_command("make_renditions", "--all")


def test_pictures_that_cannot_be_made_are_not_tried_again_at_once(run_tasks, caplog):
    image = accept_picture(picture_bytes(), "most.jpg")
    default_storage.delete(image.original_path)

    for _time in range(2):
        make_missing_renditions.enqueue()
        run_tasks()

    assert caplog.text.count("cannot be made") == 1
