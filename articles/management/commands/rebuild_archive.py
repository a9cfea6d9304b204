from django.core.management import BaseCommand
from django.db import transaction

from articles import freshness, lastmod, reach
from articles.models import MonthCount, Reach


class Command(BaseCommand):
    help = "Count anew what the archive and the list of what is elsewhere show; needed after a change of the time zone."

    def handle(self, *args, **options):
        with transaction.atomic():
            freshness.bump()
            reach.rebuild()
            lastmod.rebuild()
        self.stdout.write(f"{Reach.objects.count()} texts, {MonthCount.objects.count()} numbers by month.")
