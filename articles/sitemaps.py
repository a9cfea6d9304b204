"""What search engines are told of: the live editions, each with its alternates, and the tags that they carry.

Every part says when what it names last changed, from what lastmod.py keeps.
"""

from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone

from articles import lastmod
from articles.fragments import edition_address, tag_address
from articles.models import Edition, EditionTag, Tag
from articles.pages import site_name
from languages.literal import Literal
from languages.names import bcp47, default_code, site_codes

MOST = 10_000
NEWS, MOST_NEWS = timedelta(days=2), 1000
CHINESE = {"zh-hans": "zh-cn", "zh-hant": "zh-tw"}  # as news sitemaps spell it; of other languages the first part


def sections() -> list[int]:
    """Return the numbers of the articles' sections; a section is a fixed range of articles, of whole blocks."""
    last = Edition.objects.live().order_by("-article_id").values_list("article_id", flat=True).first()
    return list(range(last // _articles_per_section() + 1)) if last else []


def section(number: int) -> list[dict]:
    """Return the entries of a section: at most MOST, one per live edition."""
    size = _articles_per_section()
    live = (
        Edition.objects.live()
        .filter(article__gte=number * size, article__lt=(number + 1) * size)
        .order_by("article_id", "-is_original", "pk")
        .values_list("article_id", "language", "slug", "live_from")
    )
    found = []
    for _article, editions in groupby(live, key=lambda row: row[0]):
        rows = list(editions)
        addresses = {code: edition_address(code, slug) for _article, code, slug, _at in rows}
        found += entries(addresses, {code: at for _article, code, _slug, at in rows})
    return found


def changed_sections() -> dict[int, datetime]:
    """Return when each of the articles' sections last changed."""
    return lastmod.last_changes(lastmod.ARTICLES, block=_articles_per_section() // lastmod.BLOCK)


def changed_pages() -> datetime | None:
    """Return when the site's own pages last changed: one began, or ended without a successor."""
    now = timezone.now()
    pages = Edition.objects.shown().filter(is_page=Literal(True), language__in=site_codes()).order_by()
    moments = pages.aggregate(
        begun=Max("live_from", filter=Q(live_from__lte=now)), ended=Max("live_until", filter=Q(live_until__lte=now))
    )
    return latest(moments.values())


def pages() -> list[dict]:
    """Return the entries of the site's own pages, one per live edition."""
    live = Edition.objects.live_pages().order_by("article_id", "-is_original", "pk")
    found = []
    rows = live.values_list("article_id", "language", "slug", "live_from")[:MOST]
    for _page, editions in groupby(rows, key=lambda row: row[0]):
        changed, addresses = {}, {}
        for _article, code, slug, at in editions:
            changed[code], addresses[code] = at, edition_address(code, slug, is_page=True)
        found += entries(addresses, changed)
    return found


def tag_sections() -> list[int]:
    """Return the numbers of the tags' sections; a section is a fixed range of tags."""
    last = Tag.objects.order_by("-pk").values_list("pk", flat=True).first()
    return list(range(last // _articles_per_section() + 1)) if last else []


def changed_tag_sections() -> dict[int, datetime]:
    """Return when each of the tags' sections last changed."""
    return lastmod.last_changes(lastmod.TAG, block=_articles_per_section())


def tags(number: int) -> list[dict]:
    """Return the entries of a section's tags, as far as live editions carry them."""
    size = _articles_per_section()
    changed = lastmod.last_changes(lastmod.TAG, range(number * size, (number + 1) * size))
    carried = EditionTag.objects.filter(tag=OuterRef("pk"), edition__in=Edition.objects.live())
    there = Tag.objects.filter(Exists(carried), pk__gte=number * size, pk__lt=(number + 1) * size)
    found = []
    for key, slug in there.order_by("pk").values_list("pk", "slug"):
        found += entries({code: tag_address(code, slug) for code in site_codes()}, changed.get(key))
    return found


def news(now: datetime) -> list[dict]:
    """Return what first went live in the last two days, for those who gather news."""
    lately = Edition.objects.live(now).filter(published_at__gt=now - NEWS).newest_first()[:MOST_NEWS]
    return [
        {
            "address": edition_address(row["language"], row["slug"]),
            "title": row["title"],
            "published_at": row["published_at"],
            "publication": site_name(row["language"])[0],
            "language": CHINESE.get(row["language"], row["language"].partition("-")[0]),
        }
        for row in lately.values("language", "slug", "title", "published_at")
    ]


def entries(addresses: dict[str, str], changed: datetime | dict[str, datetime] | None) -> list[dict]:
    """Return one entry for each language of the same thing, each naming all of them.

    ``changed`` is when it last changed, or when each language of it did.
    """
    alternates = [(bcp47(code), address) for code, address in addresses.items()]
    alternates.append(("x-default", addresses.get(default_code()) or alternates[0][1]))
    moments = changed if isinstance(changed, dict) else dict.fromkeys(addresses, changed)
    return [
        {"address": address, "changed": moments[code], "alternates": alternates} for code, address in addresses.items()
    ]


def _articles_per_section() -> int:
    return MOST // len(site_codes()) // lastmod.BLOCK * lastmod.BLOCK


def latest(moments) -> datetime | None:
    """Return the last of some moments, each of which may be None."""
    return max(filter(None, moments), default=None)
