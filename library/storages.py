"""The library's files in a folder of this machine; bucket.py is for those in a bucket."""

from collections.abc import Iterator

from django.core.files.storage import FileSystemStorage

PIECE = 256 * 1024


class FolderStorage(FileSystemStorage):
    """A folder of this machine."""

    def stream(self, path: str, start: int, length: int) -> Iterator[bytes]:
        """Return a part of a file in pieces; raises FileNotFoundError at once where there is no such file."""
        return _pieces(self.open(path), start, length)


def _pieces(file, start, length):
    with file:
        file.seek(start)
        while length > 0 and (piece := file.read(min(PIECE, length))):
            length -= len(piece)
            yield piece
