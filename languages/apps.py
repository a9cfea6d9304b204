from django.apps import AppConfig


class LanguagesConfig(AppConfig):
    name = "languages"

    def ready(self):
        from languages import interface  # noqa: PLC0415 - the catalogs are those of all apps

        interface.prepare()
