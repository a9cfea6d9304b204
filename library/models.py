from django.core.files.storage import default_storage
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from languages.columns import text_of
from languages.names import site_codes


class Image(models.Model):
    """A picture of the library: a file, its description in every language, its focal point.

    The file's digest names the original and the renditions made from it, so a rendition's
    address never shows anything else.
    """

    digest = models.CharField(_("digest"), max_length=64, unique=True, editable=False)
    file_name = models.CharField(_("file name"), max_length=200, editable=False)
    format = models.CharField(_("format"), max_length=8, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
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
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self):
        return self.file_name

    def describe(self, language: str) -> dict[str, str]:
        """Return alternative text, caption and credit in exactly that language."""
        return {field: text_of(self, field, language) for field in ("alt", "caption", "credit")}

    def described_languages(self) -> list[str]:
        return [code for code in site_codes() if text_of(self, "alt", code)]

    @property
    def original_path(self) -> str:
        return f"originals/{self.digest}"

    @cached_property
    def widths(self) -> list[int]:
        """The widths of the renditions in pixels, ascending."""
        return rendition_widths(self.width)

    def url(self, width: int, extension: str) -> str:
        return default_storage.url(rendition_path(self.digest, width, extension))

    @property
    def src(self) -> str:
        return self.url(self.widths[-1], "jpg")

    @property
    def thumbnail(self) -> str:
        return self.url(self.widths[0], "jpg")

    @property
    def jpeg_srcset(self) -> str:
        return self._srcset("jpg")

    @property
    def avif_srcset(self) -> str:
        return self._srcset("avif")

    def _srcset(self, extension: str) -> str:
        return ", ".join(f"{self.url(width, extension)} {width}w" for width in self.widths)

    @property
    def focal_class(self) -> str:
        """The style sheet's names for the focal point, in steps of a tenth."""
        return f"fx-{round(self.focal_x * 10)} fy-{round(self.focal_y * 10)}"


def rendition_widths(width: int) -> list[int]:
    """Return the widths, in pixels, of the renditions of a picture that is ``width`` pixels wide."""
    return [step for step in (480, 960, 1600) if step < width] + ([width] if width <= 1600 else [])


def rendition_path(digest: str, width: int, extension: str) -> str:
    return f"pictures/{digest[:20]}-{width}.{extension}"
