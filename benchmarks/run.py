"""Measure the site, print tables, and leave all figures in benchmarks/results/ as JSON."""

import argparse
import json
import os
import shutil
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, sleep
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import psycopg2

from benchmarks.client import Load, children, load

HERE = Path(__file__).parent
KINDS = ("home", "topics", "topic", "tag", "list", "older", "older in topic", "article")
PARTS = ("pages", "admin", "publishing", "search", "import")
LANGUAGES = "pl,en,zh-hans"
WARM = 0.4  # seconds before each measurement that do not count


class Site:
    """A database of the measured size, and the environment in which a process serves it."""

    def __init__(self, kind: str, name: str, options):
        self.kind = kind
        self.name = name
        self.postgres = options.postgres
        data = options.data / f"{kind}-{name}"
        data.mkdir(parents=True, exist_ok=True)
        self.url = f"sqlite:///{data}/portal.sqlite3" if kind == "sqlite" else f"{options.postgres}/benchmark_{name}"
        self.environment = os.environ | {
            "DATABASE_URL": self.url,
            "DEBUG": "off",
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PORTAL_DATA": str(data),
            "PORTAL_LANGUAGES": LANGUAGES,
            "PORTAL_PAGE_CACHE": "off",
            "PORTAL_QUEUE_IN_SERVER": "off",
        }
        if kind == "postgresql":
            self._create_database()

    def _create_database(self) -> None:
        with _maintenance(self.postgres) as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [f"benchmark_{self.name}"])
            if not cursor.fetchone():
                cursor.execute(f'CREATE DATABASE "benchmark_{self.name}"')

    def drop(self) -> None:
        """Remove the database and its folder."""
        shutil.rmtree(self.environment["PORTAL_DATA"])
        if self.kind == "postgresql":
            with _maintenance(self.postgres) as cursor:
                cursor.execute(f'DROP DATABASE "benchmark_{self.name}"')

    def run(self, *arguments: str, **changes) -> str:
        command = [sys.executable, "-m", *arguments]
        done = subprocess.run(command, env=self.environment | changes, stdout=subprocess.PIPE, check=True, text=True)
        return done.stdout

    @contextmanager
    def serve(self, port: int, **changes):
        """Run the site's server with one worker; give the port and the worker's process."""
        command = [HERE.parent / "deploy" / "serve", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
        server = subprocess.Popen(command, env=self.environment | changes, process_group=0)
        try:
            yield port, _worker(server, port)
        finally:
            server.terminate()
            server.wait()


@contextmanager
def _maintenance(url: str):
    parts = urlsplit(url)
    connection = psycopg2.connect(
        host=parts.hostname, port=parts.port, user=parts.username, password=parts.password, dbname="postgres"
    )
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def _worker(server, port: int) -> int:
    while server.poll() is None:
        try:
            urlopen(f"http://127.0.0.1:{port}/bare/1/").close()
        except URLError:
            sleep(0.2)
        else:
            return max(children(server.pid), key=_resident)
    raise SystemExit(f"The server on port {port} ended at once.")


def _resident(process: int) -> int:
    return int(Path(f"/proc/{process}/statm").read_text().split()[1])


def measure_pages(sites: dict[int, Site], inside: dict[int, dict], options) -> dict:
    """Measure every kind of page at all sizes in turn, round by round, so that all meet the same noise.

    Each page has its empty views beside it: of as many bytes, from the same worker.
    """
    loads: dict[tuple, list[Load]] = {}
    with ExitStack() as servers:
        running = {
            count: servers.enter_context(site.serve(options.port + place))
            for place, (count, site) in enumerate(sites.items())
        }
        largest = max(sites)
        cached = servers.enter_context(sites[largest].serve(options.port + 8, PORTAL_PAGE_CACHE="on"))
        bare = servers.enter_context(sites[largest].serve(options.port + 9, BENCHMARK_BARE="on"))
        for number in range(options.rounds):
            for kind in KINDS:
                for count, server in running.items():
                    paths = inside[count]["addresses"][kind]
                    page = _slice(loads, (kind, count, "page"), server, _turned(paths, number, options), options)
                    for view in ("empty", "terse"):
                        _slice(loads, (kind, count, view), server, [f"/pl/{view}/{page}/"], options)
                paths = inside[largest]["addresses"][kind][:100]
                _ask_for_each(cached[0], paths)
                page = _slice(loads, (kind, largest, "cached"), cached, paths, options, "gzip")
                _slice(loads, (kind, largest, "bare"), bare, [f"/bare/{page}/"], options)
            print(f"round {number + 1} of {options.rounds} done", file=sys.stderr)
    return {" | ".join(map(str, key)): _over_rounds(slices) for key, slices in loads.items()}


def _ask_for_each(port: int, paths: list[str]) -> None:
    """Let a server keep these pages: on busy cores the time that warms others does not do for a hundred."""
    for path in paths:
        urlopen(Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": "gzip"})).close()


def _turned(paths: list[str], number: int, options) -> list[str]:
    """Return the paths from another place on in every round."""
    start = len(paths) * number // options.rounds
    return paths[start:] + paths[:start]


def _slice(loads, key, server, paths, options, encoding="identity") -> int:
    """Measure for one slice of time; return how long the bodies are on the average."""
    load(*server, paths[-150:], WARM, encoding)
    done = load(*server, paths, options.seconds, encoding)
    loads.setdefault(key, []).append(done)
    return done.size // done.requests


def _over_rounds(slices: list[Load]) -> dict:
    """Return the figures of all rounds together, but each percentile as the median of the rounds."""
    total = Load()
    for part in slices:
        total += part
    figures = [part.figures() for part in slices]
    middle = {name: sorted(one[name] for one in figures)[len(figures) // 2] for name in figures[0] if "p" in name[:1]}
    return total.figures() | middle


def measure_import(site: Site, options) -> dict:
    """Import a folder of three-language articles without pictures into an empty database."""
    folder = options.data / f"folder-{options.imported}"
    if not folder.exists():
        site.run("benchmarks.generate", "--articles", str(options.imported), "--folder", str(folder))
    site.run("django", "migrate", "--verbosity", "0")
    command = [sys.executable, "-m", "django", "import_content", str(folder)]
    begin = perf_counter()
    process = subprocess.Popen(command, env=site.environment)
    _process, status, usage = os.wait4(process.pid, 0)
    seconds = perf_counter() - begin
    process.returncode = status
    if status:
        raise SystemExit("The import failed.")
    return {
        "articles": options.imported,
        "seconds": round(seconds, 1),
        "articles_per_second": round(options.imported / seconds, 1),
        "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 1),
        "peak_mb": usage.ru_maxrss // 1024,
    }


def tell(results: dict) -> None:
    for kind, found in results["databases"].items():
        sizes = sorted(map(int, found.get("inside", {})))
        if pages := found.get("pages"):
            print(f"\n{kind}: uncached pages\n")
            head = ("page", "articles", "queries", "requests/s", "CPU ms", "× empty", "× terse", "p50", "p95", "p99")
            _row(*head)
            _row(*["---"] * len(head))
            for name in KINDS:
                for size in sizes:
                    page, empty, terse = (pages[f"{name} | {size} | {view}"] for view in ("page", "empty", "terse"))
                    _row(
                        name,
                        size,
                        found["inside"][str(size)]["queries"][name],
                        page["requests_per_second"],
                        page["cpu_ms"],
                        round(page["cpu_ms"] / empty["cpu_ms"], 2),
                        round(page["cpu_ms"] / terse["cpu_ms"], 2),
                        page["p50_ms"],
                        page["p95_ms"],
                        page["p99_ms"],
                    )
            print(f"\n{kind}: from the page cache, {sizes[-1]} articles\n")
            head = (
                "page",
                "bytes",
                "requests/s",
                "empty view's",
                "ratio",
                "CPU ms",
                "empty view's",
                "p95",
                "empty view's",
            )
            _row(*head)
            _row(*["---"] * len(head))
            for name in KINDS:
                page, empty = (pages[f"{name} | {sizes[-1]} | {view}"] for view in ("cached", "bare"))
                rates = page["requests_per_second"], empty["requests_per_second"]
                _row(
                    name,
                    page["bytes"],
                    *rates,
                    round(rates[0] / rates[1], 2),
                    page["cpu_ms"],
                    empty["cpu_ms"],
                    page["p95_ms"],
                    empty["p95_ms"],
                )
        for size in sizes:
            if admin := found["inside"][str(size)].get("admin"):
                print(f"\n{kind}: the admin, {size} articles\n")
                _row("page", "ms", "longest", "queries")
                _row(*["---"] * 4)
                for name, figures in admin.items():
                    _row(name, *figures.values())
            if searches := found["inside"][str(size)].get("search"):
                print(f"\n{kind}: searches, {size} articles, page and all\n")
                _row("what is asked", *searches["all"])
                _row(*["---"] * (1 + len(searches["all"])))
                for name, figures in searches.items():
                    _row(name, *figures.values())
            if publishing := found["inside"][str(size)].get("publishing"):
                print(f"\n{kind}: publishing, {size} articles: {_named(publishing)}")
        if "import" in found:
            print(f"\n{kind}: import: {_named(found['import'])}")


def _row(*cells) -> None:
    print(f"| {' | '.join(map(str, cells))} |")


def _named(figures: dict) -> str:
    return ", ".join(f"{name} {value}" for name, value in figures.items())


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--articles", default="1000,10000", help="sizes of the databases, after commas")
    parser.add_argument("--databases", default="sqlite", help="sqlite, postgresql or both, after a comma")
    parser.add_argument(
        "--postgres", default="postgres://postgres@127.0.0.1", help="a server where databases can be made"
    )
    parser.add_argument("--data", type=Path, default=Path("var/benchmarks"), help="keeps the databases between runs")
    parser.add_argument("--parts", default=",".join(PARTS), help=f"what to measure: {', '.join(PARTS)}")
    parser.add_argument("--seconds", type=float, default=1, help="of each slice of a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--imported", type=int, default=1000, help="how many articles the import takes in")
    parser.add_argument("--port", type=int, default=8100, help="the first of ten that the servers use")
    options = parser.parse_args()
    options.data = options.data.resolve()
    parts = options.parts.split(",")
    results = {"date": f"{datetime.now(UTC):%Y-%m-%d %H:%M}", "options": vars(options) | {"data": ""}, "databases": {}}
    for kind in options.databases.split(","):
        found = results["databases"][kind] = {}
        if parts != ["import"]:
            sites = {int(count): Site(kind, count, options) for count in options.articles.split(",")}
            inside = {count: look_inside(site, count, parts, options) for count, site in sites.items()}
            if "pages" in parts:
                found["pages"] = measure_pages(sites, inside, options)
            found["inside"] = {
                str(count): {name: value for name, value in figures.items() if name != "addresses"}
                for count, figures in inside.items()
            }
        if "import" in parts:
            site = Site(kind, "import", options)
            found["import"] = measure_import(site, options)
            site.drop()
    tell(results)
    path = HERE / "results" / f"{datetime.now(UTC):%Y%m%d-%H%M%S}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(results, indent=1))
    print(f"\nAll figures: {path}")


def look_inside(site: Site, count: int, parts: list[str], options) -> dict:
    """Fill the site's database where it is empty; count and time what needs no load."""
    print(f"{site.url}: {count} articles", file=sys.stderr)
    site.run("benchmarks.generate", "--articles", str(count))
    searches = {"search": json.loads(site.run("benchmarks.searching"))} if "search" in parts else {}
    arguments = ["--admin"] if "admin" in parts else []
    if "publishing" not in parts:
        return searches | json.loads(site.run("benchmarks.inside", *arguments))
    with site.serve(options.port, PORTAL_PAGE_CACHE="on") as (port, _process):
        found = site.run("benchmarks.inside", *arguments, "--server", f"http://127.0.0.1:{port}")
    return searches | json.loads(found)


if __name__ == "__main__":
    main()
