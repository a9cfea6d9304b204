"""oEmbed (oembed.com): how another site shows one of our articles, without a script."""

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import F
from django.http import JsonResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.translation import override
from django.views.decorators.http import require_safe

from articles.fragments import PICTURE, edition_address, picture, places, time_of
from articles.models import Edition
from articles.pages import site_name
from articles.prepared import LANGUAGE, NOW, SLUG, fetch
from articles.share_pictures import SIZE, share_address
from languages.names import language as named
from languages.typography import typeset

WIDTH, HEIGHT = 600, 400


@require_safe
def oembed(request):
    """Answer for the address of a live article, under its present address or an earlier one."""
    if request.GET.get("format", "json") != "json":
        return JsonResponse({"detail": "Only format=json is offered."}, status=501)
    limits = [request.GET.get(name, "") for name in ("maxwidth", "maxheight")]
    if any(limit and not (limit.isdecimal() and 0 < int(limit[:9]) < 100_000) for limit in limits):
        return JsonResponse({"detail": "maxwidth and maxheight are numbers of pixels."}, status=400)
    edition = _edition_at(request.GET.get("url", ""))
    if edition is None:
        return JsonResponse({"detail": "No article that readers see has this address."}, status=404)
    described = _described(edition, *(int(limit) if limit else None for limit in limits))
    return JsonResponse(described, headers={"Content-Language": named(edition["language"]).tag})


def _edition_at(url: str) -> dict | None:
    if not url.startswith(f"{settings.SITE_URL}/") or "\x00" in unquote(url):
        return None
    try:
        match = resolve(unquote(urlsplit(url).path))
    except (Resolver404, ValueError):  # an address that only looks like one
        return None
    if match.url_name != "article":
        return None
    return next(iter(fetch(_edition, **match.kwargs)), None)


def _edition():
    """Return the query of the live edition of the article that has, or had, a slug in a language."""
    named_so = Edition.objects.shown().filter(language=LANGUAGE, slug=SLUG, live_from__lte=NOW)
    live = Edition.objects.live(NOW).filter(language=LANGUAGE, article__in=named_so.values("article")).order_by()
    columns = ("pk", "language", "slug", "title", "lead", "author_line", "published_at")
    return live.values(*columns, **{name: F(f"image__{name}") for name in PICTURE})


def _described(edition: dict, maxwidth: int | None, maxheight: int | None) -> dict:
    code, site = edition["language"], settings.SITE_URL
    image = picture(**{name: edition[name] for name in PICTURE})
    share = share_address("edition", edition["pk"], code, edition["title"], image.share if image else "")
    name, name_language = site_name(code)
    with override(code):
        html = render_to_string(
            "portal/_embedded.html",
            {
                "language": named(code),
                "address": f"{site}{edition_address(code, edition['slug'])}",
                "title": typeset(edition["title"], code),
                "lead": typeset(edition["lead"], code),
                "date": time_of(edition["published_at"], edition["language"]),
                "site_name": name,
                "site_name_language": name_language,
            },
        )
    found = {
        "version": "1.0",
        "type": "rich",
        "title": edition["title"],
        "author_name": edition["author_line"],
        "provider_name": name,
        "provider_url": f"{site}{places(code)['home']}",
        "html": html.strip(),
        "width": min(WIDTH, maxwidth or WIDTH),
        "height": min(HEIGHT, maxheight or HEIGHT),
    }
    width, height = SIZE
    if width <= (maxwidth or width) and height <= (maxheight or height):
        found |= {"thumbnail_url": f"{site}{share}", "thumbnail_width": width, "thumbnail_height": height}
    return {key: value for key, value in found.items() if value}
