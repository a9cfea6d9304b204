"""What an edition is about: its topics and tags, as pages name them."""

from collections.abc import Iterable
from operator import itemgetter

from django.db import models
from django.db.models import F, OuterRef, StringAgg, Subquery, Value
from django.db.models.functions import Cast

from articles.fragments import text_columns
from articles.kept import kept, read_once
from articles.models import Edition, EditionTag, Tag
from articles.prepared import NOW, Parameter, fetch_beside

EDITION = Parameter("edition", models.BigIntegerField())


def subjects(topics: str | None, tags: str | None, edition: int) -> tuple[list[dict], list[dict]]:
    """Return the topics and the tags with these keys, after commas, in their order.

    They are kept for the next edition that has them; those of this one are read where one is not.
    """
    values = kept()
    wanted = [_named(name, keys) for name, keys in (("topic", topics), ("tag", tags))]
    if any(key not in values for keys in wanted for key in keys):
        for name, keys, rows in zip(("topic", "tag"), wanted, subjects_of(edition), strict=True):
            found = {(name, row["pk"]): row for row in rows}
            values |= {key: found.get(key) for key in keys}  # none for a topic that is not visible now
    return tuple(_ordered(filter(None, map(values.get, keys))) for keys in wanted)


def _named(name: str, keys: str | None) -> list[tuple[str, int]]:
    return [(name, int(key)) for key in keys.split(",")] if keys else []


def subjects_of(edition: int) -> tuple[list[dict], list[dict]]:
    """Return the visible topics and the tags of an edition, in their order."""
    return tuple(map(_ordered, fetch_beside([(build, (), {"edition": edition}) for build in (topics_of, tags_of)])))


@read_once
def every_subject() -> tuple[dict[int, dict], dict[int, dict]]:
    """Return what names every visible topic and every tag, by their keys."""
    parts = fetch_beside([(build, (), {}) for build in (_every_topic, _every_tag)])
    return tuple({row.pop("pk"): row for row in sorted(rows, key=itemgetter("pk"))} for rows in parts)


def _ordered(rows: Iterable[dict]) -> list[dict]:
    return sorted(rows, key=itemgetter("order", "pk"))


def keys_of(places, name: str) -> Subquery:
    """Return the keys of an edition's topics or tags, after commas."""
    rows = places.objects.filter(edition=OuterRef("pk")).order_by().values("edition")
    return Subquery(rows.annotate(keys=StringAgg(Cast(name, models.CharField()), Value(","))).values("keys"))


def topics_of():
    topics = Edition.topics.rel.model.objects.visible(NOW)
    return topics.filter(edition_places__edition=EDITION).values(
        "pk", *text_columns("title", "slug"), order=F("position")
    )


def tags_of():
    tags = Tag.objects.filter(edition_places__edition=EDITION)
    return tags.order_by("slug").values("pk", "slug", *text_columns("name"), order=F("slug"))


def carried():
    """Return the places of the tags that live texts carry, in any language: no other tag's name is public."""
    return EditionTag.objects.filter(edition__in=Edition.objects.live())


def _every_topic():
    return Edition.topics.rel.model.objects.visible(NOW).order_by().values("pk", *text_columns("title", "slug"))


def _every_tag():
    return Tag.objects.order_by().values("pk", "slug", *text_columns("name"))
