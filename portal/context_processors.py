from django.conf import settings
from django.utils.translation import get_language


def site(request) -> dict:
    """Give the admin's templates the institution's name; the public pages get theirs from articles/pages.py."""
    return {"site_name": settings.PORTAL_NAMES.get(get_language(), settings.PORTAL_NAME)}
