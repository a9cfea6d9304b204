"""What machines read in a page's head: Open Graph for those who show a link, schema.org for those who search."""

import json
from html import escape
from urllib.parse import quote

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext, override

from articles.fragments import edition_address, places, remembered
from articles.frame import Frame, frame, worked_out_once
from articles.icons import icon_address
from articles.pages import site_name
from articles.share_pictures import SIZE, share_address
from languages.names import Language, site_codes
from languages.names import language as named

type Words = str | dict[str, str]

# A block of data in a page must hold nothing that could end it or begin a comment.
ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
HARMLESS = [(letter, f"\\u{ord(letter):04x}") for letter in "<>&\u2028\u2029"]


def head(
    code: str,
    address: str,
    *,
    title: str = "",
    title_language: Language | None = None,
    description: str = "",
    kind: str = "website",
    share: str = "",
    facts: tuple[dict, ...] = (),
    trail: tuple[tuple[Words, str], ...] = (),
) -> SafeString:
    """Return what stands in the head of a page about ``title``, the site itself if empty.

    ``title_language`` is given where it is not the page's. ``share`` is the address of its share picture,
    ``facts`` what schema.org says of it, ``trail`` the names and addresses of the pages from the home
    page's successor down to it.
    """
    social = _social(
        code,
        title=title,
        title_language=title_language,
        description=description,
        kind=kind,
        address=f"{settings.SITE_URL}{address}",
        image=f"{settings.SITE_URL}{share or share_address('site', 0, code)}",
    )
    graph = [*map(_encoded, facts), _organization(frame(), code)]
    if trail:
        graph.append(_encoded(_breadcrumbs(code, trail)))
    data = f'{{"@context":"https://schema.org","@graph":[{",".join(graph)}]}}'
    return SafeString(f'{social}<script type="application/ld+json">{data}</script>\n')


def _social(
    code: str, *, title: str, title_language: Language | None, description: str, kind: str, address: str, image: str
) -> SafeString:
    """Return what Open Graph says; put together without a template, because nearly every page has its own."""
    name, named_so = _named(frame(), code)
    if title:
        title, titled_so = escape(title), f" {title_language.attributes}" if title_language else ""
    else:
        title, titled_so = name, named_so
    described = f'<meta property="og:description" content="{escape(description)}">\n' if description else ""
    embedded = ""
    if kind == "article":
        there = f"{settings.SITE_URL}/oembed?url={quote(address, safe='')}"
        embedded = f'<link rel="alternate" type="application/json+oembed" href="{there}" title="{title}">\n'
    return SafeString(
        f'<meta property="og:type" content="{kind}">\n'
        f'<meta property="og:title" content="{title}"{titled_so}>\n'
        f"{described}"
        f'<meta property="og:url" content="{escape(address)}">\n'
        f'<meta property="og:site_name" content="{name}"{named_so}>\n'
        f'<meta property="og:image" content="{escape(image)}">\n'
        '<meta property="og:image:type" content="image/jpeg">\n'
        f'<meta property="og:image:width" content="{SIZE[0]}">\n'
        f'<meta property="og:image:height" content="{SIZE[1]}">\n'
        f'<meta property="og:image:alt" content="{title}"{titled_so}>\n'
        f"{embedded}"
        '<meta name="twitter:card" content="summary_large_image">\n'
    )


@worked_out_once
def _named(site: Frame, code: str) -> tuple[str, str]:
    """Return the site's name as markup, and the attributes that mark it where it is in another language."""
    name, language = site.name(code)
    return escape(name), f" {language.attributes}" if language else ""


def edition_head(edition, image, topics, tags, addresses: dict[str, str]) -> SafeString:
    """Return what stands in the head of an edition's page.

    ``image`` is its picture, ``topics`` and ``tags`` are their links, ``addresses`` where it is live.
    """
    code = edition.language
    address = edition_address(code, edition.slug, edition.is_page)
    share = share_address("edition", edition.pk, code, edition.title, image.share if image else "")
    sections = [link for link in topics if link and not link["elsewhere"]]
    if edition.is_page:
        facts = collection(code, address, name=edition.title, description=edition.lead, kind="WebPage")
    else:
        others = [addresses[other] for other in site_codes() if other in addresses and other != code]
        facts = article(
            edition,
            share=share,
            image=image.whole.src if image else "",
            topics=[link["title"] for link in sections],
            tags=[link["title"] for link in tags if not link["elsewhere"]],
            translations=others if edition.is_original else [],
        )
    return head(
        code,
        address,
        title=edition.title,
        description=edition.lead,
        kind="website" if edition.is_page else "article",
        share=share,
        facts=(facts,),
        trail=(*((link["title"], link["url"]) for link in sections[:1]), (edition.title, address)),
    )


def list_head(
    code: str,
    address: str,
    title: str,
    title_language: Language | None = None,
    *,
    above: tuple[tuple[str, str], ...] = (),
) -> SafeString:
    """Return what stands in the head of a list; ``above`` are the pages between the home page and it."""
    name = _words(title, title_language)
    facts, trail = (collection(code, address, name=name),), (*above, (name, address))
    return head(code, address, title=title, title_language=title_language, facts=facts, trail=trail)


def article(edition, *, share: str, image: str, topics: list[str], tags: list[str], translations: list[str]) -> dict:
    """Return what schema.org says of an edition; topics and tags by their names in its language."""
    site = settings.SITE_URL
    address = f"{site}{edition_address(edition.language, edition.slug)}"
    return said(
        {
            "@type": "NewsArticle",
            "@id": f"{address}#article",
            "url": address,
            "mainEntityOfPage": address,
            "headline": edition.title,
            "description": edition.lead,
            "inLanguage": named(edition.language).tag,
            "datePublished": edition.published_at.isoformat(),
            "dateModified": edition.live_from.isoformat(),
            "author": {"@type": "Person", "name": edition.author_line} if edition.author_line else _reference(),
            "publisher": _reference(),
            "image": [f"{site}{picture}" for picture in (share, image) if picture],
            "articleSection": topics,
            "keywords": tags,
            "isAccessibleForFree": True,
            "workTranslation": [{"@id": f"{site}{other}#article"} for other in translations],
        }
    )


def collection(
    code: str, address: str, *, name: Words, description: str = "", image: str = "", kind="CollectionPage"
) -> dict:
    """Return what schema.org says of a page that leads to articles, or of one of the site's own (``WebPage``)."""
    site = settings.SITE_URL
    return said(
        {
            "@type": kind,
            "@id": f"{site}{address}",
            "url": f"{site}{address}",
            "name": name,
            "description": description,
            "inLanguage": named(code).tag,
            "image": image and f"{site}{image}",
            "isPartOf": {"@id": f"{site}/#website"},
        }
    )


def website(code: str) -> dict:
    """Return what schema.org says of the site."""
    site = settings.SITE_URL
    return {
        "@type": "WebSite",
        "@id": f"{site}/#website",
        "url": f"{site}{places(code)['home']}",
        "name": _words(*site_name(code)),
        "inLanguage": named(code).tag,
        "publisher": _reference(),
    }


@worked_out_once
def _organization(site: Frame, code: str) -> str:
    """Return what schema.org says of the institution."""
    root = settings.SITE_URL
    return _encoded(
        {
            "@type": "Organization",
            "@id": f"{root}/#organization",
            "name": _words(*site.name(code)),
            "url": f"{root}{places(code)['home']}",
            "logo": {"@type": "ImageObject", "url": f"{root}{icon_address(512)}"},
        }
    )


def _breadcrumbs(code: str, trail) -> dict:
    trail = ((_home(code), places(code)["home"]), *trail)
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": f"{settings.SITE_URL}{address}"}
            for place, (name, address) in enumerate(trail, 1)
        ],
    }


@remembered
def _home(code: str) -> str:
    with override(code):
        return gettext("Home")


def _words(text: str, language: Language | None) -> Words:
    """Return a text as JSON-LD says it; the language is given where it is not the page's."""
    return {"@value": text, "@language": language.tag} if language else text


def _reference() -> dict:
    return {"@id": f"{settings.SITE_URL}/#organization"}


def said(values: dict) -> dict:
    """Leave out what there is nothing to say about."""
    return {name: value for name, value in values.items() if value}


def _encoded(fact: dict) -> str:
    text = ENCODER.encode(fact)
    for letter, escaped in HARMLESS:
        text = text.replace(letter, escaped)
    return text
