"""The special topics that readers see, and their banners as the home page and the list of topics show them."""

from django.db.models import F
from django.utils.safestring import SafeString

from articles.fragments import PICTURE, part, picture, text_columns, topic_address, topic_link
from articles.kept import read_once
from articles.prepared import NOW, fetch
from languages.columns import localized
from languages.names import site_codes
from languages.typography import typeset
from topics.models import Topic


@read_once
def banners(template: str, code: str) -> SafeString:
    """Return the visible topics in their order, each rendered for a page in a language."""
    rows = ((row, topic_link(code, **row)) for row in visible())
    return SafeString("".join(_banner(template, code, row, link) for row, link in rows if link))


@read_once
def visible() -> list[dict]:
    """Return the visible topics in their order, with all their texts and the banner's picture."""
    return fetch(_visible)


@read_once
def by_slug(code: str) -> dict[str, dict]:
    """Return the visible topics that have a title in a language, by their slugs in it."""
    return {row[localized("slug", code)]: row for row in reversed(visible()) if row[localized("title", code)]}


@read_once
def by_key() -> dict[int, dict]:
    """Return the visible topics by their keys."""
    return {row["pk"]: row for row in visible()}


@read_once
def by_any_slug() -> dict[str, dict]:
    """Return the visible topics by their slugs in all languages of the site; the first has one that several share."""
    names = text_columns("slug")
    return {row[name]: row for row in reversed(visible()) for name in names if row[name]}


def _visible():
    columns = text_columns("title", "slug", "introduction")
    alt = {name: F(f"banner__{name}") for name in text_columns("alt")}
    return Topic.objects.visible(NOW).values("pk", *columns, **alt, **{name: F(f"banner__{name}") for name in PICTURE})


def _banner(template, code, row, link) -> SafeString:
    title_code = link["elsewhere"].code if link["elsewhere"] else code
    texts = {"title": link["title"], "introduction": row[localized("introduction", title_code)]}
    return part(
        template,
        code,
        image=picture(**{name: row[name] for name in PICTURE}),
        **link | {name: typeset(text or "", title_code) for name, text in texts.items()},
    )


def addresses(row: dict) -> dict[str, str]:
    """Return the addresses of a topic in the languages in which it has a title."""
    return {
        code: topic_address(code, slug)
        for code in site_codes()
        if row[localized("title", code)] and (slug := row[localized("slug", code)])
    }
