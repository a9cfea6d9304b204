from django import template
from django.utils import timezone

from articles.models import Article, Edition
from articles.standing import standings, with_writing
from languages.columns import localized
from languages.names import site_codes

register = template.Library()
SHOWN = 8


@register.simple_tag
def recent_articles() -> list[Article]:
    """Return the articles that were changed last, each with how its languages stand."""
    titles = [localized("title", code) for code in site_codes()]
    articles = list(
        with_writing(Article.objects.filter(is_page=False)).only("source_language", "updated_at", *titles)[:SHOWN]
    )
    known = standings(articles)
    for article in articles:
        article.standings = known[article.pk]
    return articles


@register.simple_tag
def scheduled_editions() -> list[Edition]:
    """Return the editions that go live next."""
    scheduled = Edition.objects.shown().filter(live_from__gt=timezone.now(), language__in=site_codes(), is_page=False)
    return list(scheduled.order_by("live_from", "pk").only("article_id", "language", "title", "live_from")[:SHOWN])
