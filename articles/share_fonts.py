"""The fonts for a share picture's words: those of the machine that have every letter of them."""

import shutil
import subprocess
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from PIL import ImageDraw, ImageFont, features

from languages.names import language as named

BOLD = 200  # fontconfig's number for it
# The families that go with the site's headings, the best first; any other that has the letters comes after them.
FAMILIES = (
    "noto serif", "noto serif cjk", "noto naskh arabic", "source serif", "source han serif", "dejavu serif",
    "liberation serif", "noto sans", "noto sans cjk", "noto sans arabic", "dejavu sans",
)  # fmt: skip
UNREADABLE = ("mono", "math", "nastaliq", "condensed", "light", "thin", "italic", "oblique", "symbol", "display")
FORMS = {"zh-hans": "sc", "zh-hant": "tc", "ja": "jp", "ko": "kr"}  # of Han letters, as the families' names end
FORMAT = "%{file}\t%{index}\t%{family[0]}\t%{style[0]}\t%{weight}\n"


@dataclass(frozen=True)
class Lettering:
    """How the words of one text are written: one font, or one for its Han letters and one for the rest."""

    language: str
    size: int
    fonts: tuple[ImageFont.FreeTypeFont, ...]

    @property
    def is_rtl(self) -> bool:
        return named(self.language).direction == "rtl"

    @property
    def _options(self) -> dict:
        return {"direction": "rtl", "language": named(self.language).tag} if self.is_rtl else {}

    def width(self, line: str) -> float:
        return sum(font.getlength(run, **self._options) for run, font in self._runs(line))

    def write(self, pen: ImageDraw.ImageDraw, line: str, edge: int, base: int, ink: str) -> None:
        """Write a line from the edge at which the language begins, on the base line."""
        for run, font in self._runs(line):
            pen.text((edge, base), run, font=font, fill=ink, anchor="rs" if self.is_rtl else "ls", **self._options)
            edge += font.getlength(run, **self._options)

    def _runs(self, line: str) -> list[tuple[str, ImageFont.FreeTypeFont]]:
        if len(self.fonts) == 1:
            return [(line, self.fonts[0])]
        return [("".join(run), self.fonts[is_wide]) for is_wide, run in groupby(line, is_han)]


def lettering(text: str, language: str, size: int) -> Lettering | None:
    """Return how to write a text; None where the machine's fonts do not have all its letters or cannot join them."""
    if _needs_shaping(text) and not features.check("raqm"):
        return None
    files = [_file_with(frozenset(_letters(text)), language)]
    if files == [None] and not _needs_shaping(text):
        parts = ("".join(letter for letter in text if is_han(letter) == wanted) for wanted in (False, True))
        files = [_file_with(frozenset(_letters(part)), language) for part in parts]
    if None in files:
        return None
    return Lettering(language, size, tuple(ImageFont.truetype(file, size, index=index) for file, index in files))


def is_han(letter: str) -> bool:
    """Tell whether a letter is as wide as it is high, and a line may end on either side of it."""
    return unicodedata.east_asian_width(letter) in ("W", "F")


def _needs_shaping(text: str) -> bool:
    """Tell whether letters stand right to left or change with their neighbours: Pillow cannot do that alone."""
    return any(unicodedata.bidirectional(letter) in ("R", "AL", "NSM") for letter in text)


def _letters(text: str) -> set[str]:
    return {letter for letter in text if unicodedata.category(letter) not in ("Cf", "Cc", "Zs", "Zl", "Zp")}


@lru_cache(maxsize=256)
def _file_with(letters: frozenset[str], language: str) -> tuple[str, int] | None:
    command = shutil.which("fc-list")
    if command is None or not letters:
        return None
    wanted = " ".join(f"{ord(letter):x}" for letter in sorted(letters))
    done = subprocess.run(  # noqa: S603 letters become numbers
        [command, f":charset={wanted}", "--format", FORMAT], capture_output=True, text=True, check=False, timeout=20
    )
    faces = [line.split("\t") for line in done.stdout.splitlines()]
    faces = [face for face in faces if len(face) == 5 and face[1].isdecimal() and int(face[1]) < 0x10000]
    best = min(faces, key=lambda face: (_rank(face, language), face), default=None)
    return best and (best[0], int(best[1]))


def _rank(face: list[str], language: str) -> tuple:
    _file, _index, family, style, weight = face
    name = f"{family} {style}".lower()
    family, _cjk, form = family.lower().partition(" cjk ")
    family += " cjk" if form else ""
    return (
        any(word in name for word in UNREADABLE),
        FAMILIES.index(family) if family in FAMILIES else 2 if family.startswith("noto serif") else len(FAMILIES),
        form not in ("", FORMS.get(language, form)),
        abs(float(weight or 0) - BOLD) if weight.replace(".", "").isdecimal() else BOLD,
    )
