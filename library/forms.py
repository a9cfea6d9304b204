import hashlib

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from library.models import Image
from library.pictures import FORMATS, MAX_BYTES, UnusablePicture, accept_picture, make_missing_renditions


class ImageForm(forms.ModelForm):
    """Describes a picture; the file is given once, when the picture is added."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif,image/gif"}),
        help_text=_("%(formats)s, at most %(limit)d MB. A file cannot be exchanged later: add a new picture instead.")
        % {"formats": ", ".join(FORMATS), "limit": MAX_BYTES // 1024 // 1024},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("file", None)

    def clean(self):
        """Take the picture into the library once everything else is right; the row is then the instance."""
        super().clean()
        upload = self.cleaned_data.get("file")
        if upload and not self.errors:
            if upload.size > MAX_BYTES:
                raise ValidationError(
                    {"file": _("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES // 1024 // 1024}}
                )
            content = upload.read()
            if known := Image.objects.filter(digest=hashlib.sha256(content).hexdigest()).first():
                message = _("This picture is in the library already, as “%(name)s”.") % {"name": known.file_name}
                raise ValidationError({"file": message})
            try:
                self.instance = accept_picture(content, upload.name)
                make_missing_renditions.enqueue()
            except UnusablePicture as refused:
                raise ValidationError({"file": str(refused)}) from refused
        return self.cleaned_data
