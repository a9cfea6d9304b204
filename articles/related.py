"""What stands under an article: others that go with it, and the ones before and after it in its topic.

All of it comes in one query. Each part of that walks an index of its own and stops after a few
editions, so it costs the same however many articles share a tag.
"""

from collections import Counter

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.safestring import SafeString

from articles.fragments import card, edition_address, language_of, part
from articles.listings import SUBJECT, beside, cards_of
from articles.models import Edition, EditionRelated
from articles.prepared import NOW, Parameter, fetch_together
from languages.typography import typeset

SHOWN = 3
MOST_CHOSEN = 6
CANDIDATES = 5  # of each topic and tag, the newest
TOPICS, TAGS = 2, 3
EDITION = Parameter("edition", models.BigIntegerField())


def around(edition, topics: list[dict], tags: list[dict]) -> dict:
    """Return the cards of the related articles and, for its first topic, the links before and after an article.

    Editors' choice comes first, all of it; free places go to what shares the most topics and tags,
    the page's own language before others, the newest before older ones. ``topics`` and ``tags``
    are the edition's, with their keys.
    """
    code = edition.language
    parts = [(_chosen, (code,), {"edition": edition.pk})]
    parts += [(_under, (code, "topic_places"), {"subject": topic["pk"]}) for topic in topics[:TOPICS]]
    parts += [(_under, (code, "tag_places"), {"subject": tag["pk"]}) for tag in tags[:TAGS]]
    if topics:
        place = {"subject": topics[0]["pk"], "moment": edition.published_at, "number": edition.pk}
        parts += [(_neighbour, (code, side), place) for side in ("before", "after")]
    found = fetch_together(parts)
    older, newer = (found.pop(), found.pop())[::-1] if topics else ([], [])
    return {
        "related": _cards(code, edition.pk, found[0], found[1:]),
        "older": _link("older", code, older),
        "newer": _link("newer", code, newer),
    }


def _cards(code: str, own: int, chosen: list[dict], candidates: list[list[dict]]) -> list[SafeString]:
    rows = {row["pk"]: row for part in candidates for row in part}
    score = Counter(row["pk"] for part in candidates for row in part)
    chosen = sorted((row for row in chosen if row["pk"] != own), key=_age, reverse=True)[:MOST_CHOSEN]
    for pk in (own, *(row["pk"] for row in chosen)):
        rows.pop(pk, None)
    best = sorted(rows.values(), key=lambda row: (score[row["pk"]], row["language"] == code, _age(row)), reverse=True)
    return [card("articles/_card.html", code, **row) for row in [*chosen, *best[: max(SHOWN - len(chosen), 0)]]]


def _age(row: dict) -> tuple:
    return row["published_at"], row["pk"]


def _link(which: str, code: str, rows: list[dict]) -> SafeString | str:
    if not rows:
        return ""
    language, slug, title = (rows[0][name] for name in ("language", "slug", "title"))
    return part(
        "articles/_neighbour.html",
        code,
        which=which,
        url=edition_address(language, slug),
        title=typeset(title, language),
        elsewhere=language_of(language, code),
    )


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
