from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from identity.colours import ACCENT, validate_colour
from languages.columns import text_of
from languages.names import site_codes
from library.models import Image

# The lists that a menu may lead to: each stands in every language.
PLACES = {
    "home": _("Home"),
    "topics": _("Topics"),
    "articles": _("Articles"),
    "archive": _("Archive"),
    "new": _("New in this language"),
    "elsewhere": _("Only in other languages"),
}


class Identity(models.Model):
    """Who speaks here: the institution's name, emblem, colours and foot lines. One row, number 1."""

    name = models.CharField(
        _("name"),
        max_length=100,
        blank=True,
        help_text=_("The institution's name, at the head of every page and in search results."),
    )
    description = models.TextField(
        _("description"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences that search engines show under the name of the site."),
    )
    foot = models.TextField(
        _("foot lines"),
        max_length=1000,
        blank=True,
        help_text=_(
            "Shown at the foot of every page: an address, opening hours, who pays. Each line stands by itself."
        ),
    )
    emblem = models.ForeignKey(
        Image,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="identities",
        verbose_name=_("emblem"),
        help_text=_("Stands beside the name, 48 points high. A picture without ground is best."),
    )
    accent = models.CharField(
        _("colour"),
        max_length=7,
        default=ACCENT,
        validators=[validate_colour],
        help_text=_("Links and grounds, in the light scheme."),
    )
    accent_dark = models.CharField(
        _("colour in the dark scheme"),
        max_length=7,
        blank=True,
        validators=[validate_colour],
        help_text=_("Left empty, it is made from the other one."),
    )

    class Meta:
        verbose_name = _("name, emblem and colours")
        verbose_name_plural = _("name, emblem and colours")
        constraints = (models.CheckConstraint(condition=Q(pk=1), name="identity_alone"),)

    def __str__(self):
        names = (text_of(self, "name", code) for code in site_codes())
        return next(filter(None, names), str(self._meta.verbose_name))


class MenuItem(models.Model):
    """One link of a menu; what it leads to has a title of its own, which ``title`` may replace."""

    class Menu(models.TextChoices):
        NAVIGATION = "navigation", _("navigation")
        FOOTER = "footer", _("foot of the page")

    menu = models.CharField(_("menu"), max_length=12, choices=Menu, default=Menu.NAVIGATION)
    position = models.PositiveIntegerField(_("position"), default=0, help_text=_("The smallest stands first."))
    title = models.CharField(
        _("title"), max_length=80, blank=True, help_text=_("Left empty, it is the title of what the link leads to.")
    )
    page = models.ForeignKey(
        "articles.Article",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="menu_items",
        limit_choices_to={"is_page": True},
        verbose_name=_("page of the site"),
    )
    topic = models.ForeignKey(
        "topics.Topic", models.CASCADE, null=True, blank=True, related_name="menu_items", verbose_name=_("topic")
    )
    place = models.CharField(_("list"), max_length=12, blank=True)
    address = models.CharField(
        _("address"),
        max_length=500,
        blank=True,
        help_text=_("Of another site, beginning with https://, or of a page here, beginning with /."),
    )

    class Meta:
        ordering = ("menu", "position", "pk")
        verbose_name = _("menu item")
        verbose_name_plural = _("menu items")
        constraints = (
            models.CheckConstraint(
                condition=Q(page__isnull=False, topic=None, place="", address="")
                | Q(page=None, topic__isnull=False, place="", address="")
                | (Q(page=None, topic=None, address="") & ~Q(place=""))
                | (Q(page=None, topic=None, place="") & ~Q(address="")),
                name="menu_item_leads_to_one",
                violation_error_message=_(
                    "Choose one thing that the item leads to: a page, a topic, a list or an address."
                ),
            ),
        )

    def __str__(self):
        titles = (text_of(self, "title", code) for code in site_codes())
        return next(filter(None, titles), "") or str(self.page or self.topic or PLACES.get(self.place) or self.address)
