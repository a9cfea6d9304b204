"""One machine, one command, no services: SQLite, local files, a cache in the process."""

import os
import subprocess
import sys

from django.conf import settings

VISIT = """
import socket

def refuse(*arguments):
    raise AssertionError(f"the site calls {arguments}")

socket.socket.connect = refuse

from django.conf import settings
from django.db import connection
from django.test import Client

from tests.factories import make_edition, make_image

assert connection.vendor == "sqlite"
assert settings.CACHES["default"]["BACKEND"].endswith("LocMemCache")
make_image()
make_edition(pl={"title": "Sam", "slug": "sam", "body": "<p>Tekst</p>"})
client = Client()
for _visit in range(2):
    response = client.get("/pl/articles/sam/", headers={"Host": "localhost"})
    assert response.status_code == 200, response.status_code
    assert "Sam" in response.content.decode()
print(sorted(path.name for path in settings.PORTAL_DATA.iterdir()))
"""
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "VIRTUAL_ENV", "TMPDIR")


def test_a_site_in_a_folder_needs_nothing_else(tmp_path):
    environment = {name: os.environ[name] for name in KEPT if name in os.environ} | {"PORTAL_DATA": str(tmp_path)}

    def manage(*arguments):
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    manage("migrate", "-v", "0")
    manage("check", "--deploy", "--fail-level", "ERROR")
    told = manage("shell", "--no-imports", "-v", "0", "-c", VISIT)

    assert "portal.sqlite3" in told
    assert "media" in told
