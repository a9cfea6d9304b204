"""Send the library's files to readers."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from library import renditions
from library.shapes import NAME

PICTURE_TYPES = {"jpg": "image/jpeg", "png": "image/png", "avif": "image/avif"}
FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_MOMENT = "public, max-age=60"
POLICY = "default-src 'none'; sandbox"


@require_safe
def picture(request, name):
    """Send a rendition from the library, or the nearest one while it is not made.

    Its name tells its content, so it may be kept for ever; what only stands in for it, a minute.
    """
    if not NAME.fullmatch(name):
        raise Http404
    found, kept = name, FOR_EVER
    if not default_storage.exists(renditions.path_of(name)):
        found, kept = renditions.nearest(name), FOR_A_MOMENT
    if found is None:
        raise Http404
    return FileResponse(
        default_storage.open(renditions.path_of(found)),
        content_type=PICTURE_TYPES[found.rpartition(".")[2]],
        headers={"Cache-Control": kept, "Content-Security-Policy": POLICY},
    )
