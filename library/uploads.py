"""Take a file that was sent in: a picture or a document, as its content says."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from library import documents, pictures
from library.models import Document, Image
from library.storage import UnusableFile


class Taken(NamedTuple):
    """The library's row for a file, and whether it was there before."""

    row: Image | Document
    was_known: bool


def may_upload(user) -> bool:
    """Tell whether somebody may add files: what a file is, picture or document, only its content tells."""
    return user.has_perms(("library.add_image", "library.add_document"))


def take_in(upload) -> Taken:
    """Return the row for an uploaded file; raises UnusableFile, whose message says why."""
    if not upload.size:
        raise UnusableFile(_("The file is empty."))
    upload.seek(0)
    if documents.is_document(upload.read(documents.HEAD)):
        known = documents.find_document(documents.digest_of(upload))
        return Taken(known or documents.add_document(upload, upload.size, upload.name), known is not None)
    if upload.size > pictures.MAX_BYTES:
        raise UnusableFile(_("The file is larger than %(limit)d MB.") % {"limit": pictures.MAX_BYTES // 1024 // 1024})
    upload.seek(0)
    content = upload.read()
    if known := pictures.find_picture(content):
        return Taken(known, was_known=True)
    try:
        image = pictures.accept_picture(content, upload.name)
    except pictures.NoPicture as error:
        raise UnusableFile(
            _("This kind of file is not taken. Pictures: %(pictures)s. Documents: %(documents)s.")
            % {"pictures": "JPEG, PNG, WebP, AVIF, GIF", "documents": "PDF, MP3, MP4, OGG, WebM, WebVTT"}
        ) from error
    pictures.make_missing_renditions.enqueue()
    return Taken(image, was_known=False)
