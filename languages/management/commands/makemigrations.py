from django.core.management.commands import makemigrations

from languages.autodetector import Autodetector


class Command(makemigrations.Command):
    autodetector = Autodetector  # Django demands the same one as migrate's
