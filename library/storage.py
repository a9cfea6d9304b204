"""The library's files in the site's storage: a folder of this machine, or an S3-compatible service."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from library.shapes import BEGINNING


class UnusableFile(Exception):
    """A file cannot be taken into the library; the message says why, in words for the editor."""


def keep(path: str, content: bytes) -> None:
    """Store a file whose name tells its content; a whole one that is there already is left alone."""
    if default_storage.exists(path):
        if default_storage.size(path) == len(content):
            return
        default_storage.delete(path)  # what was left of a write that was cut short
    default_storage.save(path, ContentFile(content))


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
