"""The banners of the special topics, as the home page and the list of topics show them."""

from django.db.models import F
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import override

from articles.fragments import PICTURE, picture, remembered, text_columns, topic_address, topic_link
from articles.prepared import NOW, fetch
from languages.columns import localized, text_of
from languages.names import site_codes
from topics.models import Topic


def banners(template: str, code: str) -> list[SafeString]:
    """Return the visible topics in their order, each rendered for a page in a language."""
    return [banner for row in fetch(_topics) if (banner := _banner(template, code, **row))]


def _topics():
    columns = text_columns("title", "slug", "introduction")
    return Topic.objects.visible(NOW).values(*columns, **{name: F(f"banner__{name}") for name in PICTURE})


@remembered
def _banner(template: str, code: str, **topic) -> SafeString | None:
    link = topic_link(code, **topic)
    if link is None:
        return None
    title_code = link["elsewhere"].code if link["elsewhere"] else code
    introduction = topic[localized("introduction", title_code)]
    image = picture(**{name: topic[name] for name in PICTURE})
    with override(code):
        return render_to_string(template, link | {"introduction": introduction, "image": image})


def addresses(topic: Topic) -> dict[str, str]:
    """Return the addresses of a topic in the languages in which it has a title."""
    return {
        code: topic_address(code, slug)
        for code in site_codes()
        if text_of(topic, "title", code) and (slug := text_of(topic, "slug", code))
    }
