from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.drift import is_behind
from articles.listings import BY_TAG, card, listed, turn_page
from articles.models import Edition, Tag
from articles.pages import CACHED, article_page, everywhere, live_addresses, page, tag_link
from languages.names import language as named
from languages.names import site_codes


@require_safe
def articles(request, language):
    editions, newer, older = turn_page(request.GET, listed(language))
    return page(
        "articles/edition_list.html",
        language,
        everywhere("articles"),
        place="articles",
        cards=[card(edition, language) for edition in editions],
        newer=newer,
        older=older,
        is_part=bool(newer),
    )


@require_safe
def tag(request, language, slug):
    tag = get_object_or_404(Tag, slug=slug)
    editions, newer, older = turn_page(request.GET, listed(language).tagged(tag), BY_TAG)
    if not editions:
        raise Http404  # the names of tags that nothing public carries are not public either
    return page(
        "articles/tag_page.html",
        language,
        {code: tag.url(code) for code in site_codes()},
        tag=tag_link(tag, language),
        cards=[card(edition, language) for edition in editions],
        newer=newer,
        older=older,
        is_part=bool(newer),
    )


@require_safe
def article(request, language, slug):
    edition = (
        Edition.objects.live()
        .filter(language=language, slug=slug)
        .select_related("image", "made_from")
        .defer("manuscript", "plain_text", "made_from__manuscript", "made_from__body", "made_from__plain_text")
        .annotate(behind=is_behind())
        .first()
    )
    if edition is None:
        return _moved_or_gone(language, slug) or _elsewhere(language, slug)
    return article_page(
        request,
        edition,
        topics=edition.topics.visible(),
        tags=edition.tags.all(),
        is_behind=edition.behind,
    )


def _moved_or_gone(language, slug):
    """Answer for an address that an edition had once: where the article is now, or why it is gone."""
    seen = Edition.objects.shown().filter(language=language, live_from__lte=timezone.now()).order_by("-version")
    past = seen.filter(slug=slug).only("article_id").first()
    if past is None:
        return None
    addresses = live_addresses(past.article_id)
    if language in addresses:
        return HttpResponsePermanentRedirect(addresses[language], headers={"Cache-Control": CACHED})
    last = seen.filter(article=past.article_id).values_list("withdrawal__reason", flat=True).first()
    others = [(named(code), address) for code, address in addresses.items()]
    return page("articles/edition_gone.html", language, addresses, status=410, noindex=True, reason=last, others=others)


def _elsewhere(language, slug):
    """Answer for an address that is another language's: not here, but there."""
    same = Edition.objects.live().filter(slug=slug).values("article")
    editions = Edition.objects.live().filter(article__in=same).order_by("article", "-is_original", "pk").for_listing()
    links = [card(edition, language) for edition in editions]
    if not links:
        raise Http404
    addresses = {
        edition.language: link["url"] for edition, link in zip(reversed(editions), reversed(links), strict=True)
    }
    return page("articles/edition_elsewhere.html", language, addresses, status=404, noindex=True, links=links)
