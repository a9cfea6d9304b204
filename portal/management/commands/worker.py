from datetime import timedelta

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.queue import Worker, last_round

ALIVE = timedelta(minutes=5)


class Command(BaseCommand):
    help = "Run the tasks of the queue until a signal ends it; the running task is finished first."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--until-empty", action="store_true", help="run what waits now, then end")
        parser.add_argument("--check", action="store_true", help="run nothing; fail if no worker has run lately")

    def handle(self, *args, until_empty, check, **options):
        if check:
            at = last_round()
            if at is None or at < timezone.now() - ALIVE:
                raise CommandError(
                    f"No worker runs the queue; it was last seen at {at:%Y-%m-%d %H:%M:%S %Z}."
                    if at
                    else "No worker has run the queue yet."
                )
            return
        worker = Worker(until_empty=until_empty)
        worker.configure_signals()
        worker.run()
