"""Run all tests: on SQLite, on PostgreSQL where one answers, on the demo site; say loudly what could not run.

Both databases are tested at the same time, and the demo site while PostgreSQL's tests, which take longer, go on;
what these print comes last. Arguments go to pytest. With PORTAL_TEST_ALL=1, what could not run is a failure.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import psycopg2

ROOT = Path(__file__).resolve().parent.parent
NAME = f"portal_{zlib.crc32(bytes(ROOT)):08x}"  # of the database: two checkouts may be tested at once
PLACES = (f"postgres://postgres@127.0.0.1:5432/{NAME}", f"postgres:///{NAME}?host=/var/run/postgresql")
NOTHING_CHOSEN = 5  # pytest's word for arguments that name no test of this round
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    arguments = sys.argv[1:]
    missing = []
    kinds = "not site"
    has_browser = any(shutil.which(name) for name in BROWSERS)
    if not has_browser:
        missing.append("the tests in a browser and of the demo site (no Chromium is installed)")
        kinds = "not site and not browser"
    if not redis_answers():
        missing.append("the server with Redis (none answers on 127.0.0.1:6379)")

    if not list((ROOT / ".tools/samples").glob("pillow-*.tar.gz")):
        missing.append("the Pillow project's own broken pictures (make samples fetches them)")

    general = [*arguments, "-m", kinds]
    beside = []
    if url := postgresql():
        beside.append(Run("PostgreSQL", url, general))
    else:
        missing.append("PostgreSQL (none of version 15 that may create databases answers on 127.0.0.1 or the socket)")
    failed = failures(Run("SQLite", None, general))
    if has_browser:
        missing += missing_checkers()
        failed += failures(Run("the demo site", None, [*arguments, "-m", "site"]))
    failed += failures(*beside)

    for name in missing:
        print(f"NOT RUN: {name}", flush=True)
    if failed:
        print(f"FAILED on {' and '.join(failed)}", flush=True)
    return 1 if failed or (missing and os.environ.get("PORTAL_TEST_ALL")) else 0


def missing_checkers() -> list[str]:
    """Return what the demo site's pages cannot be checked with, because it is not installed."""
    modules = ROOT / "tests/site/node_modules"
    wanted = {
        "the Nu HTML checker (Java and npm)": shutil.which("java") and (modules / "vnu-jar").is_dir(),
        "axe-core (npm)": (modules / "axe-core").is_dir(),
        "schema.org's vocabulary (Node and npm)": shutil.which("node") and (modules / "schema-dts").is_dir(),
        "Lighthouse (Node and npm)": shutil.which("node") and (modules / "lighthouse").is_dir(),
    }
    return [name for name, is_there in wanted.items() if not is_there]


class Run:
    """pytest with the settings' defaults, on one database, in a folder of its own."""

    def __init__(self, name: str, url: str | None, arguments: list[str]):
        self.name = name
        self.folder = tempfile.TemporaryDirectory(prefix="portal-tests-")
        data, self.output, files = (Path(self.folder.name) / part for part in ("data", "output", "files"))
        data.mkdir()
        settings = set(re.findall(r"^#? ?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
        environment = {key: value for key, value in os.environ.items() if key not in settings}
        environment |= {"PORTAL_DATA": str(data)} | ({"DATABASE_URL": url} if url else {})
        with self.output.open("wb") as file:
            command = [sys.executable, "-m", "pytest", f"--basetemp={files}", *arguments]
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=file if url else None, stderr=subprocess.STDOUT
            )

    def passes(self) -> bool:
        """Wait for the end, and print what was not printed at once."""
        print(f"\nTests on {self.name}", flush=True)
        status = self.process.wait()
        sys.stdout.buffer.write(self.output.read_bytes())
        sys.stdout.flush()
        self.folder.cleanup()
        if status < 0:
            print(f"\nSignal {-status} ended the tests on {self.name}.", flush=True)
        return status in (0, NOTHING_CHOSEN)


def failures(*runs: Run) -> list[str]:
    return [run.name for run in runs if not run.passes()]


def postgresql() -> str | None:
    """Return the address of a PostgreSQL that the tests may use; one that is named must answer."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        return url
    return next((url for url in PLACES if may_create_databases(url)), None)


def may_create_databases(url: str) -> bool:
    try:
        connection = psycopg2.connect(url.replace(NAME, "postgres"), connect_timeout=2)
    except psycopg2.OperationalError:
        return False
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user")
            return connection.server_version >= 150000 and cursor.fetchone()[0]
    finally:
        connection.close()


def redis_answers() -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", 6379)) == 0


if __name__ == "__main__":
    sys.exit(main())
