"""SQLite, local files and an in-process cache are the default; other things are environment variables."""

import os
import subprocess
import sys

ASK = """
import django; django.setup()
from django.conf import settings
print(settings.DATABASES["default"]["ENGINE"].rpartition(".")[2])
print(settings.CACHES["default"]["BACKEND"].rpartition(".")[2])
print(settings.STORAGES["default"]["BACKEND"].rpartition(".")[2])
"""


def settings_under(tmp_path, **variables):
    environment = {
        "PATH": os.environ["PATH"],
        "PORTAL_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "portal.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK], env=environment | variables, capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def test_nothing_but_a_folder_is_needed(tmp_path):
    assert settings_under(tmp_path) == ["sqlite3", "LocMemCache", "FileSystemStorage"]


def test_services_are_chosen_by_the_environment_alone(tmp_path):
    chosen = settings_under(tmp_path, DATABASE_URL="postgres://p@127.0.0.1/p", CACHE_URL="redis://127.0.0.1:6379/1")

    assert chosen == ["postgresql", "RedisCache", "FileSystemStorage"]
