"""What the database itself refuses about editions, on PostgreSQL and SQLite.

1. An edition is never changed, except in ``live_until``; what rendering fills may be rendered again
   for an edition that a row of ``RenderingAgain`` names (see rendering_again.py).
2. Two editions of one article and language are never live at the same moment.
3. A slug in a language belongs to one article for ever, so old addresses lead to one place.
4. Which file of the library an edition shows is never changed: readers get the file while they can read the edition.

Migrations that make SQLite rebuild the table lose its triggers: such a migration ends with
``RunPython(install, remove)`` again. A system check of the database tells when they are missing.
"""

from django.core import checks
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

TABLE = "articles_edition"
DOOR = "articles_renderingagain"
FILES = "articles_editionfile"
RENDERED = ("body", "contents", "plain_text", "reading_minutes")
MIGRATION = ("articles", "0002_edition_guards")
FILES_MIGRATION = ("articles", "0012_edition_files")
FILES_TRIGGER = "edition_file_immutable"
TRIGGERS = ("edition_immutable", "edition_alone", "edition_alone_later", "edition_slug_owner")

# "+ 0" keeps the planner from looking for an article's editions in the constraints' indexes: it takes
# them for as good as the B-tree on article_id, but a look into them takes a hundred times as long.
POSTGRESQL_DOOR = f"""
        IF to_jsonb(NEW) - 'live_until' - '{{{",".join(RENDERED)}}}'::text[]
            IS NOT DISTINCT FROM to_jsonb(OLD) - 'live_until' - '{{{",".join(RENDERED)}}}'::text[]
            AND EXISTS (SELECT 1 FROM {DOOR} WHERE edition_id = NEW.id)
        THEN RETURN NEW;
        END IF;
"""
POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    f"DROP TRIGGER IF EXISTS edition_immutable ON {TABLE}",
    f"""
    CREATE TRIGGER edition_immutable BEFORE UPDATE ON {TABLE} FOR EACH ROW
    WHEN (to_jsonb(NEW) - 'live_until' IS DISTINCT FROM to_jsonb(OLD) - 'live_until')
    EXECUTE FUNCTION edition_immutable()
    """,
    f"ALTER TABLE {TABLE} DROP CONSTRAINT IF EXISTS edition_alone",
    f"""
    ALTER TABLE {TABLE} ADD CONSTRAINT edition_alone EXCLUDE USING gist
    ((article_id + 0) WITH =, language WITH =, tstzrange(live_from, live_until) WITH &&)
    """,
    f"ALTER TABLE {TABLE} DROP CONSTRAINT IF EXISTS edition_slug_owner",
    f"""
    ALTER TABLE {TABLE} ADD CONSTRAINT edition_slug_owner EXCLUDE USING gist
    (slug WITH =, language WITH =, (article_id + 0) WITH <>)
    """,
)

POSTGRESQL_FILES = (
    """
    CREATE OR REPLACE FUNCTION edition_file_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'Which files an edition shows is never changed.'
            USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    f"DROP TRIGGER IF EXISTS {FILES_TRIGGER} ON {FILES}",
    f"""
    CREATE TRIGGER {FILES_TRIGGER} BEFORE UPDATE ON {FILES} FOR EACH ROW EXECUTE FUNCTION edition_file_immutable()
    """,
)

SQLITE_ALONE = f"""
    WHEN NEW.live_from < NEW.live_until AND EXISTS (
        SELECT 1 FROM {TABLE} AS other
        WHERE other.article_id = NEW.article_id AND other.language = NEW.language AND other.id <> NEW.id
        AND other.live_from < other.live_until
        AND other.live_from < NEW.live_until AND NEW.live_from < other.live_until
    ) BEGIN SELECT RAISE(ABORT, 'edition_alone: two editions of one text would be live at once.'); END
"""
SQLITE_FILES = (
    f"DROP TRIGGER IF EXISTS {FILES_TRIGGER}",
    f"""
    CREATE TRIGGER {FILES_TRIGGER} BEFORE UPDATE ON {FILES}
    BEGIN SELECT RAISE(ABORT, 'Which files an edition shows is never changed.'); END
    """,
)
SQLITE = (
    f"CREATE TRIGGER edition_alone AFTER INSERT ON {TABLE} {SQLITE_ALONE}",
    f"CREATE TRIGGER edition_alone_later AFTER UPDATE OF live_until ON {TABLE} {SQLITE_ALONE}",
    f"""
    CREATE TRIGGER edition_slug_owner AFTER INSERT ON {TABLE}
    WHEN EXISTS (
        SELECT 1 FROM {TABLE} AS other
        WHERE other.language = NEW.language AND other.slug = NEW.slug AND other.article_id <> NEW.article_id
    ) BEGIN SELECT RAISE(ABORT, 'edition_slug_owner: the slug is or was another article''s.'); END
    """,
)


def install(apps, schema_editor):
    """Create the guards, replacing those that are there; a migration's forward step."""
    tables = schema_editor.connection.introspection.table_names()
    has_door = DOOR in tables
    if FILES in tables:
        is_postgresql = schema_editor.connection.vendor == "postgresql"
        for statement in POSTGRESQL_FILES if is_postgresql else SQLITE_FILES:
            schema_editor.execute(statement)
    if schema_editor.connection.vendor == "postgresql":
        for statement in (_postgresql_immutable(has_door=has_door), *POSTGRESQL):
            schema_editor.execute(statement)
        return
    remove(apps, schema_editor)
    for statement in (_sqlite_immutable(schema_editor.connection, has_door=has_door), *SQLITE):
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {TABLE} DROP CONSTRAINT IF EXISTS edition_alone")
        schema_editor.execute(f"ALTER TABLE {TABLE} DROP CONSTRAINT IF EXISTS edition_slug_owner")
        schema_editor.execute(f"DROP TRIGGER IF EXISTS edition_immutable ON {TABLE}")
        schema_editor.execute("DROP FUNCTION IF EXISTS edition_immutable()")
        return
    for name in TRIGGERS:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")


def _postgresql_immutable(*, has_door: bool) -> str:
    return f"""
    CREATE OR REPLACE FUNCTION edition_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        {POSTGRESQL_DOOR if has_door else ""}
        RAISE EXCEPTION 'An edition is never changed, except in live_until.'
            USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """


def _sqlite_immutable(connection, *, has_door: bool) -> str:
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, TABLE)]
    rendered = RENDERED if has_door else ()
    changed = _differs(name for name in columns if name not in ("live_until", *rendered))
    if has_door:
        changed += f" OR (({_differs(RENDERED)}) AND NOT EXISTS (SELECT 1 FROM {DOOR} WHERE edition_id = NEW.id))"
    return f"""
        CREATE TRIGGER edition_immutable BEFORE UPDATE ON {TABLE} WHEN {changed}
        BEGIN SELECT RAISE(ABORT, 'An edition is never changed, except in live_until.'); END
    """


def _differs(columns) -> str:
    return " OR ".join(f'NEW."{name}" IS NOT OLD."{name}"' for name in columns)


def present(connection) -> set[str]:
    """Return the names of the guards that the database has."""
    if connection.vendor == "postgresql":
        query = (
            "SELECT tgname FROM pg_trigger WHERE tgrelid IN (SELECT oid FROM pg_class WHERE relname IN (%s, %s))"
            " UNION SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass"
        )
        parameters = [TABLE, FILES, TABLE]
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN (%s, %s)"
        parameters = [TABLE, FILES]
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return {row[0] for row in cursor.fetchall()}


@checks.register(checks.Tags.database)
def check_guards(app_configs, databases, **kwargs):
    """Tell when a database whose migrations have made the guards lacks one."""
    errors = []
    for alias in databases or ():
        connection = connections[alias]
        applied = MigrationRecorder(connection).applied_migrations()
        if MIGRATION not in applied:
            continue
        wanted = set(TRIGGERS) - ({"edition_alone_later"} if connection.vendor == "postgresql" else set())
        wanted |= {FILES_TRIGGER} if FILES_MIGRATION in applied else set()
        if missing := wanted - present(connection):
            errors.append(
                checks.Error(
                    f"The database {alias!r} does not guard its editions: {', '.join(sorted(missing))} missing.",
                    hint="The last migration that changed the edition's table must install the guards again.",
                    id="articles.E001",
                )
            )
    return errors
