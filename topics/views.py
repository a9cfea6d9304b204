from django.http import Http404
from django.utils.text import Truncator
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe

from articles import feeds, heads
from articles.fragments import PICTURE, language_of, part, picture, places
from articles.listings import turn
from articles.pages import everywhere, page
from articles.share_pictures import SharePicture, share_address, share_picture
from languages.columns import localized
from languages.typography import typeset
from topics.banners import addresses, banners, by_any_slug, by_key, by_slug
from topics.places import others, placed


@require_safe
def topics(request, language):
    return page(
        "topics/topic_list.html",
        language,
        everywhere("topics"),
        place="topics",
        parts={
            "head": heads.list_head(language, places(language)["topics"], gettext("Special topics")),
            "topics": banners("topics/_topic.html", language),
        },
    )


@require_safe
def topic(request, language, slug):
    row = by_slug(language).get(slug)
    if row is None:
        return _elsewhere(language, slug)
    title, introduction = row[localized("title", language)], row[localized("introduction", language)]
    own = addresses(row)
    description, banner = Truncator(introduction).chars(200), picture(**{name: row[name] for name in PICTURE})
    editions = turn(request.GET, language, others(language, row["pk"]), level=3)
    return page(
        "topics/topic_page.html",
        language,
        own,
        feeds=((title, f"{own[language]}feed/", None),),
        parts={
            "head": _head(language, row, own[language], description, banner),
            "title": title,
            "description": description,
            "topic_head": part(
                "topics/_topic_head.html",
                language,
                title=typeset(title, language),
                introduction=typeset(introduction or "", language),
                image=banner,
                image_alt=row[localized("alt", language)],
            ),
            "sections": "" if editions["is_part"] else placed(language, row["pk"]),
            **editions,
        },
    )


def _head(code, row, address, description, banner):
    title, introduction = row[localized("title", code)], row[localized("introduction", code)]
    share = share_address("topic", row["pk"], code, title, banner.share if banner else "")
    with override(code):
        trail = ((gettext("Topics"), places(code)["topics"]), (title, address))
    facts = heads.collection(code, address, name=title, description=introduction, image=share)
    return heads.head(code, address, title=title, description=description, share=share, facts=(facts,), trail=trail)


def topic_share_picture(key: int, code: str) -> SharePicture | None:
    """Return what is drawn for a topic that readers of a language see."""
    row = by_key().get(key)
    title = row and row[localized("title", code)]
    if not title:
        return None
    banner = picture(**{name: row[name] for name in PICTURE})
    return share_picture(code, title, banner.share if banner else "")


@require_safe
def feed(request, language, slug, form="atom"):
    row = by_slug(language).get(slug)
    if row is None:
        raise Http404
    found = feeds.feed(
        language,
        addresses(row)[language],
        request.GET,
        title=row[localized("title", language)],
        subtitle=row[localized("introduction", language)],
        relation="topic_places",
        subject=row["pk"],
    )
    return feeds.answer(found, form)


def _elsewhere(language, slug):
    """Answer for an address that is another language's: not here, but there."""
    row = by_any_slug().get(slug)
    places = addresses(row) if row else {}
    if not places:
        raise Http404
    links = [
        {"url": url, "title": row[localized("title", code)], "elsewhere": language_of(code, language)}
        for code, url in places.items()
    ]
    return page("topics/topic_elsewhere.html", language, places, status=404, noindex=True, links=links)
