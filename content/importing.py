"""Take a content folder into the site.

Bundles go in one after the other, some of them in one transaction. A file whose digest is known is left
alone, one that cannot be used is told with its line and reason, and the others go in.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import nullcontext, suppress
from itertools import batched
from multiprocessing import get_context
from pathlib import Path
from time import monotonic

from django.contrib.auth import get_user_model
from django.db import transaction

from articles import freshness
from articles.ahead import work_ahead
from articles.models import Article, Edition
from articles.publishing import together
from articles.rendering_again import render_again
from content import arrangement, articles, bundles, library, markdown, old_addresses, reader, site, tags, topics
from content.bundles import Bundle, inside
from content.frontmatter import Fault
from content.models import ImportedFile
from content.outcomes import Outcome, broken
from content.pictures import BundlePictures
from topics.models import Topic

ACCOUNT = "import"
AT_ONCE = 20  # bundles that are read, and written in one transaction
READERS = 2  # processes; reading an edition takes half as long again as writing it
MANY = 300
MOMENT = 0.5  # seconds that a transaction lasts, about: an editor who saves meanwhile waits for it on SQLite
TAKEN = ("created", "changed", "unchanged")


class Import:
    """One import of one folder.

    ``languages`` gives the site's language for a code of the folder, "" to leave it out. In a dry
    run every transaction is rolled back and no picture is written. With ``overwrite``, working
    copies that editors have changed since are replaced.
    """

    def __init__(self, root: Path, *, by, languages=None, dry_run=False, overwrite=False):
        self.root = root
        self.by = by
        self.languages = languages or {}
        self.dry_run = dry_run
        self.overwrite = overwrite
        self.unknown_keys: set[str] = set()
        self.awaited: set[str] = set()
        self.linking: list[int] = []
        self.noted: list[ImportedFile] = []  # taken in, and still to be remembered

    def outcomes(self) -> Iterator[tuple[int, int, list[Outcome]]]:
        """Take the folder in; yield, after each bundle, its number, how many there are, and its files' outcomes."""
        try:
            found = bundles.find(self.root)
        except Fault as fault:
            found = []
            yield 0, 0, [broken("order.yaml", fault)]
        if (self.root / tags.FILE).is_file():
            yield 0, len(found), [self._take_tags()]
        if (self.root / library.FILE).is_file():
            yield 0, len(found), [self._take_library()]
        renamed = self.root / old_addresses.TAGS
        if outcomes := self._take_file(renamed, lambda path: old_addresses.take_tags(path, dry_run=self.dry_run)):
            yield 0, len(found), outcomes
        self.tags, self.topics = tags.Tags(), topics.Topics()
        self.kinds = {folder.name: kind for kind, folder in found if kind != "topics"}
        yield 0, len(found), list(bundles.strays(self.root))
        for number, outcomes in enumerate(self._take_bundles(self._read(found)), 1):
            yield number, len(found), outcomes
        for path, take in self._rest():
            yield len(found), len(found), self._take_file(path, take)
        if (self.root / site.FILE).is_file():
            yield len(found), len(found), [self._take_site()]
        if not self.dry_run:  # links to what came later in the folder
            deque(render_again(Edition.objects.filter(pk__in=self.linking)), maxlen=0)

    def article_key(self, name: str) -> int | None:
        """Return the key of the article with this folder name, made now if its bundle is still to come."""
        known = Article.objects.filter(key=name).values_list("pk", flat=True).first()
        if known or name not in self.kinds:
            return known
        self.awaited.add(name)
        return Article.objects.create(key=name, is_page=self.kinds[name] == "pages").pk

    def _read(self, found) -> Iterator[tuple[list[Bundle], dict[str, ImportedFile]]]:
        """Yield bundles, with what is known of their files; many are read in processes of their own, ahead."""
        batches = batched(found, AT_ONCE)
        if len(found) < MANY:
            for batch in batches:
                known = self._known(batch)
                yield read(batch, self.root, self.languages, _digests(known)), known
            return
        with ProcessPoolExecutor(READERS, mp_context=get_context("spawn"), initializer=reader.begin) as readers:
            ahead = deque()
            for batch in batches:
                known = self._known(batch)
                ahead.append((readers.submit(read, batch, self.root, self.languages, _digests(known)), known))
                if len(ahead) > 2 * READERS:
                    yield _finished(*ahead.popleft())
            while ahead:
                yield _finished(*ahead.popleft())

    def _known(self, folders) -> dict[str, ImportedFile]:
        """Return what earlier imports noted of the files in these folders: one query for many bundles."""
        paths = [
            f"{kind}/{folder.name}/{bundles.shown(path.name)}"
            for kind, folder in folders
            for path in folder.glob("index*.md")
        ]
        return {file.path: file for file in ImportedFile.objects.filter(path__in=paths)}

    def _take_tags(self) -> Outcome:
        path = self.root / tags.FILE
        try:
            with transaction.atomic():
                digest = articles.digest(path.read_bytes().hex(), str(sorted(self.languages.items())))
                if ImportedFile.objects.filter(path=tags.FILE, digest=digest).exists():
                    return Outcome(tags.FILE, "unchanged")
                done = tags.take_in(self.root, self.languages)
                if done != "unchanged":
                    freshness.bump()
                ImportedFile.objects.remember([ImportedFile(path=tags.FILE, digest=digest)])
                transaction.set_rollback(self.dry_run)
        except Fault as fault:
            return broken(tags.FILE, fault)
        return Outcome(tags.FILE, done)

    def _take_library(self) -> Outcome:
        try:
            with transaction.atomic():
                sources = [path.read_bytes().hex() for path in library.sources(self.root)]
                digest = articles.digest(*sources, str(sorted(self.languages.items())))
                if ImportedFile.objects.filter(path=library.FILE, digest=digest).exists():
                    return Outcome(library.FILE, "unchanged")
                done = library.take_in(self.root, self.languages, dry_run=self.dry_run)
                if done != "unchanged":
                    freshness.bump()
                ImportedFile.objects.remember([ImportedFile(path=library.FILE, digest=digest)])
                transaction.set_rollback(self.dry_run)
        except Fault as fault:
            return broken(library.FILE, fault)
        return Outcome(library.FILE, done)

    def _rest(self) -> Iterator[tuple[Path, Callable]]:
        """Yield the files that refer to articles and topics, each with what takes it in."""
        for path in sorted(self.root.glob(f"topics/*/{arrangement.FILE}")):
            if path.parent.name == bundles.shown(path.parent.name):
                yield path, self._arrange
        yield self.root / old_addresses.REDIRECTS, self._take_redirects

    def _arrange(self, path: Path) -> str:
        if self.dry_run and not Topic.objects.filter(key=path.parent.name).exists():
            return "created"
        known = dict(Article.objects.exclude(key=None).values_list("key", "pk"))
        return arrangement.take_in(path, self.languages, self.article_key if self.dry_run else known.get)

    def _take_redirects(self, path: Path) -> list[Outcome]:
        return old_addresses.take_redirects(path, self.languages, to_come=self._to_come())

    def _to_come(self) -> set[str]:
        """Return what a dry run has not written, in the words of lists that lead there."""
        if not self.dry_run:
            return set()
        to_come = {f"article:{name}" for name in self.kinds}
        to_come |= {f"page:{name}" for name, kind in self.kinds.items() if kind == "pages"}
        return to_come | {f"topic:{folder.name}" for folder in self.root.glob("topics/*")}

    def _take_file(self, path: Path, take: Callable) -> list[Outcome]:
        name = path.relative_to(self.root).as_posix()
        if not path.is_file():
            return []
        try:
            with transaction.atomic():
                content = inside(path, self.root).read_bytes()
                digest = articles.digest(content.hex(), str(sorted(self.languages.items())))
                if ImportedFile.objects.filter(path=name, digest=digest).exists():
                    return [Outcome(name, "unchanged")]
                freshness.bump()
                done = take(path)
                outcomes = [Outcome(name, done)] if isinstance(done, str) else done
                if all(outcome.kind in TAKEN for outcome in outcomes):
                    ImportedFile.objects.remember([ImportedFile(path=name, digest=digest)])
                transaction.set_rollback(self.dry_run)
        except Fault as fault:
            return [broken(name, fault)]
        return outcomes

    def _take_site(self) -> Outcome:
        path = self.root / site.FILE
        try:
            with transaction.atomic():
                digest = articles.digest(path.read_bytes().hex(), str(sorted(self.languages.items())))
                if ImportedFile.objects.filter(path=site.FILE, digest=digest).exists():
                    return Outcome(site.FILE, "unchanged")
                done = site.take_in(self.root, self.languages, dry_run=self.dry_run, to_come=self._to_come())
                freshness.bump()
                ImportedFile.objects.remember([ImportedFile(path=site.FILE, digest=digest)])
                transaction.set_rollback(self.dry_run or done == "unchanged")
        except Fault as fault:
            return broken(site.FILE, fault)
        return Outcome(site.FILE, done)

    def _take_bundles(self, reading: Iterable[tuple[list[Bundle], dict[str, ImportedFile]]]) -> Iterator[list[Outcome]]:
        """Take bundles in, with what is known of their files; yield what became of each one's, when that is sure."""
        for some, known in reading:
            waiting = deque(some)
            while waiting:
                taken, until = [], monotonic() + MOMENT
                with together() if any(_has_news(bundle, known) for bundle in waiting) else nullcontext():
                    while waiting and (not taken or monotonic() < until):
                        taken.append(self._take_bundle(waiting.popleft(), known))
                    ImportedFile.objects.remember(self.noted)
                    self.noted = []
                for pictures, outcomes in taken:
                    if pictures:
                        pictures.make()
                    yield outcomes

    def _take_bundle(
        self, bundle: Bundle, known: dict[str, ImportedFile]
    ) -> tuple[BundlePictures | None, list[Outcome]]:
        """Return the pictures that are to be made, and what became of each file."""
        outcomes = [broken(path, fault) for path, fault in bundle.faults.items()]
        outcomes += self._unknown(bundle)
        if bundle.kind == "topics" and not bundle.texts and not bundle.faults:
            self.topics.found.setdefault(("", bundle.key), None)  # all of its languages are left out
        same = _unchanged(bundle, known)
        if len(same) == len(bundle.texts):
            return None, outcomes + [Outcome(path, "unchanged") for path in same]
        pictures = BundlePictures(bundle.folder, self.root, dry_run=self.dry_run)
        noted = len(self.noted)
        with suppress(_Undone), together():
            if bundle.kind == "topics":
                outcomes += self._take_topic(bundle, pictures, same)
            else:
                outcomes += articles.ArticleBundle(self, bundle, pictures, known, same).take_in()
            is_undone = self.dry_run or not any(outcome.kind in TAKEN for outcome in outcomes)
            if is_undone:
                raise _Undone
        if is_undone:
            del self.noted[noted:]
            if self.tags.has_new:
                self.tags.load()
        self.tags.has_new = False
        return None if is_undone else pictures, outcomes

    def _take_topic(self, bundle, pictures, same) -> list[Outcome]:
        bundle.texts = [text for text in bundle.texts if text.path not in same]
        topic, done, faults = topics.take_in(bundle, pictures)
        if done:
            self.topics.add(topic, self.topics.found.get(("", bundle.key)) if self.dry_run else topic.pk)
        self.noted += [ImportedFile(path=text.path, digest=text.digest) for text in bundle.texts if text.path in done]
        return [
            *(Outcome(path, kind) for path, kind in done.items()),
            *(broken(path, fault) for path, fault in faults.items()),
            *(Outcome(path, "unchanged") for path in same),
        ]

    def _unknown(self, bundle) -> list[Outcome]:
        """Return a note for every key that means nothing here and was not told before."""
        notes = []
        for text in bundle.texts:
            for key, line in text.unknown.items():
                if key not in self.unknown_keys:
                    self.unknown_keys.add(key)
                    notes.append(Outcome(text.path, "note", f"The key “{key}” means nothing here.", line))
        return notes


def read(found, root: Path, languages: dict[str, str], digests: dict[str, str]) -> list[Bundle]:
    """Read bundles, given by kind and folder, without the database.

    Bodies that are new and refer to nothing are turned into HTML and made ready to be published.
    """
    return [_read_one(kind, folder, root, languages, digests) for kind, folder in found]


def _read_one(kind: str, folder: Path, root: Path, languages: dict[str, str], digests: dict[str, str]) -> Bundle:
    bundle = bundles.read(kind, folder, root, languages)
    for text in bundle.texts if kind != "topics" else ():
        if digests.get(text.path) != text.digest:
            with suppress(_RefersToRows, RecursionError):
                text.html = markdown.to_html(text.body, _refuse, markup=text.get("markup", "markdown"))
                text.ahead = work_ahead(text.written(text.html), text.language)
    return bundle


def _has_news(bundle: Bundle, known: dict[str, ImportedFile]) -> bool:
    return len(_unchanged(bundle, known)) < len(bundle.texts)


def _unchanged(bundle: Bundle, known: dict[str, ImportedFile]) -> set[str]:
    """Return the paths of the files that are as they were when they were taken in."""
    return {text.path for text in bundle.texts if text.path in known and known[text.path].digest == text.digest}


class _Undone(Exception):
    """What was written of a bundle is rolled back: in a dry run, and where nothing of it could be taken."""


class _RefersToRows(Exception):
    """A body names a file or an article, for which the database has to be asked."""


def _refuse(kind: str, name: str):
    raise _RefersToRows(name)


def _digests(known: dict[str, ImportedFile]) -> dict[str, str]:
    return {file.path: file.digest for file in known.values()}


def _finished(reading: Future, known: dict[str, ImportedFile]):
    return reading.result(), known


def account(name: str = ""):
    """Return the account that publishes what is imported; without a name, one nobody can sign in with.

    Raises LookupError for a name that no account has.
    """
    users = get_user_model().objects
    if name:
        user = users.filter(username=name).first()
        if user is None:
            raise LookupError(name)
        return user
    user, created = users.get_or_create(username=ACCOUNT, defaults={"is_active": False})
    if created:
        user.set_unusable_password()
        user.save(update_fields=("password",))
    return user
