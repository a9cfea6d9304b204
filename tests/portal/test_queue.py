import os
import signal
import subprocess
import sys
import time
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.tasks import TaskResultStatus, task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal import queue
from tests.portal.test_server import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
MINUTE = timedelta(minutes=1)
done = []


@task
def note(word):
    done.append(word)


@task
def fail():
    raise ValueError("on purpose")


@task
def take_long(path):
    """Say in a file when it begins and when it ends."""
    Path(path).write_text("begun")
    time.sleep(1.5)
    Path(path).write_text("ended")


@pytest.fixture(autouse=True)
def nothing_done():
    done.clear()


def test_a_task_runs_after_it_was_enqueued(run_tasks):
    note.enqueue("a")
    assert done == []

    run_tasks()

    assert done == ["a"]


@pytest.mark.django_db
def test_a_task_goes_with_the_transaction_that_enqueued_it():
    with suppress(ZeroDivisionError), transaction.atomic():
        note.enqueue("a")
        raise ZeroDivisionError

    assert not DBTaskResult.objects.exists()


def test_nudges_that_say_the_same_are_answered_by_one_run(run_tasks):
    for word in "abaabb":
        note.enqueue(word)

    run_tasks()

    assert sorted(done) == ["a", "b"]
    assert DBTaskResult.objects.successful().count() == 2


def test_a_task_that_is_not_due_yet_waits_beside_one_that_is(run_tasks):
    note.using(run_after=timezone.now() + MINUTE).enqueue("a")
    note.enqueue("a")

    run_tasks()

    assert done == ["a"]
    assert DBTaskResult.objects.get(status=TaskResultStatus.READY).run_after > timezone.now()


@pytest.mark.django_db
def test_a_task_that_fails_ends_neither_the_worker_nor_the_others():
    fail.enqueue()
    note.enqueue("a")

    queue.Worker(until_empty=True).run()

    assert done == ["a"]
    assert "on purpose" in DBTaskResult.objects.failed().get().traceback


@pytest.mark.django_db
def test_what_must_come_every_minute_is_enqueued_once_a_minute(monkeypatch):
    monkeypatch.setattr(queue, "EVERY_MINUTE", (queue.tidy, note))
    now = timezone.now()

    for seconds in (0, 1, 30, 59):
        queue.begin_round(now + timedelta(seconds=seconds))
    assert DBTaskResult.objects.count() == 2

    DBTaskResult.objects.update(enqueued_at=now - timedelta(seconds=61))
    queue.begin_round(now)

    assert DBTaskResult.objects.count() == 4


def test_tasks_that_are_done_or_lost_are_forgotten(run_tasks):
    now = timezone.now()
    ages = {"SUCCESSFUL": ("finished_at", "hours", 1), "FAILED": ("finished_at", "days", 14)}
    ages |= {"RUNNING": ("started_at", "hours", 1)}
    for status, (moment, unit, age) in ages.items():
        for more in (-1, 1):
            note.enqueue(f"{status} {more}")
            at = now - timedelta(**{unit: age}) - more * MINUTE
            DBTaskResult.objects.filter(status="READY").update(status=status, **{moment: at})

    queue.tidy.func()

    left = DBTaskResult.objects.values_list("args_kwargs", flat=True)
    assert {each["args"][0] for each in left} == {"SUCCESSFUL -1", "FAILED -1", "RUNNING -1"}


@pytest.mark.django_db
def test_the_check_tells_whether_a_worker_runs():
    with pytest.raises(CommandError, match="No worker has run"):
        call_command("worker", check=True)

    queue.begin_round()
    call_command("worker", until_empty=True)
    call_command("worker", check=True)

    DBTaskResult.objects.update(finished_at=timezone.now() - 6 * MINUTE)
    with pytest.raises(CommandError, match="last seen"):
        call_command("worker", check=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A site on SQLite in a folder of its own."""
    folder = tmp_path_factory.mktemp("served")
    run(folder, "migrate", "-v0").wait()
    return folder


def environment(folder) -> dict:
    kept = {name: os.environ[name] for name in ("HOME", "LANG") if name in os.environ}
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return kept | {"PATH": path, "PORTAL_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "portal.settings"}


def run(folder, *arguments) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment(folder))


def wait_for(condition, seconds=30):
    until = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.05)
    return found


def begin_long_task(folder, name) -> Path:
    path = folder / name
    code = f"from tests.portal.test_queue import take_long; take_long.enqueue({str(path)!r})"
    assert run(folder, "shell", "-v0", "--no-imports", "-c", code).wait() == 0
    return path


def test_a_signal_lets_the_running_task_finish(folder):
    path = begin_long_task(folder, "signal")
    worker = run(folder, "worker")
    wait_for(path.exists)

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(timeout=30) == 0
    assert path.read_text() == "ended"


def workers_of(server: int) -> list[int]:
    """Return the queue's workers among a server's processes."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    return [int(child) for child in children if b"\0worker\0" in Path(f"/proc/{child}/cmdline").read_bytes()]


def test_the_server_runs_the_queue_starts_a_killed_worker_again_and_ends_with_it(folder):
    path = begin_long_task(folder, "served")
    port = free_port()
    variables = environment(folder) | {"GRANIAN_PORT": str(port), "DEBUG": "on"}
    server = subprocess.Popen([ROOT / "deploy/serve"], cwd=ROOT, env=variables)
    with suppress(ProcessLookupError):
        wait_for(lambda: path.exists() and path.read_text() == "ended")
        wait_for(lambda: answers(port))

        first = workers_of(server.pid)
        os.kill(first[0], signal.SIGKILL)
        second = wait_for(lambda: [worker for worker in workers_of(server.pid) if worker not in first])
        path = begin_long_task(folder, "again")
        wait_for(path.exists)
        server.send_signal(signal.SIGTERM)

        assert server.wait(timeout=30) == 0
    assert path.read_text() == "ended"
    assert len(first) == len(second) == 1
    assert not Path(f"/proc/{second[0]}").exists()


def answers(port) -> bool:
    with suppress(OSError), closing(urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5)) as response:
        return response.status == 200
    return False


def test_the_server_can_leave_the_queue_to_others(folder):
    port = free_port()
    variables = environment(folder) | {"GRANIAN_PORT": str(port), "DEBUG": "on", "PORTAL_QUEUE_IN_SERVER": "off"}
    server = subprocess.Popen([ROOT / "deploy/serve"], cwd=ROOT, env=variables)
    wait_for(lambda: answers(port))

    assert workers_of(server.pid) == []
    server.send_signal(signal.SIGTERM)
    assert server.wait(timeout=30) == 0
