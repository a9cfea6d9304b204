from django.utils.translation import get_language

from articles.pages import site_name
from languages.names import canonical_code, default_code


def site(request) -> dict:
    """Give the admin's templates the institution's name; Django's page for signing in calls the host ``site_name``."""
    code = canonical_code(get_language() or "") or default_code()
    return {"institution": site_name(code)[0]}
