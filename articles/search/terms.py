"""What the search index holds of an edition: finished terms, the same in both databases.

A term is written with its language and where it stands, so that one look into the index answers
both: ``pl:most`` anywhere, ``pl3:most`` among what the text is about, ``pl2:most`` in its title or lead,
``pl1:most`` in its title. Topics, tags and the year are terms as well: ``pl4:5``, ``pl5:12``, ``pl6:2026``.
"""

import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from operator import add

from django.utils import timezone

from articles.models import Edition
from articles.search.analysis import fold, is_spaceless, pieces, term_of

TITLE, HEAD, SUBJECT = "1", "2", "3"
ANYWHERE = ""
LEVELS = (TITLE, HEAD, SUBJECT)
TOPIC, TAG, YEAR = "4", "5", "6"
GAP = ":"  # stands between texts that are no neighbours; no query asks for it
# PostgreSQL keeps positions up to 16,383 and 255 of a term, and a megabyte of terms: what lies beyond
# is found, but not in a phrase, and not at all after so many different terms.
MAX_PLACES, MAX_REPEATED, MAX_TERMS = 16_000, 255, 20_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
KEY_BITS = 24
USUAL_WORDS, USUAL_CHARACTERS = 600, 1500  # of a body


@dataclass
class Terms:
    """The terms of an edition: those in the order of its text, and those without a place."""

    running: list[str] = field(default_factory=list)
    others: set[str] = field(default_factory=set)
    surfaces: set[str] = field(default_factory=set)

    def as_text(self) -> str:
        return " ".join((*self.running, GAP, *self.others))

    def as_tsvector(self) -> str:
        places: dict[str, list[str]] = {}
        for place, term in enumerate(self.running, 1):
            if term != GAP:
                places.setdefault(term, []).append(str(place))
        with_places = (f"'{term}':{','.join(found)}" for term, found in places.items())
        return " ".join((*with_places, *(f"'{term}'" for term in self.others - places.keys())))


@dataclass(frozen=True)
class Analysed:
    """The terms of a text in their order, its words, and the single characters of its spaceless runs."""

    running: list[str]
    surfaces: set[str]
    characters: Counter


def terms_of(edition: Edition, topics, tags, texts: Terms | None = None) -> Terms:
    """Return what the index holds of an edition under these topics and tags, given by their keys.

    ``texts`` is what ``terms_of_texts`` returns for it, where that was done before.
    """
    texts, language = texts or terms_of_texts(edition), edition.language
    year = timezone.localtime(edition.published_at).year
    subjects = ((TOPIC, topics), (TAG, tags), (YEAR, [year]))
    keys = {named(language, value, kind) for kind, values in subjects for value in values}
    return Terms(texts.running, texts.others | keys, texts.surfaces)


def terms_of_texts(edition: Edition) -> Terms:
    """Return what the index holds of an edition's title, lead, author line and body."""
    language = edition.language
    found = Terms()
    title = _add(found, analyse(edition.title, language), language)
    lead = _add(found, analyse(edition.lead, language), language)
    subject = Counter(_add(found, analyse(edition.author_line, language), language))
    for heading in edition.contents:
        subject.update(_add(Terms(), analyse(heading["title"], language), language).keys())
    body = _add(found, analyse(edition.plain_text, language), language)
    for levels, about in (
        (LEVELS, title.keys()),
        (LEVELS[1:], lead.keys()),
        (LEVELS[2:], subject.keys() | _weighty(body)),
    ):
        found.others |= {named(language, term, level) for level in levels for term in about}
    return found


def surfaces_of(edition: Edition) -> set[str]:
    """Return the words that the table of words counts for an edition."""
    texts = (edition.title, edition.lead, edition.author_line, edition.plain_text)
    return set().union(*(analyse(text, edition.language).surfaces for text in texts))


def place_of(edition: Edition) -> int:
    """Return where an edition stands in the index: by the second of its first publication, then by its key."""
    seconds = (edition.published_at - EPOCH) // timedelta(seconds=1)
    return (seconds << KEY_BITS) + edition.pk % (1 << KEY_BITS)


def second_of(place: int) -> int:
    """Return the second, since 1970, of the first publication of what stands at a place."""
    return place >> KEY_BITS


def named(language: str, term: str | int, level: str = ANYWHERE) -> str:
    return f"{language.replace('-', '')}{level}:{term}"


def analyse(text: str, language: str) -> Analysed:
    """Take a text apart into terms and words."""
    found = pieces(unicodedata.normalize("NFC", text), language)
    terms = {piece: None if is_spaceless(piece) else term_of(piece, language) for piece in set(found)}
    running, runs = [], []
    for piece in found:
        term = terms[piece]
        if term is not None:
            running.append(term)
        else:
            running += map(add, piece, piece[1:]) if len(piece) > 1 else piece
            runs.append(piece)
    surfaces = {
        word for word, term in terms.items() if term is not None and len(word) <= 64 and word.isalpha() and fold(word)
    }
    return Analysed(running, surfaces, Counter("".join(runs)))


def _add(found: Terms, text: Analysed, language: str) -> Counter:
    """Add a text's terms and words; return how often it has each term, single characters of spaceless runs included."""
    prefix = named(language, "")
    counted = Counter(text.running)
    counted.pop("", None)
    found.others.update(prefix + character for character in text.characters)
    if found.running:
        found.running.append(GAP)
    room = max(MAX_PLACES - len(found.running), 0)
    often = {term for term, times in counted.items() if times > MAX_REPEATED}
    running = _thinned(text.running[:room], often) if often else text.running[:room]
    names = {term: prefix + term if term else GAP for term in set(running)}
    found.running += map(names.__getitem__, running)
    if len(text.running) > room:
        found.others.update(prefix + term for term in list(counted)[:MAX_TERMS])
    found.surfaces |= text.surfaces
    return counted | text.characters if text.characters else counted


def _thinned(running: list[str], often: set[str]) -> list[str]:
    """Return terms with nothing in the places where one of those ``often`` there has come often enough."""
    seen, kept = Counter(), []
    for term in running:
        if term in often:
            seen[term] += 1
        kept.append(term if seen[term] <= MAX_REPEATED else "")
    return kept


def _weighty(body: Counter) -> set[str]:
    """Return the terms that a body uses so often that it is about them: BM25's measure, in one step."""
    characters = sum(times for term, times in body.items() if len(term) == 1 and is_spaceless(term))
    usual = USUAL_CHARACTERS if characters > body.total() / 3 else USUAL_WORDS
    enough = max(3.1 * (0.25 + 0.75 * (body.total() - characters) / usual), 2)
    return {term for term, times in body.items() if times >= enough}
