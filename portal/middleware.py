"""The language of a request."""

from django.utils import translation
from django.utils.cache import patch_vary_headers

from languages.names import bcp47, site_codes


class LanguageMiddleware:
    """Activate the language that the address names; elsewhere (the admin, ``/``) the one that was asked for."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        named = request.path_info.split("/", 2)[1]
        in_address = named in site_codes()
        language = named if in_address else translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Content-Language", bcp47(language))
            if not in_address:
                patch_vary_headers(response, ("Accept-Language",))
        return response
