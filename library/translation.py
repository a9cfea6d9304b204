from modeltranslation.translator import TranslationOptions, register

from library.models import Document, Image, Keyword


@register(Image)
class ImageTranslation(TranslationOptions):
    fields = Image.TEXTS


@register(Document)
class DocumentTranslation(TranslationOptions):
    fields = Document.TEXTS


@register(Keyword)
class KeywordTranslation(TranslationOptions):
    fields = ("name",)
