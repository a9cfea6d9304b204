"""The frame around every public page, and the article's page inside it.

Public pages are rendered without the request: nothing of a session, a token or a user can get
into them, and the bytes are the same for everybody.
"""

from functools import cache
from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponse
from django.template import loader
from django.urls import reverse
from django.utils import translation

from articles.listings import edition_address
from articles.models import Edition
from languages.columns import text_of
from languages.names import default_code, language, site_languages

CACHED = "public, max-age=0, must-revalidate"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)


def page(template: str, code: str, addresses: dict[str, str], *, status=200, **context) -> HttpResponse:
    """Return a public page in a language.

    ``addresses`` says in which languages the same thing can be read, and where, the best one for
    a reader of none of them first: the language switch and the alternates follow it.
    """
    with translation.override(code):
        html = loader.render_to_string(template, frame(code, addresses) | context)
    return HttpResponse(html, status=status, headers={"Cache-Control": CACHED, "Content-Security-Policy": POLICY})


def frame(code: str, addresses: dict[str, str]) -> dict:
    """Return what base.html needs; the site's name is marked where it is not in the page's language."""
    own_name = settings.PORTAL_NAMES.get(code)
    default = default_code()
    languages = site_languages()
    return {
        "language": language(code),
        "site_name": own_name or settings.PORTAL_NAME,
        "site_name_language": language(default) if settings.PORTAL_NAMES and not own_name and code != default else None,
        "site_url": settings.SITE_URL,
        "places": site_places(code),
        "switch": [(other, addresses.get(other.code), other.code == code) for other in languages],
        "canonical": addresses.get(code),
        "alternates": [(other.tag, addresses[other.code]) for other in languages if other.code in addresses],
        "x_default": addresses.get(default) or next(iter(addresses.values()), None),
    }


@cache
def site_places(code: str) -> dict[str, str]:
    """Return the addresses of the places that every page leads to."""
    return {name: reverse(name, kwargs={"language": code}) for name in ("home", "topics", "articles")}


def everywhere(place: str) -> dict[str, str]:
    """Return the addresses of one of the places that stand in all of the site's languages."""
    return {site.code: site_places(site.code)[place] for site in site_languages()}


def live_addresses(article_id: int | None) -> dict[str, str]:
    """Return the addresses of an article in the languages in which it is live, the original's first."""
    live = Edition.objects.live().filter(article=article_id).order_by("-is_original", "pk")
    return {code: edition_address(code, slug) for code, slug in live.values_list("language", "slug")}


def article_page(
    request, edition: Edition, *, topics, tags, status=200, preview=False, is_behind=False
) -> HttpResponse:
    """Return the page of an edition; of an unsaved one, too, which a preview shows."""
    code = edition.language
    addresses = live_addresses(edition.article_id)
    response = page(
        "articles/edition_page.html",
        code,
        addresses,
        status=status,
        noindex=preview,
        preview=preview,
        edition=edition,
        topics=[link for topic in topics if (link := topic_link(topic, code))],
        tags=[tag_link(tag, code) for tag in tags],
        others=[(language(other), address) for other, address in addresses.items() if other != code],
        followed=edition.made_from if is_behind else None,
        original=is_behind and addresses.get(edition.made_from.language),
        original_language=is_behind and language(edition.made_from.language),
    )
    if preview:
        response.headers["Cache-Control"] = "private, no-store"
    return response


def topic_link(topic, code: str) -> dict | None:
    """Return a topic's title and address for a page in a language; None for one without either anywhere."""
    title_language, title = topic.titled(code)
    slug = text_of(topic, "slug", title_language)
    if not slug:
        return None
    return {
        "url": f"{site_places(title_language)['topics']}{quote(slug)}/",
        "title": title,
        "elsewhere": language(title_language) if title_language != code else None,
    }


def tag_link(tag, code: str) -> dict:
    """Return a tag's name and address for a page in a language; the name may be another language's."""
    name_language, name = tag.named(code)
    return {
        "url": tag.url(code),
        "title": name,
        "elsewhere": language(name_language) if name_language not in ("", code) else None,
    }
