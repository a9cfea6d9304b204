"""The order of the edition's columns in the table, which counts on SQLite.

SQLite reads a row from its beginning, page after page, up to the column it needs: what lists ask
for has to stand before the long texts. A migration that adds such a column names ``TextsLast``
after it, and then an operation for which SQLite writes the table anew (a constraint).
"""

from django.db.migrations.operations.base import Operation

LONG = ("contents", "body", "manuscript", "plain_text")


class TextsLast(Operation):
    """Put the edition's long texts last in the migrations' state; the database follows with the next rewriting."""

    reversible = True

    def state_forwards(self, app_label, state):
        fields = state.models[app_label, "edition"].fields
        for name in LONG:
            fields[name] = fields.pop(name)
        state.reload_model(app_label, "edition")

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        pass

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        pass

    def describe(self):
        return "Put the edition's long texts last"
