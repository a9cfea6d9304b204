from django.db.models import Exists, F, OuterRef
from django.http import Http404, HttpResponsePermanentRedirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from articles import feeds, heads
from articles.drift import is_behind
from articles.fragments import (
    PICTURE,
    edition_address,
    language_of,
    picture,
    places,
    tag_address,
    tag_link,
    text_columns,
    time_of,
    topic_link,
)
from articles.listings import turn_page
from articles.models import Edition, EditionRelated, EditionTag, EditionTopic, FormerTag, Tag
from articles.pages import CACHED, addresses_from, edition_page, everywhere, live_addresses, live_places, page
from articles.prepared import LANGUAGE, NOW, SLUG, fetch
from articles.related import around, neighbour
from articles.subjects import carried, keys_of, subjects, subjects_of
from languages.names import language as named
from languages.names import site_codes

SHOWN = (
    "id", "language", "slug", "title", "lead", "author_line", "body", "contents", "reading_minutes", "image_alt",
    "image_caption", "image_credit", "is_page", "is_original", "published_at", "live_from",
)  # fmt: skip
READ = [field.attname for field in Edition._meta.concrete_fields if field.attname in SHOWN]  # in the fields' order


@require_safe
def articles(request, language):
    editions = turn_page(request.GET, language)
    return page(
        "articles/edition_list.html",
        language,
        everywhere("articles"),
        place="articles",
        way="articles",
        parts={"head": heads.list_head(language, places(language)["articles"], gettext("Articles")), **editions},
    )


@require_safe
def tag(request, language, slug):
    tag = next(iter(fetch(_tag, slug=slug)), None)
    if tag is None:
        return _renamed(language, slug)
    editions = turn_page(request.GET, language, "tag_places", tag["pk"])
    if not editions["cards"]:
        raise Http404  # the name of a tag that nothing public carries is not public either
    addresses = {code: tag_address(code, slug) for code in site_codes()}
    link = tag_link(language, **tag)
    return page(
        "articles/tag_page.html",
        language,
        addresses,
        feeds=((link["title"], f"{addresses[language]}feed/", link["elsewhere"]),),
        elsewhere=link["elsewhere"],
        parts={
            "head": heads.list_head(language, addresses[language], link["title"], link["elsewhere"]),
            "title": link["title"],
            **editions,
        },
    )


@require_safe
def feed(request, language, form="atom"):
    return feeds.answer(feeds.feed(language, places(language)["home"], request.GET), form)


@require_safe
def tag_feed(request, language, slug, form="atom"):
    tag = next(iter(fetch(_tag, slug=slug)), None)
    if tag is None:
        return _renamed(language, slug, "feed/json/" if form == "json" else "feed/")
    link = tag_link(language, **tag)
    found = feeds.feed(
        language,
        tag_address(language, slug),
        request.GET,
        title="" if link["elsewhere"] else link["title"],
        relation="tag_places",
        subject=tag["pk"],
    )
    if not found.entries and not carried().filter(tag=tag["pk"]).exists():
        raise Http404  # the name of a tag that nothing public carries is not public either
    return feeds.answer(found, form)


@require_safe
def article(request, language, slug):
    row = next(iter(fetch(_article, language, language=language, slug=slug)), None)
    if row is None:
        return elsewhere_or_gone(language, slug)
    edition = Edition.from_db(None, READ, [row[name] for name in READ])
    topics, tags = subjects(row["topic_keys"], row["tag_keys"], row["id"])
    return edition_page(
        edition,
        image=picture(**{name: row[name] for name in PICTURE}),
        topics=[topic_link(language, **topic) for topic in topics],
        tags=[tag_link(language, **tag) for tag in tags],
        addresses=addresses_from(row["live"], is_page=row["is_page"]),
        head=heads.edition_head,
        followed=_followed(row),
        around=around(edition, topics, tags, has_chosen=row["has_chosen"], older=row["older"], newer=row["newer"]),
    )


@require_safe
def site_page(request, language, slug):
    """Show one of the site's own pages."""
    row = next(iter(fetch(_edition, True, language=language, slug=slug)), None)
    if row is None:
        return elsewhere_or_gone(language, slug)
    return edition_page(
        Edition.from_db(None, READ, [row[name] for name in READ]),
        image=picture(**{name: row[name] for name in PICTURE}),
        topics=(),
        tags=(),
        addresses=addresses_from(row["live"], is_page=row["is_page"]),
        head=heads.edition_head,
        followed=_followed(row),
    )


def _followed(row) -> dict | None:
    if not row["behind"]:
        return None
    return {"language": named(row["followed_language"]), "live_from": row["followed_from"]}


def _article(code):
    """Return the query of an article's edition, with what stands under it."""
    return _edition(False).annotate(
        topic_keys=keys_of(EditionTopic, "topic"),
        tag_keys=keys_of(EditionTag, "tag"),
        has_chosen=Exists(EditionRelated.objects.filter(edition=OuterRef("pk"))),
        older=neighbour(code, "before"),
        newer=neighbour(code, "after"),
    )


def _edition(is_page):
    return (
        Edition.objects.live_of_any_kind(NOW)
        .filter(language=LANGUAGE, slug=SLUG, is_page=is_page)
        .order_by()
        .values(
            *READ,
            **{name: F(f"image__{name}") for name in PICTURE},
            live=live_places(),
            behind=is_behind(NOW),
            followed_language=F("made_from__language"),
            followed_from=F("made_from__live_from"),
        )
    )


def _tag():
    return Tag.objects.filter(slug=SLUG).values("pk", "slug", *text_columns("name"))


def _renamed(language, slug, rest=""):
    """Lead from an address that a tag had before to the one that it has now."""
    former = (
        FormerTag.objects.filter(Exists(carried().filter(tag=OuterRef("tag"))), slug=slug)
        .values_list("tag__slug", flat=True)
        .first()
    )
    if former is None:
        raise Http404
    return HttpResponsePermanentRedirect(tag_address(language, former) + rest, headers={"Cache-Control": CACHED})


def elsewhere_or_gone(language, slug, rest=""):
    """Answer for an address at which nothing is live; ``rest`` is what follows the slug in it."""
    return _moved_or_gone(language, slug, rest) or _elsewhere(language, slug)


def _moved_or_gone(language, slug, rest):
    """Answer for an address that an edition had once: where the article is now, or why it is gone."""
    seen = Edition.objects.shown().filter(language=language, live_from__lte=timezone.now()).order_by("-version")
    found = seen.filter(slug=slug).values_list("article_id", "is_page").first()
    if found is None:
        return None
    article, is_page = found
    addresses = live_addresses(article)
    if language in addresses:
        return HttpResponsePermanentRedirect(addresses[language] + rest, headers={"Cache-Control": CACHED})
    last = seen.filter(article=article).select_related("withdrawal", "image").first()
    withdrawal = getattr(last, "withdrawal", None)
    if withdrawal and withdrawal.keeps_text and not rest:
        return _withdrawn(last, slug, addresses)
    reason = withdrawal and withdrawal.reason
    others = [(named(code), address) for code, address in addresses.items()]
    return page(
        "articles/edition_gone.html", language, addresses,
        status=410, noindex=True, reason=reason, others=others, is_page=is_page,
    )  # fmt: skip


def _withdrawn(edition, slug, addresses):
    """Show a text that was withdrawn and may still be read, under a notice that says so."""
    if slug != edition.slug:
        return HttpResponsePermanentRedirect(edition.get_absolute_url(), headers={"Cache-Control": CACHED})
    topics, tags = subjects_of(edition.pk)
    return edition_page(
        edition,
        image=edition.image and picture(**{name: getattr(edition.image, name) for name in PICTURE}),
        topics=[topic_link(edition.language, **topic) for topic in topics],
        tags=[tag_link(edition.language, **tag) for tag in tags],
        addresses=addresses,
        past={
            "withdrawn": time_of(edition.withdrawal.at, edition.language),
            "reason": edition.withdrawal.reason,
        },
    )


def _elsewhere(language, slug):
    """Answer for an address that is another language's: not here, but there."""
    live = Edition.objects.live_of_any_kind()
    same = live.filter(slug=slug).values("article")
    editions = live.filter(article__in=same).order_by("article_id", "-is_original", "pk").for_listing()
    links = [
        {
            "url": edition_address(edition.language, edition.slug, edition.is_page),
            "title": edition.title,
            "elsewhere": language_of(edition.language, language),
        }
        for edition in editions
    ]
    if not links:
        raise Http404
    addresses = {
        edition.language: link["url"] for edition, link in zip(reversed(editions), reversed(links), strict=True)
    }
    is_page = all(edition.is_page for edition in editions)
    return page(
        "articles/edition_elsewhere.html", language, addresses, status=404, noindex=True, links=links, is_page=is_page
    )
