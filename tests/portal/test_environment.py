import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal import environment

ROOT = Path(__file__).resolve().parent.parent.parent


def test_a_variable_wins_over_its_file_and_its_default(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("from the file\n")
    monkeypatch.setenv("NAME_FILE", str(tmp_path / "secret"))
    assert environment.text("NAME", "default") == "from the file"

    monkeypatch.setenv("NAME", "from the variable")

    assert environment.text("NAME", "default") == "from the variable"


@pytest.mark.parametrize(("value", "meant"), [("on", True), ("TRUE", True), ("1", True), ("off", False), ("No", False)])
def test_a_flag_is_said_in_many_ways(monkeypatch, value, meant):
    monkeypatch.setenv("NAME", value)

    assert environment.flag("NAME", not meant) is meant


def test_an_empty_variable_is_as_none(monkeypatch):
    monkeypatch.setenv("NAME", "")

    assert environment.text("NAME", "default") == "default"


def test_names_are_separated_by_commas(monkeypatch):
    monkeypatch.setenv("NAME", " pl, en ,,zh-hans")

    assert environment.names("NAME", "") == ["pl", "en", "zh-hans"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("sqlite:////data/portal.sqlite3", {"NAME": "/data/portal.sqlite3"}),
        ("sqlite:///var/a%20b", {"NAME": "var/a b"}),
        (
            "postgres://me:p%40ss@db.example:5433/site",
            {"NAME": "site", "USER": "me", "PASSWORD": "p@ss", "HOST": "db.example", "PORT": "5433"},
        ),
        ("postgresql:///site?host=/run/postgresql", {"NAME": "site", "HOST": "/run/postgresql", "USER": ""}),
        (
            "postgres://db/site?sslmode=require",
            {"OPTIONS": {"connect_timeout": "5", "sslmode": "require"}},
        ),
    ],
)
def test_a_database_is_named_by_its_address(url, expected):
    settings = environment.database(url)

    assert {name: settings[name] for name in expected} == expected


def test_a_cache_and_a_mailer_are_named_by_their_addresses():
    assert environment.cache("redis://cache:6379/1")["LOCATION"] == "redis://cache:6379/1"
    assert environment.mailer("smtps://me:p%40ss@mail.example")["OPTIONS"] == {
        "host": "mail.example",
        "port": 465,
        "username": "me",
        "password": "p@ss",
        "use_ssl": True,
        "use_tls": False,
        "timeout": 20,
    }


@pytest.mark.parametrize("url", ["example.org", "ftp://example.org", "https://", "https://example.org/site", "https:"])
def test_the_address_of_the_site_is_scheme_and_host(monkeypatch, url):
    monkeypatch.setenv("SITE_URL", url)

    with pytest.raises(ImproperlyConfigured, match="SITE_URL"):
        environment.site_url("SITE_URL", "")


def test_the_key_is_made_once_and_only_its_owner_reads_it(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)

    key = environment.secret_key(tmp_path)

    assert len(key) >= 50
    assert environment.secret_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_a_folder_that_takes_no_files_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("PORTAL_DATA", str(tmp_path))
    monkeypatch.setattr(os, "access", lambda *_path_and_mode: False)

    with pytest.raises(ImproperlyConfigured, match="PORTAL_DATA: nothing can be written"):
        environment.folder("PORTAL_DATA", "")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "maybe"),
        ("SITE_URL", "portal.example"),
        ("DATABASE_URL", "mysql://root@localhost/portal"),
        ("DATABASE_URL", "postgres://portal:pass/word@localhost/portal"),
        ("DATABASE_URL", "postgres://portal:12#word@localhost/portal"),
        ("DATABASE_URL", "postgres://portal:word@[localhost/portal"),
        ("DATABASE_URL", "sqlite:///"),
        ("CACHE_URL", "memcached://localhost"),
        ("CACHE_URL", "redis://localhost:first/0"),
        ("SITE_URL", "https://portal.example:http"),
        ("EMAIL_URL", "mail.example"),
        ("EMAIL_URL", "smtps://portal:pass?word@mail.example"),
        ("PORTAL_LANGUAGES", "pl,klingon"),
        ("PORTAL_LANGUAGES", "pl,pl"),
        ("SECRET_KEY_FILE", "/nowhere/key"),
        ("PORTAL_DATA", "/dev/null/data"),
        ("PORTAL_TIME_ZONE", "Europe/Nowhere"),
        ("PORTAL_WEBSUB_HUB", "hub.example"),
        ("PORTAL_SECURITY_CONTACT", "security@portal.example"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_a_sentence_that_names_it(tmp_path, name, value):
    variables = {"PATH": os.environ["PATH"], "PORTAL_DATA": str(tmp_path)} | {name: value}

    started = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=variables, capture_output=True, text=True, check=False
    )

    assert started.returncode == 1
    assert len(started.stderr.strip().splitlines()) == 1, started.stderr
    assert name in started.stderr
    assert "word" not in started.stderr.replace("name or password", "")


def test_the_server_too_says_in_a_sentence_why_it_does_not_start(tmp_path):
    variables = {"PATH": os.environ["PATH"], "PORTAL_DATA": str(tmp_path), "DEBUG": "maybe"}

    started = subprocess.run(
        [sys.executable, "-m", "portal.serving"], cwd=ROOT, env=variables, capture_output=True, text=True, check=False
    )

    assert started.returncode == 1
    assert started.stderr == "The site cannot start: DEBUG is 'maybe': use on or off.\n"


def test_a_site_behind_tls_passes_the_deployment_checks(tmp_path):
    variables = {
        "PATH": os.environ["PATH"],
        "PORTAL_DATA": str(tmp_path),
        "SITE_URL": "https://portal.example",
        "EMAIL_URL": "smtp://mail.example",
        "DEFAULT_FROM_EMAIL": "redakcja@portal.example",
    }

    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stderr


def test_files_lie_in_a_folder_or_a_bucket():
    url = "s3://k%2Fey:se%2Bcret@minio.example:9000/files?region=eu&prefix=site"
    assert environment.storage("folder://") == {"BACKEND": "library.storages.FolderStorage"}
    assert environment.storage(url)["OPTIONS"] == {
        "bucket_name": "files",
        "location": "site",
        "signature_version": "s3v4",
        "endpoint_url": "https://minio.example:9000",
        "addressing_style": "path",
        "region_name": "eu",
        "access_key": "k/ey",
        "secret_key": "se+cret",
    }
    assert environment.storage("s3:///files")["OPTIONS"] == {
        "bucket_name": "files",
        "location": "",
        "signature_version": "s3v4",
    }


@pytest.mark.parametrize("url", ["ftp://x/y", "s3://host", "s3://host/a/b", "s3://host/a?colour=red"])
def test_a_wrong_storage_stops_the_start_with_a_sentence(url):
    with pytest.raises(ImproperlyConfigured, match="STORAGE_URL"):
        environment.storage(url)
