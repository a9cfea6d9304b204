from modeltranslation.translator import TranslationOptions, register

from identity.models import Identity, MenuItem


@register(Identity)
class IdentityTranslation(TranslationOptions):
    fields = ("name", "description", "foot")


@register(MenuItem)
class MenuItemTranslation(TranslationOptions):
    fields = ("title",)
