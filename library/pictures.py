"""Take pictures into the library: check the file, keep the original, make the renditions."""

import hashlib
import io

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from PIL import ImageCms, ImageOps, UnidentifiedImageError

from library.models import Image, rendition_path, rendition_widths

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
MAX_BYTES = 30 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 16_000
MIN_WIDTH = 240


class UnusablePicture(Exception):
    """The file cannot be taken; the message says why, in words for the editor."""


def add_picture(content: bytes, file_name: str) -> Image:
    """Return the library's picture with these bytes, taken in now or found there already.

    Raises UnusablePicture for what is not a whole JPEG, PNG, WebP or AVIF picture within the
    limits. The renditions are made before the row is written: a picture that has a row has all
    its files, and a picture that is refused leaves neither.
    """
    digest = hashlib.sha256(content).hexdigest()
    if known := Image.objects.filter(digest=digest).first():
        return known
    picture, picture_format = _open(content)
    _make_renditions(picture, digest)
    _store(f"originals/{digest}", content)
    with transaction.atomic():
        image, _created = Image.objects.get_or_create(
            digest=digest,
            defaults={
                "file_name": file_name[-200:],
                "format": picture_format,
                "width": picture.width,
                "height": picture.height,
            },
        )
    return image


def check_picture(content: bytes) -> Pillow.Image:
    """Return the picture as it would be taken in, without taking it in; raises UnusablePicture."""
    picture, _format = _open(content)
    return picture


def _open(content: bytes) -> tuple[Pillow.Image, str]:
    if len(content) > MAX_BYTES:
        raise UnusablePicture(_("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES // 1024 // 1024})
    try:
        picture, picture_format = _read(content)
    except UnidentifiedImageError as error:
        raise UnusablePicture(_("The file is not a JPEG, PNG, WebP or AVIF picture.")) from error
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning) as error:
        raise UnusablePicture(_("The picture has too many points.")) from error
    except (OSError, RuntimeError, ValueError, SyntaxError, EOFError, MemoryError) as error:  # what broken files raise
        raise UnusablePicture(_("The picture is damaged: it could not be read to the end.")) from error
    if picture.width < MIN_WIDTH:
        raise UnusablePicture(_("The picture is narrower than %(limit)d points.") % {"limit": MIN_WIDTH})
    return picture, picture_format


def _read(content: bytes) -> tuple[Pillow.Image, str]:
    picture = Pillow.open(io.BytesIO(content), formats=FORMATS)
    picture_format = picture.format
    if picture.width * picture.height > MAX_PIXELS:
        raise UnusablePicture(
            _("The picture has %(width)d × %(height)d points; at most %(limit)d million are taken.")
            % {"width": picture.width, "height": picture.height, "limit": MAX_PIXELS // 1_000_000}
        )
    if max(picture.size) > MAX_SIDE:
        raise UnusablePicture(_("The picture is longer than %(limit)d points.") % {"limit": MAX_SIDE})
    picture.draft("RGB", (1600, 1600))
    picture.load()
    return _in_srgb(ImageOps.exif_transpose(picture)), picture_format


def _in_srgb(picture: Pillow.Image) -> Pillow.Image:
    """Return the picture as opaque RGB in the web's colour space, without any metadata.

    Transparent parts become white.
    """
    if profile := picture.info.get("icc_profile"):
        try:
            mode = "RGB" if picture.mode in ("CMYK", "P", "L") else picture.mode
            picture = ImageCms.profileToProfile(
                picture, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode=mode
            )
        except (ImageCms.PyCMSError, OSError):
            pass  # an unreadable profile: the colours stay as they are
    if picture.mode.startswith("I"):  # sixteen bits of grey, of which Pillow would keep the lowest eight
        picture = picture.point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode in ("RGBA", "LA", "P", "PA"):
        layer = picture.convert("RGBA")
        picture = Pillow.alpha_composite(Pillow.new("RGBA", layer.size, "white"), layer)
    picture = picture.convert("RGB")
    picture.info = {}
    return picture


def _make_renditions(picture: Pillow.Image, digest: str) -> None:
    for width in rendition_widths(picture.width):
        size = (width, max(1, round(picture.height * width / picture.width)))
        smaller = picture.resize(size, Pillow.Resampling.LANCZOS, reducing_gap=3.0)
        for extension, options in (
            ("jpg", {"format": "JPEG", "quality": 80, "progressive": True, "optimize": True}),
            ("avif", {"format": "AVIF", "quality": 58, "speed": 8}),
        ):
            out = io.BytesIO()
            smaller.save(out, **options)
            _store(rendition_path(digest, width, extension), out.getvalue())


def _store(path: str, content: bytes) -> None:
    """Write a file whose name tells its content; a whole one that is there already is left alone."""
    if default_storage.exists(path):
        if default_storage.size(path) == len(content):
            return
        default_storage.delete(path)  # what was left of a write that was cut short
    default_storage.save(path, ContentFile(content))
