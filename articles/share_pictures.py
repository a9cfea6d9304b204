"""Share pictures: what a message or a social network shows beside a link, 1200 × 630 points.

The title in the page's language over the lead picture or banner, the site's name above it. A share
picture is named by what is drawn, so that its address never shows anything else; it is drawn in the
background, when a text is published or when it is asked for first.
"""

import hashlib
import io
from datetime import timedelta
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import F
from django.tasks import task
from django.utils import timezone
from PIL import Image as Pillow
from PIL import ImageDraw, ImageOps

from articles.fragments import PICTURE, picture
from articles.frame import frame
from articles.icons import sign
from articles.models import Edition
from articles.share_fonts import Lettering, is_han, lettering
from identity.colours import ACCENT
from languages.names import language as named
from languages.typography import typeset
from library import renditions

SIZE = (1200, 630)
MARGIN = 72
LINES = 4
LATELY, AT_ONCE = timedelta(hours=1), 20
SIZES = range(76, 43, -4)
DESIGN = 1  # raised when the drawing changes, so that the addresses do
PAPER, INK, WHITE, NIGHT = "#fbfaf7", "#1b1b1f", "#ffffff", "#0c0c10"
EMBLEM = 56
NOT_LAST = "（《「『【〈“‘("
NOT_FIRST = "，。、；：！？）》」』】〉”’…—·,.;:!?)"  # no line begins with these


class SharePicture(NamedTuple):
    """What is drawn: words with their languages, and the library's picture behind them, if any."""

    title: str
    language: str
    site_name: str
    site_language: str
    photograph: str = ""  # the name of the rendition in the library
    emblem: str = ""  # its digest; empty for the program's own sign
    accent: str = ACCENT

    @property
    def name(self) -> str:
        return hashlib.blake2b(repr((DESIGN, *self)).encode(), digest_size=10).hexdigest()

    @property
    def path(self) -> str:
        return f"share/{self.name}.jpg"


def share_picture(code: str, title: str = "", photograph: str = "") -> SharePicture:
    """Return what is drawn for a page in a language over the picture at an address of the library.

    Without a title, for the site itself.
    """
    site = frame()
    name, name_language = site.name(code)
    name_code = name_language.code if name_language else code
    return SharePicture(
        typeset(title, code) or name,
        code if title else name_code,
        name,
        name_code,
        photograph.rpartition("/")[2],
        site.emblem.digest if site.emblem else "",
        site.accents[0],
    )


def share_address(kind: str, key: int, code: str, title: str = "", photograph: str = "") -> str:
    """Return the address of a share picture; ``kind`` and ``key`` tell whose it is."""
    return f"/media/share/{kind}-{key}-{code}-{share_picture(code, title, photograph).name}.jpg"


def edition_share_picture(key: int, code: str) -> SharePicture | None:
    """Return what is drawn for a live edition; None for one that readers do not see."""
    editions = Edition.objects.live_of_any_kind().filter(pk=key, language=code)
    return next(iter(_pictures(editions)), None)


@task
def draw_new_share_pictures() -> None:
    """Draw the share pictures of what went live lately."""
    lately = Edition.objects.live_of_any_kind().filter(live_from__gt=timezone.now() - LATELY)
    for wanted in _pictures(lately.order_by("-live_from")[:AT_ONCE]):
        draw_missing(wanted)


def _pictures(editions) -> list[SharePicture]:
    rows = editions.values("language", "title", **{name: F(f"image__{name}") for name in PICTURE})
    return [_of_row(row) for row in rows]


def _of_row(row: dict) -> SharePicture:
    image = picture(**{name: row[name] for name in PICTURE})
    return share_picture(row["language"], row["title"], image.share if image else "")


def draw_missing(picture: SharePicture) -> bool:
    """Draw and keep a share picture that is not there yet; tell whether it was drawn."""
    if default_storage.exists(picture.path):
        return False
    default_storage.save(picture.path, ContentFile(draw(picture)))
    return True


def draw(picture: SharePicture) -> bytes:
    """Return the share picture as a JPEG.

    Where the machine has no fonts with all of the title's letters, the picture stays without words:
    no letter is ever replaced by a box.
    """
    title, lines = _set(picture)
    step = round(title.size * 1.28) if title else 0
    top = SIZE[1] - MARGIN - step * len(lines)
    photograph = _photograph(picture.photograph)
    canvas = _shaded(photograph, clear=top - 180) if photograph else _paper(picture.accent)
    ink = WHITE if photograph else INK
    pen = ImageDraw.Draw(canvas)
    edge = _edge(title)
    for number, line in enumerate(lines):
        title.write(pen, line, edge, top + number * step + title.size, ink)
    _write_name(canvas, pen, picture, ink, top - 92)
    out = io.BytesIO()
    canvas.save(out, format="JPEG", quality=84, progressive=True, optimize=True)
    return out.getvalue()


def _set(picture: SharePicture) -> tuple[Lettering | None, list[str]]:
    """Return how the title is written, as large as it fits, and its lines."""
    for size in SIZES:
        title = lettering(picture.title, picture.language, size)
        if title is None:
            return None, []
        lines = _lines(picture.title, title)
        if len(lines) <= LINES:
            return title, lines
    return title, [*lines[: LINES - 1], _cut("".join(lines[LINES - 1 :]), title, SIZE[0] - 2 * MARGIN)]


def _photograph(name: str) -> Pillow.Image | None:
    """Return the library's picture in this size, from the nearest rendition where its own is not made."""
    if name and not default_storage.exists(renditions.path_of(name)):
        name = renditions.nearest(name)
    if not name:
        return None
    with default_storage.open(renditions.path_of(name)) as file:
        return ImageOps.fit(renditions.on_white(Pillow.open(file)).convert("RGB"), SIZE, Pillow.Resampling.LANCZOS)


def _paper(accent: str) -> Pillow.Image:
    canvas = Pillow.new("RGB", SIZE, PAPER)
    ImageDraw.Draw(canvas).rectangle((0, SIZE[1] - 16, SIZE[0], SIZE[1]), fill=accent)
    return canvas


def _shaded(photograph: Pillow.Image, clear: int) -> Pillow.Image:
    """Return the picture, dark enough for white words below ``clear``."""
    shade = Pillow.new("L", (1, SIZE[1]))
    for row in range(SIZE[1]):
        shade.putpixel((0, row), round(30 + 155 * min(1, max(0, (row - clear) / 90))))
    return Pillow.composite(Pillow.new("RGB", SIZE, NIGHT), photograph, shade.resize(SIZE))


def _write_name(canvas, pen, picture: SharePicture, ink: str, row: int) -> None:
    """Write the site's name beside its emblem, from the edge at which the title's language begins."""
    is_rtl = named(picture.language).direction == "rtl"
    emblem = sign(EMBLEM)
    canvas.paste(emblem, (SIZE[0] - MARGIN - emblem.width if is_rtl else MARGIN, row), emblem)
    name = lettering(picture.site_name, picture.site_language, 32)
    if picture.title == picture.site_name or name is None:
        return
    width = SIZE[0] - 2 * MARGIN - emblem.width - 20
    words = picture.site_name if name.width(picture.site_name) <= width else _cut(picture.site_name, name, width)
    edge = SIZE[0] - MARGIN - emblem.width - 20 if is_rtl else MARGIN + emblem.width + 20
    if name.is_rtl != is_rtl:  # a name in another direction than the title's stands at the same side
        edge += -name.width(words) if is_rtl else name.width(words)
    name.write(pen, words, edge, row + 39, ink)


def _edge(text: Lettering | None) -> int:
    return SIZE[0] - MARGIN if text and text.is_rtl else MARGIN


def _lines(text: str, title: Lettering) -> list[str]:
    lines, line = [], ""
    words = _words(text)
    if any(title.width(word) > SIZE[0] - 2 * MARGIN for word in words):  # no word is that long; break anywhere
        words = list(text)
    for word in words:
        if line and title.width((line + word).rstrip()) > SIZE[0] - 2 * MARGIN:
            lines.append(line)
            line = ""
        line += word
    return [*lines, line]


def _words(text: str) -> list[str]:
    """Return the parts between which a line may end: words with their space, single Han letters."""
    words = []
    for letter in text:
        last = words[-1][-1] if words else ""
        ends = last in (" ", "-", "–", "—") or is_han(letter) or (last and is_han(last))
        if words and (not ends or letter.isspace() or letter in NOT_FIRST or last in NOT_LAST):
            words[-1] += letter
        else:
            words.append(letter)
    return words


def _cut(line: str, text: Lettering, width: int) -> str:
    """Shorten a line until it fits, and say so."""
    while line and text.width(f"{line.rstrip()}…") > width:
        line = line[:-1]
    return f"{line.rstrip()}…"
