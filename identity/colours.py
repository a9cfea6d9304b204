"""The institution's colours: how well they can be read on the site's grounds, by WCAG's own formula."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

COLOUR = re.compile(r"#[0-9a-f]{6}")
# What links and headings stand on, as site.css has it: paper, sheet and tint of each scheme.
LIGHT_GROUNDS = ("#fbfaf7", "#ffffff", "#f3eee6")
DARK_GROUNDS = ("#141419", "#1d1d24", "#202028")
WHITE, BLACK = "#ffffff", "#000000"
NEEDED = 4.5  # WCAG 2.2, 1.4.3: text of ordinary size
ACCENT, ACCENT_DARK = "#9b1c31", "#f39aa8"


def ratio(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def lowest(colour: str, grounds: tuple[str, ...]) -> float:
    """Return the contrast of a colour with the ground on which it is read worst."""
    return min(ratio(colour, ground) for ground in grounds)


def mixed(colour: str, other: str, share: float) -> str:
    """Return a colour with a share, 0 to 1, of another one."""
    return "#" + "".join(
        f"{round(a + (b - a) * share):02x}" for a, b in zip(_parts(colour), _parts(other), strict=True)
    )


def ground(accent: str) -> str:
    """Return the accent as a ground for white letters: darkened until they can be read on it."""
    return _until(accent, BLACK, lambda colour: ratio(WHITE, colour) >= 7)


def for_dark(accent: str) -> str:
    """Return the accent for the dark scheme: lightened until it can be read there."""
    return _until(accent, WHITE, lambda colour: lowest(colour, DARK_GROUNDS) >= 7)


def accents(accent: str | None, accent_dark: str | None) -> tuple[str, str]:
    """Return the accents of the light and the dark scheme for an institution that has chosen these, or none."""
    accent = accent or ACCENT
    return accent, accent_dark or (ACCENT_DARK if accent == ACCENT else for_dark(accent))


def validate_colour(value: str) -> None:
    if not COLOUR.fullmatch(value):
        raise ValidationError(_("Write the colour as # and six digits or letters from a to f: #9b1c31."))


def check_readable(colour: str, grounds: tuple[str, ...]) -> None:
    """Refuse a colour in which links could not be read, and say by how much."""
    figure = lowest(colour, grounds)
    if figure < NEEDED:
        raise ValidationError(
            _("Links in %(colour)s cannot be read well: the contrast is %(figure).1f to 1, needed are 4.5 to 1.")
            % {"colour": colour, "figure": int(figure * 10) / 10}
        )


def _until(colour: str, other: str, is_enough) -> str:
    shades = (mixed(colour, other, step / 20) for step in range(21))
    return next(shade for shade in shades if is_enough(shade))


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in _parts(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
