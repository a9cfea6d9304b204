"""The site's sign, as browsers and phones ask for it."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles.fragments import places
from articles.frame import frame
from articles.icons import PAPER, SIZES, emblem_icon, icon_address
from articles.pages import CACHED, site_name
from languages.names import language as named
from library.shapes import BEGINNING
from portal.files import FOR_EVER, POLICY

OWN = (
    ("site/icon-maskable-512.png", "512x512", "maskable", "image/png"),
    ("site/icon.svg", "any", "any", "image/svg+xml"),
)


@require_safe
def manifest(request, language):
    """Tell a phone how to keep the site among its programs."""
    name, name_language = site_name(language)
    spoken = name_language or named(language)
    home = places(language)["home"]
    found = {
        "id": home,
        "name": name,
        "short_name": name if len(name) <= 12 else name[:12].rsplit(" ", 1)[0],
        "lang": spoken.tag,
        "dir": spoken.direction,
        "start_url": home,
        "scope": "/",
        "display": "browser",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [_icon(icon_address(size), f"{size}x{size}", "any", "image/png") for size in (192, 512)],
    }
    if not frame().emblem:
        found["icons"] += [_icon(static(file), *more) for file, *more in OWN]
    return JsonResponse(
        found,
        content_type="application/manifest+json",
        headers={"Cache-Control": CACHED},
        json_dumps_params={"ensure_ascii": False},
    )


def _icon(address: str, sizes: str, purpose: str, kind: str) -> dict:
    return {"src": address, "sizes": sizes, "purpose": purpose, "type": kind}


@require_safe
def icon(request, digest, size):
    """Send the institution's emblem in one of the sizes that our pages name."""
    emblem = frame().emblem
    if emblem is None or emblem.digest[:BEGINNING] != digest or int(size) not in SIZES:
        raise Http404
    headers = {"Cache-Control": FOR_EVER, "Content-Security-Policy": POLICY}
    return HttpResponse(emblem_icon(emblem, int(size)), content_type="image/png", headers=headers)


@require_safe
@cache_control(public=True, max_age=3600)
def favicon(request):
    """Send the sign to those who ask for it where it always was."""
    if emblem := frame().emblem:
        return HttpResponse(emblem_icon(emblem, 32), content_type="image/png")
    return HttpResponse(Path(finders.find("site/favicon.ico")).read_bytes(), content_type="image/x-icon")
