from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from identity.colours import COLOUR, DARK_GROUNDS, LIGHT_GROUNDS, check_readable
from identity.models import PLACES, MenuItem
from languages.forms import TextsForm


class IdentityForm(TextsForm):
    def clean_accent(self):
        return _checked(self.cleaned_data["accent"], LIGHT_GROUNDS)

    def clean_accent_dark(self):
        return _checked(self.cleaned_data["accent_dark"], DARK_GROUNDS)


def _checked(colour: str, grounds: tuple[str, ...]) -> str:
    colour = colour.lower()
    if COLOUR.fullmatch(colour):  # of what is no colour, the model says so
        check_readable(colour, grounds)
    return colour


class MenuItemForm(TextsForm):
    place = forms.ChoiceField(label=_("list"), required=False, choices=lambda: [("", "–"), *PLACES.items()])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].label = capfirst(self.fields["place"].label)  # as the fields of the model are

    def clean_address(self):
        return checked_address(self.cleaned_data["address"])


def checked_address(words: str) -> str:
    """Return the address of a link that leads to the web or into this site: no script, no other scheme.

    Raises ValidationError for any other, and for one that is too long.
    """
    address = words.strip()
    is_here = address.startswith("/") and not address.startswith("//")
    if address and not is_here and not _leads_to_the_web(address):
        raise ValidationError(_("Begin the address with https:// or, for a page of this site, with /."))
    MenuItem._meta.get_field("address").run_validators(address)
    return address


def _leads_to_the_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:  # a bracket that begins no IPv6 address
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
