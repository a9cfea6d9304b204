"""The pages that belong to no app alone: home, error pages, and what machines ask for."""

from datetime import timedelta

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import (
    Http404,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.urls import is_valid_path, reverse
from django.utils import timezone
from django.utils.encoding import escape_uri_path, iri_to_uri
from django.views.csrf import csrf_failure
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles import heads, redirects
from articles.cards import card, cards
from articles.fragments import places
from articles.frame import frame
from articles.listings import NoSuchPart, listed
from articles.pages import CACHED, everywhere, page
from articles.prepared import fetch
from identity.sheet import in_colours
from languages.names import site_codes
from topics.banners import banners
from topics.models import Topic

LATEST = 6
NOTHING_MORE = {"Content-Security-Policy": "default-src 'none'"}
FOR_EVER = NOTHING_MORE | {"Cache-Control": "public, max-age=31536000, immutable"}
FOR_NOW = NOTHING_MORE | {"Cache-Control": CACHED}


@require_safe
@cache_control(no_store=True)
def root(request):
    """Lead to the home page in the language that the browser asks for."""
    return HttpResponseRedirect(reverse("home", kwargs={"language": request.LANGUAGE_CODE}))


@require_safe
def home(request, language):
    description = frame().description(language)
    latest = fetch(_latest, language)
    leading = next(iter(fetch(_featured, language) or latest), None)
    return page(
        "portal/home.html",
        language,
        everywhere("home"),
        place="home",
        parts={
            "description": description,
            "head": heads.head(
                language, places(language)["home"], description=description, facts=(heads.website(language),)
            ),
            "banners": banners("topics/_banner.html", language),
            "leading": leading and card("portal/_leading.html", language, **leading),
            "cards": cards(language, [row for row in latest if row != leading][:LATEST]),
        },
    )


def _latest(language):
    return listed(language)[: LATEST + 1]


def _featured(language):
    return listed(language).filter(is_featured=True)[:1]


@require_safe
def respelled(request, language, rest=""):
    """Lead from another spelling of a language to the site's own, where there can be something."""
    path = rest if rest.endswith("/") or not rest else f"{rest}/"
    if not is_valid_path(reverse("home", kwargs={"language": language}) + path):
        raise Http404
    query = request.META.get("QUERY_STRING", "")
    target = reverse("home", kwargs={"language": language}) + escape_uri_path(path)
    return HttpResponsePermanentRedirect(
        iri_to_uri(f"{target}?{query}" if query else target), headers={"Cache-Control": CACHED}
    )


def not_found(request, exception):
    """Lead on from an old address; say in the reader's language that there is nothing at any other."""
    if request.method in ("GET", "HEAD") and not request.path_info.startswith("/admin/"):
        if place := redirects.find(request.path_info, request.META.get("QUERY_STRING", "")):
            return HttpResponsePermanentRedirect(iri_to_uri(place), headers={"Cache-Control": CACHED})
        path = request.path_info
        is_slash_missing = not path.endswith("/") and is_valid_path(f"{path}/")  # it is added
        if not is_slash_missing and not isinstance(exception, NoSuchPart):
            redirects.missed(path)
    return page("404.html", request.LANGUAGE_CODE, everywhere("home"), status=404, noindex=True)


def without_token(request, reason=""):
    """Refuse what was sent without a token: to editors with a reason, elsewhere because nothing is taken there.

    The readers' forms need no token, and their views are not asked for one.
    """
    if request.path_info.startswith("/admin/"):
        return csrf_failure(request, reason)
    return HttpResponseNotAllowed(("GET", "HEAD"))


@require_safe
def colours(request, accent, accent_dark, word):
    """Send the readers' style sheet in the institution's colours.

    Its address tells all that it depends on, so it stays for ever. A page kept somewhere from before an upgrade
    asks for the sheet of then, and gets today's.
    """
    sheet, todays = in_colours(f"#{accent}", f"#{accent_dark}")
    return HttpResponse(sheet, content_type="text/css", headers=FOR_EVER if word == todays else FOR_NOW)


@require_safe
def robots(request):
    maps = (f"Sitemap: {settings.SITE_URL}{reverse(name)}" for name in ("sitemap", "sitemap_news"))
    lines = ("User-agent: *", "Disallow: /admin/", *maps, "")
    return HttpResponse("\n".join(lines), content_type="text/plain", headers={"Cache-Control": CACHED})


@require_safe
def security(request):
    """Tell whom to write to about a weakness of the site, where the operator has said so (RFC 9116)."""
    if not settings.PORTAL_SECURITY_CONTACT:
        raise Http404
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=180)
    lines = (
        f"Contact: {settings.PORTAL_SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(site_codes())}",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
        "",
    )
    return HttpResponse("\n".join(lines), content_type="text/plain", headers={"Cache-Control": CACHED})


@require_safe
@cache_control(no_store=True)
def healthz(request):
    """Say that the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@cache_control(no_store=True)
def readyz(request):
    """Say whether the database answers and has all the tables and columns that this release needs."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        list(Topic.objects.all()[:1])  # fails where a language of the site has no columns yet
    except Error:
        return HttpResponse("The database does not answer as it should.\n", status=503, content_type="text/plain")
    if waiting:
        return HttpResponse(f"{len(waiting)} migrations wait.\n", status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")
