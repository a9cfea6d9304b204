from django.http import Http404
from django.views.decorators.http import require_safe

from articles.fragments import PICTURE, language_of, picture
from articles.listings import turn_page
from articles.pages import everywhere, page
from languages.columns import text_of
from topics.banners import addresses, banners
from topics.models import Topic


@require_safe
def topics(request, language):
    found = banners("topics/_topic.html", language)
    return page("topics/topic_list.html", language, everywhere("topics"), place="topics", topics=found)


@require_safe
def topic(request, language, slug):
    topic = Topic.objects.visible().addressed(slug, language).select_related("banner").first()
    if topic is None or not text_of(topic, "title", language):
        return _elsewhere(language, slug)
    return page(
        "topics/topic_page.html",
        language,
        addresses(topic),
        title=text_of(topic, "title", language),
        introduction=text_of(topic, "introduction", language),
        image=topic.banner and picture(**{name: getattr(topic.banner, name) for name in PICTURE}),
        image_alt=topic.banner and text_of(topic.banner, "alt", language),
        **turn_page(request.GET, language, "topic_places", topic.pk),
    )


def _elsewhere(language, slug):
    """Answer for an address that is another language's: not here, but there."""
    topic = Topic.objects.visible().addressed_anywhere(slug).first()
    places = addresses(topic) if topic else {}
    if not places:
        raise Http404
    links = [
        {"url": url, "title": text_of(topic, "title", code), "elsewhere": language_of(code, language)}
        for code, url in places.items()
    ]
    return page("topics/topic_elsewhere.html", language, places, status=404, noindex=True, links=links)
