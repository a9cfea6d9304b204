"""The sitemap: an index of parts, each of at most 10,000 addresses, and the news of the last two days."""

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import lastmod, sitemaps
from articles.pages import CACHED, everywhere
from articles.sitemaps import entries, latest
from languages.times import ALWAYS
from topics.banners import addresses, visible
from topics.models import Topic

SECTIONS = {"articles": (sitemaps.sections, sitemaps.section), "tags": (sitemaps.tag_sections, sitemaps.tags)}


@require_safe
def index(request):
    """Name the parts, each with when what it names last changed: eight queries, however many parts there are."""
    articles, tags, topics = sitemaps.changed_sections(), sitemaps.changed_tag_sections(), _topics()
    parts = [("pages", latest((sitemaps.changed_pages(), *articles.values(), *topics.values())))]
    parts += [(f"tags-{number}", tags.get(number)) for number in sitemaps.tag_sections()]
    parts += [(f"articles-{number}", articles.get(number)) for number in sitemaps.sections()]
    places = [(reverse("sitemap_section", kwargs={"section": name}), at) for name, at in parts]
    return _sitemap("portal/sitemap_index.xml", places=places)


@require_safe
def section(request, section):
    """Name the addresses of a part: ``pages``, ``tags-0``, ``articles-0``…"""
    if section == "pages":
        found = _places_and_topics() + sitemaps.pages()
    else:
        kind, _dash, number = section.partition("-")
        known, entries_of = SECTIONS.get(kind, (None, None))
        if known is None or number not in map(str, known()):
            raise Http404
        found = entries_of(int(number))
    return _sitemap("portal/sitemap_section.xml", entries=found)


@require_safe
def news(request):
    """Name the news of the last two days; the time alone changes it, so no cache keeps it."""
    response = _sitemap("portal/sitemap_news.xml", entries=sitemaps.news(timezone.now()))
    response.headers["Cache-Control"] = "no-cache"
    return response


def _places_and_topics() -> list[dict]:
    topics = _topics()
    of_topics, of_articles = latest(topics.values()), latest(sitemaps.changed_sections().values())
    changed = {"home": latest((of_topics, of_articles)), "topics": of_topics, "articles": of_articles}
    found = [entry for place, at in changed.items() for entry in entries(everywhere(place), at)]
    for topic in visible():
        if places := addresses(topic):
            found += entries(places, topics[topic["pk"]])
    return found


def _topics() -> dict[int, datetime | None]:
    """Return when each topic last changed: it was edited, began or ended, or an article came or went."""
    now, changed = timezone.now(), lastmod.last_changes(lastmod.TOPIC)
    periods = Topic.objects.order_by().values_list("pk", "visible_from", "visible_until")
    return {key: latest(_moments(changed.get(key), *period, now)) for key, *period in periods}


def _moments(changed: datetime | None, begins: datetime, ends: datetime, now: datetime) -> list[datetime | None]:
    """Return when a topic changed; one that was over before anything was done to it was never there."""
    moments = [changed]
    if ALWAYS < begins <= now < ends:
        moments.append(begins)
    if changed and changed < ends <= now:
        moments.append(ends)
    return moments


def _sitemap(template, **context):
    xml = render_to_string(template, context | {"site_url": settings.SITE_URL})
    return HttpResponse(xml, content_type="application/xml", headers={"Cache-Control": CACHED})
