"""Take a topic's bundle in."""

import re

from articles import freshness, lastmod
from content import markdown
from content.bundles import Bundle, Text
from content.frontmatter import Fault
from content.pictures import BundlePictures, describe
from languages.columns import localized, text_of
from languages.names import site_codes
from languages.slugs import numbered, slugify
from languages.times import ALWAYS, FOREVER
from topics.models import Topic

NUMBER = re.compile(r"^\d+[-_.]")
MAX_INTRODUCTION = 2000


class Topics:
    """The site's topics, found by folder name (with or without its number), address or title."""

    def __init__(self):
        self.found: dict[tuple[str, str], int | None] = {}
        for topic in Topic.objects.order_by("-pk"):
            self.add(topic, topic.pk)

    def add(self, topic: Topic, key: int | None) -> None:
        """Remember a topic; ``key`` is None for one that a dry run only would have made."""
        for code in site_codes():
            self.found[code, text_of(topic, "slug", code).casefold()] = key
            self.found[code, text_of(topic, "title", code).casefold()] = key
        if topic.key:
            self.found["", NUMBER.sub("", topic.key)] = key
            self.found["", topic.key] = key

    def find(self, words: str, language: str) -> int | None:
        """Return the primary key of the topic that these words mean in this language; raises Fault."""
        for place in (("", words), (language, words.casefold())):
            if words and place in self.found:
                return self.found[place]
        raise Fault(f"There is no topic “{words}”.")


def take_in(bundle: Bundle, pictures: BundlePictures) -> tuple[Topic, dict[str, str], dict[str, Fault]]:
    """Write a topic from its bundle; return it, what was done with each file, and the files' faults."""
    topic = Topic.objects.filter(key=bundle.key).first() or Topic(key=bundle.key)
    is_new = topic.pk is None
    done, faults = {}, {}
    for text in sorted(bundle.texts, key=lambda text: site_codes().index(text.language)):
        try:
            if text.get("draft") or not text.is_newest:
                raise text.blame("draft", "A topic has neither drafts nor versions: it is shown within its period.")
            columns = _columns(topic, text, pictures)
            described = topic_picture(text, pictures, columns)
        except Fault as fault:
            faults[text.path] = fault
            continue
        changed = {name: value for name, value in columns.items() if (getattr(topic, name) or "") != (value or "")}
        was_there = bool(text_of(topic, "title", text.language))
        for name, value in changed.items():
            setattr(topic, name, value)
        done[text.path] = "created" if not was_there else "changed" if changed or described else "unchanged"
    if any(kind != "unchanged" for kind in done.values()):
        topic.save(force_insert=is_new)
        freshness.bump()
        lastmod.changed(lastmod.TOPIC, topic.pk)
    return topic, done, faults


def topic_picture(text: Text, pictures: BundlePictures, columns: dict) -> bool:
    """Set the banner's column from what a text states, and tell whether the picture's description changed."""
    if not text.get("image"):
        if "image" in text.values:
            columns["banner"] = None
        return False
    try:
        image = pictures.image(text.get("image"))
    except Fault as fault:
        raise text.blame("image", fault.reason) from fault
    if image.pk:
        columns["banner"] = image
    return describe(image, text.language, text.values)


def introduction_of(text: Text) -> str:
    """Return the summary and, under it, the body as plain text; raises Fault."""
    try:
        body = markdown.to_text(text.body)
    except RecursionError:
        raise Fault("The body is nested too deeply.", text.body_line) from None
    introduction = "\n\n".join(filter(None, [text.get("summary", ""), body]))
    if len(introduction) > MAX_INTRODUCTION:
        raise Fault(f"Summary and body together are longer than {MAX_INTRODUCTION} characters.", text.body_line)
    return introduction


def _columns(topic: Topic, text: Text, pictures: BundlePictures) -> dict:
    """Return the topic's columns that a text states; raises Fault."""
    language = text.language
    slug = text.get("slug") or text_of(topic, "slug", language)
    others = Topic.objects.exclude(pk=topic.pk)
    if not slug:
        wanted = slugify(text.get("title")) or slugify(topic.key) or "topic"
        taken = others.filter(**{f"{localized('slug', language)}__startswith": wanted[:70]})
        slug = numbered(wanted, set(taken.values_list(localized("slug", language), flat=True)))
    elif others.addressed(slug, language).exists():
        raise text.blame("slug", f"Another topic has the address “{slug}”.")
    columns = {
        localized("title", language): text.get("title"),
        localized("slug", language): slug,
        localized("introduction", language): introduction_of(text),
    }
    if "weight" in text.values:
        columns["position"] = text.get("weight")
    for name, keys, otherwise in (
        ("visible_from", ("visible_from", "publishdate"), ALWAYS),
        ("visible_until", ("visible_until", "expirydate"), FOREVER),
    ):
        if stated := [text.get(key) for key in keys if key in text.values]:
            columns[name] = stated[0] or otherwise
    start = columns.get("visible_from", topic.visible_from)
    if columns.get("visible_until", topic.visible_until) < start:
        raise text.blame("visible_until", "The end lies before the beginning.")
    return columns
