from django.db import models
from django.utils import timezone


class ImportedFileQuerySet(models.QuerySet):
    def remember(self, files) -> None:
        """Note these files as taken in, in place of what was noted of them before."""
        self.bulk_create(
            list(files),
            update_conflicts=True,
            unique_fields=("path",),
            update_fields=("digest", "text_digest", "imported_at"),
        )


class ImportedFile(models.Model):
    """A file of a content folder as it was last taken in.

    While its digest stays the same, a later import leaves the file alone. ``text_digest`` is the
    working copy's as the import left it: a working copy that differs has been edited since.
    """

    path = models.CharField(max_length=400, unique=True)
    digest = models.CharField(max_length=64)
    text_digest = models.CharField(max_length=64, blank=True)
    imported_at = models.DateTimeField(default=timezone.now)

    objects = ImportedFileQuerySet.as_manager()

    def __str__(self):
        return self.path
