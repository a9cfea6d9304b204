"""What SQLite is told when a connection is opened."""

import sqlite3


def keep_plans(sender, connection, **kwargs):
    """Let SQLite plan a statement once for each connection, not anew for every set of values that is filled in.

    It would look at the values for a better plan (https://sqlite.org/queryplanner-ng.html#qpsg): that takes
    three to five times as long as what a page's query then does. An index with a condition is then used
    for a query that says the condition in its words: see languages/literal.py.
    """
    if connection.vendor == "sqlite":
        connection.connection.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_QPSG, True)
