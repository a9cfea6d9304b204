"""What the benchmarks write in bulk is what publishing writes: otherwise they measure another site."""

import pytest

from benchmarks.generate import Rows, fill_library, verify


@pytest.mark.django_db
def test_rows_in_bulk_are_those_that_publishing_writes():
    fill_library()

    verify(Rows(1000))
