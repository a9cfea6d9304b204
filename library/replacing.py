"""Put another file in the place of one: the row keeps its key, so every place that uses it gets the new file."""

import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from library import documents, pictures, renditions, storage
from library.models import Document, FormerFile, Image
from library.shapes import BEGINNING


class AlreadyThere(storage.UnusableFile):
    """The library has the file under another row."""


def replace_picture(image: Image, upload) -> None:
    """Make the uploaded file the picture's; raises UnusableFile, and nothing is changed then."""
    if upload.size > pictures.MAX_BYTES:
        raise storage.UnusableFile(
            _("The file is larger than %(limit)d MB.") % {"limit": pictures.MAX_BYTES // 1024 // 1024}
        )
    upload.seek(0)
    content = upload.read()
    _refuse_known(image, hashlib.sha256(content).hexdigest())
    decoded, former = pictures.decode(content), image.digest
    pictures.set_file(image, content, decoded)
    image.file_name = upload.name[-200:]
    storage.keep(image.original_path, content)
    renditions.make_first(image, decoded.pixels)
    with transaction.atomic():
        image.claimed_at = None
        image.save(update_fields=("digest", "file_name", "claimed_at", *pictures.OF_FILE))
        _note(former, image, {"image": image, "document": None})
        pictures.make_missing_renditions.enqueue()


def replace_document(document: Document, upload) -> None:
    """Make the uploaded file the document's; raises UnusableFile, and nothing is changed then."""
    found, digest, former = documents.examine(upload, upload.size), documents.digest_of(upload), document.digest
    if found.kind != document.kind:
        raise documents.UnusableDocument(
            _("The new file must be of the same kind: %(kind)s.") % {"kind": document.get_kind_display()}
        )
    _refuse_known(document, digest)
    document.digest, document.bytes, document.file_name = digest, upload.size, upload.name[-200:]
    documents.set_format(document, found)
    documents.keep(document, upload)
    with transaction.atomic():
        document.save(update_fields=("digest", "bytes", "file_name", *documents.Format._fields))
        _note(former, document, {"image": None, "document": document})


def _refuse_known(row, digest: str) -> None:
    if row.digest == digest:
        raise AlreadyThere(_("This is the same file."))
    if known := type(row).objects.filter(digest=digest).first():
        raise AlreadyThere(_("This file is in the library already, as “%(name)s”.") % {"name": known.file_name})


def _note(former: str, row, whose: dict) -> None:
    """Let the former address lead to the new one, and take the former file out of the storage."""
    FormerFile.objects.filter(beginning=row.digest[:BEGINNING]).delete()
    FormerFile.objects.update_or_create(beginning=former[:BEGINNING], defaults=whose | {"is_followed": False})
    transaction.on_commit(lambda: storage.forget(former))
