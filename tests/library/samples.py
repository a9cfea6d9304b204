"""Try files on the library's examination: a program of its own, so that what takes it down is seen.

Reads a tar file's members whose names begin with the second argument; prints one line of JSON for each.
"""

import json
import resource
import sys
import tarfile
import time
import warnings
from io import BytesIO
from pathlib import PurePath

import django

MEMORY = 3 * 1024**3


def main(archive: str, wanted: str) -> None:
    django.setup()
    from library import documents, pictures  # noqa: PLC0415 needs Django to be set up
    from library.storage import UnusableFile  # noqa: PLC0415

    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with tarfile.open(archive) as tar:
        for member in tar:
            path = PurePath(member.name)
            if not member.isfile() or wanted not in member.name or path.suffix in (".py", ".txt", ".md"):
                continue
            content = tar.extractfile(member).read()
            started = time.process_time()
            try:
                if documents.is_document(content[: documents.HEAD]):
                    said = documents.examine(BytesIO(content), len(content)).content_type
                else:
                    said = pictures.decode(content).format
            except UnusableFile as refused:
                said = str(refused)
            print(json.dumps([path.name, said, time.process_time() - started]), flush=True)  # noqa: T201 its answer


if __name__ == "__main__":
    main(*sys.argv[1:])
