"""Old addresses: where they lead, how often they are used, and which ones readers look for in vain.

Only asked when nothing else answers an address, so a redirect never hides a page. Where it leads
was fixed by an editor; nothing of a reader's request becomes part of it.
"""

import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from threading import Lock
from time import monotonic
from urllib.parse import parse_qsl, unquote_to_bytes, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import Error, transaction
from django.db.models import F, Q
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.encoding import repercent_broken_unicode
from django.utils.translation import gettext as _

from articles.models import Edition, MissingAddress, Redirect
from articles.pages import live_addresses
from languages.columns import text_of
from languages.names import site_codes

MAX_ADDRESS = 500
CAMPAIGNS = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")  # said by links from elsewhere; no page depends on them
UNSAFE = re.compile(r"[\s\\\x00-\x1f\x7f]")
WRITTEN_EVERY = 5  # seconds
MOST_WAITING = 200
MOST_MISSING = 1000
NEW_AT_ONCE = 50
FORGOTTEN_AFTER = timedelta(days=90)
MAX_MISSING = MissingAddress._meta.get_field("path").max_length

logger = logging.getLogger(__name__)


class Tally:
    """Counts that wait in memory and are written every few seconds at most: a flood costs what one reader costs.

    What waits when the process ends is lost. That is a few seconds of counting.
    """

    def __init__(self, write: Callable[[Counter], None]):
        self.write = write
        self.waiting = Counter()
        self.lock = Lock()
        self.due = 0.0

    def count(self, key) -> None:
        with self.lock:
            if key in self.waiting or len(self.waiting) < MOST_WAITING:
                self.waiting[key] += 1
            if monotonic() < self.due:
                return
            self.due = monotonic() + WRITTEN_EVERY
            counts, self.waiting = self.waiting, Counter()
        try:
            with transaction.atomic():
                self.write(counts)
        except Error:
            logger.warning("Counts of old addresses could not be written.")


def normalized(address: str) -> str:
    """Return an address in the form in which old ones are kept and looked for.

    Host and fragment do not count, nor do the case, a slash at the end, the way in which letters
    are encoded, the order of a query's parameters and those that campaigns add.
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    path = repercent_broken_unicode(unquote_to_bytes(parts.path)).decode()
    return _key(path, parts.query)


def _key(path: str, query: str) -> str:
    path = "/" + path.strip("/")
    pairs = sorted(pair for pair in parse_qsl(query, keep_blank_values=True) if not pair[0].startswith(CAMPAIGNS))
    asked = "&".join(f"{name}={value}" for name, value in pairs)
    return unicodedata.normalize("NFC", f"{path}?{asked}" if asked else path).lower()


def find(path: str, query: str) -> str | None:
    """Return where an old address leads; a redirect for the very query counts before one for the path alone."""
    keys = list(dict.fromkeys([_key(path, query), _key(path, "")]))
    if any("\x00" in key or len(key) > MAX_ADDRESS for key in keys):
        return None
    found = {redirect.old: redirect for redirect in Redirect.objects.filter(old__in=keys).select_related("topic")}
    for key in keys:
        if key in found and (place := leads_to(found[key])):
            hits.count(found[key].pk)
            return place
    return None


def leads_to(redirect: Redirect) -> str | None:
    """Return the address to which a redirect leads now; None where its topic is not shown, or its article never was."""
    if redirect.target:
        return redirect.target
    if redirect.article_id:
        live = live_addresses(redirect.article_id)
        return live.get(redirect.language) or next(iter(live.values()), None) or _last_address(redirect)
    now, topic = timezone.now(), redirect.topic
    if not topic.visible_from <= now < topic.visible_until:
        return None
    languages = [redirect.language, *site_codes()] if redirect.language in site_codes() else site_codes()
    shown = (code for code in languages if text_of(topic, "title", code) and text_of(topic, "slug", code))
    return next((topic.url(code) for code in shown), None)


def _last_address(redirect: Redirect) -> str | None:
    """Return the address that tells why an article was withdrawn."""
    seen = Edition.objects.shown().filter(article=redirect.article_id, live_from__lte=timezone.now())
    last = seen.filter(language__in=site_codes()).order_by("-live_until").first()
    return last and last.get_absolute_url()


def missed(path: str) -> None:
    """Count that somebody found nothing at an address; without its query, and never one that names a person's mail."""
    path = unicodedata.normalize("NFC", path)
    if len(path) <= MAX_MISSING and "@" not in path and not UNSAFE.search(path) and path.isprintable():
        misses.count(path)


def keep(redirect: Redirect) -> None:
    """Save a redirect; those that lead to its old address lead where it leads from now on.

    Raises ValidationError. The caller holds a transaction that began with ``freshness.bump()``, so
    that two editors cannot make a loop of two halves.
    """
    place(redirect)
    redirect.full_clean()
    redirect.save()
    where = {name: getattr(redirect, name) for name in ("article", "topic", "language", "target", "target_key")}
    leads_here = Q(target_key=redirect.old)
    if "?" not in redirect.old:
        leads_here |= Q(target_key__startswith=f"{redirect.old}?")
    Redirect.objects.filter(leads_here).update(**where)
    MissingAddress.objects.filter(Q(path__iexact=redirect.old) | Q(path__iexact=f"{redirect.old}/")).delete()


def place(redirect: Redirect) -> None:
    """Put both addresses of a redirect into the form in which they are kept; raises ValidationError.

    An address of this site becomes the article or topic that is there, and one that is itself an
    old address the place to which that leads.
    """
    redirect.old = normalized(redirect.old)
    if redirect.old in ("", "/") or redirect.old.split("/")[1] == "admin":
        raise ValidationError({"old": _("This address always answers by itself.")})
    if len(redirect.old) > MAX_ADDRESS or "\x00" in redirect.old:
        raise ValidationError({"old": _("This is no address.")})
    redirect.target = redirect.target.strip().removeprefix(settings.SITE_URL)
    redirect.target_key = ""
    places = [redirect.article_id, redirect.topic_id, redirect.target]
    if len([where for where in places if where]) != 1:
        raise ValidationError(_("Say where the address leads: to an article, to a topic or to an address."))
    if redirect.target:
        _place_target(redirect)


def _place_target(redirect: Redirect) -> None:
    target = redirect.target
    is_here = target.startswith("/") and not target.startswith("//")
    try:
        parts = urlsplit(target)
    except ValueError:
        parts = urlsplit("")
    if UNSAFE.search(target) or not (is_here or (parts.scheme in ("http", "https") and parts.hostname)):
        raise ValidationError({"target": _("Write an address of this site, from its first slash, or a whole one.")})
    if not is_here:
        return
    redirect.target_key = normalized(target)
    if after := _answering(redirect):
        if redirect.old in _asked_for(after.target_key):
            raise ValidationError({"target": _("The addresses would lead to each other.")})
        for name in ("article", "topic", "language", "target", "target_key"):
            setattr(redirect, name, getattr(after, name))
        return
    if not parts.query and not parts.fragment and _place_row(redirect, parts.path):
        redirect.target = redirect.target_key = ""


def _answering(redirect: Redirect) -> Redirect | None:
    """Return the redirect that answers the target of another one."""
    for key in _asked_for(redirect.target_key):
        if key == redirect.old:
            raise ValidationError({"target": _("The address would lead to itself.")})
        if found := Redirect.objects.filter(old=key).exclude(pk=redirect.pk).first():
            return found
    return None


def _asked_for(key: str) -> list[str]:
    """Return what ``find`` asks for when a reader comes to an address: its query counts first, then the path alone."""
    return list(dict.fromkeys([key, key.partition("?")[0]]))


def _place_row(redirect: Redirect, path: str) -> bool:
    """Let a redirect lead to the article or topic that is at an address now, and tell whether there is one."""
    try:
        match = resolve(unquote_to_bytes(path).decode())
    except (Resolver404, UnicodeDecodeError):
        return False
    code, slug = match.kwargs.get("language"), match.kwargs.get("slug")
    if match.url_name in ("article", "page"):
        live = Edition.objects.live_of_any_kind().filter(language=code, slug=slug)
        redirect.article_id = live.values_list("article_id", flat=True).first()
    elif match.url_name == "topic":
        Topic = Redirect._meta.get_field("topic").related_model  # noqa: N806 a model
        redirect.topic = Topic.objects.addressed(slug, code).first()
    redirect.language = code if redirect.article_id or redirect.topic_id else redirect.language
    return bool(redirect.article_id or redirect.topic_id)


def _write_hits(counts: Counter) -> None:
    for key, number in counts.items():
        Redirect.objects.filter(pk=key).update(hits=F("hits") + number, last_hit_at=timezone.now())


def _write_misses(counts: Counter) -> None:
    """Add to what is known; of what is new, so much that a scanner cannot push out what many look for."""
    now, new = timezone.now(), []
    for path, number in counts.most_common():
        if not MissingAddress.objects.filter(path=path).update(count=F("count") + number, last_at=now):
            new.append(MissingAddress(path=path, count=number, first_at=now, last_at=now))
    if not new:
        return
    new = new[:NEW_AT_ONCE]
    MissingAddress.objects.filter(last_at__lt=now - FORGOTTEN_AFTER).delete()
    too_many = MissingAddress.objects.count() + len(new) - MOST_MISSING
    if too_many > 0:
        rarest = MissingAddress.objects.order_by("count", "last_at").values_list("pk", flat=True)[:too_many]
        MissingAddress.objects.filter(pk__in=list(rarest)).delete()
    MissingAddress.objects.bulk_create(new, ignore_conflicts=True)


hits = Tally(_write_hits)
misses = Tally(_write_misses)
