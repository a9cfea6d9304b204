"""Make the files that readers get of a picture, and find the nearest where one is missing."""

import io
from collections.abc import Iterator

from PIL import Image as Pillow

from library import shapes, storage
from library.models import Image
from library.shapes import BEGINNING, CROPS, NAME

OPTIONS = {
    "jpg": {"format": "JPEG", "quality": 80, "progressive": True, "optimize": True},
    "png": {"format": "PNG"},
    "avif": {"format": "AVIF", "quality": 58, "speed": 8},
}


def make_first(image: Image, picture: Pillow.Image) -> None:
    """Make the smallest rendition, which stands in for the others until these are made."""
    width = shapes.steps(image.width)[0]
    _keep(image, _resized(picture, width, image.height * width / image.width), width, image.fallback)


def make_all(image: Image, picture: Pillow.Image) -> None:
    """Make every rendition of a picture from its pixels."""
    for resized, width, extension, crop in _renditions(image, picture):
        _keep(image, resized, width, extension, crop)


def _renditions(image: Image, picture: Pillow.Image) -> Iterator[tuple[Pillow.Image, int, str, str]]:
    formats = (image.fallback, "avif")
    for width in shapes.steps(image.width):
        resized = _resized(picture, width, image.height * width / image.width)
        yield from ((resized, width, extension, "") for extension in formats)
    for name, crop in CROPS.items():
        box = shapes.crop_box(crop, *picture.size, image.focal_x, image.focal_y)
        for width in shapes.crop_steps(crop, image.width, image.height):
            resized = _resized(picture, width, shapes.height_of(crop, width), box)
            yield from ((resized, width, extension, name) for extension in (("jpg",) if name == "share" else formats))


def _resized(picture: Pillow.Image, width: int, height: float, box=None) -> Pillow.Image:
    return picture.resize((width, max(1, round(height))), Pillow.Resampling.LANCZOS, box=box, reducing_gap=3.0)


def _keep(image: Image, picture: Pillow.Image, width: int, extension: str, crop: str = "") -> None:
    if extension == "jpg":
        picture = on_white(picture)
    out = io.BytesIO()
    picture.save(out, **OPTIONS[extension])
    storage.keep(path_of(image.rendition(width, extension, crop)), out.getvalue())


def on_white(picture: Pillow.Image) -> Pillow.Image:
    if picture.mode != "RGBA":
        return picture
    return Pillow.alpha_composite(Pillow.new("RGBA", picture.size, "white"), picture).convert("RGB")


def path_of(name: str) -> str:
    """Return where a rendition lies in the storage: the files of one picture have a folder of their own."""
    return f"pictures/{name[:BEGINNING]}/{name[BEGINNING + 1 :]}"


def nearest(name: str) -> str | None:
    """Return the name of the rendition that is nearest to one that is not there; None where there is none."""
    beginning = name[:BEGINNING]
    there = (f"{beginning}-{rest}" for rest in storage.names_in(f"pictures/{beginning}"))
    wanted = NAME.fullmatch(name)
    found = (match for other in there if (match := NAME.fullmatch(other)))
    best = min(found, key=_distance_from(wanted), default=None)
    return best and best[0]


def _distance_from(wanted):
    """Return a sorting key: the same crop first, then the focal point, the pixels, the format."""

    def distance(found):
        have, want = int(found["width"]), int(wanted["width"])
        return (
            {wanted["crop"]: 0, None: 1}.get(found["crop"], 2),
            (found["x"], found["y"]) != (wanted["x"], wanted["y"]),
            have < want,
            abs(have - want),
            (found["extension"] != wanted["extension"], found["extension"] == "avif"),
            found[0],
        )

    return distance
