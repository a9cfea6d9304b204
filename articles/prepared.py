"""Statements whose SQL is written once per process.

Django takes far longer to write the SQL of a public page's query than a database takes to answer
it: a list of editions costs two milliseconds to build and a tenth of one to run. So the pages, and
what publishes many editions, build each query once, with parameters in the places of the values
that differ, and fill these in.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
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
LANGUAGE = Parameter("language", models.CharField())
SLUG = Parameter("slug", models.CharField())
PLACE = re.compile(r"(?<!%)%s")  # of a value, in Django's SQL


def fetch(build: Callable[..., models.QuerySet], *fixed, **values) -> list[dict]:
    """Return the rows of the query that ``build(*fixed)`` returns, a ``values()`` one.

    ``values`` are the parameters' values; NOW need not be given.
    """
    query = _prepared(build, fixed)
    rows = _answer(query.sql, _filled_in(query, {"now": timezone.now(), **values}))
    return [_row(query, row) for row in rows]


def fetch_models[Row: models.Model](build: Callable[..., models.QuerySet[Row]], *fixed, **values) -> list[Row]:
    """Return what ``fetch`` does as rows of the model, with the columns that ``only()`` or ``defer()`` leaves."""
    model = _prepared(build, fixed).model
    rows = fetch(build, *fixed, **values)
    return [model.from_db(connection.alias, row.keys(), row.values()) for row in rows]


def fetch_together(parts: list[tuple]) -> list[list[dict]]:
    """Return the rows of several queries of the same columns, asked for in one statement.

    A part is what ``fetch`` takes: the function that builds the query, what is fixed in it (a
    tuple), and the parameters' values (a dictionary).
    """
    if not parts:
        return []
    queries, values = _numbered(parts)
    found = [[] for _part in parts]
    for number, *row in _answer(_united(tuple(query.sql for query in queries)), values):
        found[number].append(_row(queries[number], row))
    return found


def fetch_beside(parts: list[tuple]) -> list[list[dict]]:
    """Return what ``fetch_together`` does for queries of different columns; the rows of each come in no order."""
    queries, values = _numbered(parts)
    found, widths = [[] for _part in parts], [len(query.names) for query in queries]
    for row in _answer(_beside(tuple(query.sql for query in queries)), values):
        number = next(columns := iter(row))
        of_each = [[next(columns) for _column in range(width + 1)] for width in widths]
        is_there, *own = of_each[number]
        if is_there:
            found[number].append(_row(queries[number], own))
    return found


def _numbered(parts: list[tuple]) -> tuple[list["Written"], dict]:
    """Return the queries of several parts and what fills them in: the names of places begin with their numbers."""
    queries = [_prepared(build, fixed) for build, fixed, _values in parts]
    now, filled = timezone.now(), {}
    for number, (query, (_build, _fixed, values)) in enumerate(zip(queries, parts, strict=True)):
        adapted = _filled_in(query, {"now": now, **values})
        filled |= {f"part{number}_{name}": value for name, value in adapted.items()}
    return queries, filled


def insert(row: models.Model) -> None:
    """Write a new row and give it its key, as ``save(force_insert=True)`` does but for signals."""
    fields = _fields(type(row))
    with connection.cursor() as cursor:
        cursor.execute(f"{_insertion(type(row))} RETURNING id", _values_of(row, fields, is_new=True))
        (row.pk,) = cursor.fetchone()
    row._state.adding, row._state.db = False, connection.alias


def insert_all(rows: list[models.Model]) -> None:
    """Write new rows of one model, as ``bulk_create()`` does but without giving them their keys."""
    fields = _fields(type(rows[0]))
    with connection.cursor() as cursor:
        cursor.executemany(_insertion(type(rows[0])), [_values_of(row, fields, is_new=True) for row in rows])


def update(row: models.Model, names: Iterable[str]) -> None:
    """Write the columns of these fields of a row, as ``save(update_fields=names)`` does but for signals."""
    fields = [row._meta.get_field(name) for name in names]
    columns = ", ".join(f'"{field.column}" = %s' for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{row._meta.db_table}" SET {columns} WHERE id = %s',  # noqa: S608 the model's own names
            [*_values_of(row, fields, is_new=False), row.pk],
        )


@cache
def _insertion(model: type[models.Model]) -> str:
    columns = [f'"{field.column}"' for field in _fields(model)]
    places = ["%s"] * len(columns)
    return f'INSERT INTO "{model._meta.db_table}" ({", ".join(columns)}) VALUES ({", ".join(places)})'  # noqa: S608


def _fields(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.local_concrete_fields if not field.primary_key]


def _values_of(row: models.Model, fields: list[models.Field], *, is_new: bool) -> list:
    return [field.get_db_prep_save(field.pre_save(row, is_new), connection) for field in fields]


@lru_cache(256)
def _united(statements: tuple[str, ...]) -> str:
    """Return one statement for several, whose rows begin with the number of theirs; so do the names of their places."""
    united = (
        f"SELECT {number}, part_{number}.* FROM ({_own(sql, number)}) AS part_{number}"  # noqa: S608 Django's own
        for number, sql in enumerate(statements)
    )
    return " UNION ALL ".join(united)


@lru_cache(16)
def _beside(statements: tuple[str, ...]) -> str:
    """Return one statement for several: its rows are each of one number and have the columns of all, others' empty."""
    numbers = range(len(statements))
    columns = "".join(f", part_{number}.*" for number in numbers)
    joined = "".join(
        f" LEFT JOIN (SELECT 1, rows_{number}.* FROM ({_own(sql, number)}) AS rows_{number}) AS part_{number}"  # noqa: S608 Django's own
        f" ON parts.number = {number}"
        for number, sql in enumerate(statements)
    )
    parts = " UNION ALL ".join(f"SELECT {number} AS number" for number in numbers)
    return f"SELECT parts.number{columns} FROM ({parts}) AS parts{joined}"  # noqa: S608 Django's own


def _own(sql: str, number: int) -> str:
    return sql.replace("%(", f"%(part{number}_")


def _answer(sql: str, values: dict) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


class Written(NamedTuple):
    """A query as finished SQL, with what its rows are made from."""

    model: type[models.Model]
    sql: str
    constants: dict  # the values that are always the same, by the names of their places
    fields: dict[str, models.Field]  # of the parameters, by their names
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
    # Named places: Django turns these into SQLite's own ten times as fast as nameless ones. Equal values share one.
    names, constants, fields = [], {}, {}
    for one in parameters:
        if isinstance(one, Parameter):
            names.append(one.value)
            fields[one.value] = one.output_field
        else:
            name, _value = constants.setdefault((type(one), repr(one)), (f"constant{len(constants)}", one))
            names.append(name)
    pieces = PLACE.split(sql)
    sql = "".join(f"{piece}%({name})s" for piece, name in zip(pieces, names, strict=False)) + pieces[-1]
    return Written(
        query.model,
        sql,
        dict(constants.values()),
        fields,
        list(query.selected or [column.target.attname for column in expressions]),
        converters,
    )


def _filled_in(query: Written, given: dict) -> dict:
    """Return what is sent with the SQL, adapted to the database."""
    adapted = {name: field.get_db_prep_value(given[name], connection) for name, field in query.fields.items()}
    return query.constants | adapted
