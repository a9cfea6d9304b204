"""What `manage.py check` says of the settings of mail."""

from django.conf import settings
from django.core import checks


@checks.register
def mail_comes_from_somewhere(app_configs, **kwargs):
    """Warn where mail is really sent, from an address that no server accepts."""
    sends = settings.MAILERS["default"]["BACKEND"].endswith("smtp.EmailBackend")
    if sends and settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        hint = "Set it to an address of the site's own domain, for which your mail server signs."
        message = f"EMAIL_URL sends mail, but DEFAULT_FROM_EMAIL is {settings.DEFAULT_FROM_EMAIL}."
        return [checks.Warning(message, hint=hint, id="sharing.W001")]
    return []
