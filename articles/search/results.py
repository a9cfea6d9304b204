"""Search: what of the live editions in a language answers a query, the best first.

Each word counts by how rare it is and by how much a text is about it: in its title, its title or
lead, among the words that it keeps using, or just somewhere. Texts with all the words come before
those with some; among equals the newest is first. Both databases hold the same terms and answer
the same questions about them, so the order is the same as well.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import combinations, zip_longest
from math import comb, log

from django.db import models
from django.utils import timezone

from articles.models import Edition
from articles.prepared import NOW, Parameter, fetch_models
from articles.search.matching import Expression, Wanted, all_of, any_of, find, term
from articles.search.query import Query, Word, tidy, understand
from articles.search.terms import ANYWHERE, HEAD, LEVELS, SUBJECT, TAG, TITLE, TOPIC, YEAR, named, second_of

PAGE = 10
MOST = 1000  # that are counted, and can be paged through
RANKED = 300  # of the newest that have the words in one place
WEIGHTS = {TITLE: 8, HEAD: 5, SUBJECT: 3, ANYWHERE: 1}
WEIGHED_WORDS = 4  # of one query, the rarest ones
MAX_COMBINATIONS = 20
KEYS = [Parameter(f"key_{number}", models.BigIntegerField()) for number in range(PAGE)]
SHOWN = (
    "article_id",
    "is_page",
    "language",
    "slug",
    "title",
    "lead",
    "author_line",
    "plain_text",
    "published_at",
    "live_from",
)


class Results(list):
    """One page of the editions found.

    ``count`` is how many there are on all pages, at most MOST; ``complete`` how many of them have all the words.
    """

    def __init__(
        self,
        editions: Iterable[Edition],
        query: Query,
        matches: list[tuple[int, int]],
        complete: int,
        elsewhere: dict[str, int],
    ):
        super().__init__(editions)
        self.query = query
        self.keys = [key for _place, key in matches]
        self.seconds = [second_of(place) for place, _key in matches]
        self.complete = min(complete, MOST)
        self.is_capped = complete > MOST
        self.count = len(matches)
        self.elsewhere = elsewhere


def search(
    query: str,
    language: str,
    *,
    page: int = 1,
    topic: int | None = None,
    tag: int | None = None,
    year: int | None = None,
    elsewhere: Iterable[str] = (),
) -> Results:
    """Return a page of the live editions in a language that answer a query, the best first.

    ``topic`` and ``tag`` are keys, ``year`` that of the first publication. ``elsewhere`` are other
    languages in which what has all the words is counted. A query without any word finds nothing.
    """
    now = timezone.now()
    queries = understand(tidy(query), [language, *elsewhere])
    filters = _filters(language, topic, tag, year)
    asked = queries[language]
    wanted = _ranking(asked, filters) if asked else []
    counted = [code for code in elsewhere if queries[code]]
    wanted += [
        Wanted(code, queries[code].matching(queries[code].all_at(ANYWHERE), []), MOST + 1, is_count=True)
        for code in counted
    ]
    found = find(wanted, now)
    matches = _ranked(asked, found) if asked else []
    complete = len(matches)
    if asked and complete < PAGE and len(asked.telling) > 1:
        seen = set(matches)
        matches += [match for match in _partial(asked, filters, now) if match not in seen]
    matches = matches[:MOST]
    shown = [key for _place, key in matches[(page - 1) * PAGE : page * PAGE]]
    return Results(
        _editions(shown, now),
        asked,
        matches,
        complete,
        {code: found[code] for code in counted},
    )


def _editions(keys: list[int], now: datetime) -> list[Edition]:
    """Return the editions with these keys, at most PAGE, in their order."""
    if not keys:
        return []
    wanted = {one.value: key for one, key in zip_longest(KEYS, keys, fillvalue=0)}
    return sorted(fetch_models(_shown, now=now, **wanted), key=lambda row: keys.index(row.pk))


def _shown():
    return Edition.objects.live_of_any_kind(NOW).filter(pk__in=KEYS).only(*SHOWN)


def _filters(language: str, topic: int | None, tag: int | None, year: int | None) -> list[Expression]:
    chosen = ((TOPIC, topic), (TAG, tag), (YEAR, year))
    return [term(named(language, value, kind)) for kind, value in chosen if value is not None]


def _ranking(query: Query, filters: list[Expression]) -> list[Wanted]:
    """Return the questions whose answers rank what has all the words: which have them where."""
    base = query.all_at(ANYWHERE)
    wanted = [Wanted(ANYWHERE, query.matching(base, filters), MOST + 1)]
    if query.telling:
        wanted += [
            Wanted(level, query.matching(all_of([query.all_at(level), base]), filters), RANKED, within=ANYWHERE)
            for level in LEVELS
        ]
    if len(query.telling) > 1:
        for word in _rarest(query):
            wanted += [
                Wanted(
                    (word, level),
                    query.matching(all_of([word.at(level, query.language), base]), filters),
                    RANKED,
                    within=ANYWHERE,
                )
                for level in LEVELS
            ]
    return wanted


def _ranked(query: Query, found: dict) -> list[tuple[int, int]]:
    """Return the places and keys of what has all the words, the best first."""
    words, rarest = query.telling, _rarest(query)
    levels: dict[tuple, dict] = {}  # of each match, the level of each word
    for level in reversed(LEVELS):
        for word in rarest:
            for match in found.get((word, level), ()):
                levels.setdefault(match, {})[word] = level
    for level in reversed(LEVELS):
        for match in found.get(level, ()):
            known = levels.setdefault(match, {})
            known.update((word, level) for word in words if WEIGHTS[level] > WEIGHTS[known.get(word, ANYWHERE)])
    rarity = {word: _rarity(word, query) for word in words}

    def score(match):
        return round(sum(rarity[word] * (WEIGHTS[level] - 1) for word, level in levels[match].items()), 6)

    weighty = sorted(levels, key=lambda match: (-score(match), -match[0]))
    return [*weighty, *(match for match in found[ANYWHERE] if match not in levels)]


def _partial(query: Query, filters: list[Expression], now) -> list[tuple[int, int]]:
    """Return the places and keys of what has some of the words, the best first: the more, the rarer, the better."""
    words = query.telling
    several = []
    for size in range(len(words) - 1, 1, -1):
        if comb(len(words), size) <= MAX_COMBINATIONS:
            together = [
                all_of(word.at(ANYWHERE, query.language) for word in some) for some in combinations(words, size)
            ]
            several.append(Wanted(size, query.matching(any_of(together), filters), RANKED, within=0))
    wanted = [
        Wanted((word, level), query.matching(word.at(level, query.language), filters), RANKED, within=0)
        for word in _rarest(query)
        for level in (*LEVELS, ANYWHERE)
    ]
    any_word = any_of(word.at(ANYWHERE, query.language) for word in words)
    found = find([*several, *wanted, Wanted(0, query.matching(any_word, filters), RANKED)], now)
    scores: dict[tuple, dict] = {match: {} for name in found for match in found[name]}
    for one in reversed(wanted):
        word, level = one.name
        for match in found[one.name]:
            scores[match][word] = _rarity(word, query) * WEIGHTS[level]
    sizes = {}
    for one in reversed(several):
        sizes.update((match, one.name) for match in found[one.name])
    return sorted(
        scores,
        key=lambda match: (-max(sizes.get(match, 1), len(scores[match])), -sum(scores[match].values()), -match[0]),
    )


def _rarest(query: Query) -> list[Word]:
    return sorted(query.telling, key=lambda word: (-_rarity(word, query), word.surface))[:WEIGHED_WORDS]


def _rarity(word: Word, query: Query) -> float:
    """Return how much it says that a text has a word: nearly nothing of a word that most texts have."""
    texts = query.texts / 50 if word.texts is None else word.texts
    return round(log(1 + query.texts / (1 + texts)), 6) + 0.1
