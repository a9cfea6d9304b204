"""Queries whose SQL is written once per process.

Django takes far longer to write the SQL of a public page's query than a database takes to answer
it: a list of editions costs two milliseconds to build and a tenth of one to run. So the pages build
each query once, with parameters in the places of the values that differ, and fill these in.
"""

from collections.abc import Callable
from functools import cache

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
    names, sql, parameters, converters = _prepared(build, fixed)
    values.setdefault("now", timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(sql, [_filled_in(parameter, values) for parameter in parameters])
        rows = cursor.fetchall()
    return [_row(names, converters, row) for row in rows]


def fetch_together(parts: list[tuple]) -> list[list[dict]]:
    """Return the rows of several queries of the same columns, asked for in one statement.

    A part is what ``fetch`` takes: the function that builds the query, what is fixed in it (a
    tuple), and the parameters' values (a dictionary).
    """
    if not parts:
        return []
    now, statements, filled = timezone.now(), [], []
    for number, (build, fixed, values) in enumerate(parts):
        names, sql, parameters, converters = _prepared(build, fixed)
        statements.append(f"SELECT {number}, part_{number}.* FROM ({sql}) AS part_{number}")  # noqa: S608 Django's own
        filled += [_filled_in(parameter, {"now": now, **values}) for parameter in parameters]
    found = [[] for _part in parts]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements), filled)
        for number, *row in cursor.fetchall():
            found[number].append(_row(names, converters, row))
    return found


def _row(names, converters, columns) -> dict:
    row = list(columns)
    for place, convert, expression in converters:
        row[place] = convert(row[place], expression, connection)
    return dict(zip(names, row, strict=True))


def _prepared(build, fixed):
    return _written(build, fixed, connection.vendor, tuple(site_codes()), settings.PORTAL_LISTS_ELSEWHERE)


@cache
def _written(build, fixed, *_settings_it_depends_on):
    query = build(*fixed).query
    compiler = query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    expressions = [column[0] for column in compiler.select]
    converters = [
        (place, convert, expression)
        for place, (converts, expression) in compiler.get_converters(expressions).items()
        for convert in converts
    ]
    return list(query.selected), sql, parameters, converters


def _filled_in(parameter, values):
    if not isinstance(parameter, Parameter):
        return parameter
    return parameter.output_field.get_db_prep_value(values[parameter.value], connection)
