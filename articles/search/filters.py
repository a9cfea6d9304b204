"""What the editions found can be narrowed by: their topics, tags and years, each with how many have it."""

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.db import connection
from django.utils import timezone

from articles.fragments import tag_link, topic_link
from articles.subjects import carried, every_subject

CHOICES = 12  # of each filter
Choice = tuple[int, dict, int]  # a key, what names it, how many have it


def topics_and_tags(keys: list[int], language: str) -> tuple[list[Choice], list[Choice]]:
    """Return the topics and the tags that most of these editions have, named for a page in a language."""
    topics, tags = _counted(keys)
    named_topics, named_tags = every_subject()
    return (
        list(islice(_linked_topics(topics, named_topics, language), CHOICES)),
        [(key, tag_link(language, **row), tags[key]) for key, row in _most_first(tags, named_tags)[:CHOICES]],
    )


def years(seconds: list[int]) -> list[Choice]:
    """Return the years in which these seconds since 1970 lie, the newest first."""
    ordered, found, start = sorted(seconds), [], 0
    zone = timezone.get_current_timezone()
    while start < len(ordered):
        year = datetime.fromtimestamp(ordered[start], zone).year
        end = bisect_left(ordered, datetime(year + 1, 1, 1, tzinfo=zone).timestamp(), start)
        found.append((year, {"title": str(year)}, end - start))
        start = end
    return found[: -CHOICES - 1 : -1]


def chosen_link(name: str, value: int, language: str) -> dict | None:
    """Return what names a topic, tag or year that a reader has chosen; None where there is no such one to be seen."""
    topics, tags = every_subject()
    if name == "topic" and value in topics:
        return topic_link(language, **topics[value])
    if name == "tag" and value in tags and carried().filter(tag=value).exists():
        return tag_link(language, **tags[value])
    return {"title": str(value)} if name == "year" else None


def _counted(keys: list[int]) -> tuple[Counter, Counter]:
    """Return how many of the editions each topic and each tag has; one query, however many they are."""
    among, listed = ("IN (SELECT value FROM json_each(%s))", json.dumps(keys))
    if connection.vendor == "postgresql":
        among, listed = "= ANY(%s)", keys
    counted = " UNION ALL ".join(
        f"SELECT '{name}', {name}_id, COUNT(*) FROM articles_edition{name} WHERE edition_id {among} GROUP BY {name}_id"
        for name in ("topic", "tag")
    )
    found = {"topic": Counter(), "tag": Counter()}
    with connection.cursor() as cursor:
        cursor.execute(counted, [listed, listed])
        for name, key, number in cursor.fetchall():
            found[name][key] = number
    return found["topic"], found["tag"]


def _most_first(counted: Counter, named: dict[int, dict]) -> list[tuple[int, dict]]:
    """Return the keys and what names them; what is newer than the names has none yet."""
    return [(key, named[key]) for key in sorted(counted, key=lambda key: (-counted[key], key)) if key in named]


def _linked_topics(counted: Counter, named: dict[int, dict], language: str) -> Iterator[Choice]:
    for key, row in _most_first(counted, named):
        if link := topic_link(language, **row):
            yield key, link, counted[key]
