"""The library's files in a folder: whole or not there, also where the disk is full or the writer is killed."""

import errno

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

PATH = "pictures/0123456789/480.jpg"


class Interrupted(ContentFile):
    """A file of which only the beginning can be written; tells what a reader finds meanwhile."""

    def chunks(self, chunk_size=None):
        yield b"half"
        self.is_there_meanwhile = default_storage.exists(PATH)
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_file_is_there_whole_or_not_at_all():
    content = Interrupted(b"half of it")

    with pytest.raises(OSError, match="No space left"):
        default_storage.save(PATH, content)

    assert not content.is_there_meanwhile
    assert default_storage.listdir("pictures/0123456789") == ([], [])


def test_a_file_that_was_written_is_alone_in_its_folder():
    saved = default_storage.save(PATH, ContentFile(b"whole"))

    assert saved == PATH
    assert default_storage.listdir("pictures/0123456789") == ([], ["480.jpg"])
