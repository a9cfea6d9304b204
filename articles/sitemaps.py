"""What search engines are told of: the live editions, each with its alternates, and the tags that they carry."""

from itertools import groupby

from django.db.models import Exists, OuterRef

from articles.fragments import edition_address, tag_address
from articles.models import Edition, EditionTag, Tag
from languages.names import bcp47, default_code, site_codes

MOST = 10_000


def sections() -> list[int]:
    """Return the numbers of the articles' sections; a section is a fixed range of articles."""
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


def tags() -> list[dict]:
    """Return the entries of the tags that live editions carry."""
    carried = EditionTag.objects.filter(tag=OuterRef("pk"), edition__in=Edition.objects.live())
    found = []
    for tag in Tag.objects.filter(Exists(carried)).only("slug").order_by("pk")[: MOST // len(site_codes())]:
        found += entries({code: tag_address(code, tag.slug) for code in site_codes()})
    return found


def entries(addresses: dict[str, str], changed: dict | None = None) -> list[dict]:
    """Return one entry for each language of the same thing, each naming all of them."""
    alternates = [(bcp47(code), address) for code, address in addresses.items()]
    alternates.append(("x-default", addresses.get(default_code()) or alternates[0][1]))
    return [
        {"address": address, "changed": changed and changed[code], "alternates": alternates}
        for code, address in addresses.items()
    ]


def _articles_per_section() -> int:
    return MOST // len(site_codes())
