"""The library in the admin, which knows here what readers see of it."""

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import freshness
from articles.models import ArticleFile, EditionFile
from articles.rendering_again import follow_replaced_files
from articles.uses import readable_with, relations_elsewhere, uses_of
from library.admin import DocumentAdmin, ImageAdmin
from library.models import Document, Image


class UseFilter(admin.SimpleListFilter):
    title = _("use")
    parameter_name = "use"

    def lookups(self, request, model_admin):
        return [("public", _("readers see it")), ("used", _("used, and not public")), ("unused", _("not used"))]

    def queryset(self, request, queryset):
        if self.value() not in dict(self.lookup_choices):
            return queryset
        place, is_image = queryset.model._meta.model_name, queryset.model is Image
        public, used = readable_with(place, timezone.now()), Q()
        for model in (EditionFile, ArticleFile):
            used |= Q(Exists(model.objects.filter(**{place: OuterRef("pk")})))
        if is_image:
            topics = Image._meta.get_field("topics").related_model.objects.filter(banner=OuterRef("pk"))
            public |= Q(Exists(topics.visible()))
            leads = Image._meta.get_field("articles").related_model.objects.filter(image=OuterRef("pk"))
            used |= Q(Exists(topics)) | Q(Exists(leads))
        for relation in relations_elsewhere(queryset.model):
            rows = Exists(relation.related_model.objects.filter(**{relation.field.name: OuterRef("pk")}))
            used, public = used | Q(rows), public | Q(rows)
        wanted = {"public": public, "used": used & ~public, "unused": ~used}
        return queryset.filter(wanted[self.value()])


class TellsReaders:
    """What is saved of a file shows on public pages at once."""

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and "file" in form.changed_data:
            follow_replaced_files.enqueue()
        freshness.bump()

    def uses(self, file):
        return uses_of(file)


@admin.register(Image)
class PictureAdmin(TellsReaders, ImageAdmin):
    list_filter = (UseFilter, *ImageAdmin.list_filter)


@admin.register(Document)
class LibraryDocumentAdmin(TellsReaders, DocumentAdmin):
    list_filter = (UseFilter, *DocumentAdmin.list_filter)
