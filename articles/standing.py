"""How each language of an article stands: missing, draft, scheduled, live, behind…"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.drift import is_behind
from articles.models import Article, Draft, Edition, Unindexed, Withdrawal
from languages.columns import localized
from languages.names import Language, site_languages


class State(TextChoices):
    MISSING = "missing", _("missing")
    DRAFT = "draft", _("draft")
    SCHEDULED = "scheduled", _("scheduled")
    LIVE = "live", _("live")
    CHANGED = "changed", _("changed since")
    BEHIND = "behind", _("behind")
    WITHDRAWN = "withdrawn", _("withdrawn")


@dataclass(frozen=True)
class Standing:
    """One language of one article; ``states`` holds more than one where a live text is also behind, changed…"""

    language: Language
    states: tuple[State, ...]
    live: Edition | None = None
    scheduled: Edition | None = None

    @property
    def words(self) -> str:
        return ", ".join(str(state.label) for state in self.states)


def standings(articles: list[Article], now=None) -> dict[int, list[Standing]]:
    """Return how every language of each article stands, in two queries whatever their number.

    The articles come from ``with_writing``.
    """
    now = now or timezone.now()
    editions = (
        Edition.objects.shown()
        .filter(article__in=[article.pk for article in articles])
        .annotate(behind=is_behind(now))
        .order_by("version")
        .only("article_id", "language", "version", "slug", "title", "live_from", "live_until")
    )
    by_language = {}
    for edition in editions:
        by_language.setdefault((edition.article_id, edition.language), []).append(edition)
    changed = set(
        Draft.objects.filter(article__in=[article.pk for article in articles], has_changes=True).values_list(
            "article", "language"
        )
    )
    return {
        article.pk: [
            _standing(
                language,
                getattr(article, _written(language.code)),
                by_language.get((article.pk, language.code), []),
                (article.pk, language.code) in changed,
                now,
            )
            for language in site_languages()
        ]
        for article in articles
    }


def _standing(language, is_written, editions, has_changes, now) -> Standing:
    live = next((edition for edition in editions if edition.is_live(now)), None)
    scheduled = next((edition for edition in editions if edition.is_scheduled(now)), None)
    states = []
    if live:
        states = [State.LIVE, State.CHANGED][: 2 if has_changes else 1]
        if live.behind:
            states = [State.BEHIND, *states[1:]]
    if scheduled:
        states.append(State.SCHEDULED)
    if not states:
        states = [State.WITHDRAWN if editions else State.DRAFT if is_written else State.MISSING]
    return Standing(language, tuple(states), live, scheduled)


def with_writing(articles):
    """Tell of each article in which languages something is written, without loading the bodies."""
    return articles.annotate(**{_written(language.code): is_written(language.code) for language in site_languages()})


def is_written(language: str) -> Q:
    return Q(*((f"{localized(field, language)}__gt", "") for field in ("title", "lead", "body")), _connector=Q.OR)


def in_state(articles, language: str, state: str, now=None):
    """Narrow to the articles that are in a state in a language; those behind are live as well."""
    now = now or timezone.now()
    here = Edition.objects.shown().filter(language=language)
    live = here.filter(live_from__lte=now, live_until__gt=now)
    if state == State.LIVE:  # most articles are: the list stops at its first page, where a subquery would be sorted
        return articles.filter(Exists(live.filter(article=OuterRef("pk"))))
    if state == State.BEHIND:
        renewed = Edition.objects.filter(is_minor=False, version__gt=1).values("article")  # few, and in an index
        behind = live.filter(is_behind(now), article=OuterRef("pk"))
        return articles.alias(own_key=Unindexed("pk")).filter(Exists(behind), own_key__in=renewed)
    if state == State.SCHEDULED:
        return articles.filter(pk__in=here.filter(live_from__gt=now).values("article"))
    if state == State.CHANGED:
        changed = Draft.objects.filter(language=language, has_changes=True).values("article")
        return articles.filter(pk__in=changed).filter(pk__in=live.values("article"))
    of_article = here.filter(article=OuterRef("pk"))
    if state == State.WITHDRAWN:
        ended = Withdrawal.objects.filter(edition__language=language).values("edition__article")  # few
        gone = ~Exists(of_article.filter(live_until__gt=now)), Exists(of_article)
        return articles.alias(own_key=Unindexed("pk")).filter(*gone, own_key__in=ended)
    written = is_written(language)
    return articles.filter(written if state == State.DRAFT else ~written).filter(~Exists(of_article))


def _written(language: str) -> str:
    return localized("written", language)
