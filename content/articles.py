"""Take the bundle of an article or of a page of the site in: its history through ``publish()``, then the copy."""

import hashlib
from copy import copy

from django.db.models import CharField
from django.utils import timezone

from articles import publishing, uses
from articles.body.older import in_todays_form
from articles.body.sanitizing import sanitize
from articles.models import TEXT_FIELDS, Article, Draft, Edition, TaggedArticle, Withdrawal
from articles.prepared import Parameter, fetch_models, insert, insert_all, update
from content import markdown
from content.bundles import Text, original_of
from content.frontmatter import Fault
from content.history import in_order
from content.models import ImportedFile
from content.outcomes import Outcome
from content.pictures import BundlePictures, describe, descriptions
from content.references import ELSEWHERE
from languages.columns import localized, text_of
from languages.names import site_codes
from languages.times import FOREVER
from library.models import Image

SHARED = ("topics", "tags", "related", "image", "featured")
SHARED_OF_PAGES = ("image", "required")
KEY = Parameter("key", CharField())
FROZEN = (
    "title", "lead", "author_line", "manuscript", "image_alt", "image_caption", "image_credit", "is_featured",
    "is_original",
)  # fmt: skip


class ArticleBundle:
    """One article's bundle on its way into the site, inside one transaction."""

    def __init__(self, run, bundle, pictures: BundlePictures, known: dict[str, ImportedFile], same: set[str]):
        self.run = run
        self.bundle = bundle
        self.is_page = bundle.kind == "pages"
        self.pictures = pictures
        self.known = known
        self.same = same
        self.outcomes = []
        self.held: set[str] = set()
        self.values: dict[str, dict] = {}
        self.described: dict[int, Image] = {}
        self.written: set[str] = set()
        self.now = timezone.now()

    def take_in(self) -> list:
        """Write what is new or changed, and return what became of every file."""
        self.article = next(iter(fetch_models(_by_key, key=self.bundle.key)), None)
        self.is_new = self.article is None or self.bundle.key in self.run.awaited
        if self.article is None:
            self.article = Article(key=self.bundle.key, is_page=self.is_page)
        elif self.article.is_page != self.is_page:
            other = "pages" if self.article.is_page else "articles"
            for text in self.bundle.texts:
                self._note(text, "broken", f"The site has a folder of this name under {other}/.")
            return self.outcomes
        self.source = original_of(self.bundle, None if self.is_new else self.article.source_language)
        self.before = self._shared_now()
        self.editions = self._editions()
        self.drafts = {} if self.is_new else {draft.language: draft for draft in self.article.drafts.all()}
        self.shared = dict(self.before)
        self.was_written = {code for code in site_codes() if not self.is_new and self.article.is_written_in(code)}
        self.had = {code: len(editions) for code, editions in self.editions.items()}
        texts = [*in_order(self.bundle, self.source, self.now), *self.bundle.drafts().values()]
        taken = [text for text in texts if self._take(text)]
        if not self.article.pk:
            return self.outcomes
        self._leave_working_copy()
        self._leave_pictures()
        uses.note(self.article)
        self.run.noted += [
            ImportedFile(path=text.path, digest=text.digest, text_digest=self._left(text)) for text in taken
        ]
        return self.outcomes

    # What there is

    def _shared_now(self) -> dict:
        if self.article.pk is None:
            nothing = {
                "topics": set(),
                "tags": set(),
                "related": set(),
                "image": None,
                "featured": False,
                "required": False,
            }
            return nothing | {"source": self.source}
        return {
            "topics": set(self.article.topics.values_list("pk", flat=True)),
            "tags": set(self.article.tags.values_list("pk", flat=True)),
            "related": set(self.article.related.values_list("pk", flat=True)),
            "image": self.article.image,
            "featured": self.article.is_featured,
            "required": self.article.is_required,
            "source": self.article.source_language,
        }

    def _editions(self) -> dict[str, list[Edition]]:
        found = {code: [] for code in (*site_codes(), self.source)}  # the original's may be no longer the site's
        if not self.is_new:
            editions = self.article.editions.filter(language__in=found).select_related("image", "made_from")
            editions = editions.defer(
                "body", "plain_text", "contents",
                "made_from__manuscript", "made_from__body", "made_from__plain_text", "made_from__contents",
            )  # fmt: skip
            for edition in editions.order_by("version"):
                found[edition.language].append(edition)
        return found

    def _source_of(self, text: Text) -> str:
        return text.get("source") or self.source

    # One file

    def _take(self, text: Text) -> bool:
        """Take one file in and tell whether it was; what became of it is noted."""
        if text.path in self.same:
            self._note(text, "unchanged")
            return False
        if text.language in self.held:
            self._note(text, "broken", "It waits for an earlier version that could not be taken in.")
            return False
        try:
            values = self.values[text.path] = self._values(text)
            with publishing.together():
                kind, reason = self._write(text, values)
        except (Fault, publishing.PublishingError) as error:
            self.held.add(text.language)
            self._forget_unsaved()
            fault = error if isinstance(error, Fault) else in_the_file(error, text)
            self._note(text, "broken", fault.reason, fault.line)
            return False
        self._note(text, kind, reason)
        return kind != "left"

    def _note(self, text: Text, kind: str, reason: str = "", line: int | None = None) -> None:
        self.outcomes.append(Outcome(text.path, kind, reason, line))

    def _forget_unsaved(self) -> None:
        """Make the article in memory what the database has after a text was rolled back."""
        if self.article.pk and Article.objects.filter(pk=self.article.pk).exists():
            self.article = Article.objects.get(pk=self.article.pk)
            self.shared = self._shared_now()
        else:
            self.article = Article(key=self.bundle.key, is_page=self.is_page)
            self.shared = dict(self.before)

    def _values(self, text: Text) -> dict:
        """Return what a text says, its references found and its body in HTML; raises Fault with its line."""
        values = {
            "texts": text.written(self._html(text)),
            "shared": {**self.before, "source": self._source_of(text)},
        }
        for key in SHARED_OF_PAGES if self.is_page else SHARED:
            if key in text.values:
                try:
                    values["shared"][key] = self._shared(key, text)
                except Fault as fault:
                    if key in text.lines:
                        raise text.blame(key, fault.reason) from fault
                    # what a translation only takes over is the original's fault, and told there
        return values

    def _shared(self, key: str, text: Text):
        stated = text.get(key)
        if key == "image":
            return self.pictures.image(stated) if stated else None
        if key in ("featured", "required"):
            return stated
        if key == "related":
            return {self._related(words) for words in sorted(stated) if words != self.bundle.key}
        finder = self.run.topics if key == "topics" else self.run.tags
        return {finder.find(words, text.language) for words in stated} - {None}

    def _related(self, name: str) -> int:
        key = self.run.article_key(name)
        if key is None:
            raise Fault(f"There is no article “{name}”.")
        return key

    def _html(self, text: Text) -> str:
        if text.html is not None:
            return text.html
        notes = {}

        def refer(kind, name):
            try:
                if kind == "article":
                    key = self.run.article_key(name)
                    if not key:
                        notes[name] = f"There is no article “{name[:80]}”: the link is left out."
                    return key
                if ELSEWHERE.match(name):
                    notes[name] = f"The picture {name[:80]} lies on another site and is left out."
                    return None
                return self.pictures.key(kind, name)
            except Fault as fault:
                raise Fault(fault.reason, text.line_of(name) or text.body_line) from fault

        try:
            html = markdown.to_html(text.body, refer, markup=text.get("markup", "markdown"))
        except RecursionError:
            raise Fault("The body is nested too deeply.", text.body_line) from None
        for name, reason in notes.items():
            self._note(text, "note", reason, text.line_of(name))
        return html

    def _write(self, text: Text, values: dict) -> tuple[str, str]:
        """Write one text and return what that was; raises Fault or PublishingError."""
        language, editions = text.language, self.editions[text.language]
        if text.version and text.place <= len(editions):
            if self._is_same(text, values, editions[text.place - 1]):
                return "unchanged", ""
            return "left", f"Version {text.place} was published with another text, and an edition is never changed."
        is_working = text.is_draft or text.get("draft")
        newest = editions[-1] if not is_working and len(editions) >= text.place else None
        if newest and self._is_same(text, values, newest):
            return ("changed" if self._close(text, newest) else "unchanged"), ""
        if not text.version and self._was_edited(text, values):
            return "left", "An editor has changes here that are not published. Use --overwrite to replace them."
        kind = "changed" if self.had[language] or language in self.was_written else "created"
        if is_working:
            return self._write_draft(text, values, kind)
        self._publish(text, values, newest)
        return kind, ""

    def _write_draft(self, text, values, kind) -> tuple[str, str]:
        if self._equals_working_copy(text, values) and not self.is_new:
            self.written.add(text.path)
            return "unchanged", ""
        self._set(text, values)
        Draft.objects.update_or_create(
            article=self.article,
            language=text.language,
            defaults={
                "has_changes": True,
                "changed_at": self.now,
                "changed_by": self.run.by,
                "follows": self._followed(text),
            },
        )
        return kind, ""

    def _publish(self, text: Text, values: dict, newest: Edition | None) -> None:
        language, start, end = text.language, text.starts_at, text.ends_at
        at = start or self.now
        if newest:
            seen = [edition.live_from for edition in self.editions[language] if not edition.is_scheduled(self.now)]
            at = start if start and (not seen or start > max(seen)) else timezone.now()
            if newest.is_scheduled(self.now) and at > newest.live_from:
                publishing.unschedule(article=self.article, language=language)
        self._set(text, values)
        first = text.get("publishdate") or text.get("date") or None
        edition = publishing.publish(
            article=self.article,
            language=language,
            by=self.run.by,
            at=at,
            note=text.get("note", ""),
            minor=text.get("minor", False),
            first_published_at=first if first and first <= at else None,
            until=at if end and end <= at else FOREVER,
            follows=self._followed(text) if "follows" in text.values else publishing.AS_DRAFTED,
            ahead=text.ahead,
        )
        if 'data-article="' in edition.manuscript:
            self.run.linking.append(edition.pk)
        if end and end > at:
            self._close(text, edition)
        elif end and text.get("withdrawn"):
            Withdrawal.objects.create(
                edition=edition,
                at=text.get("withdrawn"),
                reason=text.get("withdrawn_reason", ""),
                keeps_text=text.get("withdrawn_readable", False),
                withdrawn_by=self.run.by,
            )
        self.editions[language].append(edition)

    def _close(self, text: Text, edition: Edition) -> bool:
        """End an edition as its file says, and tell whether that changed anything."""
        end = text.ends_at
        if not end or edition.live_until <= end or edition.live_until <= edition.live_from:
            return False
        publishing.withdraw(
            article=self.article,
            language=text.language,
            by=self.run.by,
            at=end,
            reason=text.get("withdrawn_reason", ""),
            keeps_text=text.get("withdrawn_readable", False),
        )
        return True

    def _followed(self, text: Text) -> Edition | None:
        number = text.get("follows", 0)
        if not number or text.language == self._source_of(text):
            return None
        originals = self.editions[self._source_of(text)]
        if number > len(originals):
            raise text.blame("follows", f"There is no version {number} of the original.")
        return originals[number - 1]

    # Comparing

    def _is_same(self, text: Text, values: dict, edition: Edition) -> bool:
        """Whether publishing the text would give readers nothing but this edition again."""
        if self._frozen(text, values) != frozen(edition):
            return False
        if text.get("slug") and text.get("slug") != edition.slug:
            return False
        if digest_of(values["shared"]["image"]) != digest_of(edition.image):
            return False
        start, is_scheduled = text.starts_at, edition.is_scheduled(self.now)
        if (
            start
            and start != edition.live_from
            and (is_scheduled or (text.get("lastmod") and start > edition.live_from))
        ):
            return False
        if text.is_newest and not text.ends_at and edition.live_until < FOREVER:
            return False
        followed = edition.made_from.version if edition.made_from else 0
        return (
            text.get("follows", followed) == followed
            and set(edition.topic_places.values_list("topic_id", flat=True)) == values["shared"]["topics"]
            and set(edition.tag_places.values_list("tag_id", flat=True)) == values["shared"]["tags"]
            and set(edition.related_places.values_list("article_id", flat=True)) == values["shared"]["related"]
        )

    def _frozen(self, text: Text, values: dict) -> dict:
        """Return what an edition published of the text would freeze."""
        candidate, shared = copy(self.article), values["shared"]
        for field, value in values["texts"].items():
            setattr(candidate, localized(field, text.language), value)
        candidate.is_featured, candidate.source_language = shared["featured"], shared["source"]
        candidate.image = copy(shared["image"])
        if candidate.image:
            for column, value in descriptions(text.language, text.values).items():
                setattr(candidate.image, column, value)
        return frozen(publishing.build_edition(candidate, text.language, self.now))

    def _was_edited(self, text: Text, values: dict) -> bool:
        """Whether an editor has changed the working copy since, and has not published it."""
        draft = self.drafts.get(text.language)
        if draft is None or not draft.has_changes or self.run.overwrite:
            return False
        stem = text.path.removesuffix(".draft.md").removesuffix(".md")
        noted = {file.text_digest for path, file in self.known.items() if path in (f"{stem}.md", f"{stem}.draft.md")}
        return digest_of_text(self.article, text.language) not in noted and not self._equals_working_copy(text, values)

    def _equals_working_copy(self, text: Text, values: dict) -> bool:
        there = self.article.text(text.language)
        body = in_todays_form(sanitize(there.pop("body")))
        return body == in_todays_form(sanitize(values["texts"]["body"])) and all(
            value == values["texts"][field] for field, value in there.items()
        )

    # The working copy

    def _set(self, text: Text, values: dict) -> None:
        """Make the working copy of one language, and what all languages share, what a text says."""
        self.written.add(text.path)
        changed = ["updated_at"]
        self.article.updated_at = self.now
        for field, value in values["texts"].items():
            column = localized(field, text.language)
            if getattr(self.article, column) != value:
                setattr(self.article, column, value)
                changed.append(column)
        self._save(changed, values["shared"])
        if (image := values["shared"]["image"]) and image.pk:
            self.described.setdefault(image.pk, copy(image))
            describe(image, text.language, text.values)

    def _save(self, changed: list[str], shared: dict) -> None:
        image = shared["image"] if shared["image"] and shared["image"].pk else None  # a dry run's is not saved
        for field, value in (
            ("image", image),
            ("is_featured", shared["featured"]),
            ("is_required", shared["required"]),
            ("source_language", shared["source"]),
        ):
            if getattr(self.article, field) != value:
                setattr(self.article, field, value)
                changed.append(field)
        if self.article.pk is None:
            insert(self.article)
        elif changed:
            update(self.article, changed)
        through = Article.topics.through
        _link(through, "topic_id", {"article_id": self.article.pk}, self.shared["topics"], shared["topics"])
        _link(TaggedArticle, "tag_id", {"content_object_id": self.article.pk}, self.shared["tags"], shared["tags"])
        related = Article.related.through
        _link(related, "to_article_id", {"from_article_id": self.article.pk}, self.shared["related"], shared["related"])
        self.shared = shared

    def _leave_working_copy(self) -> None:
        """Leave what the languages share as the original's newest file says, or as it was if that was not written."""
        order = [self.source, *site_codes()]
        all_texts = (self.bundle.unpublished(), self.bundle.newest())
        last = next((texts[code] for texts in all_texts for code in order if code in texts), None)
        is_left = any(outcome.kind == "left" for outcome in self.outcomes)
        if last and last.path in self.written and not is_left:
            self._save([], self.values[last.path]["shared"] | {"source": self.source})
        elif not self.is_new:
            self._save([], self.before)

    def _left(self, text: Text) -> str:
        """Return the digest of the working copy as a text left it; what was noted before if it left it alone."""
        if text.version:
            return ""
        if text.path in self.written:
            return digest_of_text(self.article, text.language)
        return self.known[text.path].text_digest if text.path in self.known else ""

    def _leave_pictures(self) -> None:
        """Describe as before the pictures that only the article's past shows and something else has now."""
        for pk, before in self.described.items():
            if pk != self.article.image_id and (before.topics.exists() or before.articles.exists()):
                before.save()


def _by_key():
    return Article.objects.select_for_update().filter(key=KEY)


def frozen(edition: Edition) -> dict:
    """Return what readers get of an edition, its manuscript in today's form."""
    facts = {name: getattr(edition, name) for name in FROZEN}
    return facts | {"manuscript": in_todays_form(sanitize(facts["manuscript"]))}


def in_the_file(error: publishing.PublishingError, text: Text) -> Fault:
    """Return what keeps a text from being published as a fault of its file."""
    if isinstance(error, publishing.TooEarly):
        key = next((key for key in ("withdrawn", "lastmod", "publishdate") if key in text.lines), "date")
        return text.blame(
            key, "The site has a version that is newer than this moment; “lastmod” tells when one changed."
        )
    key = "slug" if isinstance(error, publishing.SlugTaken) else ""
    return Fault(" ".join(error.messages), text.lines.get(key, text.body_line))


def digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()


def digest_of(image: Image | None) -> str:
    return image.digest if image else ""


def digest_of_text(article: Article, language: str) -> str:
    return digest(*(text_of(article, field, language) for field in TEXT_FIELDS))


def _link(through, column: str, owner: dict, have: set[int], want: set[int]) -> None:
    if gone := have - want:
        through.objects.filter(**owner, **{f"{column}__in": gone}).delete()
    if new := want - have:
        insert_all([through(**owner, **{column: pk}) for pk in sorted(new)])
