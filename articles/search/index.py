"""The search index: one row for each edition that is live or scheduled, written as editions are.

Called inside the transactions of articles/publishing.py. Time is data here as well: a scheduled
edition is in the index with its period, and queries ask for what is live at their moment.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import batched

from django.core import checks
from django.db import connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Edition, EditionTag, EditionTopic, SearchEntry, SearchWord
from articles.search.analysis import fold
from articles.search.terms import KEY_BITS, Terms, place_of, surfaces_of, terms_of

ENTRIES, WORDS, TERMS = "articles_searchentry", "articles_searchword", "articles_searchterms"
MIGRATION = ("articles", "0011_search_index")
BATCH = 200
BLOCK_BITS = KEY_BITS + 21  # of a place, which stand for 24 days
READ = ("language", "title", "lead", "author_line", "contents", "plain_text", "published_at", "live_from", "live_until")

POSTGRESQL = (
    f"ALTER TABLE {ENTRIES} ADD COLUMN terms tsvector NOT NULL DEFAULT ''",
    f"CREATE INDEX search_entry_terms ON {ENTRIES} USING gin (terms)",
    # words are compared letter by letter, as on SQLite
    f'ALTER TABLE {WORDS} ALTER COLUMN folded TYPE varchar(64) COLLATE "C"',
)
# What PostgreSQL needs to find the newest quickly. Its index gives all rows that have a term, in no order, so it
# also has the block of each row, a stretch of 24 days, and the newest blocks are asked first. Terms lie outside the
# rows, uncompressed: going through many rows is cheap, and so is looking for a phrase in them. The planner does not
# know that reading terms is dear: it is kept from reading those of all rows, in their order as well (``place + 0``).
BLOCKS = (
    f"ALTER TABLE {ENTRIES} SET (toast_tuple_target = 128)",
    f"ALTER TABLE {ENTRIES} ALTER COLUMN terms SET STORAGE EXTERNAL",
    "DROP INDEX search_entry_terms",
    f"CREATE INDEX search_entry_terms ON {ENTRIES} USING gin (terms, (ARRAY[place >> {BLOCK_BITS}]))",
    f"""
    CREATE OR REPLACE FUNCTION articles_search(wanted tsquery, moment timestamptz, most integer)
    RETURNS TABLE (place bigint, edition_id bigint) LANGUAGE plpgsql STABLE
    SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
    #variable_conflict use_column
    DECLARE
        newest bigint := (SELECT max(place) >> {BLOCK_BITS} FROM {ENTRIES}
            WHERE place < (extract(epoch FROM moment)::bigint + 1) << {KEY_BITS});
        blocks integer := 4;
        asked integer := 0;
        got integer;
        missing integer := most;
    BEGIN
        LOOP
            RETURN QUERY SELECT place, edition_id FROM {ENTRIES}
                WHERE terms @@ wanted AND ARRAY[place >> {BLOCK_BITS}] && ARRAY(
                    SELECT newest - back FROM generate_series(asked, blocks - 1) AS back)
                AND live_from <= moment AND live_until > moment ORDER BY place + 0 DESC LIMIT missing;
            GET DIAGNOSTICS got = ROW_COUNT;
            missing := missing - got;
            IF missing = 0 THEN RETURN; END IF;
            asked := blocks;
            EXIT WHEN blocks > 4 OR got * 16 < most;
            blocks := 6 + 5 * missing / got;
        END LOOP;
        RETURN QUERY SELECT place, edition_id FROM {ENTRIES}
            WHERE terms @@ wanted AND place + 0 < (newest - asked + 1) << {BLOCK_BITS}
            AND live_from <= moment AND live_until > moment ORDER BY place + 0 DESC LIMIT missing;
    END $$
    """,
)
KEEPS_NO_CONTENT = ", content='', contentless_delete=1" if sqlite3.sqlite_version_info >= (3, 43) else ""
SQLITE = (f"CREATE VIRTUAL TABLE {TERMS} USING fts5(terms, tokenize=\"ascii tokenchars ':'\"{KEEPS_NO_CONTENT})",)


def install(apps, schema_editor):
    """Give the index what its database has for text; a migration's forward step."""
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def install_blocks(apps, schema_editor):
    """Let PostgreSQL ask the newest entries first; a later migration's forward step."""
    for statement in BLOCKS if schema_editor.connection.vendor == "postgresql" else ():
        schema_editor.execute(statement)


def remove_blocks(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION articles_search(tsquery, timestamptz, integer)")


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {ENTRIES} DROP COLUMN terms")
    else:
        schema_editor.execute(f"DROP TABLE {TERMS}")


def add(
    edition: Edition,
    topics: Iterable[int],
    tags: Iterable[int],
    earlier: Iterable[Edition],
    texts: Terms | None = None,
) -> Counter:
    """Put a new edition into the index; ``earlier`` ones of its language, closed for it, leave or get their new end.

    Return by how much words now stand in more texts, for ``count``. ``texts`` is what
    ``terms_of_texts`` returned for the edition, where that was done before.
    """
    now = timezone.now()
    counts = _settled(earlier, now) if earlier else Counter()
    if edition.live_from < edition.live_until > now:
        terms = terms_of(edition, topics, tags, texts)
        write([(edition, terms)])
        counts.update(["", *terms.surfaces])
    return counts


def settle(editions: list[Edition]) -> Counter:
    """Let editions of one language whose period has changed leave the index, or tell it their new end.

    Return by how much words now stand in more texts, for ``count``.
    """
    return _settled(editions, timezone.now())


def renew(editions: QuerySet) -> None:
    """Write anew what the index holds of these editions, where it holds any.

    To be called in the transaction that changes their tags or their text.
    """
    for batch in batched(editions.filter(search_entry__isnull=False).only(*READ).iterator(BATCH), BATCH):
        _write_all(batch)
        for language in {edition.language for edition in batch}:
            surfaces = {word for edition in batch if edition.language == language for word in surfaces_of(edition)}
            SearchWord.objects.bulk_create(
                (SearchWord(language=language, folded=fold(word), surface=word, texts=1) for word in surfaces),
                ignore_conflicts=True,
            )


def rebuild() -> Iterator[tuple[int, int]]:
    """Write the whole index anew; yield how many editions are done, and how many there are.

    Each entry is replaced by itself, so that readers find everything all the time; what has no place
    in the index any more leaves it at the end, when the words and their numbers are replaced at once.
    """
    now = timezone.now()
    wanted = Edition.objects.current(now).order_by("pk").only(*READ)
    total, done, last = wanted.count(), 0, 0
    words: dict[str, Counter] = {}
    while batch := list(wanted.filter(pk__gt=last)[:BATCH]):
        with transaction.atomic():
            _replace(batch, words)
        last, done = batch[-1].pk, done + len(batch)
        yield min(done, total), total
    with transaction.atomic():
        if connection.vendor == "postgresql":  # publishing counts its words before it commits
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {WORDS} IN EXCLUSIVE MODE")
        while batch := list(wanted.filter(pk__gt=last)[:BATCH]):
            _replace(batch, words)
            last = batch[-1].pk
        _remove(SearchEntry.objects.exclude(edition__in=Edition.objects.current(timezone.now())))
        SearchWord.objects.all().delete()
        for language, counts in words.items():
            count(language, counts)


@checks.register(checks.Tags.database)
def check_index(app_configs, databases, **kwargs):
    """Tell when editions are not in the index, as after the upgrade that brought it."""
    warnings = []
    for alias in databases or ():
        if MIGRATION not in MigrationRecorder(connections[alias]).applied_migrations():
            continue
        if Edition.objects.using(alias).current().filter(search_entry__isnull=True).exists():
            warnings.append(
                checks.Warning(
                    f"The search index in the database {alias!r} lacks editions that are live or scheduled.",
                    hint="Run manage.py rebuild_search.",
                    id="articles.W001",
                )
            )
    return warnings


def _settled(editions, now) -> Counter:
    """Bring the entries of editions up to date; return by how much words now stand in fewer texts."""
    ends = {edition.pk: edition.live_until for edition in editions}
    entries = SearchEntry.objects.filter(edition__in=ends)
    gone = []
    for entry in entries:
        end = ends[entry.edition_id]
        if end <= max(now, entry.live_from):
            gone.append(entry.edition_id)
        elif end != entry.live_until:
            entry.live_until = end
            entry.save(update_fields=("live_until",))
    counts = Counter()
    if gone:
        for edition in Edition.objects.filter(pk__in=gone).only(*READ):
            counts.subtract(["", *surfaces_of(edition)])
        _remove(entries.filter(edition__in=gone))
    return counts


def _replace(batch: list[Edition], words: dict[str, Counter]) -> None:
    for edition, terms in _write_all(batch):
        words.setdefault(edition.language, Counter()).update(["", *terms.surfaces])


def _write_all(batch: Iterable[Edition]) -> list[tuple[Edition, Terms]]:
    """Write the entries of editions with the topics and tags that they have."""
    keys = [edition.pk for edition in batch]
    topics, tags = {}, {}
    for found, rows in (
        (topics, EditionTopic.objects.filter(edition__in=keys).values_list("edition", "topic")),
        (tags, EditionTag.objects.filter(edition__in=keys).values_list("edition", "tag")),
    ):
        for edition, key in rows:
            found.setdefault(edition, []).append(key)
    rows = [(edition, terms_of(edition, topics.get(edition.pk, ()), tags.get(edition.pk, ()))) for edition in batch]
    write(rows)
    return rows


def write(rows: list[tuple[Edition, Terms]]) -> None:
    """Write the entries of editions, replacing those that are there."""
    entries = [
        (
            place_of(edition),
            edition.pk,
            *(connection.ops.adapt_datetimefield_value(moment) for moment in (edition.live_from, edition.live_until)),
        )
        for edition, _terms in rows
    ]
    columns, updated = "place, edition_id, live_from, live_until", "live_from live_until"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            entries = [(*entry, terms.as_tsvector()) for entry, (_edition, terms) in zip(entries, rows, strict=True)]
            columns, updated = f"{columns}, terms", f"{updated} terms"
        else:
            cursor.executemany(
                f"INSERT OR REPLACE INTO {TERMS} (rowid, terms) VALUES (%s, %s)",
                [(entry[0], terms.as_text()) for entry, (_edition, terms) in zip(entries, rows, strict=True)],
            )
        cursor.executemany(
            f"INSERT INTO {ENTRIES} ({columns}) VALUES ({', '.join(['%s'] * len(entries[0]))}) ON CONFLICT (place)"
            f" DO UPDATE SET {', '.join(f'{column} = EXCLUDED.{column}' for column in updated.split())}",
            entries,
        )


def _remove(entries: QuerySet) -> None:
    places = list(entries.values_list("place", flat=True))
    for batch in batched(places, BATCH):
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.executemany(f"DELETE FROM {TERMS} WHERE rowid = %s", [(place,) for place in batch])
        SearchEntry.objects.filter(place__in=batch).delete()


def count(language: str, counts: Counter) -> None:
    """Add to the numbers of texts in which words stand; in one order, so that publishers wait and do not lock."""
    rows = sorted((word, number) for word, number in counts.items() if number)
    if not rows:
        return
    conflict = f"ON CONFLICT (language, folded, surface) DO UPDATE SET texts = {WORDS}.texts + EXCLUDED.texts"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"INSERT INTO {WORDS} (language, folded, surface, texts) SELECT %s, * FROM"
                f" unnest(%s::text[], %s::text[], %s::integer[]) {conflict}",
                [language, [fold(word) for word, _n in rows], [word for word, _n in rows], [n for _w, n in rows]],
            )
        else:
            cursor.executemany(
                f"INSERT INTO {WORDS} (language, folded, surface, texts) VALUES (%s, %s, %s, %s) {conflict}",
                [(language, fold(word), word, number) for word, number in rows],
            )
