"""The banners of the special topics, as the home page and the list of topics show them."""

from articles.pages import topic_link
from languages.columns import text_of
from topics.models import Topic


def banners(code: str) -> list[dict]:
    """Return the visible topics in their order; a title that is not in the page's language says in which it is."""
    found = []
    for topic in Topic.objects.visible().select_related("banner"):
        if link := topic_link(topic, code):
            title_language = link["elsewhere"].code if link["elsewhere"] else code
            found.append(link | {"introduction": text_of(topic, "introduction", title_language), "image": topic.banner})
    return found


def addresses(topic: Topic) -> dict[str, str]:
    """Return the addresses of a topic in the languages in which it has a title."""
    return {
        code: link["url"]
        for code in topic.titled_languages()
        if (link := topic_link(topic, code)) and not link["elsewhere"]
    }
