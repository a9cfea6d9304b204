"""Saving the working copy when several people write in it at once.

A row holds every language, so a form that saved all of it would put back old text in the
languages that others changed meanwhile. The form therefore carries, for each language and for
what all languages share, a digest of what it was opened with, and ``compare`` tells the four
cases apart. The article is locked meanwhile: the caller's transaction begins with that.
"""

import hashlib
import json

from django.urls import reverse
from django.utils import timezone

from articles import uses
from articles.body.older import in_todays_form
from articles.body.sanitizing import sanitize
from articles.models import TEXT_FIELDS, Article, Draft, Edition, TaggedArticle
from languages.columns import localized, text_of
from languages.names import site_codes
from languages.slugs import numbered, slugify

SHARED = "shared"
SHARED_FIELDS = ("source_language", "is_featured", "image", "topics", "tags", "related")
RELATIONS = ("topics", "tags", "related")
PAGE_FIELDS = ("source_language", "image", "is_required")
KEPT, CHANGED, CONFLICT = "kept", "changed", "conflict"


def admin_address(article: Article, page: str, *arguments) -> str:
    """Return the address of one of an article's, or a page's, pages in the admin."""
    return reverse(f"admin:articles_{article.admin_name}_{page}", args=(article.pk, *arguments))


def shared_fields(article: Article) -> tuple[str, ...]:
    return PAGE_FIELDS if article.is_page else SHARED_FIELDS


def columns(article: Article, group: str) -> dict[str, str]:
    """Return a group's fields and their columns; a group is a language or what all share."""
    if group == SHARED:
        return {field: field for field in shared_fields(article)}
    return {field: localized(field, group) for field in TEXT_FIELDS}


def stored(article: Article, group: str) -> dict:
    """Return what the working copy holds of a group, in the form in which ``compare`` takes it."""
    if group != SHARED:
        return normalized(article.text(group))
    is_saved = article.pk is not None
    values = {"source_language": article.source_language, "image": article.image_id}
    if article.is_page:
        return values | {"is_required": article.is_required}
    return values | {
        "is_featured": article.is_featured,
        "topics": sorted(article.topics.values_list("pk", flat=True)) if is_saved else [],
        "tags": sorted(_tag_ids(article)) if is_saved else [],
        "related": sorted(article.related.values_list("pk", flat=True)) if is_saved else [],
    }


def normalized(text: dict[str, str | None]) -> dict[str, str]:
    """Return a language's texts without the differences that a browser makes by itself."""
    plain = {field: (value or "").replace("\r\n", "\n").replace("\r", "\n").strip() for field, value in text.items()}
    return plain | {"body": sanitize(plain["body"])}


def digest(values: dict) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode(errors="surrogatepass")).hexdigest()


def compare(*, mine: dict, theirs: dict, opened_with: str) -> str:
    """Tell what to do with a group: keep what is stored, save what was written, or ask.

    ``mine`` was sent by the form, ``theirs`` is stored now, ``opened_with`` is the digest of what
    was stored when the form was opened.
    """
    if mine == theirs or digest(mine) == opened_with:
        return KEPT
    return CHANGED if digest(theirs) == opened_with else CONFLICT


def save(*, article: Article, groups: set[str], by) -> None:
    """Save the columns of the groups that were changed and no others; a new article whole."""
    article.updated_at = timezone.now()
    if article.pk is None:
        article.save()
    written = [column for group in groups for column in columns(article, group).values() if column not in RELATIONS]
    for language in groups - {SHARED}:
        if not text_of(article, "slug", language):
            slug = propose_address(text_of(article, "title", language), language, article.pk)
            setattr(article, localized("slug", language), slug or None)
    article.save(update_fields=[*written, "updated_at"])
    if groups != {SHARED}:
        uses.note(article)
    for language in groups - {SHARED}:
        Draft.objects.update_or_create(
            article=article, language=language, defaults={"changed_at": article.updated_at, "changed_by": by}
        )


def set_tags(article: Article, tags) -> None:
    """Give the article exactly these tags, by their keys: taggit compares names, which differ by language."""
    wanted, present = {tag.pk for tag in tags}, set(_tag_ids(article))
    TaggedArticle.objects.filter(content_object=article, tag__in=present - wanted).delete()
    TaggedArticle.objects.bulk_create(
        TaggedArticle(content_object=article, tag_id=key) for key in sorted(wanted - present)
    )


def note_changes(article: Article, groups: set[str]) -> None:
    """Write down whether the working copy differs from the newest edition, where that can have changed."""
    languages = set(site_codes()) if SHARED in groups else groups
    for draft in Draft.objects.filter(article=article, language__in=languages):
        draft.has_changes = differs(article, draft.language)
        draft.save(update_fields=("has_changes",))


def differs(article: Article, language: str) -> bool:
    """Tell whether publishing the working copy would change anything for readers of a language."""
    edition = Edition.objects.shown().filter(article=article, language=language).order_by("-version").first()
    if edition is None:
        return True
    text, shared = stored(article, language), stored(article, SHARED)
    published = published_text(edition) | {"slug": edition.slug if text["slug"] else ""}
    if article.is_page:
        return text != normalized(published) or shared["image"] != edition.image_id
    return text != normalized(published) or shared != {
        "source_language": shared["source_language"],
        "is_featured": edition.is_featured,
        "image": edition.image_id,
        "topics": sorted(edition.topic_places.values_list("topic", flat=True)),
        "tags": sorted(edition.tag_places.values_list("tag", flat=True)),
        "related": sorted(edition.related_places.values_list("article", flat=True)),
    }


def published_text(edition: Edition) -> dict[str, str]:
    """Return an edition's texts as a working copy would hold them, without the address."""
    return {
        "title": edition.title,
        "lead": edition.lead,
        "body": in_todays_form(edition.manuscript),
        "author_line": edition.author_line,
    }


def propose_address(title: str, language: str, article: int | None) -> str:
    """Return a free address for a title; empty for one without letters or digits.

    A text that was published keeps its address: a new title does not move it.
    """
    own = Edition.objects.filter(article=article, language=language).order_by("-version")
    if kept := article and own.values_list("slug", flat=True).first():
        return kept
    wanted = slugify(title)
    return free_address(wanted, language, article) if wanted else ""


def free_address(wanted: str, language: str, article: int | None) -> str:
    """Return the address, numbered where another article has or had it."""
    others = Edition.objects.filter(language=language, slug__startswith=wanted[:70]).exclude(article=article)
    return numbered(wanted, set(others.values_list("slug", flat=True)))


def _tag_ids(article):
    return TaggedArticle.objects.filter(content_object=article).values_list("tag", flat=True)
