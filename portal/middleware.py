"""The language of a request and of what its answer says, and who may see what is not published."""

import re
from contextlib import nullcontext

from django.conf import settings
from django.utils import translation
from django.utils.cache import patch_vary_headers

from languages import interface
from languages.names import bcp47, site_codes
from library.shapes import PLACE
from portal.page_cache import COMPRESSED

SIGN = interface.BEGIN.encode()
PAGE = re.compile(r'<html lang="([^"]+)"')


class LanguageMiddleware:
    """Activate the language that the address names; elsewhere (the admin, ``/``) the one that was asked for."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.is_all_translated = all(map(interface.is_translated, site_codes()))

    def __call__(self, request):
        named = request.path_info[1:].partition("/")[0]
        in_address = named in site_codes()
        language = named if in_address else translation.get_language_from_request(request)
        words = interface.marking() if in_address else nullcontext()
        with translation.override(language), words:
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        if not self.is_all_translated and _is_text(response) and SIGN in response.content:
            _mark_words(response)
        says_its_own = "Content-Language" in response.headers
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Content-Language", bcp47(language))
            if not in_address and not says_its_own:
                patch_vary_headers(response, ("Accept-Language",))
        return response


def _is_text(response) -> bool:
    return not response.streaming and response.headers.get("Content-Type", "").startswith(COMPRESSED)


def _mark_words(response) -> None:
    """Mark the English words of a page in a language into which the interface is not translated."""
    text = response.content.decode()
    page = PAGE.search(text)
    response.content = interface.mark(text, page[1]) if page else interface.unmarked(text)
    if "Content-Length" in response.headers:
        response.headers["Content-Length"] = str(len(response.content))


class FilesSessionMiddleware:
    """Let those who are signed in to the admin see the library's unpublished files.

    The session's cookie is sent to the admin alone. A copy of it goes to the files' addresses, and
    stands for the session there. Comes before SessionMiddleware.
    """

    COOKIE = "files_session"

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        own = settings.SESSION_COOKIE_NAME
        if request.path_info.startswith(PLACE):
            request.COOKIES.pop(own, None)
            if key := request.COOKIES.get(self.COOKIE):
                request.COOKIES[own] = key
            response = self.get_response(request)
            response.cookies.clear()
            return response
        response = self.get_response(request)
        if request.path_info.startswith(settings.SESSION_COOKIE_PATH):
            if own in response.cookies:
                self._copy(response, response.cookies[own].value, response.cookies[own]["max-age"])
            elif own in request.COOKIES and response.headers.get("Content-Type", "").startswith("text/html"):
                self._copy(response, request.COOKIES[own], settings.SESSION_COOKIE_AGE)
        return response

    def _copy(self, response, key, age):
        response.set_cookie(
            self.COOKIE,
            key,
            max_age=age,
            path=PLACE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite=settings.SESSION_COOKIE_SAMESITE,
        )
