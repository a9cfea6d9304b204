"""Render published bodies anew, by the rules and from the files of today, without new versions for readers.

The one way past the guard that keeps editions as they are, and a narrow one: a row of
``RenderingAgain`` lets the columns that rendering fills change for one edition, and is gone before
the transaction ends. What editors wrote, and everything else of an edition, cannot change here.
"""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from articles import freshness
from articles.body.rendering import render_body
from articles.guards import RENDERED
from articles.models import Article, Edition, RenderingAgain
from articles.search import index
from languages.literal import Literal
from languages.names import site_codes
from library.models import FormerFile

BETWEEN_BLOCKS = re.compile(r"(?<=>)(?=</?(?:blockquote|div|figure|h[2-4]|li|ol|p|section|t(?:able|body|head|r)|ul)\b)")


@dataclass(frozen=True)
class Rerendered:
    """One edition, and its body before and after."""

    edition: Edition
    before: str
    after: str

    @property
    def differs(self) -> bool:
        return self.before != self.after

    def difference(self) -> Iterator[str]:
        """Yield the lines that went and came, without those around them."""
        old, new = BETWEEN_BLOCKS.split(self.before), BETWEEN_BLOCKS.split(self.after)
        for line in difflib.unified_diff(old, new, lineterm="", n=0):
            if not line.startswith(("---", "+++", "@@")):
                yield line


def render_again(editions, *, dry_run: bool = False) -> Iterator[Rerendered]:
    """Render the manuscripts of a queryset of editions anew; yield each edition with what became of it.

    Each edition is a transaction of its own, its article locked. Nothing is written where nothing
    differs, and nothing at all in a dry run. Editions in a language that was taken out of the site
    stay as they are: what their pictures are called in it cannot be read now.
    """
    editions = editions.filter(language__in=site_codes())
    for key in list(editions.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            yield _render_one(key, dry_run=dry_run)


@task
def follow_replaced_files():
    """Render the published bodies anew that show a file of the library which was replaced."""
    for former in FormerFile.objects.filter(is_followed=Literal(False)).order_by("pk"):
        place = {"files__image": former.image_id} if former.image_id else {"files__document": former.document_id}
        for _rendered in render_again(Edition.objects.current().filter(**place)):
            pass
        FormerFile.objects.filter(pk=former.pk).update(is_followed=True)


def _render_one(key: int, *, dry_run: bool) -> Rerendered:
    article = Edition.objects.filter(pk=key).values("article")
    Article.objects.select_for_update().get(pk__in=article)
    edition = Edition.objects.get(pk=key)
    before = {name: getattr(edition, name) for name in RENDERED}
    rendered = render_body(
        edition.manuscript, edition.language, earlier=edition.contents, at=max(timezone.now(), edition.live_from)
    )
    after = {name: getattr(rendered, name) for name in RENDERED}
    if after != before and not dry_run:
        door = RenderingAgain.objects.create(edition=edition)
        Edition.objects.filter(pk=key).update(**after)
        door.delete()
        index.renew(Edition.objects.filter(pk=key))
        freshness.bump()
    return Rerendered(edition, before["body"], rendered.body)
