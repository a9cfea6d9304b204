"""The library's files in a folder of this machine; bucket.py is for those in a bucket."""

from collections.abc import Iterator
from pathlib import Path

from django.core.files.storage import FileSystemStorage
from django.utils.crypto import get_random_string

PIECE = 256 * 1024


class FolderStorage(FileSystemStorage):
    """A folder of this machine."""

    def stream(self, path: str, start: int, length: int) -> Iterator[bytes]:
        """Return a part of a file in pieces; raises FileNotFoundError at once where there is no such file."""
        return _pieces(self.open(path), start, length)

    def _save(self, name: str, content) -> str:
        """Write under another name first: a file is there whole or not at all, whatever ends the writing."""
        part = f"{name}.{get_random_string(8)}.part"
        try:
            super()._save(part, content)
            Path(self.path(part)).replace(self.path(name))
        finally:
            self.delete(part)  # there is none where it became the file
        return name


def _pieces(file, start, length):
    with file:
        file.seek(start)
        while length > 0 and (piece := file.read(min(PIECE, length))):
            length -= len(piece)
            yield piece
