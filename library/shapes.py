"""The shapes in which a picture is shown, their widths, and the addresses of the files for them.

A rendition's name tells what is in it: the beginning of the original's digest, the crop and its
focal point, the width. So an address never shows anything else.
"""

import re
from typing import NamedTuple

PLACE = "/media/"
BEGINNING = 20  # characters of a digest that name a file: eighty bits
MIN_WIDTH = 240


class Crop(NamedTuple):
    """A shape that shows a part of the picture: its sides' proportion and the widths of its renditions."""

    across: int
    down: int
    steps: tuple[int, ...]


WHOLE = (480, 960, 1600)
CROPS = {
    "card": Crop(4, 3, (320, 480, 960)),
    "banner": Crop(16, 9, (480, 960, 1600)),
    "share": Crop(40, 21, (1200,)),
}
NAME = re.compile(
    r"(?P<beginning>[0-9a-f]{20})-(?:(?P<crop>card|banner|share)-(?P<x>\d{1,3})x(?P<y>\d{1,3})-)?(?P<width>\d{1,5})"
    r"\.(?P<extension>jpg|png|avif)"
)


class Shape(NamedTuple):
    """What a template needs of a picture in one shape."""

    width: int
    height: int
    src: str
    srcset: str
    avif_srcset: str
    focal_class: str


def steps(width: int, wanted: tuple[int, ...] = WHOLE) -> list[int]:
    """Return the widths, in pixels, of the renditions of what is ``width`` pixels wide: none is enlarged."""
    return [step for step in wanted if step < width] + ([width] if width <= wanted[-1] else [])


def crop_size(crop: Crop, width: int, height: int) -> tuple[float, float]:
    """Return the sides, in the picture's pixels, of the largest part in this proportion."""
    return min(width, height * crop.across / crop.down), min(height, width * crop.down / crop.across)


def crop_box(crop: Crop, width: int, height: int, x: float, y: float) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of the part around the focal point, within the picture."""
    across, down = crop_size(crop, width, height)
    left = max(min(x * width - across / 2, width - across), 0)
    top = max(min(y * height - down / 2, height - down), 0)
    return left, top, min(left + across, width), min(top + down, height)


def crop_steps(crop: Crop, width: int, height: int) -> list[int]:
    return steps(max(1, round(crop_size(crop, width, height)[0])), crop.steps)


def file_name(beginning: str, width: int, extension: str, crop: str = "", x: float = 0.5, y: float = 0.5) -> str:
    """Return the name of a rendition's file."""
    part = f"{crop}-{percent(x)}x{percent(y)}-" if crop else ""
    return f"{beginning}-{part}{width}.{extension}"


def percent(share: float) -> int:
    return max(0, min(100, round(share * 100)))


def height_of(crop: Crop, width: int) -> int:
    return max(1, round(width * crop.down / crop.across))


def focal_class(x: float, y: float) -> str:
    """Return the style sheet's names for a focal point, in steps of a tenth."""
    return f"fx-{round(x * 10)} fy-{round(y * 10)}"


def focus_within(box: tuple[float, float, float, float], width: int, height: int, x: float, y: float):
    """Return where the focal point lies in a part of the picture."""
    left, top, right, bottom = box
    return (x * width - left) / (right - left), (y * height - top) / (bottom - top)
