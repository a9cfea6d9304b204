from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.forms import Script
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from languages.admin import LanguagesAdmin
from languages.columns import text_of
from languages.names import default_code, site_codes
from library.forms import ImageForm
from library.models import Image


class ImageAdmin(LanguagesAdmin):
    """Registered where it is known what a picture's change means for readers."""

    form = ImageForm
    text_fields = Image.TEXTS
    shared_come_first = True
    list_display = ("small", "file_name", "size", "described", "created_at")
    list_display_links = ("small", "file_name")
    list_per_page = 40
    search_fields = ("file_name", "alt", "caption", "credit")
    show_full_result_count = False
    actions = None
    kept_message = _("This picture stands in an article or topic, so it stays.")

    class Media:
        js = (Script("admin_portal/focal.js", defer=True),)

    def get_fieldsets(self, request, obj=None):
        first = "picture" if obj else "file"
        self.shared_fieldsets = ((_("Picture"), {"fields": (first, ("focal_x", "focal_y"), "licence")}),)
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
        return format_html(
            '<span class="focal"><img src="{}" alt="" width="{}" height="{}"></span><br>{}, {} × {}',
            image.whole.src,
            image.width,
            image.height,
            image.file_name,
            image.width,
            image.height,
        )

    @admin.display(description=_("picture"))
    def small(self, image):
        return format_html(
            '<img class="thumbnail" src="{}" alt="{}" loading="lazy">',
            image.thumbnail,
            text_of(image, "alt", default_code()),
        )

    @admin.display(description=_("size"))
    def size(self, image):
        return f"{image.width} × {image.height}"

    @admin.display(description=_("alternative text in"))
    def described(self, image):
        return ", ".join(image.described_languages()) or "–"

    def add_view(self, request, form_url="", extra_context=None):
        """Work without a transaction: making the renditions takes seconds, for which nobody should wait."""
        return self._changeform_view(request, None, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        """Save the descriptions alone: adding has written the row by then."""
        super().save_model(request, obj, form, change=True)

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("pick/", view(self.pick), name="library_image_pick"),
            path("<int:key>/thumbnail/", view(self.thumbnail), name="library_image_thumbnail"),
            *super().get_urls(),
        ]

    def pick(self, request):
        """Let the body's editor choose a picture; the chosen one goes back to the window that asked."""
        self._check_may_look(request)
        words, language = request.GET.get("q", "")[:100], request.GET.get("language", "")
        images = Image.objects.all()
        if words:
            found = (Q(**{f"{column}__icontains": words}) for column in self.get_search_fields(request))
            images = images.filter(Q(*found, _connector=Q.OR))
        page = Paginator(images, 24).get_page(request.GET.get("page"))
        for image in page:
            image.description = image.describe(language if language in site_codes() else default_code())
        context = {**self.admin_site.each_context(request), "is_popup": True, "title": _("Choose a picture")}
        return render(request, "admin/library/image/pick.html", context | {"page": page, "words": words})

    def thumbnail(self, request, key):
        self._check_may_look(request)
        return HttpResponseRedirect(get_object_or_404(Image, pk=key).thumbnail)

    def _check_may_look(self, request):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
