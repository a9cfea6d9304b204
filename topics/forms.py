from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from languages.columns import localized
from languages.forms import TextsForm
from languages.names import site_codes
from languages.times import ALWAYS, FOREVER


class TopicForm(TextsForm):
    """A topic's form, in which an empty moment stands for no beginning or no end."""

    visible_from = forms.SplitDateTimeField(
        label=_("Visible from"),
        required=False,
        widget=AdminSplitDateTime,
        help_text=_("Empty: as soon as it is saved."),
    )
    visible_until = forms.SplitDateTimeField(
        label=_("Visible until"), required=False, widget=AdminSplitDateTime, help_text=_("Empty: without end.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, unbounded in (("visible_from", ALWAYS), ("visible_until", FOREVER)):
            if self.initial.get(name, unbounded) == unbounded:
                self.initial[name] = None

    def clean(self):
        super().clean()
        titles = [localized("title", code) for code in site_codes()]
        if not any(self.cleaned_data.get(title) or title in self.errors for title in titles):
            raise ValidationError(_("Give the topic a title in at least one language."))
        return self.cleaned_data

    def clean_visible_from(self):
        return _within_time(self.cleaned_data["visible_from"]) or ALWAYS

    def clean_visible_until(self):
        return _within_time(self.cleaned_data["visible_until"]) or FOREVER


def _within_time(moment):
    if moment and not ALWAYS < moment < FOREVER:
        raise ValidationError(_("This moment lies too far away."))
    return moment
