"""The newest live editions one by one, each in its own language: what feeds and the API go through."""

from articles.listings import SUBJECT, beside, place_of
from articles.models import Edition
from articles.prepared import LANGUAGE, NOW, fetch


def newest(
    columns: tuple[str, ...], most: int, *, language: str = "", relation: str = "", subject: int = 0, before: str = ""
) -> tuple[list[dict], bool]:
    """Return at most ``most`` live editions, newest first, and whether there are older ones.

    ``language`` narrows to one language, ``relation`` (``topic_places``, ``tag_places``) to a topic
    or tag, whose key is ``subject``; ``before`` names the edition after which to go on, as lists do.
    Raises NoSuchPart for an edition that readers never had.
    """
    moment, number = place_of(before) if before else (None, None)
    rows = fetch(
        _rows, columns, most, bool(language), relation, bool(before),
        language=language, subject=subject, moment=moment, number=number,
    )  # fmt: skip
    return rows[:most], len(rows) > most


def _rows(columns, most, is_narrowed, relation, goes_on):
    editions = Edition.objects.live(NOW)
    at, key = "published_at", "pk"
    if is_narrowed:
        editions = editions.filter(language=LANGUAGE)
    if relation:  # ordered and continued by the relation's own columns, whose index is then walked
        narrow = {"topic_places": editions.about, "tag_places": editions.tagged}[relation]
        editions = narrow(SUBJECT)
        at, key = f"{relation}__published_at", f"{relation}__edition_id"
    return beside(editions, at, key, "before" if goes_on else "").values(*columns)[: most + 1]
