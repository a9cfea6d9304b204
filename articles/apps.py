from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles")

    def ready(self):
        from articles import guards  # noqa: F401, PLC0415 - registers its check, once the models are there
        from articles.search import index  # noqa: F401, PLC0415 - registers its check, once the models are there
