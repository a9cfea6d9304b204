"""Send the library's files: to readers what they can read of, to those who work here everything.

Whether a picture or document is public is decided by one query at the moment it is asked for, so
it is there as soon as its edition goes live, and not a moment before. Only what is public may be
kept by caches.
"""

import re

from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from articles.prepared import NOW, Parameter, fetch
from articles.uses import readable_with
from identity.models import Identity
from library import renditions
from library.models import Document, FormerFile, Image
from library.shapes import BEGINNING, NAME, PLACE
from portal.views import not_found
from topics.models import Topic

PICTURE_TYPES = {"jpg": "image/jpeg", "png": "image/png", "avif": "image/avif"}
FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_MOMENT = "public, max-age=60"
PRIVATE = "private, no-store"
POLICY = "default-src 'none'; sandbox"
PLAYED = "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'"
DOCUMENT = re.compile(r"(?P<beginning>[0-9a-f]{20})\.(?P<extension>[a-z0-9]{3,4})")
RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
FROM = Parameter("beginning", models.CharField())
TO = Parameter("end", models.CharField())


@require_safe
def picture(request, name):
    """Send a rendition, or the nearest one while it is not made.

    Its name tells its content, so it may be kept for ever; what only stands in for it, a minute.
    """
    wanted = NAME.fullmatch(name)
    row = wanted and _find(_images, wanted["beginning"])
    if not row:
        former = wanted and FormerFile.objects.filter(beginning=wanted["beginning"]).select_related("image").first()
        return _moved(request, former and former.image, _images, f"pictures/{{}}{name[BEGINNING:]}")
    if not row["is_public"] and not _works_here(request):
        return _not_here()
    found, kept = name, FOR_EVER
    try:
        file = default_storage.open(renditions.path_of(name))
    except FileNotFoundError:
        found, kept = renditions.nearest(name), FOR_A_MOMENT
        if found is None:
            return _not_here()
        file = default_storage.open(renditions.path_of(found))
    return FileResponse(
        file,
        content_type=PICTURE_TYPES[found.rpartition(".")[2]],
        headers={"Cache-Control": kept if row["is_public"] else PRIVATE, "Content-Security-Policy": POLICY},
    )


@require_safe
def document(request, name):
    """Send a document, or the part of it that a player asks for; where there is none, the page that says so."""
    response = _document(request, name)
    if response.status_code == 404:
        response = not_found(request, Http404())
        response.headers["Cache-Control"] = PRIVATE
    return response


def _document(request, name) -> HttpResponse:
    wanted = DOCUMENT.fullmatch(name)
    row = wanted and _find(_documents, wanted["beginning"])
    if not row:
        former = wanted and FormerFile.objects.filter(beginning=wanted["beginning"]).select_related("document").first()
        file = former and former.document
        return _moved(request, file, _documents, f"documents/{{}}.{file.extension}" if file else "")
    if row["extension"] != wanted["extension"] or not (row["is_public"] or _works_here(request)):
        return _not_here()
    return _sent(request, row)


def _sent(request, row) -> HttpResponse:
    size, etag = row["bytes"], f'"{row["digest"][:BEGINNING]}"'
    start, end, status = 0, size, 200
    part = RANGE.fullmatch(request.headers.get("Range", ""))
    if part and request.headers.get("If-Range", etag) == etag:
        (start, end), status = _range(part, size), 206
        if start >= end:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}", "Cache-Control": PRIVATE})
    is_download = row["kind"] == Document.Kind.PDF
    stem = row["file_name"].rpartition(".")[0] or row["file_name"]
    try:
        pieces = default_storage.stream(f"documents/{row['digest']}", start, end - start)
    except FileNotFoundError:
        return _not_here()
    headers = {
        "Content-Length": str(end - start),
        "Content-Disposition": content_disposition_header(is_download, f"{stem}.{row['extension']}"),
        "Content-Security-Policy": POLICY if is_download else PLAYED,
        "Accept-Ranges": "bytes",
        "ETag": etag,
        "Cache-Control": FOR_EVER if row["is_public"] else PRIVATE,
    }
    if status == 206:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return StreamingHttpResponse(pieces, status=status, content_type=row["content_type"], headers=headers)


def _range(part, size: int) -> tuple[int, int]:
    """Return the beginning and end of the bytes that are asked for, the end not included."""
    first, last = part[1], part[2]
    if not first:
        return max(0, size - int(last or 0)), size
    return int(first), min(size, int(last) + 1 if last else size)


def _find(build, beginning: str) -> dict | None:
    """Return the row of the file whose digest begins so, and whether readers may have it: one query."""
    return next(iter(fetch(build, beginning=beginning, end=f"{beginning}g")), None)


def _images():
    banner_of = Topic.objects.visible(NOW).filter(banner=OuterRef("pk"))
    images = Image.objects.filter(digest__gte=FROM, digest__lt=TO).order_by()
    emblem = Identity.objects.filter(emblem=OuterRef("pk"))
    is_public = readable_with("image", NOW) | Q(Exists(banner_of)) | Q(Exists(emblem))
    return images.values("pk", is_public=is_public)


def _documents():
    documents = Document.objects.filter(digest__gte=FROM, digest__lt=TO).order_by()
    is_public = readable_with("document", NOW) | readable_with("document", NOW, "captioned")
    return documents.values("digest", "kind", "content_type", "extension", "bytes", "file_name", is_public=is_public)


def _moved(request, file, build, address: str) -> HttpResponse:
    """Lead from a file that was replaced to what took its place."""
    if file is None:
        return _not_here()
    beginning = file.digest[:BEGINNING]
    row = _find(build, beginning)
    if not row["is_public"] and not _works_here(request):
        return _not_here()
    kept = FOR_A_MOMENT if row["is_public"] else PRIVATE
    return HttpResponseRedirect(PLACE + address.format(beginning), headers={"Cache-Control": kept})


def _works_here(request) -> bool:
    return request.user.is_active and request.user.is_staff


def _not_here() -> HttpResponse:
    return HttpResponse(status=404, headers={"Cache-Control": PRIVATE})
