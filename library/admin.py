from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.forms import Script
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from languages.admin import KEY, LanguagesAdmin, marked
from languages.columns import localized, text_of
from languages.names import site_codes, site_languages
from languages.slugs import numbered, slugify
from library.forms import DOCUMENTS, PICTURES, DocumentForm, ImageForm, KeywordForm
from library.models import Document, Image, Keyword, Licence
from library.pictures import make_missing_renditions
from library.storage import UnusableFile, forget
from library.uploads import may_upload, take_in


class KeywordFilter(admin.SimpleListFilter):
    title = _("keyword")
    parameter_name = "keyword"
    SHOWN = 50

    def lookups(self, request, model_admin):
        """Offer the first keywords, and the chosen one."""
        shown = {keyword.pk: keyword for keyword in Keyword.objects.all()[: self.SHOWN]}
        if KEY.fullmatch(chosen := request.GET.get(self.parameter_name, "")):
            shown |= {keyword.pk: keyword for keyword in Keyword.objects.filter(pk=chosen)}
        return [(str(key), keyword) for key, keyword in shown.items()]

    def queryset(self, request, queryset):
        return queryset.filter(keywords=self.value()) if self.value() in dict(self.lookup_choices) else queryset


class UndescribedFilter(admin.SimpleListFilter):
    title = _("without alternative text")
    parameter_name = "undescribed"

    def lookups(self, request, model_admin):
        return [(language.code, language.name) for language in site_languages()]

    def queryset(self, request, queryset):
        if self.value() not in site_codes():
            return queryset
        column = localized("alt", self.value())
        return queryset.filter(**{f"{column}__isnull": True}) | queryset.filter(**{column: ""})


class FileList(ChangeList):
    """A page of the library. What a search or filter finds is shown up to its first thousand."""

    MOST = 1000

    def get_queryset(self, request, exclude_parameters=None):
        files = super().get_queryset(request, exclude_parameters)
        self.is_cut = False
        if not (self.query or self.has_active_filters):
            return files
        keys = list(files.values_list("pk", flat=True)[: self.MOST + 1])
        self.is_cut = len(keys) > self.MOST
        return self.root_queryset.filter(pk__in=keys[: self.MOST]).order_by(*files.query.order_by)


class FileAdmin(LanguagesAdmin):
    """What pictures and documents have in common: they come in many at once, and say where they are used.

    Registered where it is known what a file's change means for readers.
    """

    shared_come_first = True
    autocomplete_fields = ("keywords",)
    list_per_page = 60
    show_full_result_count = False
    actions = None
    change_list_template = "admin/library/change_list.html"
    change_form_template = "admin/library/change_form.html"
    search_fields = ("words",)
    search_help_text = _("Searches names, texts and keywords in every language.")
    kept_message = _("This file is used in the places named below, so it stays.")

    class Media:
        css = {"all": ("admin_portal/library.css",)}

    def get_changelist(self, request, **kwargs):
        return FileList

    def get_search_results(self, request, queryset, search_term):
        return (queryset.about(search_term) if search_term else queryset), False

    def changelist_view(self, request, extra_context=None):
        upload = {
            "may_upload": may_upload(request.user),
            "upload_address": reverse(f"admin:{self._row_view}_upload"),
            "accepted": f"{PICTURES},{DOCUMENTS}",
        }
        return super().changelist_view(request, upload | (extra_context or {}))

    def render_change_form(self, request, context, *args, **kwargs):
        if context.get("original"):
            context["uses"] = self.uses(context["original"])
        return super().render_change_form(request, context, *args, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "licence":
            field.choices = [("", "–"), *Licence.choices]
        return field

    def uses(self, file) -> list:
        """Return where a file is used."""
        return []

    def with_file(self, request, obj, shown: str, fields) -> list:
        """Return the form's fields: the file to add, or the file that is there, and one to take its place."""
        if obj is None:
            return ["file", *fields]
        return [shown, *fields, *(["file"] if self.has_change_permission(request, obj) else [])]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Work without a transaction around all: looking through a file takes long, and nobody should wait for it."""
        return self._changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        """Save the descriptions alone: adding and replacing have written the rest by then."""
        super().save_model(request, obj, form, change=True)

    def delete_model(self, request, obj):
        digest = obj.digest
        super().delete_model(request, obj)
        forget(digest)

    def get_urls(self):
        upload = require_POST(self.admin_site.admin_view(self.upload))
        return [path("upload/", upload, name=f"{self._row_view}_upload"), *super().get_urls()]

    def upload(self, request):
        """Take in the files of a form; answer a script about its one file, and other browsers with the list."""
        if not may_upload(request.user):
            raise PermissionDenied
        files = request.FILES.getlist("file")
        if "application/json" in request.headers.get("Accept", ""):
            return _answer(files[0]) if files else JsonResponse({"error": _("No file came.")}, status=400)
        for file in files:
            try:
                row, was_known = take_in(file)
            except UnusableFile as refused:
                self.message_user(request, f"{file.name}: {refused}", messages.ERROR)
            else:
                said = _("“%(name)s” was in the library already.") if was_known else _("“%(name)s” was added.")
                link = format_html('<a href="{}">{}</a>', _change_address(row), said % {"name": row.file_name})
                self.message_user(request, link, messages.SUCCESS)
        return HttpResponseRedirect(reverse(f"admin:{self._row_view}_changelist"))


def _answer(file) -> JsonResponse:
    """Tell a script what became of the file that it sent."""
    try:
        row, was_known = take_in(file)
    except UnusableFile as refused:
        return JsonResponse({"error": str(refused)}, status=400)
    return JsonResponse(
        {
            "kind": row._meta.model_name,
            "id": row.pk,
            "name": row.file_name,
            "thumbnail": row.thumbnail if isinstance(row, Image) else "",
            "url": _change_address(row),
            "texts": {code: row.describe(code) for code in site_codes()},
            "known": was_known,
        }
    )


def _change_address(row) -> str:
    return reverse(f"admin:library_{row._meta.model_name}_change", args=(row.pk,))


class ImageAdmin(FileAdmin):
    form = ImageForm
    text_fields = Image.TEXTS
    list_display = ("file_name",)
    list_filter = (UndescribedFilter, KeywordFilter, "licence")

    class Media:
        js = (Script("admin_portal/focal.js", defer=True), Script("admin_portal/upload.js", defer=True))

    def get_fieldsets(self, request, obj=None):
        fields = (("focal_x", "focal_y"), "licence", "keywords")
        self.shared_fieldsets = ((_("Picture"), {"fields": self.with_file(request, obj, "picture", fields)}),)
        return super().get_fieldsets(request, obj)

    def get_readonly_fields(self, request, obj=None):
        return ("picture",)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in ("focal_x", "focal_y"):
            field.widget.attrs |= {"min": 0, "max": 1, "step": 0.01}
        return field

    @admin.display(description=_("picture"))
    def picture(self, image):
        crops = (("banner", image.banner.src, _("banner")), ("card", image.card.src, _("card")))
        return format_html(
            '<span class="focal"><img src="{}" alt="" width="{}" height="{}"></span>'
            '<span class="crops">{}</span><span class="file-facts">{}, {} × {}</span>',
            image.whole.src,
            image.whole.width,
            image.whole.height,
            format_html_join(
                "",
                '<span class="crop {}"><span class="crop-frame"><img src="{}" alt=""></span>{}</span>',
                (*crops, ("share", image.share, _("share card"))),
            ),
            image.file_name,
            image.width,
            image.height,
        )

    def save_model(self, request, obj, form, change):
        """Have the crops made anew where the focal point has moved."""
        super().save_model(request, obj, form, change)
        if change and not {"focal_x", "focal_y"}.isdisjoint(form.changed_data):
            Image.objects.filter(pk=obj.pk).update(is_made=False, claimed_at=None)
            make_missing_renditions.enqueue()

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:key>/thumbnail/", view(self.thumbnail), name="library_image_thumbnail"),
            *super().get_urls(),
        ]

    def thumbnail(self, request, key):
        self._check_may_look(request)
        return HttpResponseRedirect(get_object_or_404(Image, pk=key).thumbnail)

    def _check_may_look(self, request):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied


class DocumentAdmin(FileAdmin):
    form = DocumentForm
    text_fields = Document.TEXTS
    list_display = ("named", "kind", "size", "language", "titles", "created_at")
    list_display_links = ("named",)
    list_filter = ("kind", KeywordFilter, "licence")

    class Media:
        js = (Script("admin_portal/upload.js", defer=True),)

    def get_fieldsets(self, request, obj=None):
        fields = ["language", "licence", "keywords"]
        if obj and obj.kind == Document.Kind.CAPTIONS:
            fields.append("captioned")
        self.shared_fieldsets = ((_("Document"), {"fields": self.with_file(request, obj, "about_file", fields)}),)
        return super().get_fieldsets(request, obj)

    def get_readonly_fields(self, request, obj=None):
        return ("about_file",)

    @admin.display(description=_("file"))
    def about_file(self, document):
        return format_html(
            '<a href="{}">{}</a>, {}, {}',
            document.url,
            document.file_name,
            document.format,
            filesizeformat(document.bytes),
        )

    @admin.display(description=_("document"))
    def named(self, document):
        for code in site_codes():
            if title := text_of(document, "title", code):
                return format_html("<span{}>{}</span><br><small>{}</small>", marked(code), title, document.file_name)
        return document.file_name

    @admin.display(description=_("size"), ordering="bytes")
    def size(self, document):
        return f"{document.format}, {filesizeformat(document.bytes)}"

    @admin.display(description=_("titles in"))
    def titles(self, document):
        return ", ".join(document.titled_languages()) or "–"


@admin.register(Keyword)
class KeywordAdmin(LanguagesAdmin):
    form = KeywordForm
    text_fields = ("name",)
    actions = None
    list_display = ("names",)
    search_fields = ("name", "slug")

    @admin.display(description=_("names"))
    def names(self, keyword):
        return format_html_join(
            " · ",
            "<span{}>{}</span>",
            ((marked(code), name) for code in site_codes() if (name := text_of(keyword, "name", code))),
        )

    def save_model(self, request, obj, form, change):
        if not obj.slug:
            names = (slugify(text_of(obj, "name", code)) for code in site_codes())
            wanted = next((name for name in names if name), "keyword")
            taken = Keyword.objects.filter(slug__startswith=wanted[:70]).values_list("slug", flat=True)
            obj.slug = numbered(wanted, set(taken))
        super().save_model(request, obj, form, change)
