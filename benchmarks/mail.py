"""Measure Suggest to a friend: many messages through the queue, and a burst of forms from one address."""

import argparse
import http.client
import json
import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, sleep, time
from urllib.parse import urlencode

from benchmarks.run import Site

ARTICLE = "/pl/articles/mosty/"
FORM = f"{ARTICLE}share/"
PLACES = {"cached page": ARTICLE, "uncached page": f"{ARTICLE}?x=1", "form": FORM}
BURSTING = {"Realip": "8.8.8.8", "Content-Type": "application/x-www-form-urlencoded"}


@contextmanager
def sink(port: int):
    """Run a mail server that takes everything; fill in the figures in the end."""
    figures = {}
    command = [sys.executable, "-m", "benchmarks.smtp_sink", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    if not process.stdout.readline():
        raise SystemExit(f"The mail server cannot have port {port}; choose another one: --port")
    try:
        yield figures
    finally:
        process.send_signal(signal.SIGTERM)
        figures |= json.loads(process.stdout.read())
        process.wait()


def measure_queue(site: Site, options) -> dict:
    """Send what is in the queue with so many workers."""
    site.run("benchmarks.mail_rows", "fill", str(options.messages))
    environment = site.environment | {"EMAIL_URL": f"smtp://127.0.0.1:{options.port}"}
    with sink(options.port) as figures:
        begin = time()
        command = [sys.executable, "manage.py", "worker"]
        workers = [subprocess.Popen(command, env=environment, process_group=0) for _worker in range(options.workers)]
        site.run("benchmarks.mail_rows", "wait")
        for worker in workers:
            worker.terminate()
        used = [os.wait4(worker.pid, 0)[2] for worker in workers]
    figures["start_seconds"] = round(figures.pop("begun") - begin, 2)
    figures["per_second"] = round(figures["messages"] / figures["seconds"], 1)
    figures["workers_cpu_ms"] = round(sum(use.ru_utime + use.ru_stime for use in used) * 1000 / figures["messages"], 2)
    figures["outcomes"] = json.loads(site.run("benchmarks.mail_rows", "count"))
    return figures


def ask(connection, path: str, form: dict | None = None) -> tuple[int, str]:
    if form is None:
        connection.request("GET", path)
    else:
        connection.request("POST", path, urlencode(form), BURSTING)
    response = connection.getresponse()
    return response.status, response.read().decode()


def burst(port: int, forms: int, answers) -> None:
    """Fill in the form again and again from one address, as fast as the server answers; then send what was shown."""
    connection, shown = http.client.HTTPConnection("127.0.0.1", port), []
    for number in range(forms):
        written = {
            "sender_name": "Jan",
            "recipient": f"ala{number}-{os.getpid()}@example.org",
            "note": "",
            "reply_to": "",
        }
        status, page = ask(connection, FORM, written)
        answers.put(status)
        if token := re.search(r'name="token" value="([^"]+)"', page):
            shown.append(written | {"token": token[1], "send": "1"})
    sleep(2.1)
    connection.close()  # the server has ended it meanwhile
    for written in shown:
        answers.put(ask(connection, FORM, written)[0])


def watch(port: int, going_on) -> dict[str, list[float]]:
    """Read pages one after the other, with pauses, as somebody else does; return the seconds that each took."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    taken = {name: [] for name in PLACES}
    while going_on():
        for name, path in PLACES.items():
            begin = perf_counter()
            ask(connection, path)
            taken[name].append(perf_counter() - begin)
            sleep(0.02)
    return taken


def measure_burst(site: Site, options) -> dict:
    site.run("benchmarks.mail_rows", "fill", "0")
    context = get_context("spawn")
    answers = context.Queue()
    with site.serve(options.port + 1, PORTAL_PAGE_CACHE="on", GRANIAN_WORKERS="2") as (port, _worker):
        for _warm in range(30):
            watch(port, iter([True, False]).__next__)
        until = perf_counter() + 5
        idle = watch(port, lambda: perf_counter() < until)
        hands = [
            context.Process(target=burst, args=(port, options.forms // options.hands, answers))
            for _hand in range(options.hands)
        ]
        for hand in hands:
            hand.start()
        sleep(1)  # until they have started
        busy = watch(port, lambda: any(hand.is_alive() for hand in hands))
        told = []
        while not answers.empty():
            told.append(answers.get())
    figures = {"answers": {status: told.count(status) for status in sorted(set(told))}}
    figures["outcomes"] = json.loads(site.run("benchmarks.mail_rows", "count"))
    for name in PLACES:
        figures[name] = {
            "idle_p50_ms": _percentile(idle[name], 50),
            "idle_p95_ms": _percentile(idle[name], 95),
            "busy_p50_ms": _percentile(busy[name], 50),
            "busy_p95_ms": _percentile(busy[name], 95),
        }
    return figures


def _percentile(values: list[float], part: int) -> float:
    return round(1000 * sorted(values)[len(values) * part // 100], 2)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mail", description=__doc__)
    parser.add_argument("--postgres", default="postgres://postgres@127.0.0.1")
    parser.add_argument("--database", default="postgresql", help="postgresql or sqlite")
    parser.add_argument("--data", type=Path, default=Path("var/benchmarks"))
    parser.add_argument("--parts", default="queue,burst")
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--forms", type=int, default=1000)
    parser.add_argument("--hands", type=int, default=4, help="processes that fill in the forms")
    parser.add_argument("--port", type=int, default=8120)
    options = parser.parse_args()
    options.data = options.data.resolve()
    site = Site(options.database, "mail", options)
    site.run("django", "migrate", "--verbosity", "0")
    if "queue" in options.parts:
        print(f"queue: {json.dumps(measure_queue(site, options))}", flush=True)
    if "burst" in options.parts:
        print(f"burst: {json.dumps(measure_burst(site, options), indent=1)}", flush=True)


if __name__ == "__main__":
    main()
