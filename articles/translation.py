from modeltranslation.translator import TranslationOptions, register

from articles.models import Article, Page, Tag


@register(Tag)
class TagTranslation(TranslationOptions):
    fields = ("name",)


@register(Article)
class ArticleTranslation(TranslationOptions):
    fields = ("title", "slug", "lead", "body", "author_line")


@register(Page)
class PageTranslation(TranslationOptions):
    pass
