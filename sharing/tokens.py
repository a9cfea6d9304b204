"""What a form carries in place of a session's token, and the proof of work beside it.

The page with the empty form is the same for everybody and has neither. The page that shows the message
before it is sent has both: the token is bound to that very message, expires, and works once.
"""

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import altcha
from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction

from sharing.models import SpentToken

LIFE = timedelta(hours=1)
READING = timedelta(seconds=2)  # nobody has read the message sooner
WAIT = timedelta(seconds=60)  # what stands for the proof of work where no script runs
SALT = "sharing.token"

# One attempt takes a phone about five milliseconds, and about 300 are needed. The server makes one
# when it asks, and none when it verifies.
PROOF = {"algorithm": "PBKDF2/SHA-256", "cost": 5000}
COUNTER = (200, 400)


class WrongToken(Exception):
    """No token, a forged or expired one, or one of another message."""


class AlreadySent(Exception):
    """The token has been used: this very message was sent before."""


@dataclass(frozen=True)
class Token:
    nonce: str
    issued_at: datetime
    signed: str

    def is_younger_than(self, age: timedelta, now: datetime) -> bool:
        return now - self.issued_at < age


def issue(message: dict, now: datetime) -> Token:
    """Return a token for a message: the edition and what the visitor wrote."""
    nonce = secrets.token_hex(16)
    signed = signing.dumps([nonce, int(now.timestamp()), _digest(message)], salt=SALT)
    return Token(nonce, now, signed)


def read(signed: str, message: dict, now: datetime) -> Token:
    """Return the token, if it is one of this message and holds; raises WrongToken."""
    try:
        nonce, issued, digest = signing.loads(signed, salt=SALT)
    except signing.BadSignature as error:
        raise WrongToken from error
    issued_at = datetime.fromtimestamp(issued, UTC)
    if digest != _digest(message) or not timedelta(seconds=-1) <= now - issued_at < LIFE:
        raise WrongToken
    return Token(nonce, issued_at, signed)


def spend(token: Token) -> None:
    """Use the token up, in the transaction of what it was used for; raises AlreadySent."""
    try:
        with transaction.atomic():
            SpentToken.objects.create(nonce=token.nonce, expires_at=token.issued_at + LIFE)
    except IntegrityError as error:
        raise AlreadySent from error


def is_spent(token: Token) -> bool:
    return SpentToken.objects.filter(nonce=token.nonce).exists()


def forget(now: datetime) -> None:
    """Delete the spent tokens that have expired: they are refused for that."""
    SpentToken.objects.filter(expires_at__lt=now).delete()


def challenge(token: Token) -> str:
    """Return a challenge in ALTCHA's format, as JSON, whose solution counts for this token alone."""
    low, high = COUNTER
    made = altcha.create_challenge(
        **PROOF,
        counter=low + secrets.randbelow(high - low),
        expires_at=token.issued_at + LIFE,
        data={"nonce": token.nonce},
        hmac_secret=_secret("challenge"),
        hmac_key_secret=_secret("key"),
    )
    return json.dumps(made.to_dict())


def is_proven(payload: str, token: Token) -> bool:
    """Tell whether the payload solves a challenge that was made for this token."""
    if not payload or len(payload) > 4000:
        return False
    if not altcha.verify_solution(payload, _secret("challenge"), hmac_key_secret=_secret("key")).verified:
        return False
    return altcha.Payload.from_base64(payload).challenge.parameters.data == {"nonce": token.nonce}


def _secret(name: str) -> str:
    return hashlib.sha256(f"sharing.proof.{name}:{settings.SECRET_KEY}".encode()).hexdigest()


def _digest(message: dict) -> str:
    return hashlib.sha256(json.dumps(message, sort_keys=True).encode()).hexdigest()[:32]
