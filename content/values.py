"""What the keys of a content file's front matter mean: each value in its own type."""

import re
from datetime import UTC, datetime

from django.utils import timezone

from content.frontmatter import Fault, Value
from languages.slugs import is_slug

TRUE, FALSE = ("true", "yes", "on"), ("false", "no", "off", "")
FIRST_YEAR, LAST_YEAR = 1000, 9998
TEXTS = {
    "title": 200, "summary": 2000, "author": 200, "image": 500, "image_alt": 300, "image_caption": 500,
    "image_credit": 200, "note": 500, "withdrawn_reason": 500,
}  # fmt: skip
MOMENTS = ("date", "publishdate", "lastmod", "expirydate", "withdrawn", "visible_from", "visible_until")
FLAGS = ("draft", "featured", "minor", "withdrawn_readable", "required")
LISTS = ("tags", "topics", "related")


def typed(key: str, value: Value):
    """Return what stands under a key in its type, None for a key that means nothing here; raises Fault."""
    if key in TEXTS:
        return _text(key, value, TEXTS[key])
    if key == "slug":
        slug = _text(key, value, 100)
        if slug and not is_slug(slug):
            raise Fault("“slug” may hold letters, digits, hyphens and underscores only.", value.line)
        return slug
    if key in MOMENTS:
        return _moment(key, value)
    if key in FLAGS:
        return _flag(key, value)
    if key in LISTS:
        items = value.content if isinstance(value.content, list) else [value.content]
        return [item.strip() for item in items if item.strip()]
    if key == "focal":
        return _focal(value)
    if key in ("weight", "follows"):
        return _number(key, value)
    if key == "source":
        return _text(key, value, 16).lower()
    if key == "markup":
        return _markup(value)
    return None


def _text(key: str, value: Value, length: int) -> str:
    if isinstance(value.content, list):
        raise Fault(f"“{key}” must be one text.", value.line)
    if len(value.content) > length:
        raise Fault(f"“{key}” is longer than {length} characters.", value.line)
    return value.content


def _moment(key: str, value: Value) -> datetime | str:
    """Return the moment; a date alone and a time without zone are the site's time zone's."""
    written = _text(key, value, 40).strip()
    if not written:
        return ""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise Fault(f"“{key}” is no date: {written!r}. Write it like 2026-03-14T09:00:00+01:00.", value.line) from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise Fault(f"“{key}” lies too far away: {written!r}.", value.line)
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    return moment.astimezone(UTC)


def _flag(key: str, value: Value) -> bool:
    written = _text(key, value, 10).strip().lower()
    if written in TRUE:
        return True
    if written in FALSE:
        return False
    raise Fault(f"“{key}” is {written!r}: write true or false.", value.line)


def _number(key: str, value: Value) -> int:
    written = _text(key, value, 40).strip()
    if not re.fullmatch(r"\d{1,9}", written):
        raise Fault(f"“{key}” is {written!r}: a whole number is expected.", value.line)
    return int(written)


def _focal(value: Value) -> tuple[float, float]:
    try:
        x, y = (float(item) for item in value.content)
    except ValueError:
        x = y = -1
    if not (0 <= x <= 1 and 0 <= y <= 1):
        raise Fault("“focal” must be two numbers between 0 and 1: [from the left, from the top].", value.line)
    return x, y


def _markup(value: Value) -> str:
    written = _text("markup", value, 20).strip().lower()
    if written in ("html", "markdown", "md", "goldmark", ""):
        return "html" if written == "html" else "markdown"
    raise Fault(f"“markup” is {written!r}: markdown or html can be read.", value.line)
