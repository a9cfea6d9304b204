"""Where an index has a condition, the queries that need it say the condition in their words.

SQLite plans a statement once, without what is filled in (portal/sqlite.py), so a parameter would not do.
"""

import sqlite3

import pytest
from django.db import connection
from django.utils import timezone

from articles.models import Article, Edition
from languages.literal import Literal
from library.models import FormerFile, Image
from sharing.models import Suggestion

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's plan depends on how full the tables are"),
]


def test_a_statement_is_planned_once_whatever_is_filled_in():
    connection.ensure_connection()

    assert connection.connection.getconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_QPSG)


QUERIES = {
    "edition_pages": lambda: Edition.objects.live_pages().order_by("article_id"),
    "page_desk": lambda: Article.objects.filter(is_page=Literal(True)).order_by("-updated_at", "-pk"),
    "image_to_be_made": lambda: Image.objects.filter(is_made=Literal(False)).order_by("pk"),
    "former_file_to_follow": lambda: FormerFile.objects.filter(is_followed=Literal(False)).order_by("pk"),
    "suggestion_due": lambda: Suggestion.objects.due(timezone.now()),
    "suggestion_failed": lambda: Suggestion.objects.failed().order_by("-pk"),
    "suggestion_claimed": lambda: Suggestion.objects.left(timezone.now()),
}


@pytest.mark.parametrize("index", QUERIES)
def test_an_index_with_a_condition_is_used(index):
    assert index in QUERIES[index]().explain()
