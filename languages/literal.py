"""A value that stands in a query's SQL itself, so that an index with a condition on it can be used."""

from django.db.models import Value


class Literal(Value):
    """A value of the program's own, never of a user's, written into the SQL as an index's condition is.

    SQLite plans a statement without knowing what is filled in (portal/sqlite.py): it takes an index on the
    rows ``WHERE is_page`` only for a query that says so in its words.
    """

    def as_sql(self, compiler, connection):
        return connection.schema_editor().quote_value(self.value).replace("%", "%%"), []
