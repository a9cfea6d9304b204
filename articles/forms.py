from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from articles import editing
from articles.models import MAX_BODY, Draft, Edition, Page, Withdrawal
from articles.related import MOST_CHOSEN
from languages.admin import validate_address
from languages.columns import localized
from languages.forms import TextsForm
from languages.names import language as language_of
from languages.names import site_codes
from languages.times import FOREVER

MOMENT = "%Y-%m-%dT%H:%M"


class ArticleForm(forms.ModelForm):
    """The working copy's form, which saves what its user changed and leaves the rest as it is by now.

    ``loaded`` holds, per group, the digest that the page carries; ``conflicts`` what others have
    saved meanwhile in groups that this user changed, too.
    """

    merges = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        original = self.instance.source_language
        if "source_language" in self.fields and original not in site_codes():  # it was taken out of the site
            self.fields["source_language"].choices += [(original, language_of(original).name_in_page_language)]
        self.groups = [*site_codes(), editing.SHARED]
        self.theirs = {group: editing.stored(self.instance, group) for group in self.groups}
        self.changed_groups = set()
        self.conflicts = {}
        self.loaded = {
            group: self.data.get(f"loaded-{group}") or ("" if self.is_bound else editing.digest(self.theirs[group]))
            for group in self.groups
        }

    def clean(self):
        super().clean()
        for group in self.groups:
            columns = editing.columns(self.instance, group)
            if not any(column in self.errors or column not in self.cleaned_data for column in columns.values()):
                self._merge(group, columns)
        self.changed_data = [name for name in self.changed_data if self._group_of(name) in self.changed_groups]
        return self.cleaned_data

    def _merge(self, group, columns):
        theirs = self.theirs[group]
        if group == editing.SHARED:
            mine = self._shared()
        else:
            mine = editing.normalized({field: self.cleaned_data[column] for field, column in columns.items()})
            if len(mine["body"]) > MAX_BODY:
                return self.add_error(localized("body", group), _("The body is too long."))
        is_new = self.instance.pk is None or not self.merges
        opened_with = editing.digest(theirs) if is_new else self.loaded[group]
        what = editing.compare(mine=mine, theirs=theirs, opened_with=opened_with)
        if what == editing.CONFLICT:
            return self._ask(group, columns)
        if what == editing.CHANGED:
            self.changed_groups.add(group)
        if group != editing.SHARED:
            values = mine if what == editing.CHANGED else self.instance.text(group)
            self.cleaned_data |= {column: values[field] or None for field, column in columns.items()}
        elif what == editing.KEPT:
            self.cleaned_data |= {
                field: getattr(self.instance, field)
                for field in editing.shared_fields(self.instance)
                if field not in editing.RELATIONS
            }
        return None

    def _shared(self) -> dict:
        values = {
            "source_language": self.cleaned_data["source_language"],
            "image": self.cleaned_data["image"].pk if self.cleaned_data["image"] else None,
        }
        if self.instance.is_page:
            return values | {"is_required": self.cleaned_data["is_required"]}
        return values | {
            "is_featured": self.cleaned_data["is_featured"],
            **{name: sorted(row.pk for row in self.cleaned_data[name]) for name in editing.RELATIONS},
        }

    def _ask(self, group, columns):
        self.conflicts[group] = self.theirs[group]
        self.loaded[group] = editing.digest(self.theirs[group])
        draft = Draft.objects.filter(article=self.instance, language=group).select_related("changed_by").first()
        message = _(
            "Saved meanwhile by %(who)s (%(when)s). Nothing of yours is lost: the other text is shown beside yours. "
            "Bring the two together and save again."
        ) % {
            "who": (draft and draft.changed_by) or _("somebody else"),
            "when": formats.localize(timezone.localtime(draft.changed_at if draft else self.instance.updated_at)),
        }
        self.add_error(next(iter(columns.values())), ValidationError(message, code="conflict"))

    def _group_of(self, name):
        return next((group for group in self.groups if name in editing.columns(self.instance, group).values()), None)

    def _save_m2m(self):
        if editing.SHARED in self.changed_groups and not self.instance.is_page:
            self.instance.topics.set(self.cleaned_data["topics"])
            editing.set_tags(self.instance, self.cleaned_data["tags"])
            self.instance.related.set(self.cleaned_data["related"])

    def clean_related(self):
        related = self.cleaned_data["related"]
        if self.instance.pk in [article.pk for article in related]:
            raise ValidationError(_("An article is not related to itself."))
        if len(related) > MOST_CHOSEN:
            raise ValidationError(_("At most %(most)d articles are shown.") % {"most": MOST_CHOSEN})
        return related


class PreviewForm(ArticleForm):
    """The same form for looking, not saving: what others wrote meanwhile does not matter."""

    merges = False


class PageForm(ArticleForm):
    """The form of one of the site's own pages: no topics, no tags."""

    def __init__(self, *args, instance=None, **kwargs):
        super().__init__(*args, instance=instance or Page(is_page=True), **kwargs)


class PagePreviewForm(PageForm):
    merges = False


class TagForm(TextsForm):
    def clean(self):
        super().clean()
        if not any(self.cleaned_data.get(localized("name", code)) for code in site_codes()):
            raise ValidationError(_("Give the tag a name in at least one language."))
        return self.cleaned_data


class _MomentForm(forms.Form):
    """Asks when something takes effect; ``seen`` is what the page showed when the question was asked."""

    when = forms.ChoiceField(
        label=_("When"), choices=(("now", _("now")), ("later", _("later"))), widget=forms.RadioSelect, initial="now"
    )
    at = forms.DateTimeField(
        label=_("Moment"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        input_formats=[MOMENT, "%Y-%m-%dT%H:%M:%S"],
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        super().clean()
        at = self.cleaned_data.get("at")
        if self.cleaned_data.get("when") == "now":
            self.cleaned_data["at"] = None
        elif "at" not in self.errors and not at:
            self.add_error("at", _("Say at which moment."))
        elif at and at <= timezone.now():
            self.add_error("at", _("This moment has passed."))
        elif at and at >= FOREVER:
            self.add_error("at", _("This moment lies too far away."))
        return self.cleaned_data


class PublishForm(_MomentForm):
    slug = forms.CharField(
        label=_("Address"), max_length=100, required=False, validators=[validate_address],
        help_text=_("The last part of the address. Earlier addresses of this article go on leading to it."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("What has changed"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Readers find it in the history of the text."),
    )
    follows = forms.ModelChoiceField(
        Edition.objects.none(),
        label=_("Translates"),
        empty_label=None,
        help_text=_("The edition of the original that this translation says the same as."),
    )
    minor = forms.BooleanField(
        label=_("A small correction: the translations need not follow"),
        required=False,
        help_text=_("Otherwise the translations count as behind until they follow."),
    )
    field_order = ("slug", "note", "follows", "minor", "when", "at", "seen")

    def __init__(self, *args, article, language, **kwargs):
        super().__init__(*args, **kwargs)
        originals = Edition.objects.none()
        if language != article.source_language:
            originals = Edition.objects.shown().filter(article=article, language=article.source_language)
            originals = originals.defer("body", "manuscript", "plain_text").order_by("-version")
        if newest := originals.filter(live_from__lte=timezone.now()).first() or originals.first():
            self.fields["follows"].queryset = originals
            self.fields["follows"].initial = newest.pk
            self.fields["follows"].label_from_instance = _name_of_original
        else:
            del self.fields["follows"]
        if language != article.source_language or not article.editions.filter(language=language).exists():
            del self.fields["minor"]


def _name_of_original(edition):
    return _("version %(version)d of %(date)s: %(title)s") % {
        "version": edition.version,
        "date": formats.date_format(timezone.localtime(edition.live_from), "SHORT_DATETIME_FORMAT"),
        "title": edition.title,
    }


class WithdrawForm(_MomentForm):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Readers who come to this address see it."),
    )
    keeps_text = forms.BooleanField(
        label=Withdrawal._meta.get_field("keeps_text").verbose_name,
        required=False,
        help_text=Withdrawal._meta.get_field("keeps_text").help_text,
    )
    field_order = ("reason", "keeps_text", "when", "at", "seen")
