"""What the editor of a body asks the site for: articles to link to, files of the library, uploads."""

import re
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from articles.body import videos
from articles.models import Article, Edition
from articles.standing import standings, with_writing
from languages.admin import KEY
from languages.columns import localized, text_of
from languages.lookups import ContainsInAnyCase
from languages.names import default_code, site_codes
from languages.names import language as language_of
from library.models import Document, Image
from library.storage import UnusableFile
from library.uploads import may_upload, take_in

AT_ONCE = 24
MOST_LINKS = 10
OWN_ADDRESS = re.compile(r"/([a-z-]+)/(?:articles|pages)/([^/\x00]+)/")


def urls(site) -> list:
    view = site.admin_view
    return [
        path("body/links/", view(links), name="articles_body_links"),
        path("body/files/", view(files), name="articles_body_files"),
        path("body/upload/", view(upload), name="articles_body_upload"),
        path("body/video/", view(video), name="articles_body_video"),
        path("body/picture/<int:key>/", view(picture), name="articles_body_picture"),
        path("body/file/<int:key>/", view(file), name="articles_body_file"),
    ]


@require_GET
def links(request):
    """Find articles and pages by words of a title in any language, by an address of this site, or by their key."""
    _check(request, "articles.view_article", "articles.change_article")
    wanted, language = _wanted(request), _language(request)
    rows = with_writing(Article.objects.all())
    if KEY.fullmatch(key := request.GET.get("key", "")):
        rows = rows.filter(pk=key)
    elif address := _own_address(wanted):
        had = Edition.objects.filter(language=address[1], slug=address[2])
        rows = rows.filter(pk__in=had.values("article"))
    elif wanted:
        titles = [f"{localized('title', code)}__{ContainsInAnyCase.lookup_name}" for code in site_codes()]
        for word in wanted.split()[:10]:
            titled = (Q(**{title: word}) for title in titles)
            rows = rows.filter(Q(*titled, _connector=Q.OR))
    else:
        rows = rows.none()
    titles = [localized("title", code) for code in site_codes()]
    found = list(rows.only("source_language", "is_page", *titles)[:MOST_LINKS])
    known = standings(found)
    return JsonResponse({"found": [_as_link(article, known[article.pk], language) for article in found]})


def _wanted(request) -> str:
    """Return the words that are looked for, without the character that PostgreSQL takes in no text."""
    return request.GET.get("q", "").replace("\x00", "").strip()[:200]


def _own_address(words: str) -> re.Match | None:
    try:
        path = urlsplit(words.removeprefix(settings.SITE_URL)).path
    except ValueError:  # a bracket that begins no IPv6 address
        return None
    return OWN_ADDRESS.fullmatch(unquote(path))


def _as_link(article: Article, standing, language: str) -> dict:
    titled = dict.fromkeys([language, article.source_language, *site_codes()])
    code = next((code for code in titled if code in site_codes() and text_of(article, "title", code)), language)
    own = next((each for each in standing if each.language.code == language), None)
    live = [each.language.name for each in standing if each.live]
    state = _("live here") if own and own.live else ", ".join(live) or _("not published")
    written_in = language_of(code)
    return {
        "key": article.pk,
        "title": str(text_of(article, "title", code) or article),
        "tag": written_in.tag,
        "direction": written_in.direction,
        "state": state,
    }


@require_GET
def files(request):
    """Find pictures, or the other files, of the library by words in any language; the newest first."""
    kind, language = request.GET.get("kind"), _language(request)
    model, describe = (Document, _document) if kind == "document" else (Image, _picture)
    _check(request, *(f"library.{action}_{model._meta.model_name}" for action in ("view", "change", "add")))
    rows = model.objects.exclude(kind=Document.Kind.CAPTIONS) if model is Document else model.objects.all()
    if wanted := _wanted(request):
        rows = rows.about(wanted)
    page = Paginator(rows.order_by("-created_at", "-pk"), AT_ONCE).get_page(request.GET.get("page"))
    return JsonResponse({"found": [describe(row, language) for row in page], "has_more": page.has_next()})


@require_POST
def upload(request):
    """Take a file into the library and answer as ``files`` does; what cannot be taken is told in words."""
    if not may_upload(request.user):
        raise PermissionDenied
    sent = request.FILES.get("file")
    if sent is None:
        return JsonResponse({"fault": _("There is no file.")}, status=400)
    try:
        row = take_in(sent).row
    except UnusableFile as refused:
        return JsonResponse({"fault": f"{sent.name}: {refused}"}, status=400)
    describe = _picture if isinstance(row, Image) else _document
    return JsonResponse(describe(row, _language(request)))


@require_GET
def video(request):
    """Answer with the plain address of a video on another site, or with none."""
    _check(request, "articles.change_article", "articles.add_article")
    return JsonResponse({"address": videos.canonical(request.GET.get("address", "")[:500])})


@require_GET
def picture(request, key):
    """Lead to a picture of the library, as wide as the text."""
    _check(request, "articles.view_article", "articles.change_article", "library.view_image")
    image = get_object_or_404(Image, pk=key)
    return HttpResponseRedirect(image.src)


@require_GET
def file(request, key):
    """Tell in words what a file of the library is."""
    _check(request, "articles.view_article", "articles.change_article", "library.view_document")
    return JsonResponse({"words": _facts(get_object_or_404(Document, pk=key), _language(request))})


def _picture(image: Image, language: str) -> dict:
    texts = image.describe(language)
    return {
        "kind": "image", "key": image.pk, "name": image.file_name, "picture": image.thumbnail,
        "alt": texts["alt"], "caption": texts["caption"],
    }  # fmt: skip


def _document(document: Document, language: str) -> dict:
    texts = document.describe(language)
    return {
        "kind": "document", "key": document.pk, "name": _facts(document, language), "format": document.format,
        "alt": "", "caption": texts["title"],
    }  # fmt: skip


def _facts(document: Document, language: str) -> str:
    title = document.describe(language)["title"] or document.file_name
    return f"{title} ({document.format}, {filesizeformat(document.bytes)})"


def _check(request, *permissions: str) -> None:
    if not any(request.user.has_perm(permission) for permission in permissions):
        raise PermissionDenied


def _language(request) -> str:
    code = request.POST.get("language") or request.GET.get("language", "")
    return code if code in site_codes() else default_code()
