"""The way of a suggestion through a real mail server that takes, refuses, stalls and breaks off."""

import logging
import time
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.publishing import withdraw
from portal import environment
from sharing import sending, smtp, switch
from sharing.checks import mail_comes_from_somewhere
from sharing.models import DailyReport, Suggestion
from sharing.reports import report_daily, told
from sharing.sending import PAUSES, send_waiting, without_addresses
from tests.factories import make_edition, make_user
from tests.sharing.mail_server import mail_server, message_ids

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def server(settings):
    with mail_server() as server:
        settings.MAILERS = {"default": environment.mailer(f"smtp://127.0.0.1:{server.port}")}
        yield server


@pytest.fixture(autouse=True)
def no_hurry(monkeypatch):
    """Let a turn last, on however busy a machine."""
    monkeypatch.setattr(sending, "TURN", 600)


@pytest.fixture
def suggest(db):
    edition = make_edition(pl={"title": "Mosty", "slug": "mosty", "lead": ".kropka", "body": "<p>a</p>"})

    def suggest(number=0, **fields):
        values = {"sender_name": "Jan", "recipient": f"ala{number}@example.org", "note": "Zobacz."} | fields
        return Suggestion.objects.create(edition=edition, day=timezone.localdate(), **values)

    return suggest


@pytest.fixture
def impatient(settings, monkeypatch):
    """Wait half a second for a server that stalls, not twenty."""
    settings.MAILERS["default"]["OPTIONS"]["timeout"] = 0.5
    monkeypatch.setattr(smtp, "REPLY_TIMEOUT", 0.5)


def test_a_message_arrives_whole_and_what_is_personal_goes(server, suggest):
    suggestion = suggest()

    send_waiting.func()

    (message,) = server.messages
    assert server.recipients == ["ala0@example.org"]
    assert "\r\n.kropka\r\n" in message.get_body(("plain",)).get_content().replace("\r\n", "\n").replace("\n", "\r\n")
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.reply) == ("sent", "250 taken")
    assert [suggestion.sender_name, suggestion.recipient, suggestion.note, suggestion.reply_to] == [""] * 4
    assert suggestion.asked_at is suggestion.next_attempt_at is suggestion.claimed_until is None


def test_many_messages_go_through_one_conversation(server, suggest):
    for number in range(45):
        suggest(number)

    send_waiting.func()

    assert len(set(server.recipients)) == 45
    assert server.steps.count("EHLO") == 1


def test_an_outcome_with_something_personal_is_refused_by_the_database(suggest):
    suggestion = suggest()

    for outcome in ("sent", "refused", "given_up", "in_doubt", "unwanted", "dropped"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Suggestion.objects.filter(pk=suggestion.pk).update(state=outcome)


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_a_temporary_refusal_is_tried_again_with_growing_pauses(server, suggest, step, monkeypatch):
    suggestion = suggest()
    server.answers[step] = "451 try later <ala0@example.org>"
    now, pauses = timezone.now(), []

    for _attempt in range(len(PAUSES) + 1):
        send_waiting.func()
        suggestion.refresh_from_db()
        pauses.append((suggestion.next_attempt_at - timezone.now()).total_seconds() / 60)
        Suggestion.objects.update(next_attempt_at=now)

    assert [round(pause) for pause in pauses] == [*PAUSES, PAUSES[-1]]
    assert (suggestion.state, suggestion.reply) == ("waiting", "451 try later <…>")
    assert server.taken == []
    server.answers.clear()
    send_waiting.func()
    assert server.recipients == ["ala0@example.org"]


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_a_permanent_refusal_is_final_and_the_next_message_goes_on(server, suggest, step):
    refused, next_one = suggest(0), suggest(1)
    server.answers[step] = ["550 no such user ala0@example.org here"]

    send_waiting.func()

    refused.refresh_from_db()
    next_one.refresh_from_db()
    assert (refused.state, refused.reply, refused.recipient) == ("refused", "550 no such user … here", "")
    assert next_one.state == "sent"
    assert server.recipients == ["ala1@example.org"]


@pytest.mark.parametrize("step", ["EHLO", "MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("fault", ["STALL", "DROP"])
def test_a_server_that_stalls_or_breaks_off_gets_the_message_later(server, suggest, impatient, step, fault):
    first, second = suggest(0), suggest(1)
    server.answers[step] = [fault]

    begun = time.monotonic()
    send_waiting.func()
    assert time.monotonic() - begun < 60

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.attempts) == ("waiting", 1)
    assert (second.state, second.attempts) == ("waiting", 0)  # not tried: no other message fares better now
    assert server.taken == []
    Suggestion.objects.update(next_attempt_at=timezone.now())
    send_waiting.func()
    assert sorted(server.recipients) == ["ala0@example.org", "ala1@example.org"]


@pytest.mark.parametrize("fault", ["KEEP_AND_DROP", "KEEP_AND_STALL"])
def test_a_server_that_takes_a_message_and_does_not_say_so_gets_the_same_one_again(server, suggest, impatient, fault):
    suggest()
    server.answers["DATA"] = [fault]

    send_waiting.func()
    Suggestion.objects.update(next_attempt_at=timezone.now())
    send_waiting.func()

    first, second = (content for _to, content in server.taken)
    assert message_ids(first) == message_ids(second) != []


def test_a_server_that_ends_the_conversation_between_two_messages_is_called_again(server, suggest):
    for number in range(3):
        suggest(number)
    server.answers["MAIL"] = [None, "421 enough for today"]

    send_waiting.func()

    assert sorted(server.recipients) == [f"ala{number}@example.org" for number in range(3)]


def test_without_a_server_one_message_is_tried_and_all_are_kept(suggest, settings):
    settings.MAILERS = {"default": environment.mailer("smtp://127.0.0.1:9")}
    for number in range(3):
        suggest(number)

    send_waiting.func()

    assert sorted(Suggestion.objects.values_list("state", "attempts")) == [
        ("waiting", 0), ("waiting", 0), ("waiting", 1),
    ]  # fmt: skip
    assert Suggestion.objects.exclude(attempts=0).get().reply == "ConnectionRefusedError"


def test_wrong_credentials_lose_nothing(server, suggest, settings):
    settings.MAILERS = {"default": environment.mailer(f"smtp://ja:haslo@127.0.0.1:{server.port}")}
    suggest()

    send_waiting.func()

    assert Suggestion.objects.get().state == "waiting"


@pytest.mark.parametrize(("age", "state"), [(HOUR * 23, "waiting"), (HOUR * 25, "given_up")])
def test_after_a_day_a_message_is_given_up_and_erased(server, suggest, age, state):
    suggestion = suggest(asked_at=timezone.now() - age)
    server.answers["RCPT"] = "450 later"

    send_waiting.func()

    suggestion.refresh_from_db()
    assert suggestion.state == state
    assert (suggestion.recipient == "") is (state == "given_up")


def test_a_last_attempt_that_fails_gives_up_at_once(server, suggest):
    suggestion = suggest(asked_at=timezone.now() - 23 * HOUR - timedelta(minutes=30), attempts=20)
    server.answers["RCPT"] = "450 later"

    send_waiting.func()

    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.reply, suggestion.recipient) == ("given_up", "450 later", "")


def test_a_message_about_a_text_that_was_withdrawn_is_dropped(server, suggest):
    suggestion = suggest()
    withdraw(article=suggestion.edition.article, language="pl", by=make_user())

    send_waiting.func()

    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.recipient) == ("dropped", "")
    assert server.taken == []


def test_while_sending_is_stopped_nothing_goes_out_and_old_messages_are_given_up(server, suggest):
    fresh, old = suggest(0), suggest(1, asked_at=timezone.now() - 25 * HOUR)
    switch.stop()

    send_waiting.func()

    assert server.taken == []
    old.refresh_from_db()
    assert old.state == "given_up"
    switch.resume()
    send_waiting.func()
    fresh.refresh_from_db()
    assert fresh.state == "sent"


def test_stopping_ends_a_turn_that_is_going_on(server, suggest, monkeypatch):
    for number in range(50):
        suggest(number)
    monkeypatch.setattr(sending.switch, "is_stopped", iter([False, True]).__next__)

    send_waiting.func()

    assert len(server.taken) == sending.BATCH


def test_a_task_ends_after_its_turn_and_comes_again(server, suggest, monkeypatch):
    monkeypatch.setattr(sending, "TURN", -1)
    for number in range(3):
        suggest(number)

    send_waiting.func()

    assert set(Suggestion.objects.values_list("state", "claimed_until")) == {("waiting", None)}
    assert DBTaskResult.objects.filter(task_path=send_waiting.module_path).count() == 1


def test_what_another_worker_has_taken_is_left_to_it(server, suggest):
    suggest(claimed_until=timezone.now() + HOUR, state="sending")

    send_waiting.func()

    assert server.taken == []
    assert Suggestion.objects.get().state == "sending"


@pytest.mark.parametrize("step", [None, "RCPT", "DATA"])
@pytest.mark.parametrize("answer", ["550 <ala0@example.org> unknown", "451 ala0@example.org later", "DROP"])
def test_no_log_line_and_no_task_holds_an_address(server, suggest, caplog, step, answer):
    caplog.set_level(logging.DEBUG)
    suggest(reply_to="jan@example.net")
    if step:
        server.answers[step] = answer
    send_waiting.enqueue()

    send_waiting.func()

    said = "\n".join(record.getMessage() for record in caplog.records if record.name != "mail.log")
    assert "ala0" not in said
    assert "jan@" not in said
    assert "@example" not in str(DBTaskResult.objects.values_list("args_kwargs", "traceback", "return_value"))


@pytest.mark.parametrize(
    ("reply", "kept"),
    [
        ("550 5.1.1 <ala@example.org>: unknown", "550 5.1.1 <…>: unknown"),
        ("550 ala@example.org, ola@example.org", "550 …, …"),
        ("250 ok\nqueued as 1A2B", "250 ok queued as 1A2B"),
        ("5" * 400, "5" * 300),
    ],
)
def test_replies_are_kept_without_addresses(reply, kept):
    assert without_addresses(reply) == kept


def test_two_workers_take_different_messages(suggest):
    for number in range(50):
        suggest(number)

    first, second = sending.claim(timezone.now()), sending.claim(timezone.now())

    assert len(first) == len(second) == 20
    assert {row.pk for row in first}.isdisjoint(row.pk for row in second)


def test_a_mail_server_that_stalls_ties_up_no_web_process(server, ask):
    server.answers["EHLO"] = "STALL"

    begun = time.monotonic()
    assert "Dziękujemy" in ask().text

    assert time.monotonic() - begun < 60
    assert server.steps == []  # only a worker talks to it


@pytest.mark.parametrize(
    ("url", "sender", "warned"),
    [
        ("smtp://mail.example", "portal@localhost", True),
        ("smtp://mail.example", "most@kultura.example", False),
        ("console://", "portal@localhost", False),
    ],
)
def test_a_sender_that_no_server_accepts_is_told_of(settings, url, sender, warned):
    settings.MAILERS = {"default": environment.mailer(url)}
    settings.DEFAULT_FROM_EMAIL = sender

    assert [message.id for message in mail_comes_from_somewhere(None)] == ["sharing.W001"] * warned


# The daily report


def test_the_report_counts_and_names_nobody(server, suggest):
    suggest(0)
    suggest(1)
    server.answers["RCPT"] = ["550 no"]
    send_waiting.func()
    suggest(2)

    report = told(timezone.localdate(), timezone.now())

    for line in ("refused: 1", "sent: 1", "waiting: 1", "Waiting now: 1", "3  Mosty (pl)", "Sending is on."):
        assert line in report
    assert "@" not in report
    assert "Jan" not in report


def test_the_report_comes_once_a_day_in_the_log_and_by_mail(settings, mailoutbox, caplog):
    caplog.set_level(logging.INFO)
    settings.PORTAL_SHARE_REPORT_TO = ["ops@example.org"]

    for _minute in range(3):
        report_daily.func()

    assert [message.to for message in mailoutbox] == [["ops@example.org"]]
    assert sum("Suggestions of" in record.getMessage() for record in caplog.records) == 1
    assert DailyReport.objects.count() == 1


def test_a_report_that_cannot_be_mailed_comes_later(settings, mailoutbox):
    settings.PORTAL_SHARE_REPORT_TO = ["ops@example.org"]
    kept = settings.MAILERS
    settings.MAILERS = {"default": environment.mailer("smtp://127.0.0.1:9")}
    report_daily.func()
    assert not DailyReport.objects.exists()

    settings.MAILERS = kept
    report_daily.func()

    assert len(mailoutbox) == 1


def test_the_database_speaks_no_address_of_a_finished_suggestion(server, suggest):
    suggest()

    send_waiting.func()

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM sharing_suggestion")
        assert "example.org" not in str(cursor.fetchall())
