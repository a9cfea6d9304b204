from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from languages.columns import localized, text_of
from languages.names import site_codes
from languages.slugs import folded
from library import shapes
from library.shapes import BEGINNING, CROPS, PLACE, Shape

SHOWN = ("digest", "width", "height", "focal_x", "focal_y", "is_transparent", "licence")


class Licence(models.TextChoices):
    """On which terms a file may be shown."""

    OWN = "own", _("our own work")
    PERMITTED = "permitted", _("used with permission")
    PUBLIC_DOMAIN = "public-domain", _("public domain")
    CC0 = "cc0", "CC0 1.0"
    BY = "cc-by", "CC BY 4.0"
    BY_SA = "cc-by-sa", "CC BY-SA 4.0"
    BY_ND = "cc-by-nd", "CC BY-ND 4.0"
    BY_NC = "cc-by-nc", "CC BY-NC 4.0"
    BY_NC_SA = "cc-by-nc-sa", "CC BY-NC-SA 4.0"
    BY_NC_ND = "cc-by-nc-nd", "CC BY-NC-ND 4.0"
    BY_3 = "cc-by-3", "CC BY 3.0"
    BY_SA_3 = "cc-by-sa-3", "CC BY-SA 3.0"


class KeywordQuerySet(models.QuerySet):
    def folded(self) -> dict[int, str]:
        """Return what searches compare of each keyword, by its key: its names in every language, and its slug."""
        names = [localized("name", code) for code in site_codes()]
        rows = self.order_by().values_list("pk", "slug", *names)
        return {key: folded("\n".join(filter(None, texts))) for key, *texts in rows}


class Keyword(models.Model):
    """A word under which the library's files are found, with a name in every language."""

    slug = models.CharField(_("key"), max_length=100, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=100, blank=True)

    objects = KeywordQuerySet.as_manager()

    class Meta:
        ordering = ("slug",)
        verbose_name = _("keyword")
        verbose_name_plural = _("keywords")

    def __str__(self):
        return next((name for code in site_codes() if (name := text_of(self, "name", code))), self.slug)


class FileQuerySet(models.QuerySet):
    def about(self, words: str):
        """Narrow to the files that have every word in a text of any language, their name or a keyword."""
        files, wanted = self, folded(words).split()[:10]
        known = Keyword.objects.folded() if wanted else {}
        for word in wanted:
            keywords = [key for key, names in known.items() if word in names]
            tagged = self.model.keywords.through.objects.filter(keyword__in=keywords)
            files = files.filter(Q(words__contains=word) | Q(pk__in=tagged.values(self.model._meta.model_name)))
        return files


class Described(models.Model):
    """What the library's pictures and documents have in common.

    The file's digest names it in the storage and in its address, so an address never shows
    anything else. The row's key stays when the file is replaced.
    """

    digest = models.CharField(_("digest"), max_length=64, unique=True, editable=False)
    file_name = models.CharField(_("file name"), max_length=200, editable=False)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    source = models.CharField(
        _("source"), max_length=300, blank=True, help_text=_("Where it comes from: an archive, an agency, an address.")
    )
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, blank=True)
    keywords = models.ManyToManyField(Keyword, blank=True, related_name="%(class)ss", verbose_name=_("keywords"))
    words = models.TextField(blank=True, editable=False)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects = FileQuerySet.as_manager()

    TEXTS: tuple[str, ...]

    class Meta:
        abstract = True

    def __str__(self):
        return self.file_name

    def save(self, *, update_fields=None, **options):
        """Save, and keep what the search reads in step with the texts."""
        texts = [text_of(self, field, code) for field in self.TEXTS for code in site_codes()]
        self.words = folded("\n".join(filter(None, [self.file_name, *texts])))
        super().save(update_fields=None if update_fields is None else {*update_fields, "words"}, **options)


class Image(Described):
    """A picture of the library: a file, its description in every language, its focal point."""

    TEXTS = ("alt", "caption", "credit", "source")

    format = models.CharField(_("format"), max_length=8, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    is_transparent = models.BooleanField(default=False, editable=False)
    focal_x = models.FloatField(
        _("focal point from the left"),
        default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("0 is the left edge, 1 the right edge. This part stays visible when the picture is cropped."),
    )
    focal_y = models.FloatField(
        _("focal point from the top"),
        default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("0 is the top edge, 1 the bottom edge."),
    )
    alt = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, for those who cannot see it. Empty: the picture is only decoration."),
    )
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    is_made = models.BooleanField(default=False, editable=False)
    claimed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        indexes = (
            models.Index(fields=("-created_at", "-id"), name="image_newest"),
            models.Index(fields=("id",), name="image_to_be_made", condition=Q(is_made=False)),
        )

    def __str__(self):
        """Tell it from others: cameras, and those who make content folders, give many files one name."""
        said = next(filter(None, (text_of(self, "alt", code) for code in site_codes())), "")
        return f"{self.file_name} – {Truncator(said).chars(80)}" if said else self.file_name

    def describe(self, language: str) -> dict[str, str]:
        """Return alternative text, caption and credit in exactly that language."""
        return {field: text_of(self, field, language) for field in ("alt", "caption", "credit")}

    def described_languages(self) -> list[str]:
        return [code for code in site_codes() if text_of(self, "alt", code)]

    @property
    def original_path(self) -> str:
        return f"originals/{self.digest}"

    @property
    def fallback(self) -> str:
        """The format, by its file name's ending, for browsers that do not read AVIF."""
        return "png" if self.is_transparent else "jpg"

    @property
    def open_licence(self) -> str:
        """The licence that readers must be told, as it is called in every language; empty for other terms."""
        is_open = self.licence not in ("", Licence.OWN, Licence.PERMITTED, Licence.PUBLIC_DOMAIN)
        return str(Licence(self.licence).label) if is_open else ""

    @cached_property
    def whole(self) -> Shape:
        return self._shape(self.width, self.height, shapes.steps(self.width), "", (self.focal_x, self.focal_y))

    @cached_property
    def card(self) -> Shape:
        return self._crop("card")

    @cached_property
    def banner(self) -> Shape:
        return self._crop("banner")

    @property
    def src(self) -> str:
        """The address that stands for the picture in bodies: the largest fallback's."""
        return self.whole.src

    @property
    def share(self) -> str:
        """The address of the picture for the cards that other sites show; always JPEG."""
        return self.url(shapes.crop_steps(CROPS["share"], self.width, self.height)[-1], "jpg", "share")

    @property
    def thumbnail(self) -> str:
        return self.url(shapes.steps(self.width)[0], self.fallback)

    def url(self, width: int, extension: str, crop: str = "") -> str:
        return f"{PLACE}pictures/{self.rendition(width, extension, crop)}"

    def rendition(self, width: int, extension: str, crop: str = "") -> str:
        """Return the name of a rendition's file."""
        return shapes.file_name(self.digest[:BEGINNING], width, extension, crop, self.focal_x, self.focal_y)

    def _crop(self, name: str) -> Shape:
        crop, focus = CROPS[name], (self.focal_x, self.focal_y)
        box = shapes.crop_box(crop, self.width, self.height, *focus)
        widths = shapes.crop_steps(crop, self.width, self.height)
        within = shapes.focus_within(box, self.width, self.height, *focus)
        return self._shape(widths[-1], shapes.height_of(crop, widths[-1]), widths, name, within)

    def _shape(self, width, height, widths, crop, focus) -> Shape:
        srcset, avif_srcset = (
            ", ".join(f"{self.url(step, extension, crop)} {step}w" for step in widths)
            for extension in (self.fallback, "avif")
        )
        src = self.url(widths[-1], self.fallback, crop)
        return Shape(width, height, src, srcset, avif_srcset, shapes.focal_class(*focus))


class Document(Described):
    """A file of the library that is no picture: to be downloaded, heard, watched, or read along."""

    TEXTS = ("title", "description", "credit", "source")

    class Kind(models.TextChoices):
        PDF = "pdf", _("PDF")
        AUDIO = "audio", _("audio")
        VIDEO = "video", _("video")
        CAPTIONS = "captions", _("captions")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, editable=False)
    content_type = models.CharField(_("content type"), max_length=40, editable=False)
    extension = models.CharField(max_length=5, editable=False)
    bytes = models.PositiveBigIntegerField(_("size"), editable=False)
    language = models.CharField(
        _("language"), max_length=16, blank=True, help_text=_("In which language it is written or spoken.")
    )
    captioned = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        limit_choices_to={"kind__in": ("audio", "video")},
        related_name="captions",
        verbose_name=_("captions of"),
        help_text=_("The film or recording that these captions go with."),
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    description = models.TextField(_("description"), max_length=1000, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        indexes = (models.Index(fields=("-created_at", "-id"), name="document_newest"),)

    @property
    def path(self) -> str:
        return f"documents/{self.digest}"

    @property
    def url(self) -> str:
        return f"{PLACE}documents/{self.digest[:BEGINNING]}.{self.extension}"

    @property
    def format(self) -> str:
        """The format in a reader's word: PDF, MP3."""
        return self.extension.upper()

    def describe(self, language: str) -> dict[str, str]:
        """Return title, description and credit in exactly that language."""
        return {field: text_of(self, field, language) for field in ("title", "description", "credit")}

    def titled_languages(self) -> list[str]:
        return [code for code in site_codes() if text_of(self, "title", code)]


class FormerFile(models.Model):
    """The address of a file that was replaced: it leads to what took its place."""

    beginning = models.CharField(max_length=BEGINNING, unique=True)
    image = models.ForeignKey(Image, models.CASCADE, null=True, related_name="former_files")
    document = models.ForeignKey(Document, models.CASCADE, null=True, related_name="former_files")
    is_followed = models.BooleanField(default=False, help_text="Published bodies show the new file.")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(image=None, document__isnull=False) | Q(image__isnull=False, document=None),
                name="former_file_of_one",
            ),
        )
        indexes = (models.Index(fields=("id",), name="former_file_to_follow", condition=Q(is_followed=False)),)

    def __str__(self):
        return self.beginning
