import sys

from django.core.management import BaseCommand
from tqdm import tqdm

from articles.search import index


class Command(BaseCommand):
    help = "Write the search index anew. Readers go on searching: each entry is replaced by itself."

    def handle(self, *args, **options):
        done = 0
        with tqdm(unit=" editions", disable=not sys.stderr.isatty()) as progress:
            for done, total in index.rebuild():
                progress.total = total
                progress.update(done - progress.n)
        self.stdout.write(f"{done} editions indexed.")
