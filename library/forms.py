from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from languages.columns import localized
from languages.forms import TextsForm
from languages.names import site_codes, site_languages
from library import documents, pictures
from library.models import Document, Image, Keyword
from library.replacing import replace_document, replace_picture
from library.storage import UnusableFile
from library.uploads import take_in

PICTURES = "image/jpeg,image/png,image/webp,image/avif,image/gif"
DOCUMENTS = ".pdf,.mp3,.m4a,.ogg,.oga,.ogv,.mp4,.webm,.vtt"


class FileForm(TextsForm):
    """Describes a file of the library; takes it in, or puts another in its place."""

    file = forms.FileField(label=_("File"), widget=forms.FileInput)

    accepted = ""
    replace = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            field = self.fields["file"]
            field.widget.attrs["accept"] = self.accepted
            if self.instance.pk:
                field.required = False
                field.label = _("Replace the file")
                field.help_text = _(
                    "The new file takes the place of this one wherever it is used, at once. Texts and keywords stay."
                )

    def clean(self):
        """Take the file in once everything else is right; the row is then the instance."""
        super().clean()
        upload = self.cleaned_data.get("file")
        if upload and not self.errors:
            try:
                if self.instance.pk:
                    type(self).replace(self._meta.model.objects.get(pk=self.instance.pk), upload)
                    self._take_over()
                else:
                    self._take(upload)
            except UnusableFile as refused:
                raise ValidationError({"file": str(refused)}) from refused
        return self.cleaned_data

    def _take_over(self):
        """Take into the form's row what replacing has written."""
        fresh = self._meta.model.objects.get(pk=self.instance.pk)
        for name in self.of_file:
            setattr(self.instance, name, getattr(fresh, name))

    def _take(self, upload):
        taken = take_in(upload)
        if not isinstance(taken.row, self._meta.model):
            raise UnusableFile(self.other)
        if taken.was_known:
            message = _("This file is in the library already, as “%(name)s”.") % {"name": taken.row.file_name}
            raise UnusableFile(message)
        self.instance = taken.row


class ImageForm(FileForm):
    accepted = PICTURES
    replace = replace_picture
    of_file = ("digest", "file_name", *pictures.OF_FILE)
    other = _("This is a document. Add it under Documents.")

    class Meta:
        model = Image
        fields = ()


class DocumentForm(FileForm):
    accepted = DOCUMENTS
    replace = replace_document
    of_file = ("digest", "file_name", "bytes", *documents.Format._fields)
    other = _("This is a picture. Add it under Pictures.")

    class Meta:
        model = Document
        fields = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "language" in self.fields:
            codes = [("", "–"), *((language.code, language.name) for language in site_languages())]
            if (other := self.instance.language) and other not in site_codes():
                codes.append((other, other))
            self.fields["language"] = forms.ChoiceField(
                label=self.fields["language"].label,
                help_text=self.fields["language"].help_text,
                choices=codes,
                required=False,
            )


class KeywordForm(TextsForm):
    class Meta:
        model = Keyword
        fields = ()

    def clean(self):
        super().clean()
        if not any(self.cleaned_data.get(localized("name", code)) for code in site_codes()):
            raise ValidationError(_("Give the keyword a name in at least one language."))
        return self.cleaned_data
