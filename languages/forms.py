from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class TextsForm(forms.ModelForm):
    """The admin's form of a row with texts in every language, of which it saves those that were changed.

    Where somebody else has changed the same text since the page was opened, the form shows that one and asks.
    """

    def clean(self):
        cleaned = super().clean()
        for name in () if self.instance._state.adding else self.changed_data:
            if self.fields[name].show_hidden_initial and name in cleaned:
                self._compare(name, _plain(cleaned[name]), _plain(self.initial.get(name)))
        return cleaned

    def _compare(self, name: str, mine: str, theirs: str) -> None:
        opened_with = self.add_initial_prefix(name)
        if theirs in (mine, _plain(self.data.get(opened_with))):
            return
        self.data = self.data.copy()
        self.data[opened_with] = theirs  # whoever saves again has seen it
        message = _("Somebody else has saved this meanwhile: “%(text)s”. Bring the two together and save again.")
        self.add_error(name, ValidationError(message, code="conflict", params={"text": theirs}))


def _plain(text: str | None) -> str:
    """Return a text without the differences that a browser makes by itself."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()
