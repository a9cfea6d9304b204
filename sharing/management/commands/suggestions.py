from django.core.management.base import BaseCommand
from django.utils import timezone

from sharing import reports, switch


class Command(BaseCommand):
    help = "Stop all sending of suggestions at once, resume it, or tell how things stand."

    def add_arguments(self, parser):
        parser.add_argument("what", choices=("status", "stop", "resume"))

    def handle(self, *args, what, **options):
        if what == "stop":
            switch.stop()
        elif what == "resume":
            switch.resume()
        now = timezone.now()
        self.stdout.write(reports.told(timezone.localdate(now), now))
