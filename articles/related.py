"""What stands under an article: others that go with it, and the ones before and after it in its topic.

All of it comes in one query. Each part of that walks an index of its own and stops after a few
editions, so it costs the same however many articles share a tag; what is newest under a topic or
tag is kept, because many articles ask for it.
"""

from collections import Counter

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, override

from articles.fragments import cards, edition_address, language_of, remembered
from articles.kept import kept
from articles.listings import SUBJECT, beside, cards_of
from articles.models import Edition, EditionRelated
from articles.prepared import NOW, Parameter, fetch_together
from languages.typography import typeset

SHOWN = 3
MOST_CHOSEN = 6
CANDIDATES = 5  # of each topic and tag, the newest
TOPICS, TAGS = 2, 3
EDITION = Parameter("edition", models.BigIntegerField())


def around(edition, topics: list[dict], tags: list[dict], *, has_chosen: bool) -> dict[str, str]:
    """Return the cards of the related articles and, for its first topic, the links before and after an article.

    Editors' choice comes first, all of it; free places go to what shares the most topics and tags,
    the page's own language before others, the newest before older ones. ``topics`` and ``tags``
    are the edition's, with their keys; ``has_chosen`` tells whether editors chose any.
    """
    code, newest = edition.language, kept()
    shared = [(_under, code, "topic_places", topic["pk"]) for topic in topics[:TOPICS]]
    shared += [(_under, code, "tag_places", tag["pk"]) for tag in tags[:TAGS]]
    missing = [key for key in shared if key not in newest]
    parts = {key: (_under, key[1:3], {"subject": key[3]}) for key in missing}
    if has_chosen:
        parts[_chosen] = (_chosen, (code,), {"edition": edition.pk})
    if topics:
        place = {"subject": topics[0]["pk"], "moment": edition.published_at, "number": edition.pk}
        parts |= {side: (_neighbour, (code, side), place) for side in ("before", "after")}
    found = dict(zip(parts, fetch_together([*parts.values()]), strict=True))
    newest |= {key: found[key] for key in missing}
    return {
        "related": _cards(code, edition.pk, found.get(_chosen, []), [newest[key] for key in shared]),
        "older": _link("older", code, found.get("before")),
        "newer": _link("newer", code, found.get("after")),
    }


def _cards(code: str, own: int, chosen: list[dict], candidates: list[list[dict]]) -> SafeString:
    rows = {row["pk"]: row for part in candidates for row in part}
    score = Counter(row["pk"] for part in candidates for row in part)
    chosen = sorted((row for row in chosen if row["pk"] != own), key=_age, reverse=True)[:MOST_CHOSEN]
    for pk in (own, *(row["pk"] for row in chosen)):
        rows.pop(pk, None)
    best = sorted(rows.values(), key=lambda row: (score[row["pk"]], row["language"] == code, _age(row)), reverse=True)
    shown = [*chosen, *best[: max(SHOWN - len(chosen), 0)]]
    return cards(code, shown)


def _age(row: dict) -> tuple:
    return row["published_at"], row["pk"]


def _link(which: str, code: str, rows: list[dict] | None) -> SafeString | str:
    """Return the link to the article before or after; put together without a template, as each article has its own."""
    if not rows:
        return ""
    language, slug, title = (rows[0][name] for name in ("language", "slug", "title"))
    hreflang, attributes, mark = _marks(language, code)
    return format_html(
        '<a class="neighbour neighbour-{}" href="{}"{} rel="{}"><small>{}</small> <span{}>{}</span>{}</a>\n',
        which,
        edition_address(language, slug),
        hreflang,
        "prev" if which == "older" else "next",
        _words(code)[which],
        attributes,
        typeset(title, language),
        mark,
    )


@remembered
def _marks(text_code: str, code: str) -> tuple[SafeString, SafeString, SafeString]:
    """Return what marks a link to a text as another language's: its hreflang, its lang, and a visible mark."""
    elsewhere = language_of(text_code, code)
    if elsewhere is None:
        return SafeString(), SafeString(), SafeString()
    with override(code):
        mark = format_html(' <span class="mark">{}</span>', elsewhere.name_in_page_language)
    return format_html(' hreflang="{}"', elsewhere.tag), format_html(" {}", elsewhere.attributes), mark


@remembered
def _words(code: str) -> dict[str, str]:
    with override(code):
        return {"older": gettext("Before"), "newer": gettext("After")}


def _near(code: str):
    """Return the live editions in a language and, where an article has none, its original.

    Less than what lists choose (``best_for``), and said in a tenth of the words: this stands in a
    statement as often as there are topics and tags.
    """
    editions = Edition.objects.live(NOW)
    if not settings.PORTAL_LISTS_ELSEWHERE:
        return editions.in_language(code)
    own = Edition.objects.filter(article=OuterRef("article"), language=code, live_from__lte=NOW, live_until__gt=NOW)
    return editions.filter(Q(language=code) | Q(~Exists(own), is_original=True))


def _chosen(code: str):
    chosen = EditionRelated.objects.filter(edition=EDITION).values("article")
    return cards_of(_near(code).filter(article__in=chosen).order_by())


def _under(code: str, relation: str):
    editions = _near(code)
    narrow = {"topic_places": editions.about, "tag_places": editions.tagged}[relation]
    return cards_of(narrow(SUBJECT))[:CANDIDATES]


def _neighbour(code: str, side: str):
    editions = cards_of(_near(code).about(SUBJECT))
    return beside(editions, "topic_places__published_at", "topic_places__edition_id", side)[:1]
