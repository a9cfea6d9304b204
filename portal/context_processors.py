from django.conf import settings
from django.utils.translation import get_language

from languages.names import language, site_languages


def site(request) -> dict:
    """Give every template the page's language, the site's languages, and its name in the page's language."""
    code = get_language()
    own_name = settings.PORTAL_NAMES.get(code)
    return {
        "language": language(code),
        "site_languages": site_languages(),
        "site_url": settings.SITE_URL,
        "site_name": own_name or settings.PORTAL_NAME,
        "site_name_language": None if own_name else settings.PORTAL_NAMES and language(settings.LANGUAGE_CODE),
    }
