from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Edition
from languages.literal import Literal

PERSONAL = ("sender_name", "reply_to", "recipient", "note")


class SuggestionQuerySet(models.QuerySet):
    def due(self, now):
        """Narrow to what is to be sent now, the longest due first."""
        return self.filter(state=Literal("waiting"), next_attempt_at__lte=now).order_by("next_attempt_at", "pk")

    def left(self, now):
        """Narrow to what a worker took and did not finish: it was killed."""
        return self.filter(claimed_until__lt=now)

    def failing(self):
        """Narrow to what was tried, and is to be tried again."""
        return self.filter(state=Literal("waiting"), attempts__gt=0).order_by("next_attempt_at", "pk")

    def failed(self):
        """Narrow to what nobody tries any more."""
        return self.filter(state__in=[Literal(state.value) for state in Suggestion.FAILED])

    def unfinished(self):
        return self.filter(state__in=Suggestion.UNFINISHED)

    def end(self, outcome: str, reply: str = "") -> int:
        """Record the outcome, and erase in the same statement whom it was about."""
        return self.update(
            state=outcome,
            reply=reply,
            asked_at=None,
            next_attempt_at=None,
            claimed_until=None,
            **dict.fromkeys(PERSONAL, ""),
        )


class Suggestion(models.Model):
    """A reader's wish that a friend be told of an article, and its way through the queue.

    What is personal is gone once the outcome stands: the database holds that (``suggestion_erased``).
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        HANDED_OVER = "handed_over", _("handed over, not yet confirmed")
        SENT = "sent", _("sent")
        IN_DOUBT = "in_doubt", _("handed over, never confirmed")
        REFUSED = "refused", _("refused by the mail server")
        GIVEN_UP = "given_up", _("given up")
        UNWANTED = "unwanted", _("the recipient wants none")
        DROPPED = "dropped", _("dropped")

    UNFINISHED = (State.WAITING, State.SENDING, State.HANDED_OVER)
    FAILED = (State.IN_DOUBT, State.REFUSED, State.GIVEN_UP)

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="suggestions", verbose_name=_("edition"))
    day = models.DateField(_("day"))
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    reply = models.CharField(_("the mail server’s reply"), max_length=300, blank=True)
    asked_at = models.DateTimeField(null=True, default=timezone.now)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, default=timezone.now)
    claimed_until = models.DateTimeField(null=True, help_text="Until when the worker that took it must be done.")
    sender_name = models.CharField(max_length=60, blank=True)
    reply_to = models.CharField(max_length=254, blank=True)
    recipient = models.CharField(max_length=254, blank=True)
    note = models.CharField(max_length=300, blank=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        permissions = (("stop_suggestions", "Can stop and resume the sending of suggestions"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "sending", "handed_over"))
                | Q(asked_at=None, next_attempt_at=None, claimed_until=None, **dict.fromkeys(PERSONAL, "")),
                name="suggestion_erased",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("sending", "handed_over"), claimed_until__isnull=False)
                | (~Q(state__in=("sending", "handed_over")) & Q(claimed_until=None)),
                name="suggestion_claimed",
            ),
        )
        indexes = (
            models.Index(fields=("next_attempt_at", "id"), condition=Q(state="waiting"), name="suggestion_due"),
            models.Index(
                fields=("claimed_until",), condition=Q(claimed_until__isnull=False), name="suggestion_claimed"
            ),
            models.Index(fields=("-day", "edition"), name="suggestion_by_day"),
            models.Index(
                F("id").desc(), condition=Q(state__in=("in_doubt", "refused", "given_up")), name="suggestion_failed"
            ),
        )

    def __str__(self):
        return f"{self.pk} ({self.state})"


class Objection(models.Model):
    """Somebody who never wants to get a suggestion again: the keyed hash of an address, not the address."""

    address_hash = models.CharField(max_length=32, primary_key=True)
    day = models.DateField()

    def __str__(self):
        return self.address_hash


class Allowance(models.Model):
    """How much of a limit is used up, from the first suggestion that counts until ``ends_at``."""

    key = models.CharField(max_length=64, primary_key=True)
    scope = models.CharField(max_length=10)
    period = models.CharField(max_length=4)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self):
        return f"{self.scope}, {self.period}: {self.count}"


class SpentToken(models.Model):
    """A form that was sent, so that it is not sent twice; forgotten when its token expires."""

    nonce = models.CharField(max_length=32, primary_key=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self):
        return self.nonce


class Switch(models.Model):
    """Whether somebody has stopped all sending. One row, or none where nobody ever has."""

    is_stopped = models.BooleanField()
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    def __str__(self):
        return "stopped" if self.is_stopped else "running"


class DailyReport(models.Model):
    """A day whose report the operators have."""

    day = models.DateField(primary_key=True)

    def __str__(self):
        return str(self.day)


def kept_for() -> timedelta:
    """Return how long sending is tried, and what is personal is kept at most."""
    return timedelta(hours=settings.PORTAL_SHARE_HOURS)
