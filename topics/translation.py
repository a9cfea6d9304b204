from modeltranslation.translator import TranslationOptions, register

from topics.models import Section, Topic


@register(Topic)
class TopicTranslation(TranslationOptions):
    fields = ("title", "slug", "introduction")


@register(Section)
class SectionTranslation(TranslationOptions):
    fields = ("title",)
