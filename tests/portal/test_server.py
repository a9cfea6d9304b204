"""The processes of docker-compose.yml, run without containers on this machine's PostgreSQL and Redis."""

import http.cookiejar
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from contextlib import closing, suppress
from pathlib import Path

import psycopg2
import pytest
import redis
import yaml
from django.db import connection
from psycopg2 import sql

from portal import page_cache

ROOT = Path(__file__).resolve().parent.parent.parent
SERVICES = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
REDIS = "redis://127.0.0.1:6379/15"
PUBLISH = """
from django.contrib.auth.models import User
from articles.models import Article
from articles.publishing import publish
article = Article.objects.filter(key="served").first() or Article(key="served", source_language="pl")
article.title_pl, article.body_pl = {title!r}, "<p>a</p>"
article.save()
publish(article=article, language="pl", by=User.objects.get(username="admin"))
"""


def redis_answers() -> bool:
    try:
        return redis.Redis.from_url(REDIS).ping()
    except redis.ConnectionError:
        return False


pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
    pytest.mark.skipif(not redis_answers(), reason="needs Redis on 127.0.0.1:6379"),
]


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def databases():
    """Make empty databases, and return their addresses; drop them in the end."""
    settings = connection.settings_dict
    server = psycopg2.connect(
        dbname="postgres",
        user=settings["USER"] or None,
        password=settings["PASSWORD"] or None,
        host=settings["HOST"] or None,
        port=settings["PORT"] or None,
    )
    server.autocommit = True
    made = []

    def drop(name):
        with server.cursor() as cursor:
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def make(role):
        name = f"test_server_{role}_{os.getpid()}"
        drop(name)
        with server.cursor() as cursor:
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        made.append(name)
        who = urllib.parse.quote(settings["USER"])
        if settings["PASSWORD"]:
            who += f":{urllib.parse.quote(settings['PASSWORD'], safe='')}"
        if settings["HOST"].startswith("/"):
            return (
                f"postgres://{who}@/{name}?host={settings['HOST']}"
                if who
                else f"postgres:///{name}?host={settings['HOST']}"
            )
        return f"postgres://{who}@{settings['HOST']}:{settings['PORT'] or 5432}/{name}"

    yield make
    for name in made:
        drop(name)
    server.close()


class Site:
    """A site as docker-compose.yml describes it: its settings, its commands, its web processes."""

    def __init__(self, folder: Path, database: str):
        self.ports = [free_port(), free_port()]
        settings = dict(SERVICES["web"]["environment"])
        taken = {"PORTAL_DATA", "DATABASE_URL", "CACHE_URL", "GRANIAN_WORKERS", "PORTAL_QUEUE_IN_SERVER"}
        assert set(settings) == taken
        example = re.findall(r"^([A-Z_]+)=(.+)$", (ROOT / ".env.example").read_text(), re.MULTILINE)
        self.environment = dict(example) | {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "SECRET_KEY": "of the test's site, and long enough to sign something with it",
            "PORTAL_DATA": str(folder / "data"),
            "STATIC_ROOT": str(folder / "static"),
            "DATABASE_URL": database,
            "CACHE_URL": REDIS,
            "GRANIAN_WORKERS": re.search(r":-(\d+)", settings["GRANIAN_WORKERS"])[1],
            "PORTAL_QUEUE_IN_SERVER": settings["PORTAL_QUEUE_IN_SERVER"],
        }
        self.servers = []

    def start(self, command: list[str], **variables) -> subprocess.Popen:
        return subprocess.Popen(
            [ROOT / command[0] if "/" in command[0] else command[0], *command[1:]],
            cwd=ROOT,
            env=self.environment | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *arguments: str) -> str:
        process = self.start(["python", "manage.py", *arguments])
        printed, _nothing = process.communicate()
        assert process.returncode == 0, printed
        return printed

    def serve(self):
        self.servers = [self.start(SERVICES["web"]["command"], GRANIAN_PORT=str(port)) for port in self.ports]
        for port in self.ports:
            self.wait_for(port)

    def wait_for(self, port):
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with suppress(OSError):
                return self.get("/readyz", port)
            time.sleep(0.1)
        pytest.fail(f"The server did not get ready: {[server.poll() for server in self.servers]}")

    def get(self, path, port) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as response:
            return response.read().decode()

    def stop(self):
        for server in self.servers:
            server.send_signal(signal.SIGTERM)
        self.servers, stopped = [], self.servers
        return [server.communicate(timeout=30) and server.returncode for server in stopped]


@pytest.fixture(scope="module")
def site(databases, tmp_path_factory):
    """A served site: tables made by two processes at once, two servers started at once, an administrator."""
    site = Site(tmp_path_factory.mktemp("site"), databases("site"))
    site.run("collectstatic", "--noinput", "--verbosity", "0")
    site.migrations = [site.start(SERVICES["migrate"]["command"]) for _process in range(2)]
    site.migrated = [(process.communicate()[0], process.returncode) for process in site.migrations]
    site.run(
        "shell", "-v0", "-c",
        "from django.contrib.auth.models import User; User.objects.create_superuser('admin', password='dobre haslo')",
    )  # fmt: skip
    site.serve()
    yield site
    site.stop()


def test_tables_are_made_once_by_processes_that_start_together(site):
    assert [status for _printed, status in site.migrated] == [0, 0], site.migrated
    printed = sorted((printed for printed, _status in site.migrated), key=len)
    assert "No migrations to apply" in printed[0]
    assert "Applying articles.0001_initial... OK" in printed[1]


def test_every_process_is_ready_and_healthy(site):
    for port in site.ports:
        assert site.get("/readyz", port) == "ready\n"
        check = site.start(SERVICES["web"]["healthcheck"]["test"][1:], GRANIAN_PORT=str(port))
        assert check.wait() == 0, check.stdout.read()
        check.stdout.close()


def test_the_health_check_fails_where_nothing_answers(site):
    check = site.start(SERVICES["web"]["healthcheck"]["test"][1:], GRANIAN_PORT=str(free_port()))

    printed, _nothing = check.communicate()

    assert check.returncode != 0, printed


def test_what_is_published_is_seen_everywhere_and_never_older_afterwards(site):
    for version in range(1, 4):
        for port in site.ports:
            site.get("/pl/", port)
        site.run("shell", "-v0", "-c", PUBLISH.format(title=f"Wersja {version}"))
        until = time.monotonic() + 30
        waiting = set(site.ports)
        while waiting:
            waiting -= {port for port in waiting if f"Wersja {version}" in site.get("/pl/", port)}
            assert time.monotonic() < until
        time.sleep(page_cache.BELIEVED["postgresql"])  # each server has several workers
        for _time in range(20):
            for port in site.ports:
                assert f"Wersja {version}" in site.get("/pl/", port)


def test_who_signs_in_at_one_process_is_signed_in_at_all_and_redis_knows(site):
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    first, second = (f"http://127.0.0.1:{port}/admin/" for port in site.ports)
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', browser.open(f"{first}login/").read().decode())[1]
    form = {"username": "admin", "password": "dobre haslo", "csrfmiddlewaretoken": token, "next": "/admin/"}

    browser.open(f"{first}login/", urllib.parse.urlencode(form).encode())

    with browser.open(second) as response:
        assert response.url == second
    session = next(cookie.value for cookie in jar if cookie.name == "sessionid")
    with closing(redis.Redis.from_url(REDIS)) as memory:
        assert [key for key in memory.scan_iter() if key.decode().endswith(session)] != []
        memory.delete(*[key for key in memory.scan_iter() if key.decode().endswith(session)])


def test_style_sheets_are_sent_compressed_and_kept_for_ever(site):
    address = re.search(r'<link rel="stylesheet" href="([^"]+)"', site.get("/pl/", site.ports[0]))[1]
    request = urllib.request.Request(
        f"http://127.0.0.1:{site.ports[0]}{address}", headers={"Accept-Encoding": "gzip, br"}
    )

    with urllib.request.build_opener().open(request) as response:
        assert response.headers["Content-Encoding"] == "br"
        assert "immutable" in response.headers["Cache-Control"]


def test_the_servers_stop_when_told(databases, site, tmp_path):
    other = Site(tmp_path, site.environment["DATABASE_URL"])
    other.environment["STATIC_ROOT"] = site.environment["STATIC_ROOT"]
    other.serve()

    assert other.stop() == [0, 0]


@pytest.mark.skipif(not shutil.which("pg_dump"), reason="needs pg_dump")
def test_a_backup_restores_the_site(site, databases, tmp_path):
    """As docs/operators.md tells it, for PostgreSQL."""
    dump = tmp_path / "backup.dump"
    site.run("shell", "-v0", "-c", PUBLISH.format(title="Zachowane"))

    subprocess.run(["pg_dump", "--format=custom", f"--file={dump}", site.environment["DATABASE_URL"]], check=True)
    restored = Site(tmp_path, databases("restored"))
    subprocess.run(
        ["pg_restore", "--clean", "--if-exists", f"--dbname={restored.environment['DATABASE_URL']}", dump], check=True
    )

    restored.run("check", "--database", "default")
    count = "from articles.models import Edition; print(Edition.objects.live().get().title)"
    assert restored.run("shell", "-v0", "-c", count).strip() == "Zachowane"
