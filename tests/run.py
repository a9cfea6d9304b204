"""Run every test that can run here, and say loudly which could not.

On SQLite always; again on PostgreSQL where TEST_DATABASE_URL names one or one answers on the
local socket or 127.0.0.1:5432; in a real Chromium where one is installed. With
PORTAL_TEST_ALL=1 a part that could not run is a failure.
"""

import os
import subprocess
import sys
from pathlib import Path

import psycopg2

CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
POSTGRESQL = ("postgres://postgres@127.0.0.1:5432/portal", "postgres:///portal", "postgres://postgres@/portal")


def main() -> int:
    missing, failed = [], []
    browser = any(Path(path).exists() for path in CHROMIUM)
    if not browser:
        missing.append("everything in Chromium: none of " + ", ".join(CHROMIUM) + " is there")
    postgresql = os.environ.get("TEST_DATABASE_URL") or next(filter(answers, POSTGRESQL), None)
    if not postgresql:
        missing.append("PostgreSQL: TEST_DATABASE_URL names none, and none answers here")
    for name, url in (("SQLite", None), ("PostgreSQL", postgresql)):
        if name == "SQLite" or url:
            print(f"\n==== {name} ====", flush=True)
            if not passes(url, browser=browser):
                failed.append(name)
    for part in missing:
        print(f"\n!!!! NOT RUN: {part}.")
    print(f"\n{'FAILED on ' + ' and '.join(failed) if failed else 'Passed all that could run'}.")
    return 1 if failed or (missing and os.environ.get("PORTAL_TEST_ALL")) else 0


def passes(url: str | None, *, browser: bool) -> bool:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "PORTAL_"))}
    environment["PORTAL_DATA"] = "var/test"
    if url:
        environment["DATABASE_URL"] = url
    selection = [] if browser else ["-m", "not browser"]
    command = [sys.executable, "-m", "pytest", "-q", *selection, *sys.argv[1:]]
    return subprocess.run(command, env=environment, check=False).returncode == 0


def answers(url: str) -> bool:
    """Tell whether a PostgreSQL server lets us in with this address (its database need not exist)."""
    try:
        psycopg2.connect(url.rpartition("/")[0] + "/postgres", connect_timeout=2).close()
    except psycopg2.OperationalError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
