"""What the settings allow but readers would notice."""

from django.core import checks
from django.utils.translation import to_locale

from languages.interface import is_translated
from languages.names import site_codes


@checks.register(checks.Tags.translation)
def check_catalogs(app_configs, **kwargs):
    """Tell which of the site's languages have no interface words: these are in English there, marked as that."""
    return [
        checks.Warning(
            f"The interface has no words in {code}: menus, dates' labels and forms on its pages are in English.",
            hint=f"Translate locale/{to_locale(code)}/LC_MESSAGES/django.po, or take {code} out of PORTAL_LANGUAGES.",
            id="portal.W001",
        )
        for code in site_codes()
        if not is_translated(code)
    ]
