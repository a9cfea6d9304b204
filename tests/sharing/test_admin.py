"""The desk's page about suggestions, and the command for operators."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from sharing import switch
from sharing.models import Suggestion
from tests.factories import make_edition, make_user

pytestmark = pytest.mark.django_db
PAGE = "/admin/sharing/suggestion/"
FAILING, SWITCH = f"{PAGE}failing/", f"{PAGE}switch/"


@pytest.fixture
def suggest(db):
    edition = make_edition(pl={"title": "Mosty", "slug": "mosty", "body": "<p>a</p>"})

    def suggest(state="waiting", **fields):
        values = {"day": timezone.localdate(), "state": state} | fields
        if state in Suggestion.UNFINISHED:
            values = {"sender_name": "Jan Tajny", "recipient": "tajna@example.org", "note": "tajne"} | values
        else:
            values |= {"asked_at": None, "next_attempt_at": None}
        return Suggestion.objects.create(edition=edition, **values)

    return suggest


def sign_in(client, role):
    """Sign somebody in: a superuser, a member of a group, or somebody on the staff who is in none."""
    user = make_user(role, superuser=role == "administrator")
    if role in ("Editors", "Translators"):
        user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    ("role", "sees", "settles", "stops"),
    [
        (None, 302, 302, 302),
        ("stranger", 403, 403, 403),
        ("Translators", 403, 403, 403),
        ("Editors", 200, 302, 403),
        ("administrator", 200, 302, 302),
    ],
)
def test_who_may_do_what(client, suggest, role, sees, settles, stops):
    failing = suggest(attempts=1)
    if role:
        sign_in(client, role)

    assert client.get(PAGE).status_code == sees
    assert client.post(FAILING, {"suggestion": failing.pk, "drop": "1"}).status_code == settles
    assert client.post(SWITCH, {"stop": "1"}).status_code == stops
    assert Suggestion.objects.filter(state="dropped").exists() is (role in ("Editors", "administrator"))
    assert switch.is_stopped() is (role == "administrator")


@pytest.mark.parametrize("address", [FAILING, SWITCH])
def test_looking_changes_nothing(client, address):
    sign_in(client, "administrator")

    assert client.get(address).status_code == 405


@pytest.mark.parametrize("address", ["1/change/", "1/delete/", "add/", "1/history/"])
def test_no_page_shows_a_single_suggestion(client, suggest, address):
    suggest(pk=1)
    sign_in(client, "administrator")

    assert client.get(f"{PAGE}{address}").status_code == 404


def test_the_desk_sees_counts_failures_and_limits_and_nothing_personal(client, suggest, settings):
    settings.PORTAL_SHARE_PER_SITE = (77, 88)
    for state in ("sent", "sent", "in_doubt", "unwanted"):
        suggest(state)
    suggest("refused", reply="550 no such user …", attempts=1)
    suggest(attempts=2, reply="451 try later")
    suggest("sent", day=timezone.localdate() - timedelta(days=40))
    sign_in(client, "Editors")

    response = client.get(PAGE, headers={"Accept-Language": "en"})

    for shown in ("Mosty (pl)", "550 no such user …", "451 try later", "handed over, never confirmed", "77", "88"):
        assert shown in response.text
    rows = list(response.context["page"])
    assert [(row["asked"], row["sent"], row["failed"], row["open"]) for row in rows] == [(6, 2, 2, 1)]
    for secret in ("Jan Tajny", "tajna@example.org", "tajne"):
        assert secret not in response.text


def test_failures_are_tried_again_at_once(client, suggest, run_tasks, mailoutbox):
    chosen = suggest(attempts=3, next_attempt_at=timezone.now() + timedelta(hours=2))
    other = suggest(attempts=3, next_attempt_at=timezone.now() + timedelta(hours=2))
    sign_in(client, "Editors")

    client.post(FAILING, {"suggestion": chosen.pk, "retry": "1"})
    run_tasks()

    chosen.refresh_from_db()
    other.refresh_from_db()
    assert (chosen.state, other.state) == ("sent", "waiting")
    assert len(mailoutbox) == 1


def test_what_is_dropped_is_erased(client, suggest):
    chosen, untried = suggest(attempts=1), suggest()
    sign_in(client, "Editors")

    client.post(FAILING, {"suggestion": [chosen.pk, untried.pk, "x", "²", "9" * 30], "drop": "1"})

    chosen.refresh_from_db()
    untried.refresh_from_db()
    assert (chosen.state, chosen.recipient, chosen.sender_name, chosen.note) == ("dropped", "", "", "")
    assert untried.state == "waiting"  # not among the failing


def test_what_a_worker_is_sending_cannot_be_dropped(client, suggest):
    taken = suggest("sending", attempts=1, claimed_until=timezone.now() + timedelta(minutes=5))
    sign_in(client, "Editors")

    client.post(FAILING, {"suggestion": taken.pk, "drop": "1"})

    taken.refresh_from_db()
    assert taken.state == "sending"


def test_the_page_costs_the_same_at_any_number_of_suggestions(client, suggest):
    for state in ("sent", "refused", "waiting"):
        suggest(state, attempts=1)
    sign_in(client, "Editors")
    client.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    for _number in range(20):
        for state in ("sent", "refused", "waiting"):
            suggest(state, attempts=1)

    with CaptureQueriesContext(connection) as many:
        client.get(PAGE)

    assert len(few) == len(many)


def test_the_switch_stops_and_resumes_and_tells_who_did(client, suggest):
    user = sign_in(client, "administrator")

    client.post(SWITCH, {"stop": "1"})
    assert switch.is_stopped()
    assert str(user) in client.get(PAGE).text
    client.post(SWITCH, {"resume": "1"})

    assert not switch.is_stopped()
    assert DBTaskResult.objects.filter(task_path="sharing.sending.send_waiting").exists()


def test_operators_stop_resume_and_ask_by_command(suggest, capsys):
    suggest()

    call_command("suggestions", "stop")
    assert switch.is_stopped()
    assert "Sending is STOPPED." in capsys.readouterr().out
    call_command("suggestions", "resume")
    assert not switch.is_stopped()
    call_command("suggestions", "status")

    told = capsys.readouterr().out
    assert "Waiting now: 1" in told
    assert "@" not in told


def test_editors_have_the_permissions_and_nobody_else():
    wanted = Permission.objects.filter(content_type__app_label="sharing", content_type__model="suggestion")

    having = {
        group.name: sorted(group.permissions.filter(pk__in=wanted).values_list("codename", flat=True))
        for group in Group.objects.all()
    }

    assert having.pop("Editors") == ["change_suggestion", "view_suggestion"]
    assert not any(having.values())
