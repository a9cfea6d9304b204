"""The frame around every public page, and the article's page inside it.

Public pages are rendered without the request: nothing of a session, a token or a user can get
into them, and the bytes are the same for everybody.
"""

from collections.abc import Iterable
from html import escape

from django.conf import settings
from django.db import models
from django.db.models import Case, OuterRef, StringAgg, Subquery, Value, When
from django.db.models.functions import Cast, Concat
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override

from articles.fragments import PICTURE, edition_address, part, picture, places, tag_link, time_of, topic_link
from articles.frame import FOOTER, NAVIGATION, Frame, frame, worked_out_once
from articles.icons import icon_address
from articles.models import Edition
from articles.moulds import filled
from articles.prepared import NOW, Parameter, fetch
from articles.switch import alternates, switch
from languages.names import Language, direction, site_languages
from languages.typography import typeset

CACHED = "public, max-age=0, must-revalidate"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; manifest-src 'self'; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
EMBLEM = 48
OWN_SCRIPTS = "script-src 'self'"
ARTICLE = Parameter("article", Edition._meta.pk)


def page(
    template: str,
    code: str,
    addresses: dict[str, str],
    *,
    place: str = "",
    status: int = 200,
    feeds: tuple[tuple[str, str, Language | None], ...] = (),
    script: str = "",
    parts: dict[str, object] | None = None,
    **context,
) -> HttpResponse:
    """Return a public page in a language.

    ``addresses`` says in which languages the same thing can be read, and where, the best one for
    a reader of none of them first: the language switch and the alternates follow it. A page that
    is about nothing has none, and no switch. ``place`` is where in the site the page stands, ``feeds``
    the titles and addresses of the feeds that it has besides the language's own, with the title's
    language where it is another. ``script`` is a static file that makes the page handier; the page
    works without it. A template that needs nothing but pieces of text and a few flags gets them as
    ``parts`` and ``context``, and is rendered in no time (moulds.py).
    """
    site, there = frame(), tuple(addresses.items())
    here = addresses.get(code, "") if status == 200 else ""
    flags = {"lists_elsewhere": settings.PORTAL_LISTS_ELSEWHERE, "is_here": code in addresses, "script": script}
    around = {
        **_frame_of(site, code, place, here if here in _links_of(site, code) else ""),
        "site_url": settings.SITE_URL,
        "alternates": alternates(code, there, settings.SITE_URL),
        "feeds": _feeds(site, code, feeds),
        "switch": switch(code, there),
    }
    if parts is None:
        with override(code):
            html = render_to_string(template, {"places": places(code), **flags, **around, **context})
    else:
        html = filled(template, code, around | parts, **flags, **context)
    policy = f"{POLICY}; {OWN_SCRIPTS}" if script else POLICY
    return HttpResponse(html, status=status, headers={"Cache-Control": CACHED, "Content-Security-Policy": policy})


@worked_out_once
def _frame_of(site: Frame, code: str, place: str, here: str) -> dict[str, str]:
    """Return what surrounds a page at a place of the site; ``here`` is its address, where a menu leads to it."""
    own_name, name_language = site.name(code)
    name = {"site_name": own_name, "site_name_language": name_language}
    lines, lines_language = site.foot(code)
    navigation, footer = ({"links": site.menu(menu, code), "here": here} for menu in (NAVIGATION, FOOTER))
    return {
        "site_name": own_name,
        "opening": part(
            "_opening.html",
            code,
            colours=site.stylesheet,
            emblem=site.emblem and icon_address(32),
            touch_icon=icon_address(180),
        ),
        "name": part("_site_name.html", code, place=place, emblem=emblem(site), **name),
        "menu": part("_menu.html", code, place=place, **navigation),
        "footer": part("_footer.html", code, lines=lines, lines_language=lines_language, **footer, **name),
    }


def _feeds(site: Frame, code: str, feeds: tuple[tuple[str, str, Language | None], ...]) -> SafeString:
    own_name, language = site.name(code)
    return part("_feeds.html", code, feeds=((own_name, places(code)["feed"], language), *feeds))


@worked_out_once
def _links_of(site: Frame, code: str) -> frozenset[str]:
    """Return where the menus lead."""
    return frozenset(link.url for menu in (NAVIGATION, FOOTER) for link in site.menu(menu, code))


def site_name(code: str) -> tuple[str, Language | None]:
    """Return the site's name for readers of a language, and the language to mark it with where it is another's."""
    return frame().name(code)


def emblem(site: Frame) -> tuple[str, int] | None:
    """Return the emblem's address and its width beside the name, where it is EMBLEM points high."""
    image = site.emblem
    return image and (image.thumbnail, max(1, round(EMBLEM * image.width / image.height)))


def everywhere(place: str) -> dict[str, str]:
    """Return the addresses of one of the places that stand in all of the site's languages."""
    return {site.code: places(site.code)[place] for site in site_languages()}


def live_addresses(article: int | None) -> dict[str, str]:
    """Return the addresses of an article in the languages in which it is live, the original's first."""
    return {row["language"]: edition_address(**row) for row in fetch(_live, article=article)}


def _live():
    live = Edition.objects.live_of_any_kind(NOW).filter(article=ARTICLE)
    return live.order_by("-is_original", "pk").values("language", "slug", "is_page")


def live_places() -> Subquery:
    """Return where the article of an edition is live, as a text for ``addresses_from``: it comes with the edition.

    Neither a comma nor a space is in a slug.
    """
    live = Edition.objects.live_of_any_kind(NOW).filter(article=OuterRef("article")).order_by().values("article")
    rank = Case(When(is_original=True, then=Value("0 ")), default=Value("1 "))
    place = Concat(rank, Cast("pk", models.CharField()), Value(" "), "language", Value(" "), "slug")
    return Subquery(live.annotate(places=StringAgg(place, Value(","))).values("places"))


def addresses_from(places: str, *, is_page: bool) -> dict[str, str]:
    """Return what ``live_addresses`` does, from the text that ``live_places`` gives."""
    found = sorted((rank, int(key), code, slug) for rank, key, code, slug in map(str.split, places.split(",")))
    return {code: edition_address(code, slug, is_page) for _rank, _key, code, slug in found}


def article_page(edition: Edition, *, topics, tags, preview=False) -> HttpResponse:
    """Return the page of an edition that may be unsaved, with topics and tags that may be other than its own."""
    return edition_page(
        edition,
        addresses=live_addresses(edition.article_id) if edition.article_id else {},
        image=edition.image and picture(**{name: getattr(edition.image, name) for name in PICTURE}),
        topics=[topic_link(edition.language, **_columns(topic)) for topic in topics],
        tags=[tag_link(edition.language, **_columns(tag)) for tag in tags],
        preview=preview,
    )


def _columns(row) -> dict:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def edition_page(
    edition: Edition,
    *,
    addresses: dict[str, str],
    image,
    topics,
    tags,
    followed=None,
    past=None,
    around=None,
    status=200,
    preview=False,
    head=None,
) -> HttpResponse:
    """Return the page of an edition of an article that is live at ``addresses``.

    ``head`` makes what machines read in its head.
    ``followed`` is what a translation that is behind was made from: its language and when it went live;
    ``past`` says of one that is not live since when, until when, and where the text is now;
    ``around`` is what stands under it, from ``related.around``.
    """
    code = edition.language
    notices = {}
    if followed or past:
        with override(code):
            notices = {
                "behind": followed and _behind(followed, addresses),
                "past": past and render_to_string("articles/_past.html", {"past": past}),
            }
    history = edition.is_revised and not past and code in addresses
    response = page(
        "articles/site_page.html" if edition.is_page else "articles/edition_page.html",
        code,
        addresses,
        status=status,
        noindex=preview or past is not None,
        preview=preview,
        parts={
            **notices,
            "head": head(edition, image, topics, tags, addresses) if head else "",
            "canonical": past and past.get("url"),
            "title": edition.title,
            "description": edition.lead,
            "heading": typeset(edition.title, code),
            "lead": typeset(edition.lead, code),
            "author": edition.author_line,
            "published": time_of(edition.published_at, code),
            "revised": edition.is_revised and time_of(edition.live_from, code),
            "history": history and f"{addresses[code]}history/",
            "reading_time": part("articles/_reading_time.html", code, minutes=edition.reading_minutes),
            "figure": image and _figure(edition, image),
            "contents": _contents(edition),
            "body": SafeString(edition.body),
            "topics": _joined(part("articles/_topic_link.html", code, **link) for link in topics if link),
            "tags": _joined(part("articles/_tag_link.html", code, **link) for link in tags),
            "share": f"{edition_address(code, edition.slug)}share/",
            **(around or {}),
        },
    )
    if preview:
        response.headers["Cache-Control"] = "private, no-store"
    return response


def _behind(followed: dict, addresses: dict[str, str]) -> SafeString:
    date = time_of(followed["live_from"], get_language())
    url = addresses.get(followed["language"].code)
    return render_to_string("articles/_behind.html", {"followed": followed | {"date": date, "url": url}})


def _contents(edition: Edition) -> SafeString:
    """Return the items of the table of contents."""
    return SafeString(
        "\n".join(
            f'<li><a href="#{escape(heading["anchor"])}">{_heading(heading)}</a></li>'
            for heading in edition.visible_contents
        )
    )


def _heading(heading: dict) -> str:
    """Return a heading's words, those in another language marked; what earlier releases rendered has no marks."""
    return "".join(
        f'<span lang="{escape(passage["lang"])}" dir="{direction(passage["lang"])}">{escape(passage["text"])}</span>'
        if "lang" in passage
        else escape(passage["text"])
        for passage in heading.get("passages", [{"text": heading["title"]}])
    )


def _joined(items: Iterable[SafeString]) -> SafeString:
    return SafeString("".join(items))


def _figure(edition: Edition, image) -> SafeString:
    return filled(
        "articles/_figure.html",
        edition.language,
        {
            "image": image,
            "alt": edition.image_alt,
            "caption": typeset(edition.image_caption, edition.language),
            "credit": typeset(edition.image_credit, edition.language),
            "open_licence": image.open_licence,
        },
    )
