from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from identity.colours import COLOUR, DARK_GROUNDS, LIGHT_GROUNDS, check_readable
from identity.models import PLACES


class IdentityForm(forms.ModelForm):
    def clean_accent(self):
        return _checked(self.cleaned_data["accent"], LIGHT_GROUNDS)

    def clean_accent_dark(self):
        return _checked(self.cleaned_data["accent_dark"], DARK_GROUNDS)


def _checked(colour: str, grounds: tuple[str, ...]) -> str:
    colour = colour.lower()
    if COLOUR.fullmatch(colour):  # of what is no colour, the model says so
        check_readable(colour, grounds)
    return colour


class MenuItemForm(forms.ModelForm):
    place = forms.ChoiceField(label=_("list"), required=False, choices=lambda: [("", "–"), *PLACES.items()])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].label = capfirst(self.fields["place"].label)  # as the fields of the model are

    def clean_address(self):
        """Let a link lead to the web or into this site, and nowhere else: no script, no other scheme."""
        address = self.cleaned_data["address"].strip()
        parts = urlsplit(address)
        is_here = address.startswith("/") and not address.startswith("//")
        if address and not is_here and not (parts.scheme in ("http", "https") and parts.hostname):
            raise ValidationError(_("Begin the address with https:// or, for a page of this site, with /."))
        return address
