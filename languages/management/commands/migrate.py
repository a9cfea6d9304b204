from contextlib import contextmanager

from django.core.management.commands import migrate
from django.db import connections

from languages.autodetector import Autodetector
from languages.columns import add_missing_columns, keeping, kept_languages

LOCK = 7_220_115_001  # any number that nothing else in the database locks


class Command(migrate.Command):
    help = f"{migrate.Command.help} First adds the columns of languages that the site has gained."
    autodetector = Autodetector

    def handle(self, *args, **options):
        connection = connections[options["database"]]
        with one_at_a_time(connection):
            if not (options["plan"] or options["check_unapplied"]):
                for column in add_missing_columns(connection):
                    self.stdout.write(f"  Added column {column}")
            with keeping(kept_languages(connection)):
                return super().handle(*args, **options)


@contextmanager
def one_at_a_time(connection):
    """Let processes that migrate at the same moment wait for each other; the later ones find nothing to do."""
    if connection.vendor != "postgresql":
        yield  # an SQLite file belongs to one machine, whose start migrates once
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
