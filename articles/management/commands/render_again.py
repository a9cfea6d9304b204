import sys

from django.core.management import BaseCommand
from tqdm import tqdm

from articles.models import Edition
from articles.rendering_again import render_again
from languages.names import site_codes


class Command(BaseCommand):
    help = (
        "Render the bodies of all live and scheduled editions anew, by the rules of this release, and tell what "
        "differs. Readers get no new version; running it again changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Tell what would change, and change nothing.")
        parser.add_argument("--language", choices=site_codes(), help="Only the editions in this language.")

    def handle(self, *, dry_run, language, **options):
        editions = Edition.objects.current().filter(language__in=[language] if language else site_codes())
        total, changed = editions.count(), 0
        with tqdm(unit=" editions", total=total, disable=not sys.stderr.isatty()) as progress:
            for outcome in render_again(editions, dry_run=dry_run):
                progress.update()
                if outcome.differs:
                    changed += 1
                    progress.clear()
                    self._report(outcome, **options)
        said = f"{total} editions looked at, {changed} {'would change' if dry_run else 'changed'}."
        self.stdout.write(f"Dry run, nothing was written: {said}" if dry_run else said)

    def _report(self, outcome, *, verbosity, **options):
        edition = outcome.edition
        self.stdout.write(f"{edition.get_absolute_url()} (version {edition.version})")
        if verbosity:
            for line in outcome.difference():
                self.stdout.write(f"    {line}")
