from django.db.migrations.autodetector import MigrationAutodetector

from languages.columns import kept, localized


class Autodetector(MigrationAutodetector):
    """Looks for model changes without minding the columns of languages taken out of the site."""

    def __init__(self, from_state, to_state, *args, **kwargs):
        for state in from_state.models.values():
            for name in list(state.fields):
                for language in kept():
                    state.fields.pop(localized(name, language), None)
        super().__init__(from_state, to_state, *args, **kwargs)
