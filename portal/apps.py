from django.apps import AppConfig
from django.db.backends.signals import connection_created


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self):
        from portal import checks, sqlite  # noqa: F401, PLC0415 - registers its check

        connection_created.connect(sqlite.keep_plans, dispatch_uid="keep_plans")
