"""Send share pictures, and have those drawn that are asked for before they are there."""

from django.core.cache import cache
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.tasks import task
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from articles.share_pictures import SharePicture, draw_missing, edition_share_picture
from articles.share_pictures import share_picture as drawn_for
from languages.names import site_codes
from library.shapes import PLACE
from topics.views import topic_share_picture


def site_share_picture(key: int, code: str) -> SharePicture | None:
    return None if key else drawn_for(code)


OWNERS = {"edition": edition_share_picture, "topic": topic_share_picture, "site": site_share_picture}
ASKED = 60  # seconds for which a picture that waits to be drawn is not asked for again


@require_safe
def share_picture(request, kind, key, language, name):
    """Send the share picture of what readers see now; while it is being drawn, lead to the picture behind the words."""
    picture = OWNERS[kind](int(key), language) if language in site_codes() else None
    if picture is None or picture.name != name:
        raise Http404
    try:
        file = default_storage.open(picture.path)
    except FileNotFoundError:
        if cache.add(f"share:{name}", True, ASKED):
            draw_share_picture.enqueue(kind, int(key), language)
        return HttpResponseRedirect(_meanwhile(picture), headers={"Cache-Control": "no-store"})
    return FileResponse(
        file,
        content_type="image/jpeg",
        headers={
            "Cache-Control": "public, max-age=31536000, immutable",
            "Content-Security-Policy": "default-src 'none'",
        },
    )


def _meanwhile(picture: SharePicture) -> str:
    return f"{PLACE}pictures/{picture.photograph}" if picture.photograph else static("site/icon-512.png")


@task
def draw_share_picture(kind: str, key: int, language: str) -> None:
    """Draw the share picture of one thing, if readers still see it."""
    if picture := OWNERS[kind](key, language):
        draw_missing(picture)
