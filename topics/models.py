from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from languages.columns import localized, text_of
from languages.names import site_codes
from languages.times import ALWAYS, FOREVER
from library.models import Image


class TopicQuerySet(models.QuerySet):
    def visible(self, now=None):
        """Narrow to the topics whose period holds now, in their order."""
        now = now or timezone.now()
        return self.filter(visible_from__lte=now, visible_until__gt=now).order_by("position", "pk")

    def addressed(self, slug: str, language: str):
        """Narrow to the topic that has this slug in this language."""
        return self.filter(**{localized("slug", language): slug})


class Topic(models.Model):
    """A special subject with a banner; shown to readers as soon as it is saved, within its period."""

    title = models.CharField(_("title"), max_length=200, blank=True)
    slug = models.CharField(
        _("address"),
        max_length=100,
        blank=True,
        help_text=_("The last part of the topic's address. Left empty, it is made from the title."),
    )
    introduction = models.TextField(_("introduction"), max_length=2000, blank=True)
    banner = models.ForeignKey(
        Image, models.PROTECT, null=True, blank=True, related_name="topics", verbose_name=_("banner")
    )
    position = models.PositiveIntegerField(_("position"), default=100, help_text=_("Topics are shown in this order."))
    visible_from = models.DateTimeField(_("visible from"), default=ALWAYS)
    visible_until = models.DateTimeField(_("visible until"), default=FOREVER)
    key = models.CharField(_("folder name"), max_length=120, unique=True, null=True, blank=True, editable=False)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = (
            models.CheckConstraint(condition=Q(visible_until__gte=models.F("visible_from")), name="topic_period"),
        )

    def __str__(self):
        return self.titled()[1]

    def titled(self, language: str | None = None) -> tuple[str, str]:
        """Return the language and the title to show to a reader of ``language``.

        The title in another language is never passed off as this one's: the first of the pair
        tells which language it is.
        """
        for code in dict.fromkeys([language, *site_codes()] if language else site_codes()):
            if title := text_of(self, "title", code):
                return code, title
        return site_codes()[0], f"#{self.pk}"

    def titled_languages(self) -> list[str]:
        return [code for code in site_codes() if text_of(self, "title", code)]

    def url(self, language: str) -> str:
        """Return the topic's address in a language in which it has a title."""
        return reverse("topic", kwargs={"language": language, "slug": text_of(self, "slug", language)})

    def clean(self):
        if self.visible_until and self.visible_from and self.visible_until < self.visible_from:
            raise ValidationError({"visible_until": _("The end lies before the beginning.")})
        for code in site_codes():
            slug = text_of(self, "slug", code)
            if slug and Topic.objects.addressed(slug, code).exclude(pk=self.pk).exists():
                raise ValidationError({localized("slug", code): _("Another topic has this address.")})


class Section(models.Model):
    """A part of a topic's page with a title of its own, in which editors place articles."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="sections")
    title = models.CharField(_("title"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=1)

    class Meta:
        ordering = ("position", "pk")
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def __str__(self):
        return next((title for code in site_codes() if (title := text_of(self, "title", code))), f"#{self.pk}")


class Place(models.Model):
    """An article's place on a topic's page: in a section, or at the top of the page where it is pinned."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="places")
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="+", verbose_name=_("article"))
    section = models.ForeignKey(
        Section, models.CASCADE, null=True, blank=True, related_name="places", verbose_name=_("section")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=1)

    class Meta:
        ordering = ("position", "pk")
        verbose_name = _("placed article")
        verbose_name_plural = _("placed articles")
        constraints = (models.UniqueConstraint(fields=("topic", "article"), name="topic_place_once"),)

    def __str__(self):
        return str(self.article)

    def clean(self):
        if self.section_id and self.section.topic_id != self.topic_id:
            raise ValidationError({"section": _("This section is another topic's.")})
