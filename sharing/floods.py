"""A quick no to a network that sends forms faster than anybody can fill them in.

Counted in each process by itself, without the database: it keeps a flood from taking the time of
others. How many messages are sent is for limits.py to say, exactly.
"""

from threading import Lock
from time import monotonic

MINUTE = 60
MOST = 40  # forms a minute: more than the limits ever let through
KEPT = 10_000  # networks; more in one minute is an attack from everywhere, which no count per network stops

_lock = Lock()
_counts: dict[str, int] = {}
_begun_at = 0.0


def is_flooding(network: str) -> bool:
    """Count one form, and tell whether it is one too many in this minute."""
    global _begun_at  # noqa: PLW0603 (the process's own clock)
    with _lock:
        now = monotonic()
        if now - _begun_at > MINUTE or len(_counts) >= KEPT:
            _counts.clear()
            _begun_at = now
        _counts[network] = _counts.get(network, 0) + 1
        return _counts[network] > MOST
