from django.utils.translation import get_language

from articles.pages import site_name
from languages.names import canonical_code, default_code


def site(request) -> dict:
    """Give the admin's templates the institution's name; the public pages get theirs from articles/pages.py."""
    code = canonical_code(get_language() or "") or default_code()
    return {"site_name": site_name(code)[0]}
