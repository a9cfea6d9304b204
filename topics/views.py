from django.http import Http404
from django.views.decorators.http import require_safe

from articles.listings import BY_TOPIC, card, listed, turn_page
from articles.pages import everywhere, page
from languages.columns import text_of
from languages.names import language as named
from topics.banners import addresses, banners
from topics.models import Topic


@require_safe
def topics(request, language):
    return page("topics/topic_list.html", language, everywhere("topics"), place="topics", banners=banners(language))


@require_safe
def topic(request, language, slug):
    topic = Topic.objects.visible().addressed(slug, language).select_related("banner").first()
    if topic is None or not text_of(topic, "title", language):
        return _elsewhere(language, slug)
    editions, newer, older = turn_page(request.GET, listed(language).about(topic), BY_TOPIC)
    return page(
        "topics/topic_page.html",
        language,
        addresses(topic),
        title=text_of(topic, "title", language),
        introduction=text_of(topic, "introduction", language),
        image=topic.banner,
        image_alt=topic.banner and text_of(topic.banner, "alt", language),
        cards=[card(edition, language) for edition in editions],
        newer=newer,
        older=older,
        is_part=bool(newer),
    )


def _elsewhere(language, slug):
    """Answer for an address that is another language's: not here, but there."""
    topic = Topic.objects.visible().addressed_anywhere(slug).first()
    places = addresses(topic) if topic else {}
    if not places:
        raise Http404
    links = [
        {"url": url, "title": text_of(topic, "title", code), "elsewhere": named(code) if code != language else None}
        for code, url in places.items()
    ]
    return page("topics/topic_elsewhere.html", language, places, status=404, noindex=True, links=links)
