from django.contrib import admin
from django.forms import Script
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline

from articles import freshness, lastmod, redirects
from articles.fragments import topic_address
from articles.models import Redirect
from languages.admin import LanguagesAdmin, marked
from languages.columns import localized, text_of
from languages.names import language, site_codes
from languages.slugs import numbered, slugify
from languages.times import ALWAYS, FOREVER
from topics.forms import TopicForm
from topics.models import Place, Section, Topic


class SectionInline(TranslationStackedInline):
    model = Section
    extra = 0
    classes = ("sections",)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and hasattr(db_field, "translated_field"):
            written_in = language(db_field.language)
            field.label = format_html("{} ({})", capfirst(db_field.translated_field.verbose_name), written_in.name)
            field.widget.attrs |= {"lang": written_in.tag, "dir": written_in.direction}
        return field


class PlaceInline(admin.TabularInline):
    """Articles in their places. A section must be saved before articles are placed in it."""

    model = Place
    extra = 0
    fields = ("article", "section", "position")
    autocomplete_fields = ("article",)
    verbose_name_plural = _("placed articles: those without a section are pinned to the top")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "section":
            kwargs["queryset"] = Section.objects.filter(topic=request.resolver_match.kwargs.get("object_id"))
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "section":
            field.widget.can_add_related = field.widget.can_change_related = field.widget.can_delete_related = False
            field.widget.can_view_related = False
            field.empty_label = _("pinned")
        return field


@admin.register(Topic)
class TopicAdmin(LanguagesAdmin):
    form = TopicForm
    text_fields = ("title", "slug", "introduction")
    shared_fieldsets = ((_("For all languages"), {"fields": ("banner", "position", "visible_from", "visible_until")}),)
    autocomplete_fields = ("banner",)
    inlines = (SectionInline, PlaceInline)
    actions = None
    list_display = ("titled", "position", "titles", "period", "articles_under")
    list_display_links = None
    list_select_related = ("banner",)
    search_fields = ("title",)
    search_help_text = _("Searches the titles in every language.")
    kept_message = _("Published articles stand under this topic, so it cannot be deleted. End its period instead.")

    class Media:
        js = (Script("admin_portal/picture.js", defer=True),)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "banner":
            field.widget.widget.attrs["data-thumbnail"] = reverse("admin:library_image_thumbnail", args=(0,))
        return field

    @admin.display(description=_("topic"))
    def titled(self, topic):
        code, title = topic.titled()
        picture = ""
        if topic.banner:
            picture = format_html('<img class="thumbnail" src="{}" alt="" loading="lazy">', topic.banner.thumbnail)
        return format_html(
            '<a class="titled" href="{}#{}">{}<span{}>{}</span></a>',
            reverse("admin:topics_topic_change", args=(topic.pk,)),
            code,
            picture,
            marked(code),
            title,
        )

    @admin.display(description=_("titles in"))
    def titles(self, topic):
        present = topic.titled_languages()
        return format_html_join(
            " ",
            '<span class="standing {}" title="{}"><b>{}</b> {}</span>',
            (
                (
                    "live" if code in present else "missing",
                    language(code).name,
                    language(code).tag,
                    _("there") if code in present else _("missing"),
                )
                for code in site_codes()
            ),
        )

    @admin.display(description=_("shown"))
    def period(self, topic):
        begin = "" if topic.visible_from <= ALWAYS else date_format(localtime(topic.visible_from), "SHORT_DATE_FORMAT")
        end = "" if topic.visible_until >= FOREVER else date_format(localtime(topic.visible_until), "SHORT_DATE_FORMAT")
        return f"{begin} – {end}" if begin or end else _("always")

    @admin.display(description=_("articles"))
    def articles_under(self, topic):
        address = reverse("admin:articles_article_changelist")
        return format_html('<a href="{}?topics__id__exact={}">{}</a>', address, topic.pk, _("show"))

    def propose_address(self, title, language, key):
        return free_address(title, language, key)

    def save_model(self, request, obj, form, change):
        before = Topic.objects.filter(pk=obj.pk).first()
        super().save_model(request, obj, form, change)
        if before:
            self._lead_on(before, obj)
        for code in site_codes():
            if text_of(obj, "title", code) and not text_of(obj, "slug", code):
                column = localized("slug", code)
                setattr(obj, column, free_address(text_of(obj, "title", code), code, obj.pk) or None)
                obj.save(update_fields=(column,))

    def _lead_on(self, before, topic):
        """Let the addresses that a topic had lead to it."""
        for code in site_codes():
            old, new = text_of(before, "slug", code), text_of(topic, "slug", code)
            if old and new and old != new and not Topic.objects.addressed(old, code).exists():
                address = redirects.normalized(topic_address(code, old))
                Redirect.objects.filter(old=address).delete()
                freshness.bump()
                redirects.keep(Redirect(old=address, topic=topic, language=code))

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        freshness.bump()
        lastmod.changed(lastmod.TOPIC, form.instance.pk)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        freshness.bump()


def free_address(title: str, language: str, key: int | None) -> str:
    """Return an address for a title that no other topic has in the language; empty for one without letters."""
    wanted = slugify(title)
    taken = Topic.objects.exclude(pk=key).values_list(localized("slug", language), flat=True)
    return numbered(wanted, set(taken)) if wanted else ""
