"""Take pictures into the library: check the file, keep the original, make the renditions."""

import hashlib
import io
import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic

from django.db import transaction
from django.db.models import Q
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from PIL import ImageCms, ImageOps, UnidentifiedImageError

from languages.literal import Literal
from library import renditions, storage
from library.models import Image
from library.shapes import MIN_WIDTH, WHOLE

logger = logging.getLogger(__name__)
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
MAX_BYTES = 30 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 16_000
BATCH = 50
A_WHILE = 15  # seconds after which one run leaves the rest to the next
CLAIMED = timedelta(minutes=30)  # how long a picture is left to the worker that took it, or that failed at it
OF_FILE = ("format", "width", "height", "is_transparent", "is_made")
ORIENTATION = 0x0112
TURNED = (5, 6, 7, 8)  # orientations that exchange width and height
# What broken files make Pillow raise.
BROKEN = (OSError, RuntimeError, ValueError, SyntaxError, EOFError, MemoryError, TypeError, IndexError, KeyError)


class UnusablePicture(storage.UnusableFile):
    """The file cannot be taken; the message says why, in words for the editor."""


class NoPicture(UnusablePicture):
    """The file is no picture of a kind that is taken."""


@dataclass(frozen=True)
class Decoded:
    """A picture's pixels, upright, in the web's colours and without metadata, perhaps smaller than its full size."""

    pixels: Pillow.Image
    format: str
    width: int
    height: int


def add_picture(content: bytes, file_name: str) -> Image:
    """Return the library's picture with these bytes, taken in now with all renditions, or found there already.

    Raises UnusablePicture for what is not a whole JPEG, PNG, WebP, AVIF or GIF picture within the
    limits. The files are made before the row is written: a picture that is refused leaves
    neither. Of an animated picture the first frame is taken, and no other one is ever decoded.
    """
    if known := find_picture(content):
        return known
    image, pixels = _examined(content, file_name)
    renditions.make_all(image, pixels)
    image.is_made = True
    return _written(image)


def accept_picture(content: bytes, file_name: str) -> Image:
    """Take a picture in as ``add_picture`` does, with its smallest rendition; the others are left to be made."""
    if known := find_picture(content):
        return known
    image, pixels = _examined(content, file_name)
    renditions.make_first(image, pixels)
    return _written(image)


def find_picture(content: bytes) -> Image | None:
    return Image.objects.filter(digest=hashlib.sha256(content).hexdigest()).first()


def make_renditions(image: Image) -> None:
    """Make every rendition from the original; raises UnusablePicture and FileNotFoundError."""
    renditions.make_all(image, decode(storage.read(image.original_path)).pixels)
    unchanged = Image.objects.filter(pk=image.pk, digest=image.digest, focal_x=image.focal_x, focal_y=image.focal_y)
    image.is_made = bool(unchanged.update(is_made=True))


@task
def make_missing_renditions():
    """Make the renditions of pictures that lack them: new ones, and those whose focal point has moved."""
    begun = monotonic()
    now = timezone.now()
    waiting = Image.objects.filter(Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIMED), is_made=Literal(False))
    for key in waiting.order_by("pk").values_list("pk", flat=True)[:BATCH]:
        if monotonic() - begun > A_WHILE:
            make_missing_renditions.enqueue()
            return
        if waiting.filter(pk=key).update(claimed_at=now):  # another worker may have been first
            _make_one(Image.objects.get(pk=key))


def _make_one(image: Image) -> None:
    try:
        make_renditions(image)
    except (UnusablePicture, FileNotFoundError):
        logger.exception("The renditions of a picture cannot be made", extra={"image": image.pk})
    else:
        Image.objects.filter(pk=image.pk).update(claimed_at=None)


def _examined(content: bytes, file_name: str) -> tuple[Image, Pillow.Image]:
    """Return an unsaved picture whose original is kept, and its pixels; raises UnusablePicture."""
    decoded = decode(content)
    image = Image(file_name=file_name[-200:])
    set_file(image, content, decoded)
    storage.keep(image.original_path, content)
    return image, decoded.pixels


def _written(image: Image) -> Image:
    """Save a new picture; return the one with the same bytes that another request may have saved meanwhile."""
    with transaction.atomic():
        values = {name: getattr(image, name) for name in ("file_name", *OF_FILE)}
        saved, _created = Image.objects.get_or_create(digest=image.digest, defaults=values)
    return saved


def set_file(image: Image, content: bytes, decoded: Decoded) -> None:
    """Make these bytes the picture's, in memory."""
    image.digest = hashlib.sha256(content).hexdigest()
    image.format = decoded.format
    image.width, image.height = decoded.width, decoded.height
    image.is_transparent = decoded.pixels.mode == "RGBA"
    image.is_made = False


def decode(content: bytes) -> Decoded:
    """Return the picture in these bytes; raises UnusablePicture."""
    if len(content) > MAX_BYTES:
        raise UnusablePicture(_("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES // 1024 // 1024})
    try:
        decoded = _read(content)
    except UnidentifiedImageError as error:
        if b"<svg" in content[:4096].lower():
            message = _("SVG drawings can hold scripts and are not taken. Save the drawing as a PNG picture.")
            raise UnusablePicture(message) from error
        raise NoPicture(_("The file is not a JPEG, PNG, WebP, AVIF or GIF picture.")) from error
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning) as error:
        raise UnusablePicture(_("The picture has too many points.")) from error
    except BROKEN as error:
        raise UnusablePicture(_("The picture is damaged: it could not be read to the end.")) from error
    if decoded.width < MIN_WIDTH:
        raise UnusablePicture(_("The picture is narrower than %(limit)d points.") % {"limit": MIN_WIDTH})
    return decoded


def _read(content: bytes) -> Decoded:
    picture = Pillow.open(io.BytesIO(content), formats=FORMATS)
    picture_format = "JPEG" if picture.format == "MPO" else picture.format
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise UnusablePicture(
            _("The picture has %(width)d × %(height)d points; at most %(limit)d million are taken.")
            % {"width": width, "height": height, "limit": MAX_PIXELS // 1_000_000}
        )
    if max(picture.size) > MAX_SIDE:
        raise UnusablePicture(_("The picture is longer than %(limit)d points.") % {"limit": MAX_SIDE})
    picture.draft("RGB", (WHOLE[-1], WHOLE[-1]))
    picture.load()
    if picture.getexif().get(ORIENTATION) in TURNED:
        width, height = height, width
    return Decoded(_in_srgb(ImageOps.exif_transpose(picture)), picture_format, width, height)


def _in_srgb(picture: Pillow.Image) -> Pillow.Image:
    """Return the picture as RGB, or RGBA where it is transparent, in the web's colour space, without any metadata."""
    profile = picture.info.get("icc_profile")
    if picture.mode.startswith("I"):  # sixteen bits of grey, of which Pillow would keep the lowest eight
        picture = picture.point(lambda value: value * (1 / 256)).convert("L")
        picture.info.pop("transparency", None)
    alpha = picture.convert("RGBA").getchannel("A") if picture.has_transparency_data else None
    base = picture.convert({"1": "L", "L": "L", "LA": "L", "CMYK": "CMYK"}.get(picture.mode, "RGB"))
    if profile:
        with suppress(ImageCms.PyCMSError, OSError):  # an unreadable profile: the colours stay as they are
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            base = ImageCms.profileToProfile(base, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
    base = base.convert("RGB")
    if alpha is not None and alpha.getextrema()[0] < 255:
        base.putalpha(alpha)
    base.info = {}
    return base
