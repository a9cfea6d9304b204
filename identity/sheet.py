"""The readers' style sheet in the institution's colours: in one piece, so that a reader makes one request for it."""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

from django.contrib.staticfiles import finders

from identity.colours import BLACK, ground, mixed

HOUSE = "site/site.css"
IMPORTED = re.compile(r'@import url\("([\w.-]+\.css)"\);\s*')


def joined(name: str, read: Callable[[str], str]) -> str:
    """Return a static style sheet with the sheets that it imports in their places; ``read`` returns one by name."""
    folder = name.rpartition("/")[0]
    return IMPORTED.sub(lambda match: joined(f"{folder}/{match[1]}", read) + "\n", read(name))


def in_colours(accent: str, accent_dark: str) -> tuple[str, str]:
    """Return the house's sheet with these colours put in, and a word made from it for its address."""
    own = {
        "accent": accent,
        "ground": ground(accent),
        "accent-dark": accent_dark,
        "ground-dark": mixed(ground(accent), BLACK, 0.12),
    }
    values = ";".join(f"--own-{name}:{value}" for name, value in own.items())
    sheet = f"{joined(HOUSE, _source)}\n:root{{{values}}}\n"
    return sheet, hashlib.blake2b(sheet.encode(), digest_size=8).hexdigest()


def _source(name: str) -> str:
    return Path(finders.find(name)).read_text()
