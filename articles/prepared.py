"""Queries whose SQL is written once per process.

Django takes far longer to write the SQL of a public page's query than a database takes to answer
it: a list of editions costs two milliseconds to build and a tenth of one to run. So the pages build
each query once, with parameters in the places of the values that differ, and fill these in.
"""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.db import connection, models
from django.utils import timezone

from languages.names import site_codes


class Parameter(models.Value):
    """The place of a value that is given each time the query runs."""

    def as_sql(self, compiler, connection):
        return "%s", (self,)


NOW = Parameter("now", models.DateTimeField())


def fetch(build: Callable[..., models.QuerySet], *fixed, **values) -> list[dict]:
    """Return the rows of the query that ``build(*fixed)`` returns, a ``values()`` one.

    ``values`` are the parameters' values; NOW need not be given.
    """
    query = _prepared(build, fixed)
    rows = _answer(query.sql, _filled_in(query, {"now": timezone.now(), **values}))
    return [_row(query, row) for row in rows]


def fetch_models[Row: models.Model](build: Callable[..., models.QuerySet[Row]], *fixed, **values) -> list[Row]:
    """Return what ``fetch`` does as rows of the model; the query names its columns with ``only()``."""
    query = _prepared(build, fixed)
    return list(query.model.objects.raw(query.sql, _filled_in(query, {"now": timezone.now(), **values})))


def fetch_together(parts: list[tuple]) -> list[list[dict]]:
    """Return the rows of several queries of the same columns, asked for in one statement.

    A part is what ``fetch`` takes: the function that builds the query, what is fixed in it (a
    tuple), and the parameters' values (a dictionary).
    """
    if not parts:
        return []
    now, statements, filled = timezone.now(), [], []
    for number, (build, fixed, values) in enumerate(parts):
        query = _prepared(build, fixed)
        statements.append(f"SELECT {number}, part_{number}.* FROM ({query.sql}) AS part_{number}")  # noqa: S608 Django's own
        filled += _filled_in(query, {"now": now, **values})
    found = [[] for _part in parts]
    for number, *row in _answer(" UNION ALL ".join(statements), filled):
        found[number].append(_row(query, row))
    return found


def _answer(sql: str, values: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


class _Name(str):
    """The name of a parameter among the values of a query."""

    __slots__ = ()


class Written(NamedTuple):
    """A query as finished SQL, with what its rows are made from."""

    model: type[models.Model]
    sql: str
    values: list  # finished ones, and in the places of parameters their names, as _Name
    fields: dict[str, models.Field]  # of the parameters
    names: list[str]
    converters: list[tuple]


def _row(query: Written, columns) -> dict:
    row = list(columns)
    for place, convert, expression in query.converters:
        row[place] = convert(row[place], expression, connection)
    return dict(zip(query.names, row, strict=True))


def _prepared(build, fixed) -> Written:
    return _written(build, fixed, connection.vendor, tuple(site_codes()), settings.PORTAL_LISTS_ELSEWHERE)


@cache
def _written(build, fixed, *_settings_it_depends_on) -> Written:
    query = build(*fixed).query
    compiler = query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    expressions = [column[0] for column in compiler.select]
    converters = [
        (place, convert, expression)
        for place, (converts, expression) in compiler.get_converters(expressions).items()
        for convert in converts
    ]
    given = {parameter.value: parameter.output_field for parameter in parameters if isinstance(parameter, Parameter)}
    values = [_Name(value.value) if isinstance(value, Parameter) else value for value in parameters]
    return Written(query.model, sql, values, given, list(query.selected or ()), converters)


def _filled_in(query: Written, given: dict) -> list:
    """Return what is sent with the SQL; each value is adapted to the database once, however often it stands there."""
    adapted = {name: field.get_db_prep_value(given[name], connection) for name, field in query.fields.items()}
    return [adapted[value] if type(value) is _Name else value for value in query.values]
