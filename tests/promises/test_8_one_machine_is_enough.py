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
CHOSEN = """
import django
django.setup()
from django.conf import settings
for backend in (settings.DATABASES["default"]["ENGINE"], settings.CACHES["default"]["BACKEND"]):
    print(backend.rpartition(".")[2])
"""
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "VIRTUAL_ENV", "TMPDIR")


def run(folder, *arguments, **variables):
    """Run Python with nothing in its environment but the data folder and the given variables."""
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=environment | {"PORTAL_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "portal.settings"} | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_site_in_a_folder_needs_nothing_else(tmp_path):
    folder = tmp_path / "a #b 50%25?"
    run(folder, "manage.py", "migrate", "-v", "0")
    run(folder, "manage.py", "check", "--database", "default", "--fail-level", "WARNING")
    # DEBUG, because the hashed names of static files are there only after collectstatic
    told = run(folder, "manage.py", "shell", "--no-imports", "-v", "0", "-c", VISIT, DEBUG="on")

    assert "portal.sqlite3" in told
    assert "media" in told


def test_services_are_chosen_by_the_environment_alone(tmp_path):
    services = {"DATABASE_URL": "postgres://p@127.0.0.1/p", "CACHE_URL": "redis://127.0.0.1:6379/1"}

    assert run(tmp_path, "-c", CHOSEN).split() == ["sqlite3", "LocMemCache"]
    assert run(tmp_path, "-c", CHOSEN, **services).split() == ["postgresql", "RedisCache"]
