"""A lookup for the admin's searches."""

from django.db.models import CharField
from django.db.models.lookups import IContains


@CharField.register_lookup
class ContainsInAnyCase(IContains):
    """``icontains`` for the letters of every alphabet: SQLite's LIKE knows the cases of ASCII's alone."""

    lookup_name = "contains_in_any_case"

    def as_sql(self, compiler, connection):
        return IContains(self.lhs, self.rhs).as_sql(compiler, connection)

    def as_sqlite(self, compiler, connection):
        words = self.rhs
        cases = [words] if words.isascii() else sorted({words, words.lower(), words.upper(), words.capitalize()})
        parts = [IContains(self.lhs, words).as_sql(compiler, connection) for words in cases]
        return f"({' OR '.join(sql for sql, _values in parts)})", [value for _sql, values in parts for value in values]
