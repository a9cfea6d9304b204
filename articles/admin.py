import taggit.admin  # registers its own tags, which are hidden below
import taggit.models
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AutocompleteSelectMultiple, RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import (
    admin_library,  # noqa: F401 - registers its admins
    admin_pages,
    admin_redirects,  # noqa: F401 - registers its admins
    editing,
    freshness,
    tagging,
)
from articles.body import files as body_files
from articles.body.editor import BodyWidget
from articles.forms import ArticleForm, PageForm, PagePreviewForm, PreviewForm, TagForm
from articles.models import Article, Edition, Page, Tag
from articles.standing import State, in_state, standings, with_writing
from languages.admin import KEY, LanguagesAdmin, marked
from languages.columns import localized, text_of
from languages.literal import Literal
from languages.names import language as language_of
from languages.names import site_codes, site_languages
from languages.slugs import numbered, slugify
from library.uploads import may_upload

admin.site.unregister(taggit.models.Tag)


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"
    template = "admin/articles/state_filter.html"

    def lookups(self, request, model_admin):
        return [
            (f"{language}:{state}", f"{state.label} ({language})") for state in State for language in site_languages()
        ]

    def queryset(self, request, queryset):
        if self.value() not in dict(self.lookup_choices):
            return queryset
        language, state = self.value().split(":")
        return in_state(queryset, language, state)

    def choices(self, changelist):
        """Return one row per state, with a choice per language, for the filter's own template."""
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": _("All"),
            "rows": [
                (
                    state,
                    [
                        {
                            "language": language,
                            "selected": self.value() == f"{language}:{state}",
                            "query_string": changelist.get_query_string({self.parameter_name: f"{language}:{state}"}),
                        }
                        for language in site_languages()
                    ],
                )
                for state in State
            ],
        }


class TagFilter(admin.SimpleListFilter):
    title = _("tag")
    parameter_name = "tag"
    SHOWN = 50

    def lookups(self, request, model_admin):
        """Offer the first tags, and the chosen one, which the list of tags leads to."""
        shown = {tag.pk: tag for tag in Tag.objects.all()[: self.SHOWN]}
        if KEY.fullmatch(chosen := request.GET.get(self.parameter_name, "")):
            shown |= {tag.pk: tag for tag in Tag.objects.filter(pk=chosen)}
        return [(str(key), tag) for key, tag in shown.items()]

    def queryset(self, request, queryset):
        if self.value() not in dict(self.lookup_choices):
            return queryset
        return queryset.filter(pk__in=Tag.objects.get(pk=self.value()).tagged_articles.values("content_object"))


class ArticleList(ChangeList):
    """A page of articles without their texts; two more queries tell how their languages stand.

    What a search or filter finds is looked for once, and only its first articles are shown: to
    count and sort all that is found takes longer than anybody pages through.
    """

    MOST = 1000

    def get_queryset(self, request, exclude_parameters=None):
        articles = super().get_queryset(request, exclude_parameters)
        self.is_cut = False
        self.is_narrowed = bool(self.query or self.has_active_filters)
        if not self.is_narrowed:
            return _for_list(articles)
        keys = list(articles.values_list("pk", flat=True)[: self.MOST + 1])
        self.is_cut = len(keys) > self.MOST
        return _for_list(self.root_queryset.filter(pk__in=keys[: self.MOST]).order_by(*articles.query.order_by))

    def get_results(self, request):
        super().get_results(request)
        if not self.is_narrowed:
            self.full_result_count = self.result_count
        known = standings(self.result_list)
        for article in self.result_list:
            article.standings = known[article.pk]


@admin.register(Article)
class ArticleAdmin(LanguagesAdmin):
    form = ArticleForm
    change_list_template = "admin/articles/article/change_list.html"
    preview_form = PreviewForm
    change_form_template = "admin/articles/article/change_form.html"
    text_fields = ("title", "slug", "lead", "body", "author_line")
    shared_fieldsets = (
        (_("For all languages"), {"fields": ("topics", "tags", "related", "image", "is_featured", "source_language")}),
    )
    saves_by_column = False
    autocomplete_fields = ("topics", "related", "image")
    actions = None
    list_display = ("titled", "states", "source", "changed")
    list_display_links = None
    list_filter = (StateFilter, "topics", TagFilter)
    show_facets = admin.ShowFacets.NEVER  # counting every state in every language takes seconds on a large site
    search_fields = ("title",)
    search_help_text = _("Searches the titles in every language.")
    show_full_result_count = False
    list_per_page = 50
    kept_message = _("Readers have seen this article, so it cannot be deleted. Withdraw it instead.")

    class Media:
        js = (forms.Script("admin_portal/picture.js", defer=True),)

    # The list

    def get_queryset(self, request):
        return super().get_queryset(request).filter(is_page=False)

    def get_changelist(self, request, **kwargs):
        return ArticleList

    @admin.display(description=_("title"))
    def titled(self, article):
        title = str(article)
        code = next((code for code in article.title_languages() if text_of(article, "title", code) == title), "")
        return format_html(
            '<a href="{}#{}"{}>{}</a>',
            editing.admin_address(article, "change"), code, marked(code) if code else "", title,
        )  # fmt: skip

    @admin.display(description=_("languages"))
    def states(self, article):
        address = editing.admin_address(article, "change")
        return format_html_join(
            " ",
            '<a class="standing {}" href="{}#{}" title="{}: {}"><b>{}</b> {}</a>',
            (
                (" ".join(s.states), address, s.language, s.language.name, s.words, s.language.tag, s.words)
                for s in article.standings
            ),
        )

    @admin.display(description=_("original"))
    def source(self, article):
        return language_of(article.source_language).name_in_page_language

    @admin.display(description=_("last changed"), ordering="updated_at")
    def changed(self, article):
        return article.updated_at

    # The form

    def get_object(self, request, object_id, from_field=None):
        """Lock the article while something is done to it: whoever saves at the same moment waits."""
        if not KEY.fullmatch(object_id):
            return None
        if request.method == "POST":
            list(Article.objects.select_for_update().filter(pk=object_id).values("pk"))
        return super().get_object(request, object_id, from_field)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "tags":
            return self._tags_field(db_field, request)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in (localized("body", code) for code in site_codes()):
            field.widget = BodyWidget(db_field.language, attrs=field.widget.attrs)
            field.widget.may = {
                "maySeeSource": request.user.has_perm("articles.edit_source_article"),
                "mayUpload": may_upload(request.user),
            }
        elif db_field.name == "source_language":
            names = [(language.code, language.name_in_page_language) for language in site_languages()]
            return forms.ChoiceField(choices=names, label=field.label, help_text=field.help_text, initial=names[0][0])
        elif db_field.name == "image":
            field.widget.widget.attrs["data-thumbnail"] = reverse("admin:library_image_thumbnail", args=(0,))
        return field

    def _tags_field(self, db_field, request):
        tag_admin = self.admin_site.get_model_admin(Tag)
        widget = RelatedFieldWidgetWrapper(
            AutocompleteSelectMultiple(db_field, self.admin_site),
            db_field.remote_field,
            self.admin_site,
            can_add_related=tag_admin.has_add_permission(request),
        )
        return forms.ModelMultipleChoiceField(Tag.objects.all(), required=False, widget=widget, label=_("Tags"))

    def panel(self, context, language):
        article, form = context["original"], context["adminform"].form
        taken_up = context["taken_up"]
        panel = {
            "conflict": admin_pages.conflict(form, language),
            "loaded": form.loaded.get(language),
            "taken_up": taken_up if taken_up and taken_up.language == language else None,
        }
        if article is None:
            preview = reverse(f"admin:articles_{self.opts.model_name}_preview_new", args=(language,))
            return panel | {"preview": preview}
        if "standings" not in context:
            known = standings([with_writing(Article.objects.all()).only("pk").get(pk=article.pk)])[article.pk]
            context["standings"] = {standing.language.code: standing for standing in known}
            context["editions"] = admin_pages.editions_of(article)
        return panel | {
            **{page: editing.admin_address(article, page, language) for page in ("preview", "withdraw", "unschedule")},
            "standing": context["standings"][language],
            "original": admin_pages.changes_of_original(context["standings"][language]),
            "editions": [edition for edition in context["editions"] if edition.language == language],
        }

    def render_change_form(self, request, context, *args, **kwargs):
        form = context["adminform"].form
        context |= {
            "may_publish": request.user.has_perm("articles.publish_article"),
            "may_withdraw": request.user.has_perm("articles.withdraw_article"),
            "may_save": self.has_change_permission(request, context["original"]),
            "loaded_shared": form.loaded.get(editing.SHARED),
            "shared_conflict": admin_pages.shared_conflict(form),
            "taken_up": self._take_up(request, context["original"], form),
            "show_save_and_add_another": False,
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def _take_up(self, request, article, form) -> Edition | None:
        """Put the text of the edition that the address names into the form, to be saved or not, and return it."""
        key = request.GET.get("edition", "")
        if form.is_bound or not article or not KEY.fullmatch(key) or not self.has_change_permission(request, article):
            return None
        edition = article.editions.filter(pk=key, language__in=site_codes()).first()
        if edition:
            texts = editing.published_text(edition)
            form.initial |= {localized(field, edition.language): text for field, text in texts.items()}
        return edition

    def save_model(self, request, obj, form, change):
        if form.changed_groups or not change:
            editing.save(article=obj, groups=form.changed_groups, by=request.user)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        editing.note_changes(form.instance, form.changed_groups)

    def response_add(self, request, obj, post_url_continue=None):
        return self._to_publishing(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._to_publishing(request, obj) or super().response_change(request, obj)

    def _to_publishing(self, request, article):
        language = request.POST.get("_publish")
        if language not in site_codes():
            return None
        return HttpResponseRedirect(editing.admin_address(article, "publish", language))

    def propose_address(self, title, language, key):
        return editing.propose_address(title, language, key)

    # The pages around it

    def get_urls(self):
        def at(route, view, name):
            return path(route, self.admin_site.admin_view(view), name=f"articles_{self.opts.model_name}_{name}")

        return [
            at("add/preview/<slug:language>/", self.preview_new, "preview_new"),
            at("<int:key>/preview/<slug:language>/", self.preview, "preview"),
            at("<int:key>/publish/<slug:language>/", admin_pages.publish_page, "publish"),
            at("<int:key>/withdraw/<slug:language>/", admin_pages.withdraw_page, "withdraw"),
            at("<int:key>/unschedule/<slug:language>/", admin_pages.unschedule_page, "unschedule"),
            *(body_files.urls(self.admin_site) if self.model is Article else ()),
            *super().get_urls(),
        ]

    def preview_new(self, request, language):
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self._preview(request, None, language)

    def preview(self, request, key, language):
        article = get_object_or_404(Article.objects.select_related("image"), pk=key)
        if request.method == "POST" and self.has_change_permission(request, article):
            return self._preview(request, article, language)
        if request.method != "POST" and self.has_view_or_change_permission(request, article):
            return admin_pages.preview_page(article, language, article.topics.all(), article.tags.all())
        raise PermissionDenied

    def _preview(self, request, article, language):
        """Show the public page of the form as it stands in the browser; nothing is written."""
        if request.method != "POST" or language not in site_codes():
            raise Http404
        form = self.get_form(request, article, change=article is not None, form=self.preview_form)(
            request.POST, instance=article
        )
        shown = [*self.columns(language), *editing.shared_fields(form.instance)]
        problems = [(form[name].label, problems) for name, problems in form.errors.items() if name in shown]
        if problems:
            context = {**self.admin_site.each_context(request), "title": _("Preview"), "problems": problems}
            return render(request, "admin/articles/article/preview_refused.html", context)
        topics, tags = form.cleaned_data.get("topics", ()), form.cleaned_data.get("tags", ())
        return admin_pages.preview_page(form.instance, language, topics, tags)


@admin.register(Page)
class PageAdmin(ArticleAdmin):
    """The site's own pages: about, contact, privacy, accessibility, imprint."""

    form = PageForm
    preview_form = PagePreviewForm
    shared_fieldsets = ((_("For all languages"), {"fields": ("is_required", "image", "source_language")}),)
    autocomplete_fields = ("image",)
    list_display = ("titled", "states", "is_required", "source", "changed")
    list_filter = (StateFilter,)
    kept_message = _("Readers have seen this page, so it cannot be deleted. Withdraw it instead.")

    def get_queryset(self, request):
        return LanguagesAdmin.get_queryset(self, request).filter(is_page=Literal(True))


@admin.register(Tag)
class TagAdmin(LanguagesAdmin):
    form = TagForm
    text_fields = ("name",)
    shared_fieldsets = ((None, {"fields": ("slug",)}),)
    search_fields = ("name", "slug")
    list_display = ("slug", "names", "articles_with")
    actions = ("merge",)
    kept_message = _("Published articles carry this tag, so it stays.")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "slug":
            field.required = False
            field.label = _("Address")
            field.help_text = _("The same in all languages. Left empty, it is made from the first name.")
        return field

    @admin.display(description=_("names"))
    def names(self, tag):
        return format_html_join(
            " · ",
            "<span{}>{}</span>",
            ((marked(code), name) for code in site_codes() if (name := text_of(tag, "name", code))),
        )

    @admin.display(description=_("articles"))
    def articles_with(self, tag):
        return format_html(
            '<a href="{}?tag={}">{}</a>', reverse("admin:articles_article_changelist"), tag.pk, _("show")
        )

    def save_model(self, request, obj, form, change):
        if not obj.slug:
            names = (slugify(text_of(obj, "name", code)) for code in site_codes())
            wanted = next((name for name in names if name), "tag")
            taken = Tag.objects.filter(slug__startswith=wanted[:70]).values_list("slug", flat=True)
            obj.slug = numbered(wanted, set(taken))
        columns = {field.name for field in obj._meta.concrete_fields}
        tagging.save(obj, (columns & set(form.changed_data)) | {"slug"} if change else None)

    @admin.action(description=_("Merge…"), permissions=["delete"])
    def merge(self, request, queryset):
        """Ask which of the chosen tags stays, and let it take the places of the others."""
        tags = list(queryset)
        into = next((tag for tag in tags if str(tag.pk) == request.POST.get("into")), None)
        if len(tags) < 2:
            self.message_user(request, _("Choose two tags or more."), messages.WARNING)
            return None
        if into:
            others = [tag for tag in tags if tag != into]
            gone = ", ".join(tag.slug for tag in others)
            tagging.merge(others, into)
            LogEntry.objects.log_actions(
                request.user.pk,
                [into],
                CHANGE,
                gettext("Took the places of: %(tags)s.") % {"tags": gone},
                single_object=True,
            )
            self.message_user(request, _("“%(tag)s” has taken the places of: %(tags)s.") % {"tag": into, "tags": gone})
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge tags"),
            "opts": self.opts,
            "checkbox": ACTION_CHECKBOX_NAME,
            "tags": [(tag, tag.edition_places.count()) for tag in tags],
        }
        return render(request, "admin/articles/tag/merge.html", context)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        freshness.bump()


def _for_list(articles):
    titles = [localized("title", code) for code in site_codes()]
    return with_writing(articles).only("source_language", "updated_at", "is_page", "is_required", *titles)
