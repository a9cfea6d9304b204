"""The way of a suggestion from the queue to its outcome.

    waiting → sending → handed over → sent

``sending`` is written before the conversation with the mail server begins, ``handed over`` when the
server has all of the message and has not answered, the outcome when it has. What a killed worker
left as ``sending`` is sent again: no server delivers half a message. What it left as ``handed over``
is not: the server has it. A server that breaks off, or keeps silent, has not taken the message
(RFC 5321, 4.2.5), so that is tried again, under the same Message-ID.
"""

import email.policy
import logging
import re
import smtplib
from contextlib import suppress
from datetime import datetime, timedelta
from time import monotonic

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction
from django.db.models import F
from django.tasks import task
from django.utils import timezone

from articles.models import Edition
from articles.pages import site_name
from sharing import limits, smtp, switch, tokens
from sharing.addresses import address_hash
from sharing.messages import compose
from sharing.models import Objection, Suggestion, kept_for
from sharing.smtp import Refused, Unreachable

logger = logging.getLogger(__name__)

State = Suggestion.State
BATCH = 20
TURN = 15  # seconds for which one task sends; then others have theirs
CLAIM = timedelta(minutes=5)  # longer than a turn and the longest conversation after it
PAUSES = (1, 2, 5, 10, 20, 40, 60, 120)  # minutes before the next attempt; the last one repeats
TOLD = ("id", "language", "slug", "is_page", "title", "lead")  # what a message says of an edition
MAIL_ADDRESS = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+")


@task
def send_waiting():
    """Settle what killed workers left, give up what is too old, and send what is due."""
    now = timezone.now()
    settle(now)
    give_up(now)
    ends_at = monotonic() + TURN
    mailer = Mailer()
    try:
        while not switch.is_stopped() and (batch := claim(timezone.now())):
            sites = {code: site_name(code)[0] for code in {suggestion.edition.language for suggestion in batch}}
            for place, suggestion in enumerate(batch):
                if monotonic() > ends_at:
                    release(batch[place:])
                    send_waiting.enqueue()
                    return
                send(suggestion, mailer, sites[suggestion.edition.language])
    except Unreachable as error:
        logger.warning("The mail server cannot be reached or breaks off (%s).", error)
        release(batch[place + 1 :])
    finally:
        mailer.close()


@task
def forget():
    """Delete what limits and tokens need no longer."""
    now = timezone.now()
    limits.forget(now)
    tokens.forget(now)


def settle(now: datetime) -> None:
    """Decide what becomes of the suggestions whose worker was killed; see the head of this file."""
    left = Suggestion.objects.left(now)
    left.filter(state=State.HANDED_OVER).end(State.IN_DOUBT)
    left.filter(state=State.SENDING).update(  # behind the others, in case it is this one that ends workers
        state=State.WAITING, claimed_until=None, attempts=F("attempts") + 1, next_attempt_at=now
    )


def give_up(now: datetime) -> None:
    Suggestion.objects.filter(state=State.WAITING, asked_at__lt=now - kept_for()).end(State.GIVEN_UP)


def claim(now: datetime) -> list[Suggestion]:
    """Take the next suggestions for this worker alone; those that nobody may get any more end here."""
    with transaction.atomic():
        batch = list(Suggestion.objects.due(now).select_for_update(skip_locked=True)[:BATCH])
        keys = [suggestion.pk for suggestion in batch]
        Suggestion.objects.filter(pk__in=keys).update(state=State.SENDING, claimed_until=now + CLAIM)
        unwanted = _unwanted(batch)
        Suggestion.objects.filter(pk__in=unwanted).end(State.UNWANTED)
        editions = Edition.objects.live(now).only(*TOLD).in_bulk({suggestion.edition_id for suggestion in batch})
        gone = [suggestion.pk for suggestion in batch if suggestion.edition_id not in editions]
        Suggestion.objects.filter(pk__in=gone).exclude(pk__in=unwanted).end(State.DROPPED)
    left = [suggestion for suggestion in batch if suggestion.pk not in {*unwanted, *gone}]
    for suggestion in left:
        suggestion.edition = editions[suggestion.edition_id]
    return left or (claim(now) if batch else [])


def _unwanted(batch: list[Suggestion]) -> list[int]:
    hashes = {suggestion.pk: address_hash(suggestion.recipient) for suggestion in batch}
    objecting = set(Objection.objects.filter(pk__in=hashes.values()).values_list("pk", flat=True))
    return [key for key, hash_ in hashes.items() if hash_ in objecting]


def release(batch: list[Suggestion]) -> None:
    """Put back what was taken and not tried."""
    taken = Suggestion.objects.filter(pk__in=[suggestion.pk for suggestion in batch], state=State.SENDING)
    taken.update(state=State.WAITING, claimed_until=None)


def send(suggestion: Suggestion, mailer: "Mailer", site: str) -> None:
    """Send a suggestion that this worker has taken, and record what became of it.

    Raises Unreachable, after putting it off, where there is no sense in going on with others.
    """
    row = Suggestion.objects.filter(pk=suggestion.pk)
    try:
        reply = mailer.send(compose(suggestion, site), on_handed_over=lambda: row.update(state=State.HANDED_OVER))
    except Refused as error:
        if error.is_permanent:
            row.end(State.REFUSED, without_addresses(error.reply))
        else:
            put_off(suggestion, without_addresses(error.reply))
    except Unreachable as error:
        put_off(suggestion, str(error))
        raise
    else:
        row.end(State.SENT, without_addresses(reply))


def put_off(suggestion: Suggestion, reply: str) -> None:
    """Try again later; give up where later would be too late."""
    now = timezone.now()
    pause = timedelta(minutes=PAUSES[min(suggestion.attempts, len(PAUSES) - 1)])
    row = Suggestion.objects.filter(pk=suggestion.pk)
    if now + pause > suggestion.asked_at + kept_for():
        row.end(State.GIVEN_UP, reply)
        return
    row.update(
        state=State.WAITING,
        attempts=suggestion.attempts + 1,
        next_attempt_at=now + pause,
        claimed_until=None,
        reply=reply,
    )


def without_addresses(reply: str) -> str:
    """Return a server's reply without the addresses that servers like to repeat."""
    return MAIL_ADDRESS.sub("…", " ".join(reply.split()))[:300]


class Mailer:
    """The mail server that the settings name; one connection for many messages."""

    def __init__(self):
        self.backend = mailers["default"]
        self.speaks_smtp = isinstance(self.backend, EmailBackend)  # others print messages, or keep them

    def send(self, message: EmailMessage, *, on_handed_over) -> str:
        """Hand a message over, and return the server's reply."""
        if not self.speaks_smtp:
            self.backend.send_messages([message])
            return ""
        is_used = self.backend.connection is not None
        try:
            return self._hand_over(message, on_handed_over)
        except Unreachable:
            self.close()
            if not is_used or self.was_handed_over:
                raise
            return self._hand_over(message, on_handed_over)  # servers end connections after so many messages
        except Refused:
            self._reset()
            raise

    def _hand_over(self, message: EmailMessage, on_handed_over) -> str:
        self.was_handed_over = False

        def note():
            self.was_handed_over = True
            on_handed_over()

        self._open()
        return smtp.hand_over(
            self.backend.connection,
            self.backend.prep_address(settings.DEFAULT_FROM_EMAIL),
            self.backend.prep_address(message.to[0]),
            message.message(policy=email.policy.SMTP).as_bytes(),
            on_handed_over=note,
        )

    def _open(self) -> None:
        try:
            self.backend.open()
        except OSError as error:  # every error of smtplib is one
            with suppress(OSError):
                self.backend.close()  # where it got as far as the password
            raise Unreachable(_code_of(error)) from None  # its words may hold an address

    def _reset(self) -> None:
        """Make the connection ready for the next message."""
        try:
            self.backend.connection.rset()
        except OSError:
            self.close()

    def close(self) -> None:
        """End the connection, without waiting for a server that does not answer."""
        if not self.speaks_smtp or self.backend.connection is None:
            return
        connection, self.backend.connection = self.backend.connection, None
        try:
            if connection.sock:
                connection.sock.settimeout(1)
            connection.quit()
        except OSError:
            connection.close()


def _code_of(error: OSError) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__} {error.smtp_code}"
    return type(error).__name__
