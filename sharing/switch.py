"""The switch that stops all sending at once, in all processes, and starts it again."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from articles import freshness
from sharing.models import Switch


def is_stopped() -> bool:
    return Switch.objects.filter(pk=1, is_stopped=True).exists()


def is_form_open() -> bool:
    """Tell whether readers may send suggestions through the site."""
    return settings.PORTAL_SHARE_FORM and not is_stopped()


@transaction.atomic
def stop(*, by=None) -> None:
    """Send nothing any more, and take no suggestion. What waits is kept, as long as what is personal may be."""
    _turn(by, is_stopped=True)


@transaction.atomic
def resume(*, by=None) -> None:
    _turn(by, is_stopped=False)


def _turn(by, *, is_stopped: bool) -> None:
    changes = {"is_stopped": is_stopped, "changed_at": timezone.now(), "changed_by": by}
    Switch.objects.update_or_create(pk=1, defaults=changes)
    freshness.bump()  # the page with the form is kept by caches
