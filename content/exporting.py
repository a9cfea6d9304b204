"""Write the site into a content folder, from which an import makes the same pages."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.db.models import Count, Max, Prefetch

from articles.body.older import in_todays_form
from articles.body.references import keys_in
from articles.body.sanitizing import sanitize
from articles.models import Article, Draft, Edition, EditionRelated, Tag
from content import arrangement, frontmatter, library, markdown, old_addresses, site, tags
from content.bundles import KINDS, originals
from content.frontmatter import quoted
from content.pictures import TEXTS
from content.references import Names, with_names
from identity.models import Identity
from languages.columns import text_of
from languages.names import site_codes
from languages.slugs import numbered, slugify
from languages.times import ALWAYS, FOREVER
from library import storage
from library.models import Described, Document, Image
from topics.models import Topic

AT_ONCE = 100
# What all languages of an article share, and how a file says that there is none of it.
NOTHING = (("tags", []), ("topics", []), ("related", []), ("image", ""), ("featured", False), ("required", False))
SAFE = re.compile(r"\w[\w-]*")
SUFFIXES = {"JPEG": ("jpg", "jpeg"), "PNG": ("png",), "WEBP": ("webp",), "AVIF": ("avif",), "GIF": ("gif",)}


class FolderInUse(Exception):
    """The folder holds something already."""


class Export:
    """One export into one folder; ``complaints`` tells, in the end, what could not be written."""

    def __init__(self, root: Path):
        self.root = root
        self.complaints: list[str] = []
        self.written: set[Path] = set()
        self.files: dict[tuple[type[Described], int], str] = {}

    def bundles(self, *, overwrite: bool = False) -> Iterator[int]:
        """Write everything; yield after each bundle how many there are. Raises FolderInUse."""
        if self.root.exists() and any(self.root.iterdir()) and not overwrite:
            raise FolderInUse
        assign_keys()
        self.topic_keys = dict(Topic.objects.values_list("pk", "key"))
        self.tag_slugs = dict(Tag.objects.values_list("pk", "slug"))
        total = len(self.topic_keys) + Article.objects.count()
        self._write_tags()
        self._write_order()
        for topic in Topic.objects.select_related("banner").order_by("key"):
            TopicFiles(self, topic).write()
            yield total
        for article in _articles().iterator(chunk_size=AT_ONCE):
            ArticleFiles(self, article).write()
            yield total
        self._write_site()
        if described := library.written(self.files):
            self.write(self.root / library.FILE, described.encode())
        if keywords := library.written_keywords():
            self.write(self.root / library.KEYWORDS, keywords.encode())
        self._write_old_addresses()
        hidden = Edition.objects.exclude(language__in=site_codes()).values_list("language", flat=True).distinct()
        self.complaints += [
            f"Editions in “{code}” are not exported: it is not a language of this site." for code in hidden.order_by()
        ]

    def left_over(self) -> list[Path]:
        """Return the files of bundles that stood in the folder before and are not part of this export."""
        found = (path for kind in KINDS for path in (self.root / kind).glob("*/*") if path.is_file())
        return sorted(path for path in found if path not in self.written)

    def write(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self.written.add(path)

    def _write_site(self):
        identity = Identity.objects.select_related("emblem").filter(pk=1).first()
        emblem = identity and identity.emblem
        if lines := site.written(Files(self, self.root).picture(emblem) if emblem else ""):
            self.write(self.root / site.FILE, lines.encode())

    def _write_old_addresses(self):
        for name, lines in (
            (old_addresses.TAGS, old_addresses.written_tags()),
            (old_addresses.REDIRECTS, old_addresses.written_redirects()),
        ):
            if lines:
                self.write(self.root / name, lines.encode())

    def _write_tags(self):
        lines = []
        for tag in Tag.objects.order_by("slug"):
            names = {code: name for code in site_codes() if (name := text_of(tag, "name", code))}
            said = ", ".join(f"{code}: {quoted(name)}" for code, name in names.items())
            lines.append(f"{_key(tag.slug)}: {{{said}}}\n")
        lines.sort()  # not as the database sorts: that differs
        if lines:
            self.write(self.root / tags.FILE, "".join(lines).encode())

    def _write_order(self):
        """Name the bundles whose place among equals (position, date) is not that of their names."""
        topics = [self.topic_keys[pk] for pk in Topic.objects.order_by("position", "pk").values_list("pk", flat=True)]
        by_name = [key for _place, key in sorted(Topic.objects.values_list("position", "key"))]
        dates = (
            Edition.objects.filter(is_page=False)
            .values("published_at")
            .annotate(articles=Count("article", distinct=True))
        )
        equal = Edition.objects.filter(
            is_page=False, published_at__in=dates.filter(articles__gt=1).values("published_at")
        )
        places = equal.values("article__key").annotate(place=Max("pk")).order_by("place")
        articles = list(places.values_list("article__key", flat=True))
        lines = [
            f"{kind}:\n" + "".join(f"  - {_key(key)}\n" for key in keys)
            for kind, keys, named in (("topics", topics, by_name), ("articles", articles, sorted(articles)))
            if keys != named
        ]
        if lines:
            self.write(self.root / "order.yaml", "".join(lines).encode())


class Files:
    """The files of one bundle."""

    def __init__(self, export: Export, folder: Path):
        self.export = export
        self.folder = folder
        self.names: dict[str, str] = {}

    def write_text(self, name: str, values: dict, body: str) -> None:
        self.export.write(self.folder / name, frontmatter.join(values, body).encode())

    def picture(self, image: Image) -> str:
        """Write a picture's original beside the texts, once, and return its name there."""
        return self._file(image, SUFFIXES[image.format], image.original_path)

    def document(self, document: Document) -> str:
        """Write a document beside the texts, once, and return its name there; its captions go with it."""
        name = self._file(document, (document.extension,), document.path)
        for captions in document.captions.order_by("pk"):
            self._file(captions, (captions.extension,), captions.path)
        return name

    def _file(self, row: Described, suffixes: tuple[str, ...], path: str) -> str:
        if row.digest not in self.names:
            stem, _dot, suffix = row.file_name.rpartition(".")
            if suffix.lower() not in suffixes:
                stem, suffix = row.file_name, suffixes[0]
            taken = {name.lower().rpartition(".")[0] for name in self.names.values() if name.endswith(suffixes)}
            stem = stem if SAFE.fullmatch(stem) else slugify(stem) or "picture"
            name = f"{stem if stem.lower() not in taken else numbered(stem.lower(), taken)}.{suffix}"
            place = self.folder / name
            self.names[row.digest] = name
            try:
                self.export.write(place, storage.read(path))
            except OSError:
                self.export.complaints.append(f"{place}: the original is not in the storage.")
            else:
                self.export.files.setdefault((type(row), row.pk), place.relative_to(self.export.root).as_posix())
        return self.names[row.digest]

    def describe(self, image: Image | None, texts: dict[str, str]) -> dict:
        """Return what front matter says of a picture."""
        if image is None:
            return {}
        values = {"image": self.picture(image), "image_alt": texts["alt"]}
        values |= {f"image_{name}": texts[name] for name in ("caption", "credit") if texts[name]}
        if (image.focal_x, image.focal_y) != (0.5, 0.5):
            values["focal"] = [image.focal_x, image.focal_y]
        return values

    def body(self, manuscript: str) -> tuple[dict, str]:
        """Return the front matter's ``markup``, where one is needed, and the body for a file."""
        html = sanitize(in_todays_form(sanitize(manuscript)))
        names = self._names(html)
        written = markdown.to_markdown(html, names)
        return ({}, written) if written is not None else ({"markup": "html"}, with_names(html, names))

    def _names(self, html: str) -> Names:
        """Return the names, in the folder, of what a body refers to; its files are written."""
        keys = keys_in(html)
        images = Image.objects.filter(pk__in=keys.images) if keys.images else ()
        documents = Document.objects.filter(pk__in=keys.documents) if keys.documents else ()
        articles = Article.objects.filter(pk__in=keys.articles).values_list("pk", "key") if keys.articles else ()
        return {
            **{("image", image.pk): self.picture(image) for image in images},
            **{("document", document.pk): self.document(document) for document in documents},
            **{("article", key): name for key, name in articles},
        }


class TopicFiles(Files):
    def __init__(self, export: Export, topic: Topic):
        super().__init__(export, export.root / "topics" / topic.key)
        self.topic = topic

    def write(self) -> None:
        topic = self.topic
        for code in topic.titled_languages():
            summary, body = _introduction(text_of(topic, "introduction", code))
            values = {"title": text_of(topic, "title", code), "slug": text_of(topic, "slug", code)}
            values["weight"] = topic.position
            if summary:
                values["summary"] = summary
            values |= self.describe(topic.banner, topic.banner.describe(code) if topic.banner else {})
            if topic.visible_from != ALWAYS:
                values["visible_from"] = topic.visible_from
            if topic.visible_until != FOREVER:
                values["visible_until"] = topic.visible_until
            self.write_text(f"index.{code}.md", values, body)
        if lines := arrangement.written(topic):
            self.export.write(self.folder / arrangement.FILE, lines.encode())


class ArticleFiles(Files):
    def __init__(self, export: Export, article: Article):
        super().__init__(export, export.root / ("pages" if article.is_page else "articles") / article.key)
        self.article = article
        self.editions = {code: [] for code in site_codes()}
        for edition in article.editions.all():
            if edition.language in self.editions:
                self.editions[edition.language].append(edition)
        self.drafts = {draft.language: draft for draft in article.drafts.all()}

    def write(self) -> None:
        newest = {code: values for code in site_codes() if (values := self._newest(code))}
        self.stated = self._shared("") | {"image": self.article.image} | newest.get(self.article.source_language, {})
        for code, editions in self.editions.items():
            for edition in editions[:-1]:
                self._write(f"index.{code}.v{edition.version}.md", self._of_edition(edition), edition.manuscript)
            if code in newest:
                manuscript = editions[-1].manuscript if editions else self._manuscript(code)
                self._write(f"index.{code}.md", newest[code], manuscript)
        for code in self._drafted(newest):
            self._write(f"index.{code}.draft.md", self._of_working_copy(code), self._manuscript(code))

    def _write(self, name: str, values: dict, manuscript: str) -> None:
        # what the original or the article has and this text has not must be said, or an import would give it that
        for key, nothing in NOTHING:
            if self.stated.get(key) and key not in values:
                values[key] = nothing
        markup, body = self.body(manuscript)
        self.write_text(name, values | markup, body)

    def _newest(self, code: str) -> dict:
        if self.editions[code]:
            return self._of_edition(self.editions[code][-1])
        if self.article.is_written_in(code):
            return self._of_working_copy(code) | {"draft": True}
        return {}

    def _of_edition(self, edition: Edition) -> dict:
        """Return the front matter of an edition."""
        values = {"title": edition.title, "slug": edition.slug}
        if edition.lead:
            values["summary"] = edition.lead
        values["date"] = edition.published_at
        if edition.live_from != edition.published_at:
            values["lastmod"] = edition.live_from
        values |= self._shared(edition.author_line, edition)
        texts = {column: getattr(edition, f"image_{column}") for column in TEXTS.values()}
        values |= self.describe(edition.image, texts) | self._origin(edition)
        if edition.note:
            values["note"] = edition.note
        if edition.is_minor:
            values["minor"] = True
        return values | self._end(edition)

    def _of_working_copy(self, code: str) -> dict:
        """Return the front matter of what is written and not published."""
        article, text = self.article, self.article.text(code)
        values = {key: text[column] for key, column in (("title", "title"), ("slug", "slug"), ("summary", "lead"))}
        values = {key: value for key, value in values.items() if value}
        values |= self._shared(text["author_line"])
        values |= self.describe(article.image, article.image.describe(code) if article.image else {})
        values["source"] = article.source_language
        draft = self.drafts.get(code)
        if draft and draft.follows and draft.follows.language == article.source_language != code:
            values["follows"] = draft.follows.version
        return values

    def _shared(self, author_line: str, edition: Edition | None = None) -> dict:
        """Return author line and what all languages share, the edition's or else the working copy's."""
        if edition:
            related = [place.article.key for place in edition.related_places.all()]
            tag_keys = [place.tag_id for place in edition.tag_places.all()]
            topic_keys = [place.topic_id for place in edition.topic_places.all()]
        else:
            related = [article.key for article in self.article.related.all()]
            tag_keys = [tag.pk for tag in self.article.tags.all()]
            topic_keys = [topic.pk for topic in self.article.topics.all()]
        values = {
            "author": author_line,
            "tags": sorted(self.export.tag_slugs[pk] for pk in tag_keys),
            "topics": sorted(self.export.topic_keys[pk] for pk in topic_keys),
            "related": sorted(related),
            "featured": (edition or self.article).is_featured,
            "required": self.article.is_required,
        }
        return {key: value for key, value in values.items() if value}

    def _origin(self, edition: Edition) -> dict:
        """Return the language of the original, and which of its editions this one follows where that is not plain."""
        if edition.is_original:
            return {"source": edition.language}
        source = edition.made_from.language if edition.made_from else self.article.source_language
        if source == edition.language:  # an original by now, but not when it was published
            source = next((code for code in site_codes() if code != edition.language), source)
        originals = [
            original
            for original in self.editions.get(source, [])
            if original.live_from < original.live_until and original.live_from <= edition.live_from
        ]
        followed = originals[-1].pk if originals else None
        if followed == edition.made_from_id and len(self.editions.get(source, [])) < 2:
            return {"source": source}
        return {"source": source, "follows": edition.made_from.version if edition.made_from else 0}

    def _end(self, edition: Edition) -> dict:
        """Return how an edition ended, where that is more than that a later one took its place."""
        values, ends = {}, []
        if hasattr(edition, "withdrawal"):
            values["withdrawn"] = edition.withdrawal.at
            ends.append(edition.withdrawal.at)
            if edition.withdrawal.reason:
                values["withdrawn_reason"] = edition.withdrawal.reason
            if edition.withdrawal.keeps_text:
                values["withdrawn_readable"] = True
        ends += [
            later.live_from
            for later in self.editions[edition.language]
            if later.version > edition.version and later.live_from < later.live_until
        ]
        if edition.live_until != min(ends, default=FOREVER):
            values["expiryDate"] = edition.live_until
        return values

    def _manuscript(self, code: str) -> str:
        return sanitize(text_of(self.article, "body", code))

    def _drafted(self, newest: dict[str, dict]) -> list[str]:
        """Return the languages whose working copy is not what was published last."""
        found = [code for code in newest if self.editions[code] and self._is_changed(code)]
        order = [code for code in (self.article.source_language, *site_codes()) if code in newest]
        if found or not all(self.editions[code] for code in order) or not order:
            return found  # these say what the languages share
        first, working = newest[order[0]], self._of_working_copy(order[0])
        is_said = originals(newest)[0] == self.article.source_language
        is_said &= all(first.get(key) == working.get(key) for key, _nothing in NOTHING)
        return [] if is_said else [order[0]]

    def _is_changed(self, code: str) -> bool:
        """Whether an import of what was published last would leave another working copy than there is."""
        article, edition, draft = self.article, self.editions[code][-1], self.drafts.get(code)
        text = article.text(code)
        if draft and draft.has_changes:
            return True
        if any(
            " ".join(text[name].split()) != " ".join(getattr(edition, name).split())
            for name in ("title", "lead", "author_line")
        ):
            return True
        described = article.image.describe(code) if article.image else {}
        is_shown = article.image == edition.image
        if any(said != (getattr(edition, f"image_{name}") if is_shown else "") for name, said in described.items()):
            return True
        return text["body"] != edition.manuscript and sanitize(text["body"]) != edition.manuscript


def assign_keys() -> None:
    """Give every topic and article without one a folder name, made from its address or title, and keep it."""
    for model in (Topic, Article):
        taken = set(model.objects.exclude(key=None).values_list("key", flat=True))
        for row in model.objects.filter(key=None).order_by("pk").iterator(chunk_size=AT_ONCE):
            languages = dict.fromkeys([*([row.source_language] if model is Article else []), *site_codes()])
            known = [code for code in languages if code in site_codes()]
            texts = (text_of(row, name, code) for code in known for name in ("slug", "title"))
            key = numbered(next(filter(None, map(slugify, texts)), "untitled"), taken)
            taken.add(key)
            model.objects.filter(pk=row.pk).update(key=key)


def _articles():
    related = EditionRelated.objects.select_related("article").only("edition", "article__key")
    editions = (
        Edition.objects.select_related("image", "withdrawal", "made_from")
        .defer(
            "body", "plain_text", "contents",
            "made_from__manuscript", "made_from__body", "made_from__plain_text", "made_from__contents",
        )
        .prefetch_related("tag_places", "topic_places", Prefetch("related_places", related))
        .order_by("language", "version")
    )  # fmt: skip
    return (
        Article.objects.select_related("image")
        .prefetch_related(
            Prefetch("editions", editions),
            Prefetch("drafts", Draft.objects.select_related("follows").defer("follows__body", "follows__plain_text")),
            Prefetch("related", Article.objects.only("key")),
            "topics",
            "tags",
        )
        .order_by("key")
    )


def _introduction(text: str) -> tuple[str, str]:
    """Return a topic's introduction as summary and Markdown body, or all as summary where that would change it."""
    summary, _blank, rest = text.partition("\n\n")
    if summary and rest and (body := markdown.from_text(rest)) is not None:
        return summary, body
    return text, ""


def _key(name: str) -> str:
    return name if frontmatter.LISTED.fullmatch(name) else quoted(name)
