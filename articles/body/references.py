"""What a body refers to: rows of the library and other articles, by their primary keys."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from articles.body.markup import Element, walk
from articles.body.sanitizing import PICTURE
from articles.models import Edition
from library.models import Document, FormerFile, Image

OLD_PICTURE = re.compile(f'src="{PICTURE.pattern}"')


@dataclass
class Keys:
    """The primary keys in a body, and the beginnings of the digests by which older bodies name pictures."""

    images: set[int] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)
    articles: set[int] = field(default_factory=set)
    digests: set[str] = field(default_factory=set)

    @property
    def are_empty(self) -> bool:
        return not (self.images or self.documents or self.articles or self.digests)


@dataclass(frozen=True)
class LibraryKeys:
    images: frozenset[int]
    documents: frozenset[int]


@dataclass
class Referred:
    """The rows that a body refers to; what is not there any more is missing."""

    images: dict[int, Image]
    images_by_digest: dict[str, Image]
    documents: dict[int, Document]
    articles: dict[int, dict]

    def image(self, attributes: dict[str, str]) -> Image | None:
        """Return the picture that an ``img`` of a body shows."""
        if key := attributes.get("data-image"):
            return self.images.get(int(key))
        match = PICTURE.fullmatch(attributes.get("src", ""))
        return self.images_by_digest.get(match[1]) if match else None


def library_keys(body: str) -> LibraryKeys:
    """Return every row of the library that a sanitized body uses.

    A query only where an older body names a picture by its file.
    """
    keys = keys_in(body)
    found = keys_of_files(keys.digests).values() if keys.digests else ()
    return LibraryKeys(frozenset({*keys.images, *found}), frozenset(keys.documents))


def keys_in(body: str) -> Keys:
    """Return the keys in sanitized markup, whose attributes stand in double quotes."""
    keys = Keys(digests=set(OLD_PICTURE.findall(body)))
    places = {"image": keys.images, "document": keys.documents, "article": keys.articles}
    for tag in re.findall(r"<(?:img|figure|a) (?:[^<>\"]|\"[^\"]*\")*>", body):
        for name, value in re.findall(r' data-(image|document|article)="([0-9]+)"', tag):
            places[name].add(int(value))
    return keys


def unseen_articles(body: str) -> set[int]:
    """Return the keys of the articles that a sanitized body links to and no reader can see."""
    linked = keys_in(body).articles
    if not linked:
        return set()
    return linked - set(Edition.objects.live_of_any_kind().filter(article__in=linked).values_list("article", flat=True))


def find(root: Element, language: str, at: datetime | None) -> Referred:
    """Return what a body refers to; articles as a reader of ``language`` finds them at the moment ``at``.

    At most one query for the pictures, one for the articles, two for other files and their captions.
    """
    keys = Keys()
    for element in walk(root):
        if element.name == "img" and (key := element.attributes.get("data-image")):
            keys.images.add(int(key))
        elif element.name == "img" and (match := PICTURE.fullmatch(element.attributes.get("src", ""))):
            keys.digests.add(match[1])
        elif key := element.attributes.get("data-document"):
            keys.documents.add(int(key))
        elif element.name == "a" and (key := element.attributes.get("data-article")):
            keys.articles.add(int(key))
    images = _images(keys.images, keys.digests) if keys.images or keys.digests else ()
    return Referred(
        images={image.pk: image for image in images},
        images_by_digest=_by_digest(images, keys.digests),
        documents=Document.objects.prefetch_related("captions").in_bulk(keys.documents) if keys.documents else {},
        articles=_articles(keys.articles, language, at or timezone.now()) if keys.articles else {},
    )


def _articles(keys: set[int], language: str, at: datetime) -> dict[int, dict]:
    articles = Edition.objects.live_of_any_kind(at).best_for(language, at).filter(article__in=keys)
    return {row["article"]: row for row in articles.values("article", "language", "slug", "is_page")}


def keys_of_files(digests: set[str]) -> dict[str, int]:
    """Return the keys of the pictures whose digests begin so."""
    return {digest: image.pk for digest, image in _by_digest(_images(set(), digests), digests).items()}


def _by_digest(images: list[Image], digests: set[str]) -> dict[str, Image]:
    """Return pictures by the beginnings of their digests, those of files that were replaced as well."""
    found = {image.digest[:20]: image for image in images}
    if missing := digests - found.keys():
        former = FormerFile.objects.filter(beginning__in=missing, image__isnull=False).select_related("image")
        found |= {each.beginning: each.image for each in former}
    return found


def _images(keys: set[int], digests: set[str]) -> list[Image]:
    named = (Q(digest__gte=start, digest__lt=f"{start}g") for start in digests)  # by the digest's own index
    return list(Image.objects.filter(Q(Q(pk__in=keys), *named, _connector=Q.OR)))
