from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase, TagBase

from languages.columns import text_of
from languages.literal import Literal
from languages.names import default_code, site_codes
from languages.times import FOREVER
from library.models import SHOWN, Document, Image

TEXT_FIELDS = ("title", "slug", "lead", "body", "author_line")
MAX_BODY = 1_000_000


class Tag(TagBase):
    """A keyword with a name in every language and one address in all of them."""

    name = models.CharField(_("name"), max_length=100, blank=True)

    class Meta:
        ordering = ("slug",)
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def __str__(self):
        return self.named()[1]

    def named(self, language: str | None = None) -> tuple[str, str]:
        """Return the language and the name to show to a reader of ``language``; the slug names none."""
        for code in dict.fromkeys([language, *site_codes()] if language else site_codes()):
            if name := text_of(self, "name", code):
                return code, name
        return "", self.slug

    def url(self, language: str) -> str:
        return reverse("tag", kwargs={"language": language, "slug": self.slug})


class FormerTag(models.Model):
    """An address that a tag had before it was renamed, or that a tag merged into it had."""

    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="former_addresses")

    def __str__(self):
        return f"{self.slug} → {self.tag_id}"


class TaggedArticle(ItemBase):
    content_object = models.ForeignKey("Article", models.CASCADE)
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="tagged_articles")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("content_object", "tag"), name="tagged_article_once"),)


class Article(models.Model):
    """What editors write: every language in columns of its own. The working copy; never public."""

    title = models.CharField(_("title"), max_length=200, blank=True)
    slug = models.CharField(
        _("address"),
        max_length=100,
        blank=True,
        help_text=_("The last part of the article's address. Left empty, it is made from the title."),
    )
    lead = models.TextField(
        _("lead"), max_length=1000, blank=True, help_text=_("One or two sentences, shown in lists and under the title.")
    )
    body = models.TextField(_("body"), max_length=MAX_BODY, blank=True)
    author_line = models.CharField(_("author line"), max_length=200, blank=True)
    source_language = models.CharField(
        _("original language"),
        max_length=16,
        default=default_code,
        help_text=_("The language in which the article is written first; the others are its translations."),
    )
    topics = models.ManyToManyField("topics.Topic", blank=True, related_name="articles", verbose_name=_("topics"))
    tags = TaggableManager(through=TaggedArticle, blank=True, verbose_name=_("tags"))
    related = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="+",
        verbose_name=_("related articles"),
        help_text=_(
            "Readers find them under the article. Free places go to the newest that share its tags and topics."
        ),
    )
    image = models.ForeignKey(
        Image, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name=_("lead picture")
    )
    is_featured = models.BooleanField(
        _("featured"), default=False, help_text=_("The newest featured article leads the home page.")
    )
    is_page = models.BooleanField(_("page of the site"), default=False, editable=False)
    is_required = models.BooleanField(
        _("required in every language"),
        default=False,
        help_text=_(
            "No language of the site opens without this page: its first article is published when the page is live."
        ),
    )
    key = models.CharField(_("folder name"), max_length=120, unique=True, null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False)

    class Meta:
        ordering = ("-updated_at", "-pk")
        indexes = (
            models.Index(fields=("-updated_at", "-id", "is_page"), name="article_desk"),
            models.Index(fields=("-updated_at", "-id"), condition=Q(is_page=True), name="page_desk"),
        )
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = (
            ("publish_article", "Can publish articles"),
            ("withdraw_article", "Can withdraw articles"),
            ("edit_source_article", "Can edit the source of bodies"),
        )

    def __str__(self):
        for code in self.title_languages():
            if title := text_of(self, "title", code):
                return title
        return f"#{self.pk}"

    def title_languages(self) -> list[str]:
        """Return the site's languages in the order in which a title is looked for, the original first.

        The original may be in a language that was taken out of the site.
        """
        return sorted(site_codes(), key=lambda code: code != self.source_language)

    @property
    def admin_name(self) -> str:
        """The model under which the admin shows this row."""
        return "page" if self.is_page else "article"

    def text(self, language: str) -> dict[str, str]:
        """Return the translated fields' texts in exactly that language."""
        return {field: text_of(self, field, language) for field in TEXT_FIELDS}

    def is_written_in(self, language: str) -> bool:
        return any(self.text(language)[field] for field in ("title", "lead", "body"))


class Page(Article):
    """One of the site's own pages: about, contact, privacy… Written and published like an article."""

    class Meta:
        proxy = True
        verbose_name = _("page of the site")
        verbose_name_plural = _("pages of the site")


class Unindexed(models.Func):
    """A column for which SQLite must not look for an index.

    SQLite takes any condition on an indexed column for one that leaves little over. Nearly all
    editions are live: a list has to walk the index of its own order and leave out the few others.
    """

    template = "%(expressions)s"

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)


class EditionQuerySet(models.QuerySet):
    """The one funnel for public reads: every public page begins with one of the ``live`` methods."""

    def live(self, now=None):
        """Narrow to the editions of articles that readers see now; the site's own pages are in no list."""
        return self.live_of_any_kind(now).filter(is_page=False)

    def live_pages(self, now=None):
        """Narrow to the editions of the site's own pages that readers see now."""
        return self.live_of_any_kind(now).filter(is_page=Literal(True))

    def live_of_any_kind(self, now=None):
        """Narrow to what readers see now, in the site's languages: articles and the site's own pages."""
        now = now or timezone.now()
        return self.alias(
            begins=Unindexed("live_from"), ends=Unindexed("live_until"), spoken=Unindexed("language")
        ).filter(begins__lte=now, ends__gt=now, spoken__in=site_codes())

    def readable(self, now=None):
        """Narrow to what readers may read of texts that are live: what is live, and what was so before.

        What lies before a withdrawal stays hidden when the text is published again.
        """
        now = now or timezone.now()
        own = Edition.objects.filter(article=OuterRef("article"), language=OuterRef("language"))
        taken_back = own.filter(version__gte=OuterRef("version"), withdrawal__at__lte=now)
        is_live = own.filter(live_from__lte=now, live_until__gt=now)
        return self.shown().filter(Exists(is_live), ~Exists(taken_back), live_from__lte=now)

    def in_language(self, language: str):
        return self.filter(language=language)

    def best_for(self, language: str, now=None):
        """Narrow live editions to one per article: the reader's language, or the nearest to it.

        Where the article is not live in ``language``, the original comes first, then the site's
        languages in their order. What is chosen from another language is 'elsewhere': the
        page must mark it.
        """
        now = now or timezone.now()
        better = (
            Edition.objects.live_of_any_kind(now).filter(article=OuterRef("article")).alias(other_rank=_rank(language))
        ).filter(other_rank__lt=OuterRef("rank"))
        return self.alias(rank=_rank(language)).filter(~Exists(better))

    def about(self, topic):
        """Narrow to the editions under a topic, newest first in the order of the relation's own index."""
        return self.filter(topic_places__topic=topic).order_by(
            "-topic_places__published_at", "-topic_places__edition_id"
        )

    def tagged(self, tag):
        """Narrow to the editions with a tag, newest first in the order of the relation's own index."""
        return self.filter(tag_places__tag=tag).order_by("-tag_places__published_at", "-tag_places__edition_id")

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def for_listing(self):
        """Load what a list shows, and no body."""
        return self.select_related("image").only(
            "article_id", "language", "version", "slug", "title", "lead", "author_line", "published_at", "live_from",
            "is_featured", "is_page", "reading_minutes", "image_alt",
            *(f"image__{name}" for name in SHOWN),
        )  # fmt: skip

    def shown(self):
        """Leave out the editions that were superseded before they went live."""
        return self.filter(live_until__gt=F("live_from"))

    def current(self, now=None):
        """Narrow to the editions that are live or scheduled."""
        return self.shown().filter(live_until__gt=now or timezone.now())


def _rank(language: str) -> Case:
    """Order a reader's choice among an article's live editions; the smallest is the best."""
    codes = site_codes()
    originals = [When(is_original=True, language=code, then=Value(1 + place)) for place, code in enumerate(codes)]
    others = [When(language=code, then=Value(1 + len(codes) + place)) for place, code in enumerate(codes)]
    return Case(
        When(language=language, then=Value(0)),
        *originals,  # more than one where the original language was changed after a publication
        *others,
        default=Value(1 + 2 * len(codes)),
        output_field=models.IntegerField(),
    )


class Edition(models.Model):
    """One language of one article as published: an immutable snapshot, the only thing readers get.

    Written by ``publishing.publish`` alone. The database refuses every later change but that of
    ``live_until``, a second live edition of the same article and language at any moment, and a
    slug that is or was another article's in this language (see guards.py).
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="editions")
    language = models.CharField(max_length=16)
    version = models.PositiveIntegerField()
    slug = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    lead = models.TextField(blank=True)
    author_line = models.CharField(max_length=200, blank=True)
    manuscript = models.TextField(blank=True, help_text="The body as written, sanitized: what was rendered.")
    body = models.TextField(blank=True, help_text="The body as readers get it.")
    contents = models.JSONField(default=list, help_text="The headings: level, anchor, title.")
    plain_text = models.TextField(blank=True)
    reading_minutes = models.PositiveIntegerField(default=1)
    image = models.ForeignKey(Image, models.PROTECT, null=True, related_name="editions")
    image_alt = models.CharField(max_length=300, blank=True)
    image_caption = models.CharField(max_length=500, blank=True)
    image_credit = models.CharField(max_length=200, blank=True)
    is_featured = models.BooleanField(default=False)
    is_page = models.BooleanField(default=False, help_text="One of the site's own pages: in no list.")
    is_original = models.BooleanField(help_text="In the article's original language when it was published.")
    made_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="translations",
        help_text="The original's edition it follows.",
    )
    note = models.CharField(max_length=500, blank=True)
    is_minor = models.BooleanField(default=False, help_text="A correction that no translation needs to follow.")
    published_at = models.DateTimeField(help_text="When this language of the article first went live.")
    live_from = models.DateTimeField()
    live_until = models.DateTimeField(default=FOREVER)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="editions")
    created_at = models.DateTimeField(default=timezone.now)
    topics = models.ManyToManyField("topics.Topic", through="EditionTopic", related_name="editions")
    tags = models.ManyToManyField(Tag, through="EditionTag", related_name="editions")

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ("article", "language", "version")
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = (
            models.UniqueConstraint(fields=("article", "language", "version"), name="edition_version"),
            models.CheckConstraint(condition=Q(live_until__gte=F("live_from")), name="edition_period"),
            models.CheckConstraint(condition=Q(version__gte=1) & ~Q(slug="") & ~Q(title=""), name="edition_whole"),
            models.CheckConstraint(
                condition=Q(is_page=False) | Q(is_featured=False), name="edition_page_leads_nothing"
            ),
        )
        indexes = (
            models.Index(fields=("language", "slug"), name="edition_address"),
            models.Index(fields=("language", "-published_at", "-id"), name="edition_latest"),
            models.Index(fields=("-published_at", "-id"), name="edition_latest_anywhere"),
            models.Index(fields=("live_from",), name="edition_live_from"),
            models.Index(fields=("live_until",), name="edition_live_until"),
            models.Index(fields=("is_featured", "-published_at", "-id"), name="edition_featured"),
            models.Index(fields=("is_minor", "version", "article"), name="edition_renewed"),
            models.Index(fields=("article", "language"), condition=Q(is_page=True), name="edition_pages"),
        )

    def __str__(self):
        return f"{self.title} ({self.language}, v{self.version})"

    def get_absolute_url(self):
        name = "page" if self.is_page else "article"
        return reverse(name, kwargs={"language": self.language, "slug": self.slug})

    @property
    def is_revised(self) -> bool:
        """Whether readers are told a second date: the text has changed since it first went live."""
        return self.live_from > self.published_at

    def is_live(self, now=None) -> bool:
        return self.live_from <= (now or timezone.now()) < self.live_until

    def is_scheduled(self, now=None) -> bool:
        return (now or timezone.now()) < self.live_from < self.live_until

    @cached_property
    def visible_contents(self) -> list[dict]:
        """The headings worth a table of contents: those of the second level, where there are three or more."""
        headings = [heading for heading in self.contents if heading["level"] == 2]
        return headings if len(headings) > 2 else []


class RenderingAgain(models.Model):
    """Lets the guard pass the rendered columns of one edition, until the end of the transaction that renders it.

    Nobody else ever sees a row of this table: see rendering_again.py.
    """

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="+")

    def __str__(self):
        return f"{self.edition_id}"


class EditionTopic(models.Model):
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="topic_places")
    topic = models.ForeignKey("topics.Topic", models.PROTECT, related_name="edition_places")
    published_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("edition", "topic"), name="edition_topic_once"),)
        indexes = (models.Index(fields=("topic", "-published_at", "-edition"), name="edition_topic_latest"),)

    def __str__(self):
        return f"{self.edition_id} → {self.topic_id}"


class EditionTag(models.Model):
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="tag_places")
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="edition_places")
    published_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("edition", "tag"), name="edition_tag_once"),)
        indexes = (models.Index(fields=("tag", "-published_at", "-edition"), name="edition_tag_latest"),)

    def __str__(self):
        return f"{self.edition_id} → {self.tag_id}"


class EditionRelated(models.Model):
    """An article that an editor chose to stand under another one, as it was when that one was published."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="related_places")
    article = models.ForeignKey(Article, models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("edition", "article"), name="edition_related_once"),)

    def __str__(self):
        return f"{self.edition_id} → {self.article_id}"


class Reach(models.Model):
    """A stretch of time in which an article is live in certain languages; one row for each of them.

    ``languages`` names them all, an original with an asterisk: ``en,pl*``. Written by reach.py.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="reach")
    languages = models.CharField(max_length=400)
    language = models.CharField(max_length=16)
    published_at = models.DateTimeField()
    begins = models.DateTimeField()
    ends = models.DateTimeField()

    class Meta:
        # The list of what is live only elsewhere: one walk for each set of languages without the reader's.
        indexes = (models.Index(fields=("languages", "language", "-published_at", "-edition"), name="reach_latest"),)

    def __str__(self):
        return f"{self.edition_id}: {self.languages}"


class MonthCount(models.Model):
    """How many articles that are live in certain languages were published in a month in one of them.

    The number at a moment is the sum of what stands here for the moments up to it: what is
    scheduled is counted when its time has come. Written by reach.py.
    """

    month = models.DateField(help_text="The month's first day, in the site's time zone.")
    languages = models.CharField(max_length=400)
    language = models.CharField(max_length=16)
    at = models.DateTimeField()
    number = models.IntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("month", "languages", "language", "at"), name="month_count_once"),
        )
        indexes = (models.Index(fields=("at",), name="month_count_at"),)

    def __str__(self):
        return f"{self.month:%Y-%m} {self.languages} {self.language}: {self.number}"


class LastChange(models.Model):
    """How many texts begin or end at a moment in a block of articles, under a topic or a tag. Written by lastmod.py."""

    kind = models.CharField(max_length=8)
    key = models.BigIntegerField()
    at = models.DateTimeField()
    number = models.IntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "key", "at"), name="last_change_once"),)

    def __str__(self):
        return f"{self.kind} {self.key}: {self.at}"


class ArticleFile(models.Model):
    """A picture or document of the library that a working copy refers to, which keeps it from deletion."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="files")
    image = models.ForeignKey(Image, models.PROTECT, null=True, related_name="article_places")
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="article_places")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("article", "image"), name="article_image_once"),
            models.UniqueConstraint(fields=("article", "document"), name="article_document_once"),
        )

    def __str__(self):
        return str(self.article)


class EditionFile(models.Model):
    """A picture or document of the library that an edition shows; readers get it while they can read the edition.

    Written by ``publishing.publish`` with the edition, and never changed.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="files")
    image = models.ForeignKey(Image, models.PROTECT, null=True, related_name="edition_places")
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="edition_places")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("edition", "image"), name="edition_image_once"),
            models.UniqueConstraint(fields=("edition", "document"), name="edition_document_once"),
            models.CheckConstraint(
                condition=Q(image=None, document__isnull=False) | Q(image__isnull=False, document=None),
                name="edition_file_is_one",
            ),
        )

    def __str__(self):
        return f"{self.edition_id} → {self.image or self.document}"


class Withdrawal(models.Model):
    """Why an edition was, or will be, closed without a successor."""

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="withdrawal")
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    keeps_text = models.BooleanField(
        _("Readers may go on reading the text"),
        default=False,
        help_text=_("Under a notice with date and reason, at its address alone: in no list, feed, sitemap or search."),
    )
    at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="withdrawals")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = (models.Index(fields=("-at", "-id"), name="withdrawal_latest"),)
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")

    def __str__(self):
        return f"{self.edition}: {self.reason}"


class Redirect(models.Model):
    """An address that another site or an earlier arrangement of this one had, and what is there now.

    ``old`` is kept as redirects.normalized() gives it. The new place is an article or topic, whose
    address may change, or else an address.
    """

    old = models.CharField(_("old address"), max_length=500, unique=True)
    article = models.ForeignKey(
        Article, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("article")
    )
    topic = models.ForeignKey(
        "topics.Topic", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("topic")
    )
    language = models.CharField(_("language"), max_length=16, blank=True)
    target = models.CharField(_("new address"), max_length=500, blank=True)
    target_key = models.CharField(max_length=500, blank=True, editable=False, db_index=True)
    hits = models.PositiveBigIntegerField(_("hits"), default=0, editable=False)
    last_hit_at = models.DateTimeField(_("last hit"), null=True, editable=False)

    class Meta:
        ordering = ("old",)
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        constraints = (
            models.CheckConstraint(
                condition=Q(article__isnull=False, topic__isnull=True, target="")
                | Q(article__isnull=True, topic__isnull=False, target="")
                | (Q(article__isnull=True, topic__isnull=True) & ~Q(target="")),
                name="redirect_leads_to_one_place",
            ),
            models.CheckConstraint(condition=~Q(target_key=F("old")), name="redirect_leads_away"),
        )

    def __str__(self):
        return self.old


class MissingAddress(models.Model):
    """An address at which readers found nothing; redirects.py keeps their number bounded."""

    path = models.CharField(_("address"), max_length=200, unique=True)
    count = models.PositiveBigIntegerField(_("times"), default=0)
    first_at = models.DateTimeField(_("first time"), default=timezone.now)
    last_at = models.DateTimeField(_("last time"), default=timezone.now)

    class Meta:
        ordering = ("-count", "path")
        indexes = (models.Index(fields=("count", "last_at"), name="missing_address_rank"),)
        verbose_name = _("address not found")
        verbose_name_plural = _("addresses not found")

    def __str__(self):
        return self.path


class Draft(models.Model):
    """The state of one language of one article on its way to readers."""

    class State(models.TextChoices):
        WRITING = "writing", _("writing")
        IN_REVIEW = "in_review", _("in review")
        CHANGES_REQUESTED = "changes_requested", _("changes requested")
        READY = "ready", _("ready")

    article = models.ForeignKey(Article, models.CASCADE, related_name="drafts")
    language = models.CharField(max_length=16)
    state = models.CharField(max_length=20, choices=State.choices, default=State.WRITING)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="drafts")
    follows = models.ForeignKey(
        Edition,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="drafts",
        help_text="The edition of the original that the next publication follows; empty: the newest.",
    )
    has_changes = models.BooleanField(default=False, help_text="The working copy differs from the newest edition.")
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("article", "language"), name="draft_once"),)
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")

    def __str__(self):
        return f"{self.article_id} ({self.language})"


class HubNotice(models.Model):
    """Up to which moment the WebSub hub knows what has changed; one row."""

    told_until = models.DateTimeField()

    def __str__(self):
        return str(self.told_until)


class Freshness(models.Model):
    """A number that grows whenever something public changes; caches of pages live and die with it."""

    number = models.PositiveBigIntegerField(default=1)

    def __str__(self):
        return str(self.number)


class SearchEntry(models.Model):
    """One live or scheduled edition in the search index (articles/search/index.py).

    What the edition says stands beside it in what the database has for that: a column ``terms`` on
    PostgreSQL, a full-text table on SQLite, both under ``place``.
    """

    place = models.BigIntegerField(primary_key=True, help_text="Grows with the first publication: newest is last.")
    edition = models.OneToOneField(Edition, models.CASCADE, related_name="search_entry")
    live_from = models.DateTimeField()
    live_until = models.DateTimeField()

    def __str__(self):
        return str(self.edition_id)


class SearchWord(models.Model):
    """A word that indexed editions use, and in how many of them it stands.

    The row whose word is empty counts the editions of its language.
    """

    pk = models.CompositePrimaryKey("language", "folded", "surface")
    language = models.CharField(max_length=16)
    folded = models.CharField(max_length=64, help_text="Without what may be left out in writing.")
    surface = models.CharField(max_length=64)
    texts = models.IntegerField()

    def __str__(self):
        return f"{self.surface} ({self.language}): {self.texts}"
