"""Send the library's files: to readers what they can read of, to those who work here everything.

Whether a picture or document is public is decided by one query at the moment it is asked for, so
it is there as soon as its edition goes live, and not a moment before. Only what is public may be
kept by caches.
"""

from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Exists, OuterRef
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from articles.models import Edition
from articles.prepared import NOW, Parameter, fetch
from identity.models import Identity
from library import renditions
from library.models import FormerFile, Image
from library.shapes import BEGINNING, NAME, PLACE
from topics.models import Topic

PICTURE_TYPES = {"jpg": "image/jpeg", "png": "image/png", "avif": "image/avif"}
FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_MOMENT = "public, max-age=60"
PRIVATE = "private, no-store"
POLICY = "default-src 'none'; sandbox"
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


def _find(build, beginning: str) -> dict | None:
    """Return the row of the file whose digest begins so, and whether readers may have it: one query."""
    return next(iter(fetch(build, beginning=beginning, end=f"{beginning}g")), None)


def _images():
    shown_by = Edition.objects.live_of_any_kind(NOW).filter(files__image=OuterRef("pk"))
    banner_of = Topic.objects.visible(NOW).filter(banner=OuterRef("pk"))
    images = Image.objects.filter(digest__gte=FROM, digest__lt=TO).order_by()
    emblem = Identity.objects.filter(emblem=OuterRef("pk"))
    return images.values("pk", is_public=Exists(shown_by) | Exists(banner_of) | Exists(emblem))


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
