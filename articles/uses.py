"""Which editions use which files of the library."""

from articles.models import Edition, EditionFile
from articles.references import library_keys
from library.models import Document, Image


def record(edition: Edition) -> None:
    """Write down which files a new edition shows: its lead picture, and what its body refers to."""
    keys = library_keys(edition.manuscript)
    images, documents = set(keys.images) - {edition.image_id}, keys.documents
    rows = [EditionFile(edition=edition, image_id=edition.image_id)] if edition.image_id else []
    if images:
        there = Image.objects.filter(pk__in=images).order_by("pk").values_list("pk", flat=True)
        rows += [EditionFile(edition=edition, image_id=key) for key in there]
    if documents:
        there = Document.objects.filter(pk__in=documents).order_by("pk").values_list("pk", flat=True)
        rows += [EditionFile(edition=edition, document_id=key) for key in there]
    EditionFile.objects.bulk_create(rows)
