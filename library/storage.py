"""The library's files in the site's storage: a folder of this machine, or an S3-compatible service."""

import logging

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from library.shapes import BEGINNING

logger = logging.getLogger(__name__)


class UnusableFile(Exception):
    """A file cannot be taken into the library; the message says why, in words for the editor."""


def keep(path: str, content: bytes) -> None:
    """Store a file whose name tells its content; raises UnusableFile where it cannot be stored."""
    keep_file(path, ContentFile(content), len(content))


def keep_file(path: str, file: File, size: int) -> None:
    """Store a file, which may be larger than memory; a whole one that is there already is left alone."""
    if default_storage.exists(path):
        if default_storage.size(path) == size:
            return
        default_storage.delete(path)  # what was left of a write that was cut short
    try:
        default_storage.save(path, file)
    except OSError as error:
        logger.exception("A file cannot be stored")
        raise UnusableFile(
            _("The file could not be stored. Whoever runs the site finds the reason in its log.")
        ) from error


def read(path: str) -> bytes:
    """Return a file's content; raises FileNotFoundError."""
    with default_storage.open(path) as file:
        return file.read()


def names_in(folder: str) -> list[str]:
    """Return the names of the files in a folder, none where there is no such folder."""
    try:
        return default_storage.listdir(folder)[1]
    except FileNotFoundError:
        return []


def forget(digest: str) -> None:
    """Take everything out of the storage that was made from a file."""
    folder = f"pictures/{digest[:BEGINNING]}"
    for path in (f"originals/{digest}", f"documents/{digest}", *(f"{folder}/{name}" for name in names_in(folder))):
        default_storage.delete(path)
