"""The site's addresses, and three empty views that answer with as many bytes as they are asked for."""

from django.http import HttpResponse
from django.urls import path

from articles import freshness
from articles.models import Freshness
from articles.pages import CACHED
from portal import urls

handler404 = urls.handler404


def empty(request, language, size):
    """Make one query as views usually do; the response is as long as the page it is compared with."""
    Freshness.objects.filter(pk=1).values_list("number", flat=True).first()
    return _bytes(size)


def terse(request, language, size):
    """Make one query of finished SQL: the least that a view with a query can take."""
    freshness.number()
    return _bytes(size)


def bare(request, size):
    """Make no query."""
    return _bytes(size)


def _bytes(size):
    return HttpResponse(b"x" * size, headers={"Cache-Control": CACHED, "Content-Length": str(size)})


urlpatterns = [
    path("<language:language>/empty/<int:size>/", empty),
    path("<language:language>/terse/<int:size>/", terse),
    path("bare/<int:size>/", bare),
    *urls.urlpatterns,
]
