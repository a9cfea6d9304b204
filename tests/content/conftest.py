import io
from itertools import chain

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection

from articles import kept
from articles.models import Article

APPS = ("content", "articles", "topics", "library")


class Folder:
    """A content folder that a test fills."""

    def __init__(self, path):
        self.path = path

    def write(self, name: str, text: str | bytes):
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def article(self, file: str = "ferry/index.pl.md", body: str = "Prom płynie.", **values):
        """Write an article's file; the values are its front matter, ``title`` and ``date`` given if not told."""
        values = {"title": "Prom", "date": "2026-03-01T09:00:00+01:00"} | values
        head = "".join(f"{key}: {value}\n" for key, value in values.items() if value is not None)
        return self.write(f"articles/{file}", f"---\n{head}---\n{body}\n")

    def topic(self, file: str = "01-river/index.pl.md", body: str = "", **values):
        head = "".join(f"{key}: {value}\n" for key, value in ({"title": "Rzeka"} | values).items())
        return self.write(f"topics/{file}", f"---\n{head}---\n{body}\n")

    def take_in(self, *options, fails: bool = False) -> str:
        """Run import_content and return what it said, its last line last."""
        return said("import_content", self.path, *options, fails=fails)

    def export(self, *options, fails: bool = False) -> str:
        return said("export_content", self.path, *options, fails=fails)

    def files(self) -> dict[str, bytes]:
        return {str(path.relative_to(self.path)): path.read_bytes() for path in self.path.rglob("*") if path.is_file()}


def said(command: str, path, *options, fails: bool) -> str:
    out, code = io.StringIO(), 0
    try:
        call_command(command, str(path), *options, stdout=out, stderr=out)
    except SystemExit as stop:
        code = stop.code
    assert code == fails, out.getvalue()
    return out.getvalue().strip()


@pytest.fixture
def folder(db, tmp_path):
    return Folder(tmp_path / "content")


@pytest.fixture
def exported(db, tmp_path):
    """Another folder, to export into."""
    return Folder(tmp_path / "exported")


@pytest.fixture
def empty_site(db, settings, tmp_path):
    """Return a function that takes everything out of the site, its files and counters included."""

    def empty():
        models = chain(*(apps.get_app_config(label).get_models() for label in APPS))
        tables = [*(model._meta.db_table for model in models), Article.topics.through._meta.db_table]
        connection.check_constraints()  # PostgreSQL truncates no table that has some to check
        for statement in connection.ops.sql_flush(no_style(), tables, reset_sequences=True, allow_cascade=True):
            with connection.cursor() as cursor:
                cursor.execute(statement)
        settings.MEDIA_ROOT = tmp_path / f"media-of-{settings.MEDIA_ROOT.name}"
        kept.forget()  # the numbers begin anew

    return empty
