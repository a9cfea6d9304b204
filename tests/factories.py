"""Plain functions that make test data through the program's own doors."""

import io
from datetime import datetime

from django.contrib.auth.models import User
from PIL import Image as Pillow

from articles.models import Article, Edition, Tag
from articles.publishing import publish
from languages.columns import localized
from library.models import Image
from library.pictures import add_picture
from topics.models import Topic

BODY = "<h2>Pierwszy</h2><p>Ala ma kota.</p><h2>Drugi</h2><p>Kot ma Alę.</p>"


def make_user(name: str = "editor", *, superuser: bool = False) -> User:
    user, _created = User.objects.get_or_create(
        username=name, defaults={"is_staff": True, "is_superuser": superuser, "email": f"{name}@example.org"}
    )
    return user


def make_article(*, topics=(), tags=(), **texts) -> Article:
    """Return a saved article; ``pl={"title": …}`` gives a language's texts, other names the shared fields."""
    fields = {}
    for name, value in texts.items():
        if isinstance(value, dict):
            fields |= {localized(field, name.replace("_", "-")): text for field, text in value.items()}
        else:
            fields[name] = value
    if not any(isinstance(value, dict) for value in texts.values()):
        fields |= {"title_pl": "Tytuł", "body_pl": BODY}
    article = Article.objects.create(**fields)
    article.topics.set(topics)
    article.tags.set(tags)
    return article


def make_edition(
    *, language: str = "pl", at: datetime | None = None, article: Article | None = None, **texts
) -> Edition:
    """Return an edition published through the one door."""
    if article is None:
        texts = texts or {language.replace("-", "_"): {"title": "Tytuł", "body": BODY}}
        article = make_article(**{"source_language": language} | texts)
    return publish(article=article, language=language, by=make_user(), at=at)


def make_topic(**texts) -> Topic:
    """Return a saved topic; ``pl={"title": …, "slug": …}`` gives a language's texts."""
    fields = {}
    for name, value in (texts or {"pl": {"title": "Temat", "slug": "temat"}}).items():
        if isinstance(value, dict):
            fields |= {localized(field, name.replace("_", "-")): text for field, text in value.items()}
        else:
            fields[name] = value
    return Topic.objects.create(**fields)


def make_tag(slug: str = "rzeka", **names) -> Tag:
    return Tag.objects.create(
        slug=slug, **{localized("name", code.replace("_", "-")): name for code, name in names.items()}
    )


def picture_bytes(width: int = 640, height: int = 400, colour: str = "navy", picture_format: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Pillow.new("RGB", (width, height), colour).save(out, format=picture_format)
    return out.getvalue()


def make_image(colour: str = "navy", **texts) -> Image:
    image = add_picture(picture_bytes(colour=colour), f"{colour}.jpg")
    for name, value in texts.items():
        setattr(image, name, value)
    image.save()
    return image
