"""What the settings allow but readers would notice."""

from pathlib import Path

from django.conf import settings
from django.core import checks
from django.utils.translation import to_locale

from languages.names import site_codes

WRITTEN_IN = "en"  # the interface's own words stand in the code in English


@checks.register(checks.Tags.translation)
def check_catalogs(app_configs, **kwargs):
    """Tell which of the site's languages have no interface words: their pages' frames would be in English, unmarked."""
    missing = [code for code in site_codes() if code.partition("-")[0] != WRITTEN_IN and not has_catalog(code)]
    return [
        checks.Warning(
            f"The interface has no words in {code}: menus, dates' labels and forms on its pages are in English.",
            hint=f"Translate locale/{to_locale(code)}/LC_MESSAGES/django.po, or take {code} out of PORTAL_LANGUAGES.",
            id="portal.W001",
        )
        for code in missing
    ]


def has_catalog(code: str) -> bool:
    """Tell whether there is a catalog of a language or of the one that it is a variant of."""
    names = {to_locale(code), to_locale(code.partition("-")[0])}
    return any(
        (Path(folder) / name / "LC_MESSAGES/django.po").exists() for folder in settings.LOCALE_PATHS for name in names
    )
