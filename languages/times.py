"""The two moments that stand for 'no beginning' and 'no end', so that time columns are never null."""

from datetime import UTC, datetime

ALWAYS = datetime(1000, 1, 1, tzinfo=UTC)
FOREVER = datetime(9999, 12, 31, tzinfo=UTC)
