from django.db import models
from django.db.models import F
from django.http import Http404
from django.views.decorators.http import require_safe

from articles import feeds
from articles.fragments import PICTURE, language_of, picture
from articles.listings import turn_page
from articles.pages import everywhere, page
from articles.prepared import Parameter, fetch
from languages.columns import localized
from topics.banners import addresses, banners, shown

SLUG = Parameter("slug", models.CharField())


@require_safe
def topics(request, language):
    found = banners("topics/_topic.html", language)
    return page("topics/topic_list.html", language, everywhere("topics"), place="topics", topics=found)


@require_safe
def topic(request, language, slug):
    row = next(iter(fetch(_topic, language, slug=slug)), None)
    if row is None or not row[localized("title", language)]:
        return _elsewhere(language, slug)
    title, places = row[localized("title", language)], addresses(row)
    return page(
        "topics/topic_page.html",
        language,
        places,
        feeds=((title, f"{places[language]}feed/"),),
        title=title,
        introduction=row[localized("introduction", language)],
        image=picture(**{name: row[name] for name in PICTURE}),
        image_alt=row["image_alt"],
        **turn_page(request.GET, language, "topic_places", row["pk"]),
    )


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
