"""What editors placed on a topic's page: pinned articles, sections, and the list of all others below them."""

from itertools import groupby

from django.db import models
from django.db.models import F
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import override

from articles.cards import cards
from articles.fragments import language_of, text_columns
from articles.kept import read_once
from articles.listings import LISTED, PAGE, PICTURE, beside, listed
from articles.prepared import Parameter, fetch
from languages.columns import localized
from languages.names import site_codes
from languages.typography import typeset
from topics.models import Place

COLUMNS = (*LISTED, *PICTURE)
TOPIC = Parameter("topic", models.BigIntegerField())


@read_once
def placed(code: str, topic: int) -> SafeString:
    """Return the sections of a topic's page that show something, with their cards; pinned articles first."""
    sections = _sections(code, topic)
    if not sections:
        return SafeString()
    with override(code):
        return render_to_string("topics/_sections.html", {"sections": sections})


def _sections(code: str, topic: int) -> list[dict]:
    """Return what the sections show.

    A section has a title and, where that is not in the page's language, its language; the pinned ones have none.
    """
    places = fetch(_places, topic=topic)
    editions = {row["placed"]: row for row in fetch(_editions, code, topic=topic)} if places else {}
    found = []
    for section, rows in groupby(places, key=lambda row: row["section_id"]):
        rows = list(rows)  # noqa: PLW2901 a group can be read once
        shown = [editions[row["article_id"]] for row in rows if row["article_id"] in editions]
        if shown:
            listed_rows = ({name: row[name] for name in COLUMNS} for row in shown)
            title = _title(code, rows[0]) if section else {}
            found.append({**title, "cards": cards(code, listed_rows, level=3 if section else 2)})
    return found


def others(code: str, topic: int):
    """Return the rows of the articles under a topic that are not placed, for ``listings.turn``."""
    return lambda side, **place: fetch(_others, code, side, topic=topic, **place)


def _title(code: str, row: dict) -> dict:
    for title_code in dict.fromkeys([code, *site_codes()]):
        if title := row[f"section__{localized('title', title_code)}"]:
            return {"title": typeset(title, title_code), "elsewhere": language_of(title_code, code)}
    return {}


def _places():
    titles = [f"section__{column}" for column in text_columns("title")]
    places = Place.objects.filter(topic=TOPIC).order_by(
        F("section__position").asc(nulls_first=True), "section", "position", "pk"
    )
    return places.values("article_id", "section_id", *titles)


def _editions(code: str):
    articles = Place.objects.filter(topic=TOPIC).values("article")
    return listed(code).filter(article__in=articles).order_by().annotate(placed=F("article_id"))


def _others(code: str, side: str):
    articles = Place.objects.filter(topic=TOPIC).values("article")
    editions = listed(code).about(TOPIC).exclude(article__in=articles)
    return beside(editions, "topic_places__published_at", "topic_places__edition_id", side)[: PAGE + 1]
