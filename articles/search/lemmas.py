"""Base forms of words, from simplemma's dictionaries."""

import marshal
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from simplemma.strategies import DefaultStrategy
from simplemma.strategies.dictionaries.dictionary_factory import (
    SUPPORTED_LANGUAGES,
    CachingDictionaryFactory,
    _read_decompressed,
)
from simplemma.strategies.dictionaries.frontcode import _read_header
from simplemma.strategies.dictionaries.stream_dictionary_factory import StreamMap


def lemma(word: str, language: str) -> str:
    """Return a word's base form: ``domami`` → ``dom``; the word itself where none is known."""
    return (language in SUPPORTED_LANGUAGES and _strategy.get_lemma(word, language)) or word


class Dictionary(StreamMap):
    """simplemma's compact dictionary of a language, with its table of contents kept in a file.

    Making the table reads the whole dictionary, which takes four seconds of every process for Polish.
    """

    __slots__ = ()

    def __init__(self, lang: str):
        path = settings.PORTAL_DATA / "lemmas" / f"{lang}-{version('simplemma')}.table"
        with suppress(OSError, EOFError, ValueError, TypeError):
            self._firsts, self._blocks = marshal.loads(path.read_bytes())  # noqa: S302 (our own file)
            self._data = _read_decompressed(lang)
            self._rev, self._count, self._pos = _read_header(self._data)
            return
        super().__init__(lang)
        with suppress(OSError):  # where nothing can be kept, it is made again
            _keep(path, marshal.dumps((self._firsts, self._blocks)))


def _keep(path: Path, content: bytes) -> None:
    """Write a file so that other processes find all of it or nothing."""
    path.parent.mkdir(exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    Path(file.name).rename(path)


class Dictionaries(CachingDictionaryFactory):
    __slots__ = ()

    def _get_dictionary_uncached(self, lang):
        return Dictionary(lang)


_strategy = DefaultStrategy(dictionary_factory=Dictionaries())
