"""The admin's form of a row that holds every language: one switch shows one language at a time."""

import re
import unicodedata

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import BadRequest, ValidationError
from django.forms import Script
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from languages.columns import localized
from languages.lookups import ContainsInAnyCase
from languages.names import language as language_of
from languages.names import site_codes, site_languages

KEY = re.compile(r"[0-9]{1,18}")


def validate_address(value: str) -> None:
    """Refuse what cannot be the last part of an address; letters and digits of every script can."""
    if value != value.lower() or any(unicodedata.category(sign)[0] not in "LMN" and sign not in "-_" for sign in value):
        raise ValidationError(_("Write the address in small letters, digits and hyphens, without spaces."))


def _check_keys(request, names: list[str]) -> None:
    for name in names:
        if any(key and not KEY.fullmatch(key) for key in request.POST.getlist(name)):
            raise BadRequest(f"{name} is no key.")


def marked(code: str):
    """Return the attributes that tell a text's language."""
    language = language_of(code)
    return format_html(' lang="{}" dir="{}"', language.tag, language.direction)


class ChecksKeys:
    """Refuses keys that no browser sends, on which Django's forms and lists fail."""

    def get_form(self, request, obj=None, **kwargs):
        """Refuse a relation's key; Django's autocomplete would fail while showing it again."""
        models = (self.model, *(inline.model for inline in self.inlines))
        relations = {field.name for model in models for field in model._meta.get_fields() if field.is_relation}
        _check_keys(request, [name for name in request.POST if name.rpartition("-")[2] in relations])
        return super().get_form(request, obj, **kwargs)

    def changelist_view(self, request, extra_context=None):
        """Refuse the key of a row."""
        _check_keys(request, [name for name in request.POST if name == ACTION_CHECKBOX_NAME or name.endswith("-id")])
        return super().changelist_view(request, extra_context)

    def get_changeform_initial_data(self, request):
        """Let an address fill in nothing: Django fails to show values that no field takes."""
        return {}


class LanguagesAdmin(ChecksKeys, TranslationAdmin):
    """Groups the translated fields by language; the page's script shows one group and, beside it, another."""

    change_form_template = "admin/languages_form.html"
    text_fields: tuple[str, ...] = ()
    shared_fieldsets: tuple = ()
    shared_come_first = False
    saves_by_column = True
    kept_message = _("This is needed by something that readers have seen, so it stays.")

    class Media:
        css = {"all": ("admin_portal/form.css",)}
        js = (Script("admin_portal/languages.js", type="module"),)

    def columns(self, language: str) -> list[str]:
        """Return the names of the columns of one language, in the form's order."""
        return [localized(field, language) for field in self.text_fields]

    def get_fieldsets(self, request, obj=None):
        texts = [
            (language.name, {"fields": self.columns(language.code), "classes": ["language", f"language-{language}"]})
            for language in site_languages()
        ]
        return [*texts, *self.shared_fieldsets]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and hasattr(db_field, "translated_field"):
            written_in = language_of(db_field.language)
            field.label = capfirst(db_field.translated_field.verbose_name)
            field.show_hidden_initial = self.saves_by_column
            field.widget.attrs |= {"lang": written_in.tag, "dir": written_in.direction}
            if db_field.translated_field.name == "slug":
                field.validators.append(validate_address)
                field.widget.attrs["data-address"] = reverse(self._address_view)
        return field

    def render_change_form(self, request, context, *args, **kwargs):
        fieldsets = list(context["adminform"])
        languages = site_languages()
        context["language_panels"] = [
            {"language": language, "fieldset": fieldset, **self.panel(context, language.code)}
            for language, fieldset in zip(languages, fieldsets, strict=False)
        ]
        context["shared_fieldsets"] = fieldsets[len(languages) :]
        context["shared_come_first"] = self.shared_come_first
        context["token_address"] = reverse(f"admin:{self._row_view}_token")
        return super().render_change_form(request, context, *args, **kwargs)

    def panel(self, context: dict, language: str) -> dict:
        """Return what else the form shows of a language."""
        return {}

    def save_model(self, request, obj, form, change):
        """Save what was changed since the page was opened, so that others' text in other languages stays."""
        if change:
            columns = {field.name for field in obj._meta.concrete_fields}
            obj.save(update_fields=columns & set(form.changed_data))
        else:
            super().save_model(request, obj, form, change)

    def get_search_fields(self, request):
        """Search every language's column: a plain field name would search the interface's language alone."""
        columns = []
        for field in self.search_fields:
            is_translated = field in self.trans_opts.all_fields
            columns += (
                [f"{localized(field, code)}__{ContainsInAnyCase.lookup_name}" for code in site_codes()]
                if is_translated
                else [field]
            )
        return columns

    def construct_change_message(self, request, form, formsets, add=False):
        """Name the language of each changed field, which the form leaves to the heading."""
        for language in site_codes():
            for column in self.columns(language):
                if column in form.fields:
                    form.fields[column].label += f" ({language})"
        return super().construct_change_message(request, form, formsets, add)

    def get_urls(self):
        address, token = map(self.admin_site.admin_view, (self.address_view, self.token_view))
        return [
            path("address/", address, name=self._address_view.removeprefix("admin:")),
            path("token/", token, name=f"{self._row_view}_token"),
            *super().get_urls(),
        ]

    @property
    def _address_view(self) -> str:
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_address"

    def address_view(self, request):
        """Answer with the address that a title would get."""
        language, key = request.GET.get("language", ""), request.GET.get("object", "")
        if language not in site_codes() or not self.has_view_or_change_permission(request):
            raise Http404
        title = request.GET.get("title", "")[:200]
        return JsonResponse({"slug": self.propose_address(title, language, int(key) if KEY.fullmatch(key) else None)})

    def token_view(self, request):
        """Answer with the token that a form is to be sent with now; who is not signed in is led to the sign-in."""
        return JsonResponse({"token": get_token(request)})

    def propose_address(self, title: str, language: str, key: int | None) -> str:
        """Return a free address for a title; empty where the title has no letter or digit."""
        return ""

    def delete_view(self, request, object_id, extra_context=None):
        obj = self.get_object(request, object_id)
        if obj is not None and self.has_delete_permission(request, obj) and IS_POPUP_VAR not in request.GET:
            protected = self.get_deleted_objects([obj], request)[3]
            if protected:
                self.message_user(request, self.kept_message, messages.ERROR)
                return HttpResponseRedirect(reverse(f"admin:{self._row_view}_change", args=(obj.pk,)))
        return super().delete_view(request, object_id, extra_context)

    @property
    def _row_view(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}"
