import sqlite3

import pytest
from django.db import connection


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="speaks of SQLite")
def test_a_statement_is_planned_once_whatever_is_filled_in():
    connection.ensure_connection()

    assert connection.connection.getconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_QPSG)
