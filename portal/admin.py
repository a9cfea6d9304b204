"""What an administrator sets for the whole site: its identity and its menus."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from django_tasks_db.admin import DBTaskResult  # registers it

from articles import freshness
from articles.frame import trying
from identity import colours
from identity.forms import IdentityForm, MenuItemForm
from identity.models import Identity, MenuItem
from languages.admin import LanguagesAdmin
from languages.columns import localized
from languages.names import site_codes
from portal import views

gettext_noop("- Select an option -")  # Django's words before a list's actions; its own catalogs lack them yet
admin.site.unregister(DBTaskResult)  # a task is a nudge; what failed is in the log


@admin.register(Identity)
class IdentityAdmin(LanguagesAdmin):
    """The one row that says who speaks here; it is public as soon as it is saved."""

    form = IdentityForm
    change_form_template = "admin/identity/identity/change_form.html"
    text_fields = ("name", "description", "foot")
    shared_fieldsets = ((_("For all languages"), {"fields": ("emblem", "accent", "accent_dark", "contrast")}),)
    readonly_fields = ("contrast",)
    autocomplete_fields = ("emblem",)

    class Media:
        js = (forms.Script("admin_portal/picture.js", defer=True),)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "emblem":
            field.widget.widget.attrs["data-thumbnail"] = reverse("admin:library_image_thumbnail", args=(0,))
        elif db_field.name == "accent":
            field.widget.input_type = "color"
        return field

    @admin.display(description=_("contrast of links"))
    def contrast(self, identity):
        """Return the figures of the saved colours where they are read worst."""
        accent, dark = colours.accents(identity.accent, identity.accent_dark)
        return format_html(
            _("light scheme: {} to 1; dark scheme: {} to 1; white letters on the colour's ground: {} to 1"),
            *(
                f"{figure:.1f}"
                for figure in (
                    colours.lowest(accent, colours.LIGHT_GROUNDS),
                    colours.lowest(dark, colours.DARK_GROUNDS),
                    colours.ratio(colours.WHITE, colours.ground(accent)),
                )
            ),
        )

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        Identity.objects.get_or_create(pk=1)
        return HttpResponseRedirect(reverse("admin:identity_identity_change", args=(1,)))

    def panel(self, context, language):
        return {"preview": reverse("admin:identity_identity_preview", args=(language,))}

    def get_urls(self):
        view = self.admin_site.admin_view(self.preview)
        return [path("preview/<slug:language>/", view, name="identity_identity_preview"), *super().get_urls()]

    def preview(self, request, language):
        """Show the home page as the form would make it; nothing is written."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method != "POST" or language not in site_codes():
            raise Http404
        form = self.get_form(request, Identity(pk=1), change=True)(request.POST, instance=Identity(pk=1))
        if not form.is_valid():
            problems = [(form[name].label, problems) for name, problems in form.errors.items()]
            context = {**self.admin_site.each_context(request), "title": _("Preview"), "problems": problems}
            return render(request, "admin/articles/article/preview_refused.html", context)
        texts = {
            localized(field, code): form.cleaned_data[localized(field, code)]
            for code in site_codes()
            for field in self.text_fields
        }
        request.method = "GET"
        with trying(
            emblem=form.cleaned_data["emblem"],
            accent=form.cleaned_data["accent"],
            accent_dark=form.cleaned_data["accent_dark"],
            **texts,
        ):
            response = views.home(request, language)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        freshness.bump()
        messages.info(request, self.contrast(obj))


@admin.register(MenuItem)
class MenuItemAdmin(LanguagesAdmin):
    form = MenuItemForm
    text_fields = ("title",)
    shared_fieldsets = (
        (_("Where it stands"), {"fields": ("menu", "position")}),
        (_("What it leads to: one of these"), {"fields": ("page", "topic", "place", "address")}),
    )
    autocomplete_fields = ("page", "topic")
    list_display = ("__str__", "menu", "position")
    list_editable = ("position",)
    list_filter = ("menu",)
    list_select_related = ("page", "topic")
    ordering = ("menu", "position", "pk")

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        freshness.bump()

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        freshness.bump()

    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        freshness.bump()
