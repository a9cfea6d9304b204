"""The order in which the texts of one article were published."""

from collections.abc import Iterator
from datetime import datetime

from content.bundles import Bundle, Text
from languages.names import site_codes


def in_order(bundle: Bundle, source: str, now: datetime) -> Iterator[Text]:
    """Yield the published texts of a bundle, the earliest first; ``source`` is the original's language.

    A language's versions follow one another, and a translation the version of the original that
    it was made from. Each text's ``place`` is set: its version, if all of them are there.
    """
    newest = bundle.newest()
    chains = {code: [*bundle.earlier(code), *filter(None, [newest.get(code)])] for code in {*site_codes(), source}}
    done = dict.fromkeys(chains, 0)
    while heads := [chain[done[code]] for code, chain in chains.items() if done[code] < len(chain)]:
        heads.sort(key=lambda text: (text.starts_at or now, text.language != _source(text, source), text.language))
        ready = [text for text in heads if done[_source(text, source)] >= _needed(text, source, chains, now)]
        able = [text for text in heads if done[_source(text, source)] >= text.get("follows", 0)]
        text = (ready or able or heads)[0]
        done[text.language] += 1
        text.place = done[text.language]
        yield text


def _source(text: Text, source: str) -> str:
    return text.get("source") or source


def _needed(text: Text, source: str, chains: dict[str, list[Text]], now: datetime) -> int:
    """Return how many versions of the original must be there before a text."""
    if text.language == _source(text, source):
        return 0
    if "follows" in text.values:
        return text.get("follows")
    start, originals = text.starts_at or now, chains[_source(text, source)]
    return max((place for place, each in enumerate(originals, 1) if (each.starts_at or start) <= start), default=0)
