"""Ask the search index of either database which live editions have which terms.

An expression is a term, a phrase of terms, or expressions joined by AND, OR and NOT. It is written
for SQLite's FTS5 or PostgreSQL's tsquery from finished terms alone: letters, digits and a colon.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

LOOKED_INTO = 2000  # texts that have the words of a phrase, the newest, are looked into for the phrase itself


@dataclass(frozen=True)
class Expression:
    """What is looked for: ``kind`` is ``phrase`` (of terms), ``and``, ``or`` or ``not`` (this, not those)."""

    kind: str
    parts: tuple

    def as_fts5(self) -> str:
        if self.kind == "phrase":
            return f'"{" ".join(self.parts)}"'
        return f"({f' {self.kind.upper()} '.join(part.as_fts5() for part in self.parts)})"

    def as_tsquery(self) -> str:
        if self.kind == "phrase":
            return f"({' <-> '.join(f"'{term}'" for term in self.parts)})"
        joint = {"and": " & ", "or": " | ", "not": " & !"}[self.kind]
        return f"({joint.join(part.as_tsquery() for part in self.parts)})"

    @property
    def has_phrase(self) -> bool:
        return len(self.parts) > 1 if self.kind == "phrase" else any(part.has_phrase for part in self.parts)

    def loosened(self) -> "Expression":
        """Return the expression with the words of its phrases anywhere, and without the phrases that it excludes."""
        if self.kind == "phrase":
            return all_of(term(name) for name in self.parts)
        if self.kind == "not":
            wanted, *unwanted = self.parts
            return without(wanted.loosened(), [part for part in unwanted if not part.has_phrase])
        return _joined(self.kind, (part.loosened() for part in self.parts))


def term(name: str) -> Expression:
    return Expression("phrase", (name,))


def phrase(names: Iterable[str]) -> Expression:
    return Expression("phrase", tuple(names))


def all_of(parts: Iterable[Expression]) -> Expression:
    return _joined("and", parts)


def any_of(parts: Iterable[Expression]) -> Expression:
    return _joined("or", parts)


def without(wanted: Expression, unwanted: list[Expression]) -> Expression:
    return Expression("not", (wanted, *unwanted)) if unwanted else wanted


def _joined(kind: str, parts: Iterable[Expression]) -> Expression:
    parts = tuple(dict.fromkeys(parts))
    return parts[0] if len(parts) == 1 else Expression(kind, parts)


@dataclass(frozen=True)
class Wanted:
    """The newest editions that an expression matches, or, with ``is_count``, only their number; ``most`` of them.

    ``within`` names another one that has the same phrases and finds all that this one does, so that phrases are
    looked for once.
    """

    name: object
    expression: Expression
    most: int
    is_count: bool = False
    within: object = None


def find(wanted: list[Wanted], now: datetime) -> dict[object, list[tuple[int, int]] | int]:
    """Return for each name the places and keys of the matching live editions, newest first, or their number.

    One query, however much is wanted.
    """
    parts, parameters = [], []
    bases = {one.within for one in wanted if one.expression.has_phrase}
    for number, one in enumerate(wanted):
        is_loose = one.within is not None and one.expression.has_phrase
        expression = one.expression.loosened() if is_loose else one.expression
        sql, values = _one(expression, now, LOOKED_INTO if is_loose or one.name in bases else one.most)
        columns = "COUNT(*), 0" if one.is_count else "place, edition_id"
        parts.append(f"SELECT {number}, {columns} FROM ({sql}) AS found")
        parameters += values
    if not parts:
        return {}
    answers: list[list[tuple[int, int]]] = [[] for _number in wanted]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        for number, *answer in cursor.fetchall():
            answers[number].append(tuple(answer))
    whole = {one.name: set(answer) for one, answer in zip(wanted, answers, strict=True) if one.name in bases}
    return {one.name: _newest(one, answer, whole) for one, answer in zip(wanted, answers, strict=True)}


def _newest(one: Wanted, answer: list[tuple[int, int]], whole: dict[object, set]) -> list[tuple[int, int]] | int:
    if one.is_count:
        return answer[0][0]
    if one.within in whole:
        answer = [match for match in answer if match in whole[one.within]]
    return sorted(answer, reverse=True)[: one.most]


def _one(expression: Expression, now: datetime, most: int) -> tuple[str, list]:
    if connection.vendor == "postgresql":
        if not expression.has_phrase:
            values = [expression.as_tsquery(), now, most]
            return "SELECT place, edition_id FROM articles_search(%s::tsquery, %s, %s)", values
        # The index does not know what stands beside what: that is read from each text's row, the newest first.
        sql = (
            "SELECT place, edition_id FROM articles_search(%s::tsquery, %s, %s) AS candidate"
            " WHERE (SELECT terms FROM articles_searchentry entry WHERE entry.place = candidate.place) @@ %s::tsquery"
            " LIMIT %s"
        )
        return sql, [expression.loosened().as_tsquery(), now, LOOKED_INTO, expression.as_tsquery(), most]
    moment = connection.ops.adapt_datetimefield_value(now)
    # The table of texts gives its rows in the order of their places, so that reading stops with the last one wanted.
    sql = (
        "SELECT entry.place, entry.edition_id FROM articles_searchterms"
        " CROSS JOIN articles_searchentry AS entry ON entry.place = articles_searchterms.rowid"
        " WHERE articles_searchterms MATCH %s AND entry.live_from <= %s AND entry.live_until > %s{bound}"
        " ORDER BY articles_searchterms.rowid DESC LIMIT %s"
    )
    if not expression.has_phrase:
        return sql.format(bound=""), [expression.as_fts5(), moment, moment, most]
    candidates = sql.format(bound="")
    bound = f" AND articles_searchterms.rowid >= (SELECT MIN(place) FROM ({candidates}))"
    return sql.format(bound=bound), [
        expression.as_fts5(), moment, moment, expression.loosened().as_fts5(), moment, moment, LOOKED_INTO, most,
    ]  # fmt: skip
