"""What stands under an article: others that go with it, and the ones before and after it in its topic.

Both neighbours come with the edition, and all that is missing of the others comes in one query. Each part of these
walks an index of its own and stops after a few editions, so it costs the same however many articles share a tag; what
is newest under a topic or tag is kept with its cards, because many articles ask for it.
"""

from collections import Counter
from datetime import datetime
from heapq import nlargest
from html import escape
from operator import attrgetter
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, override

from articles.cards import cards
from articles.fragments import edition_address, language_of, remembered
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


class Candidate(NamedTuple):
    """An article that may stand under others: what decides which one does, and its card."""

    pk: int
    is_own: bool  # in the page's language
    published_at: datetime
    card: SafeString


def around(
    edition, topics: list[dict], tags: list[dict], *, has_chosen: bool, older: str | None, newer: str | None
) -> dict[str, str]:
    """Return the cards of the related articles and, for its first topic, the links before and after an article.

    Editors' choice comes first, all of it; free places go to what shares the most topics and tags,
    the page's own language before others, the newest before older ones. ``topics`` and ``tags``
    are the edition's, with their keys; ``has_chosen`` tells whether editors chose any; ``older`` and ``newer``
    are what ``neighbour`` read.
    """
    code = edition.language
    return {
        "related": _related(edition, topics, tags, has_chosen=has_chosen),
        "older": older and _link("older", code, *older.split(" ", 2)),
        "newer": newer and _link("newer", code, *newer.split(" ", 2)),
    }


def _related(edition, topics: list[dict], tags: list[dict], *, has_chosen: bool) -> SafeString:
    code, newest = edition.language, kept()
    shared = [(_under, code, "topic_places", topic["pk"]) for topic in topics[:TOPICS]]
    shared += [(_under, code, "tag_places", tag["pk"]) for tag in tags[:TAGS]]
    missing = [key for key in shared if key not in newest]
    parts = {key: (_under, key[1:3], {"subject": key[3]}) for key in missing}
    if has_chosen:
        parts[_chosen] = (_chosen, (code,), {"edition": edition.pk})
    rows = dict(zip(parts, fetch_together([*parts.values()]), strict=True))
    newest |= {key: _candidates(code, rows[key]) for key in missing}
    chosen = _candidates(code, rows.get(_chosen, []))
    return _best(edition.pk, chosen, [newest[key] for key in shared])


def _candidates(code: str, rows: list[dict]) -> list[Candidate]:
    return [Candidate(row["pk"], row["language"] == code, row["published_at"], cards(code, [row])) for row in rows]


def _best(own: int, chosen: list[Candidate], candidates: list[list[Candidate]]) -> SafeString:
    chosen = sorted((one for one in chosen if one.pk != own), key=attrgetter("published_at", "pk"), reverse=True)
    chosen = chosen[:MOST_CHOSEN]
    found = {one.pk: one for part in candidates for one in part}
    score = Counter(one.pk for part in candidates for one in part)
    for pk in (own, *(one.pk for one in chosen)):
        found.pop(pk, None)
    free = max(SHOWN - len(chosen), 0)
    best = nlargest(free, found.values(), key=lambda one: (score[one.pk], one.is_own, one.published_at, one.pk))
    return SafeString("".join(one.card for one in (*chosen, *best)))


def _link(which: str, code: str, language: str, slug: str, title: str) -> SafeString:
    """Return the link to the article before or after; put together without a template, as each article has its own."""
    title = escape(typeset(title, language))
    hreflang, attributes, mark = _marks(language, code)
    way = "prev" if which == "older" else "next"
    return SafeString(
        f'<a class="neighbour neighbour-{which}" href="{edition_address(language, slug)}"{hreflang} rel="{way}">'
        f"<small>{_words(code)[which]}</small> <span{attributes}>{title}</span>{mark}</a>\n"
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
        return {"older": escape(gettext("Before")), "newer": escape(gettext("After"))}


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


def neighbour(code: str, side: str) -> Subquery:
    """Return the article before or after an edition in the first of its visible topics, as a text for ``around``.

    Neither a language nor a slug has a space.
    """
    topics = Edition.topics.rel.model.objects.visible(NOW)
    first = topics.filter(edition_places__edition=OuterRef(OuterRef("pk"))).values("pk")[:1]
    editions = beside(
        _near(code).about(Subquery(first)), "topic_places__published_at", "topic_places__edition_id", side,
        moment=OuterRef("published_at"), number=OuterRef("pk"),
    )  # fmt: skip
    return Subquery(editions.values(place=Concat("language", Value(" "), "slug", Value(" "), "title"))[:1])
