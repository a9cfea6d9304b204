"""The public history of a text: its earlier editions, each at an address of its own, and what changed between them.

Readers find it while the text is live. A withdrawal hides what came before it for good: what was
taken back, and put right in a later publication, is not to be read in the history.
"""

from django.http import Http404, HttpResponseRedirect
from django.views.decorators.http import require_safe

from articles.drift import changes_by_language
from articles.fragments import PICTURE, edition_address, picture, tag_link, time_of, topic_link
from articles.models import Edition
from articles.pages import edition_page, live_addresses, page
from articles.prepared import LANGUAGE, NOW, SLUG, fetch
from articles.subjects import subjects_of
from articles.views import elsewhere_or_gone
from languages.names import Language
from languages.names import language as language_named
from languages.typography import typeset

MOST = 200
RENDERED = ("body", "contents")
CONTEXT = 1  # unchanged blocks shown around a change


@require_safe
def history(request, language, slug, is_page=False):
    """List the editions of a live text, the newest first."""
    live = _live_row(language, slug, is_page)
    if live is None:
        return elsewhere_or_gone(language, slug, "history/")
    base = edition_address(language, slug, is_page)
    rows = list(_readable(live["article_id"], language, (*RENDERED, "manuscript"))[:MOST])
    editions = [
        {
            "version": row.version,
            "date": time_of(row.live_from, language),
            "note": typeset(row.note, language),
            "is_minor": row.is_minor,
            "url": base if row.version == live["version"] else f"{base}v{row.version}/",
            "is_current": row.version == live["version"],
            "changes": f"{base}v{row.version}/changes/" if row is not rows[-1] else "",
        }
        for row in rows
    ]
    title = typeset(live["title"], language)
    return _page("articles/edition_history.html", language, live, base, title=title, editions=editions)


@require_safe
def version(request, language, slug, version, is_page=False):
    """Show an earlier edition as it was; the current one stands at the text's own address."""
    live = _live_row(language, slug, is_page)
    if live is None:
        return elsewhere_or_gone(language, slug, f"v{version}/")
    base = edition_address(language, slug, is_page)
    if version == live["version"]:
        return HttpResponseRedirect(base)
    editions = _readable(live["article_id"], language, ("manuscript",)).filter(version=version)
    edition = editions.select_related("image").first()
    if edition is None:
        raise Http404
    topics, tags = subjects_of(edition.pk)
    return edition_page(
        edition,
        addresses=live_addresses(live["article_id"]),
        image=edition.image and picture(**{name: getattr(edition.image, name) for name in PICTURE}),
        topics=[topic_link(language, **topic) for topic in topics],
        tags=[tag_link(language, **tag) for tag in tags],
        past={
            "since": time_of(edition.live_from, language),
            "until": time_of(edition.live_until, language),
            "url": base,
            "history": f"{base}history/",
        },
    )


@require_safe
def changes(request, language, slug, version, is_page=False):
    """Show word by word what an edition changed against the one before it."""
    live = _live_row(language, slug, is_page)
    if live is None:
        return elsewhere_or_gone(language, slug, f"v{version}/changes/")
    pair = list(_readable(live["article_id"], language, RENDERED).filter(version__lte=version)[:2])
    if len(pair) < 2 or pair[0].version != version:
        raise Http404
    after, before = pair
    base = edition_address(language, slug, is_page)
    return _page(
        "articles/edition_changes.html",
        language,
        live,
        base,
        title=typeset(after.title, language),
        after=after,
        dates=[time_of(edition.live_from, language) for edition in (before, after)],
        passages=_passages(changes_by_language(before, after), language),
    )


def _page(template, language, live, base, **context):
    addresses = live_addresses(live["article_id"])
    history = f"{base}history/"
    return page(template, language, addresses, noindex=True, canonical=base, url=base, history=history, **context)


def _live_row(language, slug, is_page) -> dict | None:
    return next(iter(fetch(_live, is_page, language=language, slug=slug)), None)


def _live(is_page):
    live = Edition.objects.live_of_any_kind(NOW).filter(language=LANGUAGE, slug=SLUG, is_page=is_page)
    return live.order_by().values("article_id", "version", "title")


def _readable(article, language, without):
    editions = Edition.objects.readable().filter(article=article, language=language)
    return editions.defer("plain_text", *without).order_by("-version")


def _passages(found: list[dict], page_code: str) -> list[list[dict]]:
    """Return what changed, with the unchanged blocks around it; something is left out between two passages."""
    near = [
        any(each["kind"] != "same" for each in found[max(place - CONTEXT, 0) : place + CONTEXT + 1])
        for place in range(len(found))
    ]
    passages = []
    for place, block in enumerate(found):
        if not near[place]:
            continue
        if place == 0 or not near[place - 1]:
            passages.append([])
        words = [(mark, [(_language(code, page_code), text) for code, text in runs]) for mark, runs in block["words"]]
        passages[-1].append({"kind": block["kind"], "words": words})
    return passages


def _language(spelling: str, page_code: str) -> Language | None:
    """Return the language with which a part of a text must be marked; None for the page's own and unknown ones."""
    code = spelling.lower()
    if not spelling or code == page_code:
        return None
    try:
        return language_named(code)
    except KeyError:
        return None
