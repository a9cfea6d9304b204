"""What the house stands on is what was chosen."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection


def test_imports_point_one_way():
    command = shutil.which("lint-imports", path=str(Path(sys.executable).parent))

    done = subprocess.run([command], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(connection.vendor != "postgresql", reason="speaks of PostgreSQL's driver")
def test_the_driver_is_psycopg2():
    """Django prefers psycopg 3 wherever it can be imported; any dependency could bring it in."""
    assert connection.Database.__name__ == "psycopg2"
    assert importlib.util.find_spec("psycopg") is None
