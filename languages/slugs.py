"""Slugs from titles, in every script."""

import re
import unicodedata

from pypinyin import Style, lazy_pinyin

# Letters that Unicode does not decompose into a base letter and an accent.
FOLDED = str.maketrans(
    {
        "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ø": "o", "æ": "ae", "œ": "oe", "ß": "ss",
        "ı": "i", "ħ": "h", "ŋ": "n", "ŧ": "t", "ə": "e", "’": "", "'": "", "ʼ": "",
    }
)  # fmt: skip
MAX_LENGTH = 80
# Latin accents, Arabic vowel points and the stretching stroke, what makes an emoji of a sign.
OPTIONAL_MARKS = {
    chr(code)
    for code in (
        *range(0x0300, 0x0370), *range(0x064B, 0x0660), 0x0640, *range(0x20D0, 0x2100), *range(0xFE00, 0xFE10),
        *range(0xE0100, 0xE01F0),
    )
}  # fmt: skip
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]+")


def slugify(text: str, max_length: int = MAX_LENGTH) -> str:
    """Return an address for a title: lower case, hyphens, at most ``max_length`` characters.

    Latin letters lose their accents (``Łódź`` → ``lodz``), Chinese becomes pinyin, other
    scripts stay as they are. A title without any letter or digit gives an empty string.
    """
    text = HAN.sub(lambda match: f" {' '.join(lazy_pinyin(match[0], style=Style.NORMAL))} ", text)
    text = unicodedata.normalize("NFKC", text).lower().translate(FOLDED)
    text = unicodedata.normalize("NFC", "".join(_kept(letter) for letter in text))
    slug = ""
    for word in text.split():
        if not any(letter.isalnum() for letter in word):
            continue
        longer = f"{slug}-{word}" if slug else word[:max_length]
        if len(longer) > max_length:
            break
        slug = longer
    return slug


def folded(text: str) -> str:
    """Return a text as searches compare it: lower case, Latin letters without their accents."""
    text = unicodedata.normalize("NFKC", text).lower().translate(FOLDED)
    return unicodedata.normalize("NFC", "".join(_plain(letter) for letter in text))


def is_slug(text: str) -> bool:
    """Return whether an address can be this: letters, their marks, digits, hyphens, underscores."""
    return any(sign.isalnum() for sign in text) and all(
        sign in "-_" or unicodedata.category(sign)[0] in "LMN" for sign in text
    )


def numbered(slug: str, taken: set[str], max_length: int = MAX_LENGTH) -> str:
    """Return the slug, or its first form with a number (``-2``, ``-3``…) that is not taken."""
    if slug not in taken:
        return slug
    number = 2
    while (candidate := f"{slug[: max_length - len(str(number)) - 1]}-{number}") in taken:
        number += 1
    return candidate


def _plain(letter: str) -> str:
    decomposed = unicodedata.normalize("NFD", letter)
    if decomposed[0].isascii() and decomposed[0].isalnum():
        return decomposed[0]
    return "" if letter in OPTIONAL_MARKS else letter


def _kept(letter: str) -> str:
    """Return what stays of a letter: Latin ones lose their accents, signs become spaces.

    Marks of other scripts carry sound or sense and stay, except Arabic vowel points, which
    are optional in writing.
    """
    decomposed = unicodedata.normalize("NFD", letter)
    if decomposed[0].isascii() and decomposed[0].isalnum():
        return decomposed[0]
    if letter in OPTIONAL_MARKS:
        return ""
    return letter if unicodedata.category(letter)[0] in "LMN" else " "
