from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.db import transaction

from articles import freshness, redirect_lists


class Command(BaseCommand):
    help = "Take in a list of redirects: CSV with old address, new address, language."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Only tell what would be done.")

    def handle(self, *, file, dry_run, **options):
        try:
            text = redirect_lists.decoded(file.read_bytes())
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        with transaction.atomic():
            freshness.bump()
            lines = redirect_lists.take_in(text)
            transaction.set_rollback(dry_run)
        broken = [line for line in lines if line.kind == "broken"]
        for line in broken:
            self.stderr.write(f"{file}, line {line.number}: {line.old}: {line.problem}")
        kinds = [line.kind for line in lines]
        self.stdout.write(
            ", ".join(f"{kinds.count(kind)} {kind}" for kind in ("created", "changed", "unchanged", "broken"))
        )
        if broken:
            raise SystemExit(1)
