"""Contrast is computed as WCAG 2.2 says, and a colour that cannot be read is refused with its figure."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from identity import colours

SHEET = Path("static/site/site.css").read_text()


@pytest.mark.parametrize(
    ("one", "other", "figure"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),  # the grey that just fails, well known
        ("#767676", "#ffffff", 4.54),
        ("#0000ff", "#ffffff", 8.59),
        ("#ff0000", "#000000", 5.25),
    ],
)
def test_the_ratio_is_wcags(one, other, figure):
    assert colours.ratio(one, other) == pytest.approx(figure, abs=0.005)
    assert colours.ratio(other, one) == colours.ratio(one, other)


def test_the_grounds_are_those_of_the_style_sheet():
    light, dark = SHEET.partition("prefers-color-scheme: dark")[::2]
    grounds = {
        scheme: tuple(_long(re.search(rf"--{name}: (#\w+);", part)[1]) for name in ("paper", "sheet", "tint"))
        for scheme, part in (("light", light), ("dark", dark))
    }

    assert grounds == {"light": colours.LIGHT_GROUNDS, "dark": colours.DARK_GROUNDS}
    assert f"--accent: var(--own-accent, {colours.ACCENT});" in light
    assert f"--accent: var(--own-accent-dark, {colours.ACCENT_DARK});" in dark


def _long(colour):
    return colour if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:])


@pytest.mark.parametrize("colour", ["#000000", "#ffffff", "#ffcc00", "#1d4ed8", "#808080", "#0a7f2e"])
def test_what_is_made_of_a_colour_can_be_read(colour):
    assert colours.lowest(colours.for_dark(colour), colours.DARK_GROUNDS) >= 4.5
    assert colours.ratio(colours.WHITE, colours.ground(colour)) >= 7


def test_the_houses_own_colours_can_be_read():
    colours.check_readable(colours.ACCENT, colours.LIGHT_GROUNDS)
    colours.check_readable(colours.ACCENT_DARK, colours.DARK_GROUNDS)


def test_a_colour_that_cannot_be_read_is_refused_with_its_figure():
    with pytest.raises(ValidationError, match=r"#ffcc00.* 1\.3.*4\.5"):
        colours.check_readable("#ffcc00", colours.LIGHT_GROUNDS)


@pytest.mark.parametrize("value", ["red", "#fff", "#FFFFFF", "#12345g", "#1234567", "", "#123456;}"])
def test_only_six_digits_are_a_colour(value):
    with pytest.raises(ValidationError):
        colours.validate_colour(value)
