from django.core.management.commands import migrate
from django.db import connections

from languages.autodetector import Autodetector
from languages.columns import add_missing_columns, keeping, kept_languages


class Command(migrate.Command):
    help = f"{migrate.Command.help} First adds the columns of languages that the site has gained."
    autodetector = Autodetector

    def handle(self, *args, **options):
        connection = connections[options["database"]]
        if not (options["plan"] or options["check_unapplied"]):
            for column in add_missing_columns(connection):
                self.stdout.write(f"  Added column {column}")
        with keeping(kept_languages(connection)):
            return super().handle(*args, **options)
