"""The editor of a body: what it is made of, and its words in the language of whoever writes."""

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_prose_editor.widgets import AdminProseEditorWidget, prose_editor_base_media, prose_editor_media
from js_asset import ImportMap, Media

from languages.names import language as language_of
from languages.names import site_languages

MODULES = (
    "dialog", "figure", "language", "library", "link", "note", "paste", "quotation", "source", "status", "survivors",
    "table", "toolbar",
)  # fmt: skip
EXTENSIONS = {
    "Bold": True, "Italic": True, "Strike": True, "Subscript": True, "Superscript": True, "Code": True,
    "Heading": {"levels": [2, 3, 4]}, "BulletList": True, "OrderedList": True, "ListItem": True, "TableRow": True,
    "HorizontalRule": True, "HardBreak": True, "CodeBlock": True, "History": True, "Menu": False, "NoSpellCheck": False,
}  # fmt: skip
WORDS = {
    "toolbar": _("Formatting"),
    "inside": _("For the place of the cursor"),
    "kind": _("Kind of paragraph"),
    "paragraph": _("Paragraph"),
    "heading2": _("Heading"),
    "heading3": _("Smaller heading"),
    "heading4": _("Smallest heading"),
    "codeBlock": _("Code"),
    "bold": _("Bold"),
    "boldLetter": _("B"),
    "italic": _("Italic"),
    "italicLetter": _("I"),
    "strike": _("Struck out"),
    "superscript": _("Superscript"),
    "subscript": _("Subscript"),
    "bullets": _("List"),
    "numbers": _("Numbered list"),
    "quotation": _("Quotation"),
    "link": _("Link"),
    "picture": _("Picture"),
    "gallery": _("Gallery"),
    "file": _("File or recording"),
    "video": _("Video on another site"),
    "table": _("Table"),
    "note": _("Note"),
    "language": _("Language of a passage"),
    "abbreviation": _("Abbreviation"),
    "rule": _("Line across"),
    "undo": _("Undo"),
    "redo": _("Redo"),
    "sourceView": _("HTML source"),
    "sourceLabel": _("HTML of this text"),
    "sourceHelp": _("What a text may not hold is taken out when it is applied."),
    "cancel": _("Cancel"),
    "apply": _("Apply"),
    "insert": _("Insert"),
    "remove": _("Remove"),
    "search": _("Search"),
    "showMore": _("Show more"),
    "nothingFound": _("Nothing was found."),
    "article": _("Article"),
    "articles": _("Articles"),
    "linkTo": _("Article or address"),
    "linkHelp": _(
        "Type words of a title and choose the article: the link follows it when it moves. Or give an address."
    ),
    "linkTitle": _("What the link leads to, for those who point at it"),
    "linkEdit": _("Change…"),
    "linkRemove": _("Remove link"),
    "removeLink": _("Remove link"),
    "noAddress": _("Choose an article, or give an address: https://…"),
    "choosePicture": _("Choose a picture"),
    "chooseGallery": _("Choose pictures for the gallery"),
    "chooseFile": _("Choose a file"),
    "chooseOne": _("Choose at least one."),
    "upload": _("Upload"),
    "uploading": _("Uploading %s…"),
    "notUploaded": _("The file could not be uploaded."),
    "mayNotUpload": _("You may not add pictures to the library."),
    "picturesLeftOut": _("%d pictures were left out. Add them from the library, or drag their files here."),
    "captionHere": _("Caption"),
    "sourceHere": _("Source of the quotation"),
    "noAlternative": _("No alternative text"),
    "alternative": _("Alternative text"),
    "alternativeHelp": _(
        "What the picture shows, for those who cannot see it. Empty: what the library says of it in this language."
    ),
    "figure": _("Picture"),
    "size": _("Size"),
    "sizeText": _("as wide as the text"),
    "sizeWide": _("wider than the text"),
    "sizeSmall": _("small"),
    "side": _("Side"),
    "sideHelp": _("A small picture may stand beside the text."),
    "sideNone": _("in the text"),
    "sideStart": _("at the start of the line"),
    "sideEnd": _("at the end of the line"),
    "describe": _("Alternative text, size…"),
    "replace": _("Another picture…"),
    "figureDelete": _("Remove"),
    "galleryAdd": _("Add pictures…"),
    "galleryDelete": _("Remove gallery"),
    "quotationSource": _("Source"),
    "noteEdit": _("Change…"),
    "noteWords": _("Words of the note"),
    "videoAddress": _("Address of the video"),
    "videoHelp": _(
        "YouTube, Vimeo or PeerTube. Readers see a picture of ours; nothing is asked of that site before they click."
    ),
    "videoPicture": _("Choose the picture that stands for the video"),
    "noVideo": _("This is no address of a video on YouTube, Vimeo or PeerTube."),
    "rows": _("Rows"),
    "columns": _("Columns"),
    "withHead": _("The first row holds headings"),
    "tableCaption": _("Caption of the table"),
    "rowBefore": _("Row above"),
    "rowAfter": _("Row below"),
    "rowDelete": _("Remove row"),
    "columnBefore": _("Column before"),
    "columnAfter": _("Column after"),
    "columnDelete": _("Remove column"),
    "headRow": _("Heading row"),
    "headColumn": _("Heading column"),
    "merge": _("Join or split cells"),
    "tableDelete": _("Remove table"),
    "in_table": _("Table:"),
    "in_figure": _("Figure:"),
    "in_gallery": _("Gallery:"),
    "in_blockquote": _("Quotation:"),
    "in_note": _("Note:"),
    "in_link": _("Link:"),
    "languageOf": _("The passage is in"),
    "languageOfText": _("the language of the text"),
    "otherLanguage": _("another language"),
    "languageTag": _("Tag of another language"),
    "languageHelp": _("As in BCP 47: de, la, sr-Latn."),
    "noLanguage": _("This is no language tag."),
    "standsFor": _("It stands for"),
    "abbreviationHelp": _("The whole words, shown to those who point at it. Empty: no abbreviation."),
}


class BodyWidget(AdminProseEditorWidget):
    """The editor of one language's body; what it has no button for survives through an extension of its own.

    ``may`` says what its user may do: see the source, upload into the library.
    """

    def __init__(self, language: str, attrs=None):
        super().__init__(attrs, preset="configurable")
        self.language = language
        self.may = {"maySeeSource": False, "mayUpload": False}

    @property
    def media(self):
        modules = {f"portal/editor/{name}": f"admin_portal/editor/{name}.js" for name in MODULES}
        own = Media(
            css={"all": ["site/body.css", "admin_portal/editor.css"]},
            importmap=ImportMap(modules),
        )
        return prose_editor_media(base=prose_editor_base_media, preset=self.preset) + own

    def get_config(self):
        written_in = language_of(self.language)
        body = {
            "language": self.language,
            "tag": written_in.tag,
            "direction": written_in.direction,
            "languages": [{"tag": each.tag, "name": each.name} for each in site_languages()],
            "addresses": {
                "links": reverse("admin:articles_body_links"),
                "files": reverse("admin:articles_body_files"),
                "upload": reverse("admin:articles_body_upload"),
                "video": reverse("admin:articles_body_video"),
                "picture": reverse("admin:articles_body_picture", args=(0,)),
                "file": reverse("admin:articles_body_file", args=(0,)),
            },
            "words": WORDS,
            **self.may,
        }
        self.config = {"extensions": {**EXTENSIONS, "Body": body}}
        return super().get_config() | {"js_modules": [static("admin_portal/editor/body.js")]}
