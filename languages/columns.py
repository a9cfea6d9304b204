"""The columns of translated fields, which follow the setting PORTAL_LANGUAGES.

Migrations name a translated field once, through ``translated``; the columns of the languages
that the site has then stand in the migration's state. The columns of languages added later are
made by ``add_missing_columns``, which ``migrate`` calls before it runs any migration: a table
that a later migration rebuilds (SQLite does that for most changes) then has all its columns.
The columns of a language taken out again stay: ``kept_languages`` finds them, and ``migrate``
keeps them in the migrations' state for the same reason.
"""

import re
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import global_settings
from django.db import models
from modeltranslation.translator import translator
from modeltranslation.utils import build_localized_fieldname

from languages.names import site_codes

_kept: ContextVar[tuple[str, ...]] = ContextVar("kept_languages", default=())


def localized(field: str, language: str) -> str:
    """Return the name of a translated field's column: ``title``, ``zh-hans`` → ``title_zh_hans``."""
    return build_localized_fieldname(field, language)


def text_of(row: models.Model, field: str, language: str) -> str:
    """Return a translated field's text in exactly that language, empty where there is none."""
    return getattr(row, localized(field, language)) or ""


def translated(name: str, field: models.Field) -> list[tuple[str, models.Field]]:
    """Return a migration's fields for a translated field: the base column and one per language."""
    columns = [(name, field)]
    for language in dict.fromkeys([*site_codes(), *kept()]):
        _name, _path, arguments, options = field.deconstruct()
        columns.append((localized(name, language), type(field)(*arguments, **{**options, "null": True})))
    return columns


def kept() -> tuple[str, ...]:
    """Return the languages, other than the site's, whose columns are kept at this moment."""
    return _kept.get()


@contextmanager
def keeping(languages: tuple[str, ...]):
    """Let migrations loaded inside the block keep these languages' columns as well."""
    token = _kept.set(languages)
    try:
        yield
    finally:
        _kept.reset(token)


def kept_languages(connection) -> tuple[str, ...]:
    """Return the languages that have columns in the database but are not the site's."""
    site = set(site_codes())
    codes = {code.replace("-", "_"): code for code, _name in global_settings.LANGUAGES if code not in site}
    found = set()
    for _model, fields, present in _registered_tables(connection):
        for name in fields:
            pattern = re.compile(rf"{re.escape(name)}_(.+)")
            suffixes = {match[1] for column in present if (match := pattern.fullmatch(column))}
            found |= {codes[suffix] for suffix in suffixes & codes.keys()}
    return tuple(sorted(found))


def add_missing_columns(connection) -> list[str]:
    """Add the columns that the site's languages lack in tables that exist; return their names."""
    added = []
    for model, fields, present in _registered_tables(connection):
        for name in fields:
            if model._meta.get_field(name).column not in present:
                continue  # a migration that is still to run adds this field
            for language in site_codes():
                field = model._meta.get_field(localized(name, language))
                if field.column not in present:
                    with connection.schema_editor() as editor:
                        editor.add_field(model, field)
                    added.append(f"{model._meta.db_table}.{field.column}")
    return added


def _registered_tables(connection):
    """Yield each registered model whose table exists, its translated fields, its columns."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model in translator.get_registered_models(abstract=False):
            table = model._meta.db_table
            if table in tables:
                description = connection.introspection.get_table_description(cursor, table)
                fields = translator.get_options_for_model(model).get_field_names()
                yield model, list(dict.fromkeys(fields)), {column.name for column in description}
