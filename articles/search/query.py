"""What a reader asks for: words, phrases in quotes, and, after a hyphen, what must not be there."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, product
from typing import NamedTuple

from django.db import connection

from articles.kept import read_once
from articles.search.analysis import SOFT_HYPHEN, fold, is_spaceless, term_of, tokens
from articles.search.matching import Expression, all_of, any_of, phrase, term, without
from articles.search.terms import ANYWHERE, TAG, TITLE, named
from articles.subjects import every_subject
from languages.columns import localized

MAX_CHARACTERS, MAX_TERMS = 200, 12
MAX_FORMS, MAX_TAGS, MAX_PHRASES = 6, 20, 16  # that one word may stand for
SIGNS = str.maketrans(dict.fromkeys("“”„«»「」『』＂", '"') | {"－": "-"})
PART = re.compile(r'(?<!\S)(-?)"([^"]*)(?:"|$)|(\S+)')


class Form(NamedTuple):
    """A word of the texts as it is spelled there, and in how many of them it stands."""

    surface: str
    texts: int


@dataclass(frozen=True)
class Word:
    """A word of a query: the terms and tags that it may mean, and in how many texts it stands, if that is known."""

    surface: str
    terms: tuple[str, ...]
    tags: tuple[int, ...] = ()
    texts: int | None = None

    def at(self, level: str, language: str) -> Expression:
        tags = () if level == TITLE else self.tags
        names = [named(language, name, level) for name in self.terms]
        return any_of(term(name) for name in [*names, *(named(language, key, TAG) for key in tags)])


@dataclass
class Query:
    """A query in one language; a phrase is a list of words that stand beside each other."""

    language: str
    words: list[Word] = field(default_factory=list)
    phrases: list[list[Word]] = field(default_factory=list)
    excluded: list[list[Word]] = field(default_factory=list)
    texts: int = 0  # in the language

    def __bool__(self):
        return bool(self.words or self.phrases)

    @property
    def telling(self) -> list[Word]:
        """The words without those that stand in most texts, unless there are no others."""
        rare = [word for word in self.words if word.texts is None or word.texts * 2 <= self.texts or self.texts < 10]
        return rare or ([] if self.phrases else self.words)

    @property
    def terms(self) -> set[str]:
        """The terms to be marked in what is found."""
        return {name for words in (self.telling, *self.phrases) for word in words for name in word.terms}

    def matching(self, words: Expression | None, filters: list[Expression]) -> Expression:
        """Return the expression of what has the words, all phrases, and nothing of what is excluded."""
        phrases = [self._together(words) for words in self.phrases]
        wanted = all_of([*([words] if words else []), *phrases, *filters])
        return without(wanted, [self._together(words) for words in self.excluded])

    def all_at(self, level: str) -> Expression | None:
        return all_of(word.at(level, self.language) for word in self.telling) if self.telling else None

    def _together(self, words: list[Word]) -> Expression:
        if len(words) == 1:
            return words[0].at(ANYWHERE, self.language)
        forms = islice(product(*(word.terms for word in words)), MAX_PHRASES)
        return any_of(phrase(named(self.language, name) for name in terms) for terms in forms)


def tidy(text: str) -> str:
    """Return what a reader has typed on one line, without what cannot be shown, cut to the longest query."""
    text = text[: 10 * MAX_CHARACTERS].replace(SOFT_HYPHEN, "")
    text = "".join(sign if sign.isprintable() else " " for sign in text)
    return unicodedata.normalize("NFC", " ".join(text.split()))[:MAX_CHARACTERS].strip()


def understand(text: str, codes: list[str]) -> dict[str, Query]:
    """Return what a query means in each of these languages; two queries to the database, however many they are."""
    asked = {code: list(_parts(text, code)) for code in codes}
    forms, totals = _forms(asked)
    tags = tags_by_term(tuple(codes))
    queries = {}
    for code, parts in asked.items():
        queries[code] = query = Query(code, texts=totals.get(code, 0))
        for kind, surfaces in parts:
            words = [_word(surface, name, code, forms, tags[code]) for surface, name in surfaces]
            if kind == "word":
                query.words += words
            else:
                (query.phrases if kind == "phrase" else query.excluded).append(words)
        query.words = list(dict.fromkeys(query.words))
    return queries


def _parts(text: str, language: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield the parts of a query: ``word``, ``phrase`` or ``excluded``, each with its surfaces and terms."""
    room = MAX_TERMS
    for match in PART.finditer(text.translate(SIGNS)):
        hyphen, quoted, bare = match.groups()
        is_excluded = bool(hyphen) if bare is None else bare[0] == "-" and len(bare) > 1
        found = [(token.surface, token.term) for token in tokens(quoted if bare is None else bare, language)]
        found = [pair for pair in found if pair[1]][:room]
        room -= len(found)
        if is_excluded and found:
            yield "excluded", found
        elif bare is None and len(found) > 1:
            yield "phrase", found
        elif found:
            yield "word", found


def _forms(asked) -> tuple[dict[tuple[str, str], list[Form]], dict[str, int]]:
    """Return the words of the texts that are spelled as those asked for, accents aside, and each language's texts."""
    conditions, values = [], []
    for code, parts in asked.items():
        spellings = ["", *sorted({fold(surface)[:64] for _kind, surfaces in parts for surface, _term in surfaces})]
        conditions.append(f"(language = %s AND folded IN ({', '.join(['%s'] * len(spellings))}))")
        values += [code, *spellings]
    found, totals = {}, {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT language, folded, surface, texts FROM articles_searchword"
            f" WHERE texts > 0 AND ({' OR '.join(conditions)})",
            values,
        )
        for code, folded, surface, texts in cursor.fetchall():
            if folded:
                found.setdefault((code, folded), []).append(Form(surface, texts))
            else:
                totals[code] = texts
    for forms in found.values():
        forms.sort(key=lambda form: (-form.texts, form.surface))
    return found, totals


def _word(surface: str, name: str, language: str, forms, tags: dict[str, tuple[int, ...]]) -> Word:
    folded = fold(surface)
    known = forms.get((language, folded), ())
    terms = [name]
    if surface == folded:  # typed without accents, so any may be meant
        terms += [term_of(form.surface, language) for form in known]
    terms = tuple(dict.fromkeys(terms))[:MAX_FORMS]
    carried = sorted({key for one in terms for key in tags.get(one, ())})[:MAX_TAGS]
    is_counted = surface.isalpha() and not is_spaceless(surface)  # as in the table of words
    return Word(surface, terms, tuple(carried), max((form.texts for form in known), default=0) if is_counted else None)


@read_once
def tags_by_term(codes: tuple[str, ...]) -> dict[str, dict[str, tuple[int, ...]]]:
    """Return for each language which tags have a term in their name."""
    found = {code: {} for code in codes}
    _topics, tags = every_subject()
    for key, tag in tags.items():
        for code in codes:
            for token in tokens(tag[localized("name", code)] or "", code):
                found[code].setdefault(token.term, []).append(key)
    return {code: {name: tuple(dict.fromkeys(keys)) for name, keys in terms.items()} for code, terms in found.items()}
