"""The one door between what editors write and what readers see.

Nothing else writes editions. Every function here locks the article first, does everything in
one transaction, and lets the database's guards (guards.py) have the last word.
"""

import unicodedata
from collections import Counter
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db import IntegrityError, connection, models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import freshness, reach, uses
from articles.ahead import Ahead, lines_of
from articles.body.rendering import Rendered, render_body
from articles.body.sanitizing import is_visible, sanitize, shows_something
from articles.models import MAX_BODY, Article, Draft, Edition, Withdrawal
from articles.prepared import LANGUAGE, NOW, SLUG, Parameter, fetch, fetch_models, insert
from articles.search import index
from articles.share_pictures import LATELY, draw_new_share_pictures
from languages.columns import text_of
from languages.literal import Literal
from languages.slugs import is_slug, numbered, slugify
from languages.times import FOREVER

TRIES = 20
TEXTS = ("manuscript", "body", "plain_text", "contents")
AS_DRAFTED = object()
ARTICLE = Parameter("article", models.BigIntegerField())
ORIGINAL = Parameter("original", models.CharField())
AT = Parameter("at", models.DateTimeField())
# An edition takes what it has in common with the other languages from the working copy.
TOPICS = """
    INSERT INTO articles_editiontopic (edition_id, topic_id, published_at)
    SELECT %s, topic_id, %s FROM articles_article_topics WHERE article_id = %s ORDER BY id RETURNING topic_id
"""
TAGS = """
    INSERT INTO articles_editiontag (edition_id, tag_id, published_at)
    SELECT %s, tag_id, %s FROM articles_taggedarticle WHERE content_object_id = %s ORDER BY id RETURNING tag_id
"""
RELATED = """
    INSERT INTO articles_editionrelated (edition_id, article_id)
    SELECT %s, to_article_id FROM articles_article_related WHERE from_article_id = %s ORDER BY id
"""
DRAFT = """
    INSERT INTO articles_draft (article_id, language, has_changes, state, changed_at)
    VALUES (%s, %s, FALSE, 'writing', %s) ON CONFLICT (article_id, language)
    DO UPDATE SET has_changes = FALSE, state = EXCLUDED.state, follows_id = NULL
"""


class PublishingError(Exception):
    """What was asked cannot be done; the messages say why, in words for the editor."""

    def __init__(self, *messages: str):
        super().__init__(*messages)
        self.messages = messages


class Unpublishable(PublishingError):
    """The text is not complete enough to be published."""


class SlugTaken(PublishingError):
    """The address is, or once was, another article's."""


class TooEarly(PublishingError):
    """The moment lies before an edition that readers have already seen."""


class Required(PublishingError):
    """The page is one that no language of the site goes without."""


class NothingToClose(PublishingError):
    """There is neither a live nor a scheduled edition."""


def publish(
    *,
    article: Article,
    language: str,
    by,
    at: datetime | None = None,
    note: str = "",
    minor: bool = False,
    first_published_at: datetime | None = None,
    until: datetime = FOREVER,
    follows: Edition | None = AS_DRAFTED,
    ahead: Ahead | None = None,
) -> Edition:
    """Publish the saved working copy of one language and return its new edition.

    ``at`` is when it goes live (now, if None); an edition that is live then, or scheduled for
    later, makes room for it. ``minor`` says that no translation needs to follow. ``note`` is at
    most 500 characters.

    For a text that comes with its history, ``first_published_at`` is when readers first had it,
    ``until`` when it ended (one that ended when it began was never seen and makes no room), and
    ``follows`` the original's edition that it was made from, None for none. ``ahead`` is what
    ``work_ahead`` returned for the body.

    Raises Unpublishable, SlugTaken or TooEarly; nothing is changed then.
    """
    for tries_left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                article = _locked(article)
                return _publish(article, language, by, at, note, minor, first_published_at, until, follows, ahead)
        except IntegrityError as error:  # another article may have taken the address meanwhile
            slug = _own_slug(article, language)
            if slug and _is_taken(slug, language, article):
                raise _slug_taken(slug) from error
            if slug or not tries_left:
                raise
    raise AssertionError


def _publish(article, language, by, at, note, minor, first_published_at, until, follows, ahead) -> Edition:
    now = timezone.now()
    at = at or now
    earlier = fetch_models(_earlier, article=article.pk, language=language)
    ahead = ahead if ahead and not earlier and ahead.fits(article.text(language), language) else None
    if problems := find_problems(article, language, ahead and ahead.rendered.manuscript):
        raise Unpublishable(*problems)
    shown = [edition for edition in earlier if edition.live_from < edition.live_until]
    if any(at <= edition.live_from <= now for edition in shown):
        raise TooEarly(_("Readers have already seen a newer edition than that moment's."))
    if shown and until > at:
        _close(shown, at)

    edition = _build(
        article,
        language,
        at,
        slug=_claim_slug(article, language),
        rendered=ahead.rendered if ahead else _render(article, language, at, earlier[-1].contents if earlier else ()),
        made_from=_original_for(article, language, at) if follows is AS_DRAFTED else follows,
    )
    edition.version = max((edition.version for edition in earlier), default=0) + 1
    edition.live_until = until
    edition.published_at = first_published_at or next(
        (past.published_at for past in shown if past.live_from < past.live_until), at
    )
    edition.note, edition.is_minor, edition.published_by = note[:500], minor, by
    edition.created_at = now
    insert(edition)
    topics, tags = _take_over(edition)
    uses.record(edition)
    _tell(article.pk, language, index.add(edition, topics, tags, shown, ahead and ahead.terms))
    if edition.is_live(now) and edition.live_from > now - LATELY:
        draw_new_share_pictures.enqueue()
    return edition


def _take_over(edition: Edition) -> tuple[list[int], list[int]]:
    """Give a new edition what all languages share, leave the draft without changes, and return the topics and tags."""
    first, now = (connection.ops.adapt_datetimefield_value(at) for at in (edition.published_at, edition.created_at))
    with connection.cursor() as cursor:
        cursor.execute(TOPICS, (edition.pk, first, edition.article_id))
        topics = [key for (key,) in cursor.fetchall()]
        cursor.execute(TAGS, (edition.pk, first, edition.article_id))
        tags = [key for (key,) in cursor.fetchall()]
        cursor.execute(RELATED, (edition.pk, edition.article_id))
        cursor.execute(DRAFT, (edition.article_id, edition.language, now))
    return topics, tags


class _News:
    """What is published and withdrawn, to be told to readers' pages: the articles, and the words of their texts."""

    def __init__(self):
        self.articles: set[int] = set()
        self.words: dict[str, Counter] = {}

    def add(self, articles: set[int], words: dict[str, Counter]) -> None:
        self.articles |= articles
        for language, counts in words.items():
            self.words.setdefault(language, Counter()).update(counts)

    def tell(self) -> None:
        for language, counts in sorted(self.words.items()):
            index.count(language, counts)
        if self.articles:
            freshness.bump()
            reach.renew(sorted(self.articles))


_news: ContextVar[_News | None] = ContextVar("news", default=None)


@contextmanager
def together():
    """Do all that is published and withdrawn in the block, or nothing, and tell readers' pages once, at its end.

    A block inside another is told with that, unless it is left by an exception.
    """
    outer, own = _news.get(), _News()
    token = _news.set(own)
    try:
        with transaction.atomic():
            yield
            if outer is None:
                own.tell()
    finally:
        _news.reset(token)
    if outer is not None:
        outer.add(own.articles, own.words)


def _tell(article: int, language: str, words: Counter) -> None:
    """Tell readers' pages that an article has changed, and the search its words: now, or at the end of the block."""
    block = _news.get()
    news = block or _News()
    news.add({article}, {language: words})
    if block is None:
        news.tell()


def build_edition(article: Article, language: str, at: datetime) -> Edition:
    """Return the edition that publishing the article would write, unsaved: what a preview shows."""
    slug = _own_slug(article, language) or propose_slug(article, language)
    rendered = _render(article, language, at, _contents_before(article, language))
    return _build(article, language, at, slug=slug, rendered=rendered, made_from=_original_for(article, language, at))


def _render(article, language, at, contents_before) -> Rendered:
    return render_body(text_of(article, "body", language), language, earlier=contents_before, at=at)


def _build(article, language, at, *, slug, rendered, made_from) -> Edition:
    image = article.image.describe(language) if article.image else {}
    return Edition(
        article=article,
        language=language,
        slug=slug,
        **lines_of(article.text(language)),
        manuscript=rendered.manuscript,
        body=rendered.body,
        contents=rendered.contents,
        plain_text=rendered.plain_text,
        reading_minutes=rendered.reading_minutes,
        image=article.image,
        image_alt=image.get("alt", ""),
        image_caption=image.get("caption", ""),
        image_credit=image.get("credit", ""),
        is_featured=article.is_featured and not article.is_page,
        is_page=article.is_page,
        is_original=language == article.source_language,
        made_from=made_from,
        published_at=at,
        live_from=at,
    )


def find_problems(article: Article, language: str, manuscript: str | None = None) -> list[str]:
    """Return what keeps this language from being published, in words for the editor.

    ``manuscript`` is the sanitized body, where that is known.
    """
    problems = []
    text = article.text(language)
    if not is_visible(text["title"]):
        problems.append(_("The title is missing."))
    for name, value in text.items():
        field = Article._meta.get_field(name)
        if len(value) > field.max_length:
            problems.append(
                _("Too long: %(field)s, with %(length)d characters; at most %(limit)d are taken.")
                % {"field": field.verbose_name, "length": len(value), "limit": field.max_length}
            )
    if not is_slug(_own_slug(article, language) or "a"):
        problems.append(_("The address may hold letters, digits, hyphens and underscores only."))
    if len(text["body"]) <= MAX_BODY and not shows_something(manuscript or sanitize(text["body"])):
        problems.append(_("The body is empty."))
    if missing := find_missing_pages(article, language):
        problems.append(
            _("This is the first article in this language. Publish the required pages first: %(pages)s.")
            % {"pages": ", ".join(map(str, missing))}
        )
    return problems


def find_missing_pages(article: Article, language: str) -> list[Article]:
    """Return the required pages without which no article may be the first of a language."""
    if article.is_page or fetch(_any_live, language=language):
        return []
    live = Edition.objects.live_pages().in_language(language)
    return list(Article.objects.filter(is_page=Literal(True), is_required=True).exclude(pk__in=live.values("article")))


def _has_articles(language: str) -> bool:
    """Return whether readers have articles in a language, or will have the scheduled ones."""
    return Edition.objects.current().in_language(language).filter(is_page=False).exists()


def _any_live():
    return Edition.objects.live(NOW).filter(language=LANGUAGE).order_by().values("pk")[:1]


def _contents_before(article: Article, language: str) -> list[dict]:
    """Return the newest edition's table of contents, whose anchors the next one keeps."""
    if article.pk is None:
        return []
    editions = Edition.objects.filter(article=article, language=language).order_by("-version")
    return editions.values_list("contents", flat=True).first() or []


def withdraw(
    *, article: Article, language: str, by, at: datetime | None = None, reason: str = "", keeps_text: bool = False
) -> Edition:
    """Take one language of an article away from readers and return the edition that is closed.

    ``at`` is when (now, if None; later ends it then). Editions scheduled after it never go live.
    ``reason`` is shown to readers, at most 500 characters; with ``keeps_text`` they may go on reading
    the text under it, at its own address. Raises NothingToClose, TooEarly or Required.
    """
    with transaction.atomic():
        article = _locked(article)
        now = timezone.now()
        at = at or now
        shown = list(_editions(article, language).shown())
        current = [edition for edition in shown if edition.live_until > at]
        if not current:
            raise NothingToClose(_("Nothing of this language is live or scheduled."))
        # Where a successor would begin at that very moment, it is the one before it that readers lose.
        edition = next((edition for edition in shown if edition.live_from < at == edition.live_until), current[0])
        if at < edition.live_from <= now:
            raise TooEarly(_("That moment lies before the live edition."))
        if article.is_page and article.is_required and _has_articles(language):
            raise Required(_("This page is required in every language in which there are articles."))
        _close(current, at)
        Withdrawal.objects.update_or_create(
            edition=edition,
            defaults={
                "reason": reason[:500], "keeps_text": keeps_text, "at": at, "withdrawn_by": by, "created_at": now,
            },
        )  # fmt: skip
        _tell(article.pk, language, index.settle(current))
        return edition


def unschedule(*, article: Article, language: str) -> Edition:
    """Cancel what is scheduled and return the first edition that now never goes live.

    An edition that is live now, and would have ended then, stays. Raises NothingToClose.
    """
    with transaction.atomic():
        article = _locked(article)
        now = timezone.now()
        is_ended = Exists(Withdrawal.objects.filter(edition=OuterRef("pk")))
        shown = list(_editions(article, language).shown().annotate(was_ended=is_ended))
        scheduled = [edition for edition in shown if edition.live_from > now]
        if not scheduled:
            raise NothingToClose(_("Nothing of this language is scheduled."))
        _close(scheduled, now)
        for edition in shown:
            if edition.live_from <= now and edition.live_until == scheduled[0].live_from and not edition.was_ended:
                edition.live_until = FOREVER
                edition.save(update_fields=("live_until",))
        Draft.objects.filter(article=article, language=language).update(has_changes=True)
        _tell(article.pk, language, index.settle(shown))
        return scheduled[0]


def propose_slug(article: Article, language: str) -> str:
    """Return a free address made from the title, numbered where the plain one is taken.

    An article that is not saved yet has neither a number nor addresses of its own.
    """
    wanted = slugify(text_of(article, "title", language)) or f"a{article.pk or ''}"
    if not _is_taken(wanted, language, article):
        return wanted
    others = Edition.objects.filter(language=language, slug__startswith=wanted[:70]).exclude(article=article.pk)
    return numbered(wanted, set(others.values_list("slug", flat=True)))


def _claim_slug(article, language) -> str:
    slug = _own_slug(article, language)
    if not slug:
        return propose_slug(article, language)
    if _is_taken(slug, language, article):
        raise _slug_taken(slug)
    return slug


def _own_slug(article, language) -> str:
    """Return the address that the editor chose, in the form in which addresses are looked up."""
    return unicodedata.normalize("NFC", text_of(article, "slug", language).strip())


def _is_taken(slug, language, article) -> bool:
    """Return whether the address is or was another article's; one that is not saved has no key yet."""
    return bool(fetch(_of_others, slug=slug, language=language, article=article.pk or 0))


def _of_others():
    return Edition.objects.filter(language=LANGUAGE, slug=SLUG).exclude(article=ARTICLE).order_by().values("pk")[:1]


def _slug_taken(slug) -> SlugTaken:
    return SlugTaken(_("The address “%(slug)s” is, or once was, another article's.") % {"slug": slug})


def _original_for(article, language, at) -> Edition | None:
    """Return the original's edition that a translation going live at that moment follows.

    The newest one that readers have by then, unless the draft names an older one.
    """
    if language == article.source_language or article.pk is None:
        return None
    keys = {"article": article.pk, "language": language, "original": article.source_language}
    found = fetch_models(_chosen_original, **keys) or fetch_models(_newest_original, **keys, at=at)
    return found[0] if found else None


def _chosen_original():
    chosen = Edition.objects.filter(drafts__article=ARTICLE, drafts__language=LANGUAGE, language=ORIGINAL)
    return chosen.order_by().defer(*TEXTS)


def _newest_original():
    originals = Edition.objects.filter(article=ARTICLE, language=ORIGINAL, live_from__lte=AT).shown()
    return originals.order_by("-version").defer(*TEXTS)[:1]


def _earlier():
    editions = Edition.objects.filter(article=ARTICLE, language=LANGUAGE).order_by("version")
    return editions.defer("manuscript", "body", "plain_text")


def _locked(article: Article) -> Article:
    """Return the article as it is saved, locked until the transaction ends."""
    found = fetch_models(_article, article=article.pk)
    if not found:
        raise Article.DoesNotExist
    return found[0]


def _article():
    return Article.objects.select_for_update().filter(pk=ARTICLE)


def _editions(article, language):
    return Edition.objects.filter(article=article, language=language).order_by("version")


def _close(editions, at) -> None:
    """End editions at a moment, or before they begin; what was planned for later will not happen to them."""
    Withdrawal.objects.filter(edition__in=editions, at__gt=max(at, timezone.now())).delete()
    for edition in editions:
        if edition.live_until > at:
            edition.live_until = max(edition.live_from, at)
            edition.save(update_fields=("live_until",))
