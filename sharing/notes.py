"""What a visitor writes: made plain, refused where it holds an address, and defused all the same."""

import re
import unicodedata

from languages.names import Language

# Characters that turn the direction of what follows, or that nobody sees.
UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb]"
)
MANY_MARKS = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{3})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)

ADDRESS = re.compile(
    r"""
    ://                                             # https://…
    | \bwww\.
    | \b(?:https?|ftp|mailto|tel|javascript|data)\s*:
    | \S\s*@\s*\S+\.                                # mail
    | \S@\S
    | [(\[{]\s*(?:at|dot|kropka|małpa)\s*[)\]}]      # (at), [dot]
    | (?=[\w-]*[^\W\d])[^\W_][\w-]+\.[^\W\d_]{2,}    # example.com, but not 12.30 nor m.in.
    | [^\W_]\.[^\W\d_]{2,}/                          # t.me/…
    | \b[^\W_]\.(?:biz|cc|co|com|de|info|io|li|link|ly|me|net|org|pl|ru|to|tv)\b
    | \bxn--
    | \b\d{1,3}(?:\.\d{1,3}){3}\b                    # 192.0.2.1
    | (?:\[|\b)[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){3,}   # 2001:db8::1
    | [a-z0-9-]{2,}[。｡．][a-z]{2,}                  # example。com, which browsers read as example.com
    """,
    re.VERBOSE | re.IGNORECASE,
)
JOINED = re.compile(r"(?<=\S)([.:/@。｡．])(?=\S)")


def plain_line(typed: str) -> str:
    """Return what was typed as one line of visible text."""
    return " ".join(_plain(typed).split())


def plain_note(typed: str) -> str:
    """Return what was typed as lines of visible text, with one empty line between paragraphs at most."""
    lines = [" ".join(line.split()) for line in _plain(typed.replace("\r\n", "\n").replace("\r", "\n")).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _plain(typed: str) -> str:
    text = UNSEEN.sub("", unicodedata.normalize("NFC", typed))
    text = MANY_MARKS.sub(r"\1", text)
    return "".join(
        character if character == "\n" or unicodedata.category(character) not in ("Cc", "Cs", "Co", "Cn") else " "
        for character in text.replace("\u2028", "\n").replace("\u2029", "\n")
    )


def holds_address(text: str) -> bool:
    """Tell whether a text holds the address of a page or of somebody, or something that could be taken for one."""
    return bool(ADDRESS.search(text) or ADDRESS.search(unicodedata.normalize("NFKC", text)))


def defused(text: str) -> str:
    """Return the text with an invisible space where a mail program could find an address in it."""
    return JOINED.sub("\\1\u200b", text)


def isolated(text: str, language: Language) -> str:
    """Return the text kept from turning the direction of a sentence around it, where it could."""
    strong = {unicodedata.bidirectional(character) for character in text}
    turns = strong & ({"L"} if language.direction == "rtl" else {"R", "AL"})
    return f"\u2068{text}\u2069" if turns else text
