"""What an edition is about: its topics and tags, as pages name them."""

from collections.abc import Callable
from operator import itemgetter

from django.db import models
from django.db.models import F, OuterRef, StringAgg, Subquery, Value
from django.db.models.functions import Cast

from articles.fragments import text_columns
from articles.kept import kept
from articles.models import Edition, Tag
from articles.prepared import NOW, Parameter, fetch

EDITION = Parameter("edition", models.BigIntegerField())


def subjects(of_edition: Callable[[], models.QuerySet], keys: str | None, edition: int) -> list[dict]:
    """Return the topics or tags with these keys, after commas, in their order.

    They are kept for the next edition that has them; those of this one are read by ``topics_of`` or
    ``tags_of`` where one is not.
    """
    values, wanted = kept(), [(of_edition, int(key)) for key in keys.split(",")] if keys else []
    if any(key not in values for key in wanted):
        rows = {(of_edition, row["pk"]): row for row in fetch(of_edition, edition=edition)}
        values |= {key: rows.get(key) for key in wanted}  # none for a topic that is not visible now
    return sorted(filter(None, map(values.get, wanted)), key=itemgetter("order", "pk"))


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
