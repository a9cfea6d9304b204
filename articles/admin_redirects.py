"""The admin of old addresses: redirects, whole lists of them, and what readers looked for in vain."""

from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import freshness, redirect_lists, redirects
from articles.models import MissingAddress, Redirect
from languages.admin import ChecksKeys
from languages.names import site_languages

MAX_LIST = 1024 * 1024
MOST_LINES = 5000


class RedirectForm(forms.ModelForm):
    class Meta:
        labels = {"target": _("Or an address")}
        help_texts = {
            "old": _("As it was: /pol/zt/t123.htm, with what follows a question mark where that matters."),
            "language": _("Of the article or topic. Where it is not there in this language, another one is shown."),
            "target": _("/en/topics/ or https://… An article or topic that is there now is followed when it moves."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = [(language.code, language.name) for language in site_languages()]
        self.fields["language"] = forms.ChoiceField(
            choices=[("", "–"), *names],
            required=False,
            label=self.fields["language"].label,
            help_text=self.fields["language"].help_text,
        )
        self.fields["target"].required = False
        for name in ("old", "target"):
            self.fields[name].widget.attrs |= {"size": 80, "dir": "ltr", "spellcheck": "false"}

    def clean(self):
        super().clean()
        if not self.errors:
            for name, value in self.cleaned_data.items():
                setattr(self.instance, name, value)
            redirects.place(self.instance)
            names = ("old", "article", "topic", "language", "target")
            self.cleaned_data |= {name: getattr(self.instance, name) for name in names}
        return self.cleaned_data


class ListForm(forms.Form):
    """A list of redirects, from a file or written in; nothing is done before it was shown."""

    file = forms.FileField(label=_("File (CSV)"), required=False)
    lines = forms.CharField(
        label=_("or the lines themselves"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "class": "vLargeTextField", "dir": "ltr", "spellcheck": "false"}),
        help_text=_(
            "One line each: old address, new address, language. The new one is an address, or article: or topic: "
            "and the name of its folder. The language may be left out."
        ),
    )

    def clean(self):
        super().clean()
        file = self.cleaned_data.get("file")
        if file and file.size > MAX_LIST:
            raise ValidationError(_("The file is too large. Divide it."))
        if file:
            self.cleaned_data["lines"] = redirect_lists.decoded(file.read())
        lines = self.cleaned_data.get("lines", "")
        if not lines.strip():
            raise ValidationError(_("Choose a file or write some lines."))
        if "\x00" in lines or lines.count("\n") > MOST_LINES:
            raise ValidationError(
                _("At most %(most)d lines are taken at once. Divide the list.") % {"most": MOST_LINES}
            )
        return self.cleaned_data


@admin.register(Redirect)
class RedirectAdmin(ChecksKeys, admin.ModelAdmin):
    form = RedirectForm
    fields = ("old", "article", "topic", "language", "target")
    autocomplete_fields = ("article", "topic")
    list_display = ("old", "leads_to", "hits", "last_hit_at")
    list_select_related = ("article", "topic")
    list_per_page = 50
    search_fields = ("old", "target")
    change_list_template = "admin/articles/redirect/change_list.html"

    def get_queryset(self, request):
        return super().get_queryset(request).defer(*(f"article__{name}" for name in _long_texts(Redirect)))

    @admin.display(description=_("leads to"))
    def leads_to(self, redirect):
        row = redirect.article or redirect.topic
        return format_html("{} {}", row, redirect.language) if row else redirect.target

    def get_changeform_initial_data(self, request):
        """Take the old address from *Addresses not found*, and nothing else."""
        return {"old": request.GET.get("old", "")}

    @transaction.atomic
    def changeform_view(self, request, *args, **kwargs):
        if request.method == "POST":
            freshness.bump()  # one editor after the other, so that two cannot make a loop of two halves
        return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        redirects.keep(obj)

    def get_urls(self):
        return [
            path("list/", self.admin_site.admin_view(self.take_in), name="articles_redirect_list"),
            path("list.csv", self.admin_site.admin_view(self.write), name="articles_redirect_csv"),
            *super().get_urls(),
        ]

    def take_in(self, request):
        """Show what a list would do, and do it when that was confirmed: the same work, undone the first time."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        form = ListForm(request.POST or None, request.FILES or None)
        context = {**self.admin_site.each_context(request), "title": gettext("Take in a list"), "opts": self.opts}
        if request.method == "POST" and form.is_valid():
            text, is_confirmed = form.cleaned_data["lines"], "_take" in request.POST
            with transaction.atomic():
                freshness.bump()
                found = redirect_lists.take_in(text)
                transaction.set_rollback(not is_confirmed)
            numbers = {kind: sum(line.kind == kind for line in found) for kind in ("created", "changed", "broken")}
            if is_confirmed:
                self._log(request, found)
                words = gettext("%(created)d redirects were added, %(changed)d changed, %(broken)d lines left out.")
                messages.success(request, words % numbers)
                return HttpResponseRedirect(reverse("admin:articles_redirect_changelist"))
            context |= {"lines": found, "numbers": numbers, "confirmed": ListForm(initial={"lines": text})}
        return render(request, "admin/articles/redirect/list.html", context | {"form": form})

    def _log(self, request, lines):
        for kind, flag in (("created", ADDITION), ("changed", CHANGE)):
            old = [redirects.normalized(line.old) for line in lines if line.kind == kind]
            kept = Redirect.objects.filter(old__in=old)
            LogEntry.objects.log_actions(request.user.pk, kept, flag, gettext("From a list."))

    def write(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = self.get_queryset(request).select_related("article", "topic").order_by("old")
        text = redirect_lists.written(found, lambda redirect: redirects.leads_to(redirect) or "")
        return HttpResponse(
            text,
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="redirects.csv"'},
        )


@admin.register(MissingAddress)
class MissingAddressAdmin(ChecksKeys, admin.ModelAdmin):
    list_display = ("path", "count", "first_at", "last_at", "redirect")
    list_display_links = None
    list_per_page = 100
    search_fields = ("path",)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description="")
    def redirect(self, missing):
        address = f"{reverse('admin:articles_redirect_add')}?{urlencode({'old': missing.path})}"
        return format_html('<a href="{}">{}</a>', address, _("Make a redirect"))


def _long_texts(model) -> list[str]:
    article = model._meta.get_field("article").related_model
    return [field.name for field in article._meta.concrete_fields if field.name.startswith("body")]
