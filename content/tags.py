"""Tags by the words that content files use for them."""

import re
from pathlib import Path

from articles import tagging
from articles.models import FormerTag, Tag
from content import frontmatter
from content.bundles import decoded
from content.frontmatter import Fault
from languages.columns import localized, text_of
from languages.names import site_codes
from languages.slugs import slugify

FILE = "tags.yaml"
KEY = re.compile(r"[-\w]{1,100}")  # what the admin takes


class Tags:
    """The site's tags, found by key, address or name; one that is not there yet is made."""

    def __init__(self):
        self.load()

    def load(self) -> None:
        """Read what the database has; again after a transaction was rolled back in which tags were made."""
        self.found: dict[tuple[str, str], int] = {}
        self.has_new = False
        for tag in Tag.objects.all():
            self._add(tag)
        self.found |= {("", slug): tag for slug, tag in FormerTag.objects.values_list("slug", "tag")}

    def _add(self, tag: Tag) -> None:
        self.found["", tag.slug] = tag.pk
        for code in site_codes():
            if name := text_of(tag, "name", code):
                self.found.setdefault((code, name.casefold()), tag.pk)

    def find(self, words: str, language: str) -> int:
        """Return the primary key of the tag that these words mean in this language; raises Fault."""
        slug = slugify(words, max_length=100)
        for place in (("", words), ("", slug), (language, words.casefold())):
            if place in self.found:
                return self.found[place]
        if not slug:
            raise Fault(f"The tag “{words}” has neither letters nor digits.")
        if len(words) > 100:
            raise Fault("A tag is longer than 100 characters.")
        tag = Tag.objects.create(slug=slug, **{localized("name", language): words})
        self.has_new = True
        self._add(tag)
        return tag.pk


def take_in(root: Path, mapping: dict[str, str]) -> str:
    """Make the tags that tags.yaml names, and tell whether that ``created``, ``changed`` or left them ``unchanged``."""
    wanted = read(root, mapping)
    there = {tag.slug: tag for tag in Tag.objects.filter(slug__in=wanted)}
    gone = set(FormerTag.objects.filter(slug__in=wanted).values_list("slug", flat=True))  # merged since, or renamed
    done = "unchanged"
    for slug, names in wanted.items():
        if slug in gone:
            continue
        columns = {localized("name", code): name for code, name in names.items()}
        tag = there.get(slug)
        if tag is None:
            Tag.objects.create(slug=slug, **columns)
            done = "created" if done != "changed" else done
        elif changed := {column: name for column, name in columns.items() if (getattr(tag, column) or "") != name}:
            for column, name in changed.items():
                setattr(tag, column, name)
            tagging.save(tag, set(changed))
            done = "changed"
    return done


def read(root: Path, mapping: dict[str, str]) -> dict[str, dict[str, str]]:
    """Return the names of every tag in tags.yaml by key and language; raises Fault."""
    tags = {}
    for slug, node, line in frontmatter.mapping(decoded((root / FILE).read_bytes())):
        if not KEY.fullmatch(slug):
            raise Fault(f"“{slug}” cannot be a tag's key.", line)
        names = {mapping.get(code.lower(), code.lower()): name for code, name in frontmatter.entries(node).items()}
        if any(not isinstance(name, str) or len(name) > 100 for name in names.values()):
            raise Fault(f"The names of “{slug}” must be texts of at most 100 characters.", line)
        tags[slug] = {code: name for code, name in names.items() if code in site_codes()}
    return tags
