"""Limits are exact, whoever counts at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from sharing import limits
from sharing.limits import LimitReached
from sharing.models import Allowance
from sharing.sending import forget

SUBJECTS = {"network": "192.0.2.0/24", "recipient": "ala@example.org", "article": 1}
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def wide(settings):
    for scope in ("SENDER", "RECIPIENT", "ARTICLE", "SITE"):
        setattr(settings, f"PORTAL_SHARE_PER_{scope}", (1000, 2000))


def take(now, **changes):
    try:
        with transaction.atomic():
            limits.take(limits.subjects(**SUBJECTS | changes), now)
    except LimitReached as reached:
        return reached.scope
    return None


@pytest.mark.django_db(transaction=True)
def test_a_limit_is_exact_under_many_hands(settings):
    settings.PORTAL_SHARE_PER_SENDER = (40, 2000)
    now = timezone.now()

    def one(number):
        try:
            return take(now, recipient=f"ala{number}@example.org", article=number % 7)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as hands:
        answers = list(hands.map(one, range(120)))

    assert answers.count(None) == 40
    assert set(answers) == {None, "sender"}
    assert Allowance.objects.get(scope="site", period="day").count == 40


@pytest.mark.django_db
@pytest.mark.parametrize(("period", "length"), [("hour", timedelta(hours=1)), ("day", timedelta(days=1))])
def test_a_limit_begins_with_the_first_that_counts_and_ends_after_its_time(settings, period, length):
    settings.PORTAL_SHARE_PER_SITE = (1, 2000) if period == "hour" else (1000, 1)
    now = timezone.now()

    assert take(now) is None
    assert take(now + length - MINUTE) == "site"
    assert take(now + length + MINUTE) is None


@pytest.mark.django_db
def test_what_is_refused_is_counted_for_the_report_alone():
    now = timezone.now()
    for _refusal in range(3):
        limits.note_refusal(now)

    assert limits.refusals(timezone.localdate(now)) == 3
    assert limits.refusals(timezone.localdate(now) - timedelta(days=1)) == 0
    assert sum(row["used"] for row in limits.standing(now)) == 0


@pytest.mark.django_db
def test_counts_are_deleted_after_a_day_and_tell_nobody():
    now = timezone.now()
    take(now - timedelta(days=1, minutes=1))

    stored = str(list(Allowance.objects.values_list()))
    assert "192.0.2" not in stored
    assert "ala@" not in stored
    forget.func()

    assert not Allowance.objects.exists()


@pytest.mark.django_db
def test_the_recipient_s_count_does_not_bring_the_proof(settings):
    settings.PORTAL_SHARE_PER_RECIPIENT = (2, 2)
    now = timezone.now()
    take(now)

    assert not limits.are_near(limits.subjects(**SUBJECTS), now)
    settings.PORTAL_SHARE_PER_SENDER = (2, 2)
    assert limits.are_near(limits.subjects(**SUBJECTS), now)
