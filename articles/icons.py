"""The site's sign in the sizes that browsers and phones ask for: the institution's emblem, or our own."""

import io

from django.contrib.staticfiles import finders
from django.templatetags.static import static
from PIL import Image as Pillow
from PIL import ImageOps

from articles.fragments import remembered
from articles.frame import frame
from library import renditions, storage
from library.models import Image
from library.shapes import BEGINNING, PLACE

SIZES = (32, 180, 192, 512)
PAPER = "#fbfaf7"
OWN = {32: "site/favicon.ico", 180: "site/apple-touch-icon.png", 192: "site/icon-192.png", 512: "site/icon-512.png"}
SOLID = 180  # phones that ask for this size put black behind what is transparent


def icon_address(size: int) -> str:
    """Return the address of the sign in one of SIZES; an emblem's is named by what is in it."""
    if emblem := frame().emblem:
        return f"{PLACE}icons/{emblem.digest[:BEGINNING]}-{size}.png"
    return _own(size)


@remembered
def _own(size: int) -> str:
    return static(OWN[size])


def emblem_icon(emblem: Image, size: int) -> bytes:
    """Return the emblem whole on a square as a PNG, made once and kept.

    There are four for each emblem, made from a rendition of the library: a request may wait for that.
    """
    path = f"icons/{emblem.digest[:BEGINNING]}-{size}.png"
    try:
        return storage.read(path)
    except FileNotFoundError:
        content = _drawn(emblem, size)
        storage.keep(path, content)
        return content


def sign(size: int) -> Pillow.Image:
    """Return the sign as a picture, at most ``size`` points high and four times as wide."""
    emblem = frame().emblem
    picture = _rendition(emblem) if emblem else None
    if picture is None:
        picture = Pillow.open(finders.find(OWN[512])).convert("RGBA")
    picture.thumbnail((4 * size, size), Pillow.Resampling.LANCZOS)
    return picture


def _drawn(emblem: Image, size: int) -> bytes:
    ground = Pillow.new("RGBA", (size, size), PAPER if size == SOLID else "#00000000")
    picture = _rendition(emblem)
    if picture is None:
        raise FileNotFoundError(emblem.digest)
    fitting = ImageOps.contain(picture, (size, size), Pillow.Resampling.LANCZOS)
    ground.alpha_composite(fitting, ((size - fitting.width) // 2, (size - fitting.height) // 2))
    out = io.BytesIO()
    ground.save(out, format="PNG", optimize=True)
    return out.getvalue()


def _rendition(image: Image) -> Pillow.Image | None:
    """Return the library's picture from the largest rendition that there is."""
    name = renditions.nearest(image.whole.src.rpartition("/")[2])
    if name is None:
        return None
    return Pillow.open(io.BytesIO(storage.read(renditions.path_of(name)))).convert("RGBA")
