"""The site's sign, as browsers and phones ask for it."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpResponse, JsonResponse
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles.fragments import places
from articles.pages import CACHED, site_name
from languages.names import language as named

PAPER = "#fbfaf7"
ICONS = (("site/icon-192.png", "192x192", "any"), ("site/icon-512.png", "512x512", "any"),
         ("site/icon-maskable-512.png", "512x512", "maskable"), ("site/icon.svg", "any", "any"))  # fmt: skip


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
        "icons": [
            {
                "src": static(file),
                "sizes": sizes,
                "purpose": purpose,
                "type": "image/svg+xml" if file.endswith("svg") else "image/png",
            }
            for file, sizes, purpose in ICONS
        ],
    }
    return JsonResponse(
        found,
        content_type="application/manifest+json",
        headers={"Cache-Control": CACHED},
        json_dumps_params={"ensure_ascii": False},
    )


@require_safe
@cache_control(public=True, max_age=86400)
def favicon(request):
    """Send the sign to those who ask for it where it always was."""
    return HttpResponse(Path(finders.find("site/favicon.ico")).read_bytes(), content_type="image/x-icon")
