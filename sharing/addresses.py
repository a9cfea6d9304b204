"""Mail and network addresses: which are taken, and the keyed hashes that stand for them."""

import hashlib
import hmac
import ipaddress
import re
import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.core.validators import EmailValidator
from django.utils.crypto import constant_time_compare
from django.utils.encoding import punycode
from django.utils.translation import gettext_lazy as _

WRONG = _("This is not a mail address, or not one that mail can be sent to from here.")
PLAIN = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[^@\[\]]+")
_validate = EmailValidator(allowlist=[])


def clean_address(typed: str) -> str:
    """Return one plain mail address, its domain in ASCII; raises ValidationError for anything else.

    No quoted local part, no comment, no name before it, no list: nothing that two programs could
    read in two ways.
    """
    address = unicodedata.normalize("NFKC", typed).strip()
    if not PLAIN.fullmatch(address):
        raise ValidationError(WRONG, code="address")
    local, _at, domain = address.rpartition("@")
    try:
        domain = punycode(domain).lower()
    except UnicodeError as error:
        raise ValidationError(WRONG, code="address") from error
    address = f"{local}@{domain}"
    if len(address) > 254 or not domain.isascii():
        raise ValidationError(WRONG, code="address")
    try:
        _validate(address)
    except ValidationError as error:
        raise ValidationError(WRONG, code="address") from error
    return address


def mailbox(address: str) -> str:
    """Return what is the same for the spellings of a mailbox: ``Jan+x@A.pl`` → ``jan@a.pl``."""
    local, _at, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}"


def network(remote: str, told_by_proxy: str = "") -> str:
    """Return the network that a request comes from: the first 24 bits of an IPv4 address, 48 of IPv6.

    A proxy is believed only when it stands where no stranger does: on this machine or its private network.
    """
    address = _parse(remote)
    if address is None or address.is_private:
        address = _parse(told_by_proxy) or address
    if address is None:
        return "unknown"
    address = getattr(address, "ipv4_mapped", None) or address
    return str(ipaddress.ip_network((address, 24 if address.version == 4 else 48), strict=False))


def _parse(text: str):
    try:
        return ipaddress.ip_address(text.strip())
    except ValueError:
        return None


def hashed(kind: str, value: str) -> str:
    """Return the keyed hash of a value; without the key nobody can try out which value it was."""
    return hmac.new(settings.PORTAL_ADDRESS_KEY.encode(), f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()


def address_hash(address: str) -> str:
    return hashed("mailbox", mailbox(address))[:32]


def objection_token(address: str) -> str:
    """Return what the link in a message carries, with which its recipient objects to the next one."""
    hash_ = address_hash(address)
    return f"{hash_}{_seal(hash_)}"


def read_objection_token(token: str) -> str:
    """Return the hash of the address that objects; raises BadSignature for a token that is not ours."""
    hash_, seal = token[:32], token[32:]
    if not constant_time_compare(seal, _seal(hash_)):
        raise BadSignature
    return hash_


def _seal(hash_: str) -> str:
    return hashed("objection", hash_)[:16]
