"""A worker that is killed at any point loses no message and sends none twice, as far as SMTP allows."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone

from portal import environment
from sharing.models import Suggestion
from sharing.sending import send_waiting
from tests.factories import make_edition
from tests.sharing.mail_server import mail_server, message_ids

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parent.parent.parent
SENT_AGAIN = [
    "claim: before", "claim: uncommitted", "claim: committed", "composed", "answered greeting", "said EHLO",
    "answered EHLO", "said MAIL", "answered MAIL", "said RCPT", "answered RCPT", "said DATA", "answered DATA", "half",
    "undotted",
]  # fmt: skip
SENT = ["outcome: committed", "said QUIT", "answered QUIT", "all sent"]
IN_DOUBT = ["handed over, noted", "answered message"]
TWICE = "handed over, not noted"  # SMTP cannot tell: the server has it, and the worker died before it could write so
POINTS = [*SENT_AGAIN, *SENT, *IN_DOUBT]


def database_url() -> str:
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{quote(str(values['NAME']))}"
    host = values["HOST"]
    where = f"/{values['NAME']}?host={host}" if host.startswith("/") else f"{host}:{values['PORT']}/{values['NAME']}"
    secret = f":{quote(values['PASSWORD'], safe='')}" if values["PASSWORD"] else ""
    return f"postgres://{quote(values['USER'])}{secret}@{where}"


@pytest.fixture
def server(settings):
    with mail_server() as server:
        settings.MAILERS = {"default": environment.mailer(f"smtp://127.0.0.1:{server.port}")}
        yield server


@pytest.fixture
def kill(server):
    """Run a worker that is killed at a point."""
    variables = {"DATABASE_URL": database_url(), "EMAIL_URL": f"smtp://127.0.0.1:{server.port}"}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.sharing.doomed_worker"],
        cwd=ROOT,
        env=os.environ | variables | {"DJANGO_SETTINGS_MODULE": "portal.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def kill(point):
        process.stdin.write(f"{point}\n")
        process.stdin.flush()
        assert process.stdout.readline().strip() == "-9", f"not killed: {point}"

    yield kill
    process.stdin.close()
    assert process.wait() == 0
    process.stdout.close()


def suggest_three(edition):
    Suggestion.objects.all().delete()
    for number in range(3):
        Suggestion.objects.create(
            edition=edition, day=timezone.localdate(), sender_name="Jan", recipient=f"ala{number}@example.org"
        )


def let_time_pass():
    """Let what a killed worker had taken be free again."""
    Suggestion.objects.filter(claimed_until__isnull=False).update(claimed_until=timezone.now() - timedelta(seconds=1))


def send_until_done():
    """Run the task until nothing waits: on a busy machine a turn may end before."""
    while Suggestion.objects.unfinished().exists():
        send_waiting.func()


def test_it_loses_nothing_and_sends_nothing_twice(kill, server):
    edition = make_edition(pl={"title": "Mosty", "slug": "mosty", "body": "<p>a</p>"})

    for point in POINTS:
        suggest_three(edition)
        server.taken.clear()
        kill(point)
        let_time_pass()
        send_until_done()

        assert sorted(server.recipients) == [f"ala{number}@example.org" for number in range(3)], point
        outcomes = sorted(Suggestion.objects.values_list("state", flat=True))
        assert outcomes == (["in_doubt"] if point in IN_DOUBT else []) + ["sent"] * (3 - (point in IN_DOUBT)), point
        assert set(Suggestion.objects.values_list("recipient", "sender_name", "asked_at")) == {("", "", None)}, point


def test_the_one_moment_in_which_smtp_cannot_tell_gives_two_copies_that_are_one_message(kill, server):
    suggest_three(make_edition(pl={"title": "Mosty", "slug": "mosty", "body": "<p>a</p>"}))

    kill(TWICE)
    let_time_pass()
    send_until_done()

    assert sorted(server.recipients) == ["ala0@example.org", *(f"ala{number}@example.org" for number in range(3))]
    copies = [content for to, content in server.taken if to == ["ala0@example.org"]]
    assert message_ids(copies[0]) == message_ids(copies[1]) != []


def test_several_workers_send_each_message_once(server):
    edition = make_edition(pl={"title": "Mosty", "slug": "mosty", "body": "<p>a</p>"})
    for number in range(90):
        Suggestion.objects.create(
            edition=edition, day=timezone.localdate(), sender_name="Jan", recipient=f"ala{number}@example.org"
        )
        send_waiting.using(run_after=timezone.now() + timedelta(microseconds=number)).enqueue()
    variables = {"DATABASE_URL": database_url(), "EMAIL_URL": f"smtp://127.0.0.1:{server.port}"}

    command = [sys.executable, "manage.py", "worker", "--until-empty"]
    workers = [subprocess.Popen(command, cwd=ROOT, env=os.environ | variables) for _worker in range(3)]

    assert [worker.wait() for worker in workers] == [0, 0, 0]
    assert sorted(server.recipients) == sorted(f"ala{number}@example.org" for number in range(90))
    assert set(Suggestion.objects.values_list("state", flat=True)) == {"sent"}


def test_there_are_twenty_points():
    assert len({*POINTS, TWICE}) >= 20
