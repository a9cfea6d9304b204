"""Words that a reader may mean: while typing, and where nothing was found.

The table of words knows those of scheduled and of superseded texts as well, so nothing is proposed
before the index has said that a live text answers it.
"""

import re
from itertools import pairwise

from django.db.models import Q, Value
from django.db.models.functions import Length, StrIndex, Substr
from django.db.models.lookups import GreaterThan
from django.utils import timezone

from articles.models import Edition, SearchWord
from articles.search.analysis import fold, is_spaceless, term_of, tokens
from articles.search.matching import Expression, Wanted, all_of, any_of, find, term
from articles.search.query import Query, tidy, understand
from articles.search.terms import ANYWHERE, TITLE, named

COMPLETIONS, TITLES = 6, 4
LOOKED_AT = 24  # of the words with the beginning that was typed
COMPARED = 3000  # of the words with the same first letter and a part in common
LAST = "\U0010ffff"
LISTED = ("language", "slug", "is_page", "title")


def complete(text: str, language: str) -> tuple[list[str], list[Edition]]:
    """Return queries that go on from what is typed, most used words first, and editions whose titles have its words."""
    text, now = tidy(text), timezone.now()
    typed = list(tokens(text, language))
    if not typed or (len(text) < 2 and not is_spaceless(text)):
        return [], []
    last = typed[-1]
    start = text[: last.start]
    is_word = not is_spaceless(last.surface) and last.end == len(text)
    words = _beginning(last.surface, language) if is_word else []
    terms = {word: term_of(word, language) for word in words}
    before = understand(start, [language])[language]
    wanted = [Wanted(word, _with(before, ANYWHERE, [name]), 1, is_count=True) for word, name in terms.items()]
    in_title = _with(before, TITLE, [last.term, *terms.values()])
    if not is_word:
        in_title = all_of(term(named(language, token.term, TITLE)) for token in typed)
    found = find([*wanted, Wanted(TITLE, in_title, TITLES)], now)
    keys = [key for _place, key in found[TITLE]]
    editions = Edition.objects.live_of_any_kind(now).only(*LISTED).in_bulk(keys) if keys else {}
    queries = [f"{start}{word}" for word in words if found[word]]
    return queries[:COMPLETIONS], [editions[key] for key in keys if key in editions]


def correct(text: str, query: Query) -> str:
    """Return a query with a word that live texts have in the place of one that none has; empty where there is none.

    A word is taken for another with the same first letter, a part in common and at most two letters different, one in a
    short word.
    """
    unknown = [word for word in query.words if word.texts == 0]
    if len(unknown) != 1:
        return ""
    (word,) = unknown
    similar = next(iter(_similar(fold(word.surface), query.language)), None)
    if similar is None:
        return ""
    corrected = re.sub(rf"(?<!\w){re.escape(word.surface)}(?!\w)", similar, text.lower(), count=1)
    asked = understand(corrected, [query.language])[query.language]
    is_found = find([Wanted(0, asked.matching(asked.all_at(ANYWHERE), []), 1, is_count=True)], timezone.now())[0]
    return corrected if is_found else ""


def _with(before: Query, level: str, names: list[str]) -> Expression:
    """Return the expression of what has the words before, and one of these terms, at a level."""
    last = any_of(term(named(before.language, name, level)) for name in names)
    earlier = before.all_at(level)
    return before.matching(all_of([earlier, last]) if earlier else last, [])


def _beginning(surface: str, language: str) -> list[str]:
    """Return the words of the texts that begin as a word does, accents aside, the most used first, one of each term."""
    folded = fold(surface)
    rows = SearchWord.objects.filter(
        language=language, folded__gte=folded, folded__lt=folded + LAST, texts__gt=0
    ).order_by("-texts", "folded", "surface")
    words = {}
    for row in rows[:LOOKED_AT] if folded else ():
        words.setdefault(term_of(row.surface, language), row.surface)
    return list(words.values())[: COMPLETIONS + 2]


def _similar(folded: str, language: str) -> list[str]:
    """Return the words with the same first letter that differ in one or two others, the nearest first.

    A part of the word must stand in the other as it is, at about the same place: half of a short word, a third of a
    longer one. The index alone tells that; the rows of the hundred thousand words with a letter are not read.
    """
    most = 1 if len(folded) < 5 else 2
    rows = (
        SearchWord.objects.alias(length=Length("folded"))
        .filter(language=language, folded__gte=folded[:1], folded__lt=folded[:1] + LAST, texts__gt=0)
        .filter(length__gte=len(folded) - most, length__lte=len(folded) + most)
        .filter(_shares_a_part(folded, most))
        .order_by("-texts", "folded", "surface")
        .values_list("folded", "texts", "surface")
    )
    letters = set(folded)
    near = [
        (distance, -texts, surface)
        for other, texts, surface in rows[:COMPARED]
        if len(letters ^ set(other)) <= 2 * most and 0 < (distance := _distance(folded, other, most)) <= most
    ]
    return [surface for *_order, surface in sorted(near)]


def _shares_a_part(folded: str, most: int) -> Q:
    """Return the condition that one of the parts into which a word falls stands in another, ``most`` letters aside."""
    ends = [1 + (len(folded) - 1) * number // (most + 1) for number in range(most + 2)]
    shares = Q()
    for start, end in pairwise(ends):
        first = max(start - most, 0)
        around = Substr("folded", first + 1, end + most - first)
        shares |= Q(GreaterThan(StrIndex(around, Value(folded[start:end])), 0))
    return shares


def _distance(one: str, other: str, most: int) -> int:
    """Return how many letters must be changed, added, left out or swapped with the next to make one word the other.

    Where it is more than ``most``, only that is told.
    """
    before, last = [], list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, against in enumerate(other, 1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        if min(*now, *last) > most:
            return most + 1
        before, last = last, now
    return last[-1]
