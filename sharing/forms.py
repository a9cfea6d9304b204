from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sharing.addresses import clean_address
from sharing.notes import holds_address, plain_line, plain_note

NO_ADDRESSES = _(
    "Leave out addresses of pages and of mail. If you did not mean to write one, put a space after the full stop."
)
NAME_LENGTH = 60
NOTE_LENGTH = 300


class PlainField(forms.CharField):
    """A text that becomes plain before its length counts, and holds no address."""

    def __init__(self, make_plain, **options):
        self.make_plain = make_plain
        super().__init__(strip=False, **options)

    def to_python(self, value):
        return self.make_plain(super().to_python(value))

    def validate(self, value):
        super().validate(value)
        if holds_address(value):
            raise ValidationError(NO_ADDRESSES, code="holds_address")


class AddressField(forms.CharField):
    def to_python(self, value):
        value = super().to_python(value)
        return clean_address(value) if value else ""


class SuggestionForm(forms.Form):
    """What a reader writes to send an article to a friend."""

    use_required_attribute = True

    sender_name = PlainField(
        plain_line,
        label=_("Your name"),
        max_length=NAME_LENGTH,
        error_messages={"required": _("Write your name, so that your friend knows who sends this.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    reply_to = AddressField(
        label=_("Your mail address"),
        help_text=_("Only if your friend may answer you."),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    recipient = AddressField(
        label=_("Your friend’s mail address"),
        help_text=_("One address. It is used for this message alone and is not kept."),
        max_length=254,
        error_messages={"required": _("Write your friend’s mail address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
    note = PlainField(
        plain_note,
        label=_("A note to your friend"),
        help_text=_("At most 300 characters, without addresses."),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, data=None):
        super().__init__(data, label_suffix="")
        for name in self.errors if self.is_bound else ():
            if name in self.fields:
                self.fields[name].widget.attrs["autofocus"] = True
                break

    def clean_website(self):
        """Refuse what only a program fills in: readers do not see the field."""
        if self.cleaned_data["website"]:
            raise ValidationError(_("Leave this field empty."), code="trap")
        return ""

    @property
    def message(self) -> dict:
        """What the visitor wrote, as the message will have it."""
        return {name: self.cleaned_data[name] for name in ("sender_name", "reply_to", "recipient", "note")}
