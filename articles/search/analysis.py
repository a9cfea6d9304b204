"""Turn text into the terms that the search index holds and that queries ask for.

The same steps for every language and both databases: lower case, the word's base form
(simplemma), its stem (Snowball), and only then without diacritics: folded first, words would no
longer be found in the dictionaries. Scripts without spaces give overlapping pairs of characters.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from threading import Lock
from typing import NamedTuple

import snowballstemmer

from articles.search.lemmas import lemma
from languages.slugs import FOLDED, OPTIONAL_MARKS

MAX_TERM = 64  # characters
KEPT = 60_000  # words whose term is remembered
STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian",
    "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian",
    "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip
# Han, Kana, Hangul, Thai, Lao, Burmese, Khmer: what is written without spaces, or glued to its particles.
SPACELESS = (
    "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u1100-\u11ff\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003134f"
)
MARKS = "".join(chr(code) for code in range(0x300, 0x10000) if unicodedata.category(chr(code)) in ("Mn", "Mc"))
LETTER = rf"[^\W_{SPACELESS}]"
SOFT_HYPHEN = "\u00ad"  # tells where a word may be broken
WIDE = re.compile("[\uff01-\uff5e]")  # letters, figures and signs as wide as a Chinese character
NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# The apostrophe belongs to the word in some languages and joins two words in others.
JOINED = {"en", "uk", "be"}
WORD = re.compile(rf"{LETTER}+(?:[{MARKS}{SOFT_HYPHEN}]{LETTER}*)*")
JOINED_WORD = re.compile(rf"{LETTER}+(?:(?:[{MARKS}{SOFT_HYPHEN}]|['’ʼ＇](?={LETTER})){LETTER}*)*")
PIECES, JOINED_PIECES = (re.compile(rf"{word.pattern}|[{SPACELESS}]+") for word in (WORD, JOINED_WORD))
BY_WORDS = "Σʼ"  # signs whose lower case depends on where a word ends, or that then end one

SPACELESS_SIGN = re.compile(f"[{SPACELESS}]")

_stemming = Lock()  # a stemmer keeps the word it works on in itself


class Token(NamedTuple):
    """A term and where in the text it stands; ``surface`` is the word as written, in lower case."""

    term: str
    start: int
    end: int
    surface: str


def tokens(text: str, language: str) -> Iterator[Token]:
    """Yield the terms of a text in NFC, in their order.

    A run of a spaceless script gives the pairs of its neighbouring characters, or its only one.
    """
    for match in _pieces(language).finditer(text):
        start, run = match.start(), match[0]
        if not is_spaceless(run):
            yield _token(match, language)
            continue
        for place in range(max(len(run) - 1, 1)):
            pair = run[place : place + 2]
            yield Token(pair, start + place, start + place + len(pair), pair)


def word_places(text: str, terms: set[str], language: str) -> list[tuple[int, int, str]]:
    """Return where the words of these terms begin and end, and which: the quick way, for words of spaced scripts.

    Most texts have few different words, so these are looked at first, and the places only of what is wanted.
    """
    pattern = JOINED_WORD if _base(language) in JOINED else WORD
    words_here = set(pattern.findall(text))
    wanted = {word: term for word in words_here if (term := _term_as_written(word, language)) in terms}
    if not wanted:
        return []
    return [(match.start(), match.end(), wanted[match[0]]) for match in pattern.finditer(text) if match[0] in wanted]


def _token(match: re.Match, language: str) -> Token:
    surface = lower(match[0], language)
    return Token(term_of(surface, language), match.start(), match.end(), surface)


def pieces(text: str, language: str) -> list[str]:
    """Return the words and the spaceless runs of a text, in lower case and in their order: the quick way."""
    if any(sign in text for sign in BY_WORDS):
        return [piece if is_spaceless(piece) else lower(piece, language) for piece in _pieces(language).findall(text)]
    return _pieces(language).findall(lower(text, language))


def is_spaceless(text: str) -> bool:
    """Return whether a text begins with a character of a script that is searched by characters and their pairs."""
    return SPACELESS_SIGN.match(text) is not None


def has_spaceless(text: str) -> bool:
    return SPACELESS_SIGN.search(text) is not None


def _pieces(language: str) -> re.Pattern:
    return JOINED_PIECES if _base(language) in JOINED else PIECES


def lower(word: str, language: str) -> str:
    if _base(language) in ("tr", "az"):
        word = word.replace("İ", "i").replace("I", "ı")
    if WIDE.search(word):
        word = word.translate(NARROW)
    return word.replace("’", "'").replace("ʼ", "'").replace(SOFT_HYPHEN, "").lower()


@lru_cache(KEPT)
def term_of(word: str, language: str) -> str:
    """Return the term of a word in lower case: what all its forms have in common."""
    base = _base(language)
    word = lemma(word, base)
    if base in STEMMERS:
        with _stemming:
            word = _stemmer(base).stemWord(word.lower())
    return fold(word.lower())[:MAX_TERM]


@lru_cache(KEPT)
def _term_as_written(word: str, language: str) -> str:
    return term_of(lower(word, language), language)


@lru_cache(KEPT)
def fold(word: str) -> str:
    """Return a word without what may be left out in writing: ``żółw`` → ``zolw``."""
    if not word.isascii():
        word = unicodedata.normalize("NFD", word.translate(FOLDED))
        word = unicodedata.normalize("NFC", "".join(sign for sign in word if sign not in OPTIONAL_MARKS))
    return word.replace("'", "")


def prepare(codes: list[str]) -> None:
    """Load the dictionaries of these languages, which the first search would otherwise wait for."""
    for code in codes:
        term_of("x", code)


@cache
def _base(language: str) -> str:
    return language.partition("-")[0]


@cache
def _stemmer(base: str):
    return snowballstemmer.stemmer(STEMMERS[base])
