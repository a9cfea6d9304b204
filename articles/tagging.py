"""Tags renamed and merged: editions stay as they are, and their places under tags move for readers at once."""

from django.db import transaction

from articles import freshness, lastmod
from articles.models import Edition, EditionTag, FormerTag, Tag, TaggedArticle
from articles.search import index
from languages.columns import localized, text_of
from languages.names import site_codes


def save(tag: Tag, columns: set[str] | None = None) -> None:
    """Save a tag, all of it or the columns that changed; the address that it had until now leads to it from now on."""
    with transaction.atomic():
        before = Tag.objects.filter(pk=tag.pk).values_list("slug", flat=True).first()
        FormerTag.objects.filter(slug=tag.slug).delete()
        tag.save(update_fields=columns)
        if before and before != tag.slug:
            FormerTag.objects.create(slug=before, tag=tag)
        freshness.bump()
        lastmod.changed(lastmod.TAG, tag.pk)


def merge(tags: list[Tag], into: Tag) -> None:
    """Let one tag take the places of others, which are gone then; their addresses lead to it.

    It takes from them the names that it lacks.
    """
    with transaction.atomic():
        for tag in tags:
            moved = EditionTag.objects.filter(tag=tag)
            editions = list(moved.values_list("edition", flat=True))
            moved.exclude(edition__in=EditionTag.objects.filter(tag=into).values("edition")).update(tag=into)
            EditionTag.objects.filter(tag=tag).delete()
            drafted = TaggedArticle.objects.filter(tag=tag)
            has_both = TaggedArticle.objects.filter(tag=into).values("content_object")
            drafted.exclude(content_object__in=has_both).update(tag=into)
            TaggedArticle.objects.filter(tag=tag).delete()
            FormerTag.objects.filter(tag=tag).update(tag=into)
            for code in site_codes():
                if not text_of(into, "name", code):
                    setattr(into, localized("name", code), text_of(tag, "name", code) or None)
            slug = tag.slug
            tag.delete()
            FormerTag.objects.create(slug=slug, tag=into)
            for start in range(0, len(editions), 500):
                index.renew(Edition.objects.filter(pk__in=editions[start : start + 500]))
        into.save(update_fields=[localized("name", code) for code in site_codes()])
        freshness.bump()
        lastmod.changed(lastmod.TAG, into.pk)
