"""Which editions, articles and topics use which files of the library."""

from typing import NamedTuple

from django.db.models import BigIntegerField, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.body.references import library_keys
from articles.models import Article, ArticleFile, Edition, EditionFile, Withdrawal
from articles.prepared import Parameter, fetch_models
from languages.columns import localized
from languages.names import site_codes
from library.models import Described, Document, Image

SHOWN = 50
ARTICLE = Parameter("article", BigIntegerField())


class Use(NamedTuple):
    """One place in which a file is used; ``url`` leads to it in the admin."""

    what: str
    url: str
    state: Promise


def record(edition: Edition) -> None:
    """Write down which files a new edition shows: its lead picture, and what its body refers to."""
    images, documents = _referred(edition.manuscript)
    keys = sorted({*images, *([edition.image_id] if edition.image_id else [])})
    EditionFile.objects.bulk_create(
        [
            *(EditionFile(edition=edition, image_id=key) for key in keys),
            *(EditionFile(edition=edition, document_id=key) for key in documents),
        ]
    )


def note(article: Article) -> None:
    """Write down which files the working copy's bodies refer to, in the transaction that saves it."""
    bodies = "".join(article.text(code)["body"] for code in site_codes())
    images, documents = _referred(bodies)
    wanted = {("image_id", key) for key in images} | {("document_id", key) for key in documents}
    for row in fetch_models(_noted, article=article.pk):
        key = ("image_id", row.image_id) if row.image_id else ("document_id", row.document_id)
        if key in wanted:
            wanted.remove(key)
        else:
            row.delete()
    ArticleFile.objects.bulk_create(ArticleFile(article=article, **{field: key}) for field, key in sorted(wanted))


def _noted():
    return ArticleFile.objects.filter(article=ARTICLE)


def _referred(body: str) -> tuple[list[int], list[int]]:
    """Return the keys of the pictures and documents that a body refers to and the library has."""
    keys = library_keys(body)
    return [
        sorted(model.objects.filter(pk__in=found).values_list("pk", flat=True)) if found else []
        for model, found in ((Image, keys.images), (Document, keys.documents))
    ]


def readable_with(place: str, now, file: str = "pk") -> Q:
    """Return the condition that readers can read an edition which shows the file of the outer query.

    ``place`` is the column of EditionFile, ``file`` the outer query's with the file's key. Readable is
    what is live, what was so before and stands in the history of a live text, and what was withdrawn
    and keeps its text.
    """
    editions = Edition.objects.filter(language__in=site_codes(), **{f"files__{place}": OuterRef(file)})
    later = Edition.objects.filter(
        article=OuterRef("article"), language=OuterRef("language"), version__gt=OuterRef("version"), live_from__lte=now
    )
    withdrawn = Withdrawal.objects.filter(edition=OuterRef("pk"), at__lte=now, keeps_text=True)
    return Q(Exists(editions.readable(now))) | Q(
        Exists(editions.filter(Exists(withdrawn), ~Exists(later.shown()), live_from__lte=now))
    )


def uses_of(file: Described) -> list[Use]:
    """Return where a file is used, what readers see first; at most SHOWN places of each sort."""
    place, now = file._meta.model_name, timezone.now()
    titles = [localized("title", code) for code in site_codes()]
    articles = Article.objects.only("source_language", "is_page", *titles)
    editions = Edition.objects.filter(**{f"files__{place}": file}).only(
        "article_id", "language", "title", "is_page", "live_from", "live_until"
    )
    current = editions.current(now).order_by("article_id", "language")[:SHOWN]
    uses = [_edition(edition, _("live") if edition.is_live(now) else _("scheduled")) for edition in current]
    said = {(edition.article_id, edition.language) for edition in current}
    for edition in editions.filter(live_until__lte=now).order_by("-live_until", "-pk")[:SHOWN]:
        if (edition.article_id, edition.language) not in said:
            said.add((edition.article_id, edition.language))
            uses.append(_edition(edition, _("an earlier edition")))
    working = Q(pk__in=ArticleFile.objects.filter(**{place: file}).values("article"))
    if place == "image":
        working |= Q(image=file)
        uses += [
            Use(str(topic), reverse("admin:topics_topic_change", args=(topic.pk,)), _("banner of a topic"))
            for topic in file.topics.all()[:SHOWN]
        ]
    uses += [use for relation in relations_elsewhere(type(file)) for use in _rows(relation, file)]
    uses += [
        Use(str(article), _address(article), _("working copy"))
        for article in articles.filter(working).order_by("-updated_at", "-pk")[:SHOWN]
    ]
    return uses


def relations_elsewhere(model) -> list:
    """Return the relations to a file from apps that nobody here knows; what they use, readers see."""
    known = ("articles", "library", "topics")
    return [each for each in model._meta.related_objects if each.related_model._meta.app_label not in known]


def _rows(relation, file) -> list[Use]:
    options = relation.related_model._meta
    return [
        Use(
            str(row),
            reverse(f"admin:{options.app_label}_{options.model_name}_change", args=(row.pk,)),
            relation.field.verbose_name,
        )
        for row in relation.related_model.objects.filter(**{relation.field.name: file})[:SHOWN]
    ]


def _edition(edition: Edition, state) -> Use:
    return Use(f"{edition.title} ({edition.language})", _address(edition), state)


def _address(row) -> str:
    key = row.article_id if isinstance(row, Edition) else row.pk
    return reverse("admin:articles_page_change" if row.is_page else "admin:articles_article_change", args=(key,))
