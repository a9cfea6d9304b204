"""Languages are added to and taken out of a filled database with one setting and ``migrate``."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(settings.BASE_DIR)
USUAL = "pl,en,zh-hans"
MORE = "pl,en,zh-hans,uk,ar"
FILL = """
from tests.factories import make_article, make_edition, make_tag, make_topic
make_topic(pl={"title": "Temat", "slug": "temat"}, en={"title": "Topic"})
make_tag("rzeka", pl="Rzeka", zh_hans="河")
for number in range(3):
    make_edition(pl={"title": f"Tytuł {number}", "body": "<p>Tekst</p>"})
make_article(pl={"title": "Szkic", "lead": "Wstęp"}, en={"title": "Draft"}, zh_hans={"title": "草稿"})
"""
DUMP = """
import json
from django.apps import apps
from django.db import connection
rows = {}
for table in sorted(connection.introspection.table_names()):
    if table in ("django_migrations", "sqlite_sequence", "auth_permission", "django_content_type"):
        continue
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
        names = [column[0] for column in cursor.description]
        rows[table] = [dict(zip(names, map(str, row))) for row in cursor.fetchall()]
print(json.dumps(rows))
"""


@pytest.fixture
def site(tmp_path, django_db_blocker):
    """Return a function that runs manage.py on a database of its own, under a set of languages."""
    if connection.vendor == "sqlite":
        url = f"sqlite:///{tmp_path}/site.sqlite3"
        yield lambda *arguments, **options: _manage(url, tmp_path, arguments, **options)
        return
    name = f"{connection.settings_dict['NAME'].removeprefix('test_')}_columns"
    with django_db_blocker.unblock():
        _drop(name)
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
    yield lambda *arguments, **options: _manage(_postgresql_url(name), tmp_path, arguments, **options)
    with django_db_blocker.unblock():
        _drop(name)


def _postgresql_url(name):
    given = connection.settings_dict
    secret = f":{given['PASSWORD']}" if given["PASSWORD"] else ""
    host = "" if given["HOST"].startswith("/") else given["HOST"]
    socket = f"?host={given['HOST']}" if given["HOST"].startswith("/") else ""
    return f"postgres://{given['USER']}{secret}@{host}{':' if given['PORT'] else ''}{given['PORT']}/{name}{socket}"


def _drop(name):
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


def _manage(url, data, arguments, languages=USUAL):
    environment = os.environ | {"DATABASE_URL": url, "PORTAL_DATA": str(data), "PORTAL_LANGUAGES": languages}
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def run(site, code, **options):
    return site("shell", "--no-imports", "-v", "0", "-c", code, **options)


def dump(site, languages=USUAL):
    return json.loads(run(site, DUMP, languages=languages))


def without_columns(rows, *suffixes):
    return {
        table: [{name: value for name, value in row.items() if not name.endswith(suffixes)} for row in table_rows]
        for table, table_rows in rows.items()
    }


def columns(rows, table="articles_article"):
    return set(rows[table][0])


def test_languages_come_and_go_on_a_filled_database(site):
    site("migrate", "-v", "0")
    run(site, FILL)
    before = dump(site)
    assert len(before["articles_article"]) == 4

    # Two more: their columns appear, and nothing that was there changes.
    told = site("migrate", languages=MORE)
    with_more = dump(site, MORE)

    assert "Added column articles_article.title_uk" in told
    assert {"title_ar", "slug_ar", "lead_ar", "body_ar", "author_line_ar"} <= columns(with_more)
    assert {"name_uk", "name_ar"} <= columns(with_more, "articles_tag")
    assert {"title_ar", "slug_ar", "introduction_ar"} <= columns(with_more, "topics_topic")
    assert without_columns(with_more, "_uk", "_ar") == before
    assert "Added" not in site("migrate", languages=MORE)
    site("makemigrations", "--check", "--dry-run", languages=MORE)
    site("check", "--database", "default", languages=MORE)

    # They are written in, and published.
    run(
        site,
        "from tests.factories import make_edition\n"
        "make_edition(language='ar', ar={'title': 'مرحبا', 'body': '<p>نص</p>'})\n"
        "from articles.models import Article\n"
        "Article.objects.filter(title_pl='Szkic').update(title_uk='Чернетка')\n",
        languages=MORE,
    )
    filled = dump(site, MORE)

    # Taken out again: hidden, and nothing is deleted.
    for languages in (USUAL, "pl", "en,pl"):
        site("migrate", "-v", "0", languages=languages)
        assert dump(site, languages) == filled
        site("makemigrations", "--check", "--dry-run", languages=languages)
        run(
            site,
            "from articles.models import Edition\n"
            "assert not Edition.objects.live().filter(language='ar').exists()\n"
            "from tests.factories import make_edition\n"
            "make_edition(language='pl', pl={'title': 'Nowy', 'body': '<p>Tekst</p>'})\n",
            languages=languages,
        )
        filled = dump(site, languages)

    # And back: everything is where it was.
    site("migrate", "-v", "0", languages=MORE)
    run(
        site,
        "from articles.models import Article, Edition\n"
        "assert Article.objects.get(title_pl='Szkic').title_uk == 'Чернетка'\n"
        "assert Edition.objects.live().in_language('ar').get().title == 'مرحبا'\n",
        languages=MORE,
    )
    assert dump(site, MORE) == filled


REBUILD = """
from django.db import connection, migrations, models
from django.db.migrations.executor import MigrationExecutor
from languages.columns import keeping, kept_languages

class Migration(migrations.Migration):
    dependencies = []
    operations = [
        migrations.AlterField("article", "is_featured", models.BooleanField(default=True, db_default=True)),
        migrations.AlterField("tag", "slug", models.SlugField(max_length=120, unique=True, allow_unicode=True)),
        migrations.AlterField("topic", "position", models.BigIntegerField(default=100)),
    ]

with keeping(kept_languages(connection)):
    executor = MigrationExecutor(connection)
    state = executor.loader.project_state(executor.loader.graph.leaf_nodes())
    for app, operations in (("articles", Migration.operations[:2]), ("topics", Migration.operations[2:])):
        migration = Migration("later", app)
        migration.operations = operations
        with connection.schema_editor(atomic=True) as editor:
            state = migration.apply(state, editor)
"""


def test_a_later_migration_keeps_the_columns_of_hidden_languages(site):
    """SQLite rebuilds a table for most changes, and would leave behind what the migration does not know."""
    site("migrate", "-v", "0", languages=MORE)
    run(site, FILL, languages=MORE)
    run(
        site,
        "from articles.models import Article, Tag\n"
        "Article.objects.filter(title_pl='Szkic').update(title_ar='مرحبا')\n"
        "Tag.objects.update(name_uk='Річка')\n",
        languages=MORE,
    )
    before = dump(site, MORE)

    run(site, REBUILD)

    assert dump(site) == before


def test_a_language_added_before_a_pending_migration_is_in_the_rebuilt_table(site):
    site("migrate", "-v", "0")
    run(site, FILL)
    before = dump(site)
    site("migrate", "-v", "0", languages=MORE)

    run(site, REBUILD, languages=MORE)

    after = dump(site, MORE)
    assert "title_ar" in columns(after)
    assert without_columns(after, "_uk", "_ar") == before


@pytest.mark.parametrize("languages", ["pl", "en,pl", MORE, "ar", "de,fr", "pt-br,sr-latn,zh-hant"])
def test_no_migration_is_missing_under_any_set_of_languages(site, languages):
    site("migrate", "-v", "0", languages=languages)
    site("makemigrations", "--check", "--dry-run", languages=languages)
    site("check", "--database", "default", languages=languages)


@pytest.mark.parametrize(
    ("languages", "complaint"),
    [("pl,xx", "xx"), ("pl,pl", "each once"), (",", "at least one"), ("PL", "PL")],
)
def test_a_wrong_setting_stops_the_start_in_words(tmp_path, languages, complaint):
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=os.environ | {"PORTAL_DATA": str(tmp_path), "PORTAL_LANGUAGES": languages},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert complaint in done.stderr
    assert "PORTAL_LANGUAGES" in done.stderr
