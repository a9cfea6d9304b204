"""Tell the WebSub hub which feeds have changed, so that those who follow them hear of it at once."""

from datetime import datetime, timedelta
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings
from django.db.models import Q
from django.tasks import task
from django.utils import timezone

from articles.fragments import places, tag_address, text_columns, topic_address
from articles.models import Edition, EditionTag, EditionTopic, HubNotice
from languages.columns import localized
from languages.names import site_codes

SETTLED = timedelta(seconds=10)  # a publication may be committed that long after its moment
AT_ONCE = 100  # addresses in one message
TIMEOUT = 10  # seconds


@task
def tell_hub() -> None:
    """Name to the hub the feeds in which something began or ended since it was told last.

    A hub that does not answer is told again at the next run; being told twice does no harm.
    """
    if not settings.PORTAL_WEBSUB_HUB:
        return
    until = timezone.now() - SETTLED
    notice, is_first = HubNotice.objects.get_or_create(pk=1, defaults={"told_until": until})
    if is_first or until <= notice.told_until:
        return
    changed = changed_feeds(notice.told_until, until)
    for start in range(0, len(changed), AT_ONCE):
        _tell(changed[start : start + AT_ONCE])
    HubNotice.objects.filter(pk=1, told_until__lt=until).update(told_until=until)


def changed_feeds(since: datetime, until: datetime) -> list[str]:
    """Return the addresses of the feeds in which an edition went live or ended, after ``since`` and up to ``until``."""
    began_or_ended = Q(live_from__gt=since, live_from__lte=until) | Q(live_until__gt=since, live_until__lte=until)
    editions = Edition.objects.shown().filter(began_or_ended, is_page=False, language__in=site_codes())
    found = [places(code)["home"] for code in editions.order_by().values_list("language", flat=True).distinct()]
    topics = EditionTopic.objects.filter(edition__in=editions).order_by()
    columns = [f"topic__{name}" for name in text_columns("slug")]
    rows = [(row["edition__language"], row) for row in topics.values("edition__language", *columns).distinct()]
    slugs = [(code, row[f"topic__{localized('slug', code)}"]) for code, row in rows]
    found += [topic_address(code, slug) for code, slug in slugs if slug]
    tags = EditionTag.objects.filter(edition__in=editions).order_by()
    found += [tag_address(*row) for row in tags.values_list("edition__language", "tag__slug").distinct()]
    return [f"{settings.SITE_URL}{page}feed/{form}" for page in sorted(found) for form in ("", "json/")]


def _tell(feeds: list[str]) -> None:
    message = urlencode({"hub.mode": "publish", "hub.url": feeds}, doseq=True).encode()
    request = Request(settings.PORTAL_WEBSUB_HUB, message)  # noqa: S310 - the setting takes http and https alone
    with urlopen(request, timeout=TIMEOUT):  # noqa: S310 - the request above
        pass
