from math import inf
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management.commands import flush
from django_tasks_db.models import DBTaskResult

from articles import kept, redirects, sitemaps
from portal.queue import Worker
from tests.factories import make_user

MADE_BY_DJANGO = {"django_content_type", "auth_permission"}


@pytest.fixture(autouse=True)
def quick_and_apart(settings, tmp_path, monkeypatch):
    """Keep each test's files to itself, and leave out what only makes the production server strong."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        **django_settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.PORTAL_PAGE_CACHE = False
    for tally in (redirects.hits, redirects.misses):
        tally.waiting.clear()
        monkeypatch.setattr(tally, "due", inf)  # a test that counts lets the counts be written
    kept.forget()  # the next test's numbers begin anew
    monkeypatch.setattr(sitemaps, "MOST", 1_000_000)  # PostgreSQL's keys grow from test to test: all stay in one part


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Remove what a killed run left beside SQLite's test database: it cannot be opened with another's log."""
    name = django_settings.DATABASES["default"].get("TEST", {}).get("NAME")
    for suffix in ("-wal", "-shm") if name else ():
        Path(f"{name}{suffix}").unlink(missing_ok=True)


@pytest.fixture(scope="session", autouse=True)
def quick_flush():
    """Leave what every database has in place when a test's rows are removed: to make it anew takes seconds."""

    def rows_of_tests(style, connection, *, reset_sequences, allow_cascade):
        tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
        return connection.ops.sql_flush(
            style, sorted(tables - MADE_BY_DJANGO), reset_sequences=reset_sequences, allow_cascade=allow_cascade
        )

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(flush, "sql_flush", rows_of_tests)
        patched.setattr(flush, "emit_post_migrate_signal", lambda *_arguments: None)
        yield


@pytest.fixture
def editor(db):
    """Somebody who may write and publish everything."""
    return make_user("editor", superuser=True)


@pytest.fixture
def run_tasks(db):
    """Run what waits in the queue, as a worker does; a task that fails fails the test."""

    def run():
        Worker(until_empty=True).run()
        assert list(DBTaskResult.objects.failed().values_list("task_path", "traceback")) == []

    return run
