"""Taking a suggestion in, and taking an objection in."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from articles.models import Edition
from sharing import limits, tokens
from sharing.models import Objection, Suggestion
from sharing.sending import send_waiting
from sharing.tokens import Token


def suggest(*, edition: Edition, message: dict, network: str, token: Token, now: datetime) -> Suggestion:
    """Put a suggestion into the queue, count it, and use its token up: all or nothing.

    ``message`` is what the visitor wrote: sender_name, reply_to, recipient, note. Whether the
    recipient wants it is decided when it is sent, so that nobody can find out by asking.
    Raises LimitReached, or AlreadySent.
    """
    with transaction.atomic():
        tokens.spend(token)
        limits.take(subjects(edition, message, network), now)
        suggestion = Suggestion.objects.create(
            edition=edition, day=timezone.localdate(now), asked_at=now, next_attempt_at=now, **message
        )
        send_waiting.enqueue()
    return suggestion


def subjects(edition: Edition, message: dict, network: str) -> dict[str, str]:
    return limits.subjects(network=network, recipient=message["recipient"], article=edition.article_id)


def object_to_suggestions(address_hash: str, *, now: datetime) -> None:
    """Remember that the owner of an address wants no suggestion ever again."""
    Objection.objects.get_or_create(address_hash=address_hash, defaults={"day": timezone.localdate(now)})
