import sys
from pathlib import Path

from django.core.management import BaseCommand, CommandError
from tqdm import tqdm

from content.exporting import Export, FolderInUse


class Command(BaseCommand):
    help = "Write all topics and articles, with their history and pictures, into a content folder."

    def add_arguments(self, parser):
        parser.add_argument("directory", metavar="DIR", type=Path)
        parser.add_argument("--overwrite", action="store_true", help="Write into a folder that is not empty.")

    def handle(self, *, directory, overwrite, **options):
        export = Export(directory)
        try:
            with tqdm(unit=" bundles", disable=not sys.stderr.isatty()) as progress:
                for total in export.bundles(overwrite=overwrite):
                    progress.total = total
                    progress.update()
        except FolderInUse as error:
            raise CommandError(f"{directory} is not empty. Use --overwrite to write into it.") from error
        except OSError as error:
            raise CommandError(f"{error.filename or directory} cannot be written: {error.strerror}.") from error
        for path in export.left_over():
            self.stdout.write(f"not of this export, left as it was: {path}")
        for complaint in export.complaints:
            self.stderr.write(complaint)
        self.stdout.write(f"{len(export.written)} files written to {directory}.")
        if export.complaints:
            raise SystemExit(1)
