from django.db import models
from django.db.models import F
from django.http import Http404
from django.utils.text import Truncator
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe

from articles import feeds, heads
from articles.fragments import PICTURE, language_of, part, picture, places
from articles.listings import turn
from articles.pages import everywhere, page
from articles.prepared import Parameter, fetch
from articles.share_pictures import SharePicture, share_address, share_picture
from languages.columns import localized
from topics.banners import addresses, banners, shown
from topics.places import others, placed

SLUG = Parameter("slug", models.CharField())
KEY = Parameter("key", models.BigIntegerField())


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
    row = next(iter(fetch(_topic, language, slug=slug)), None)
    if row is None or not row[localized("title", language)]:
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
                title=title,
                introduction=introduction,
                image=banner,
                image_alt=row["image_alt"],
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
    row = next(iter(fetch(_topic_numbered, key=key)), None)
    title = row and row[localized("title", code)]
    if not title:
        return None
    banner = picture(**{name: row[name] for name in PICTURE})
    return share_picture(code, title, banner.share if banner else "")


def _topic_numbered():
    return shown().filter(pk=KEY)


@require_safe
def feed(request, language, slug, form="atom"):
    row = next(iter(fetch(_topic, language, slug=slug)), None)
    if row is None or not row[localized("title", language)]:
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


def _topic(language):
    return shown().addressed(SLUG, language).annotate(image_alt=F(f"banner__{localized('alt', language)}"))


def _elsewhere(language, slug):
    """Answer for an address that is another language's: not here, but there."""
    row = next(iter(fetch(_topic_anywhere, slug=slug)), None)
    places = addresses(row) if row else {}
    if not places:
        raise Http404
    links = [
        {"url": url, "title": row[localized("title", code)], "elsewhere": language_of(code, language)}
        for code, url in places.items()
    ]
    return page("topics/topic_elsewhere.html", language, places, status=404, noindex=True, links=links)


def _topic_anywhere():
    return shown().addressed_anywhere(SLUG)
