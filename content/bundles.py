"""A content folder's bundles: which files there are, and what each of them says.

A bundle is a folder ``topics/<key>``, ``pages/<key>`` or ``articles/<key>`` with one file for each language
(``index.<language>.md``), earlier versions beside it (``index.<language>.v<n>.md``), changes that
are not published yet (``index.<language>.draft.md``), and pictures.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from articles.ahead import Ahead
from content import frontmatter
from content.frontmatter import Fault
from content.outcomes import Outcome
from content.values import typed
from languages.names import default_code, site_codes

KINDS = ("topics", "pages", "articles")
NAME = re.compile(r"index(?:\.(?P<language>[A-Za-z0-9_-]+?))?(?:\.v(?P<version>[1-9]\d{0,4})|\.(?P<draft>draft))?\.md")
NOT_LANGUAGES = re.compile(r"draft|v\d+")
MAX_BYTES = 4 * 1024 * 1024
MAX_KEY = 120
MAX_PICTURES = 64 * 1024 * 1024
# The same in every language: a file that does not state one takes it from the original's newest file.
SHARED = ("topics", "tags", "related", "image", "featured", "required")


@dataclass
class Text:
    """One file of a bundle, read: ``values`` holds what it states, each of its own type."""

    path: str
    language: str
    version: int | None = None
    is_draft: bool = False
    values: dict = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    digest: str = ""
    html: str | None = None
    ahead: Ahead | None = None
    place: int = 0

    @property
    def is_newest(self) -> bool:
        return self.version is None and not self.is_draft

    @property
    def starts_at(self) -> datetime | None:
        """When the text went live, or will: the latest of its dates. None: it has none."""
        dates = [self.get("publishdate") or self.get("date"), self.get("lastmod")]
        return max(filter(None, dates), default=None)

    @property
    def ends_at(self) -> datetime | None:
        """When the text ended, or will."""
        return min(filter(None, [self.get("expirydate"), self.get("withdrawn")]), default=None)

    def get(self, key: str, default=None):
        return self.values.get(key, default)

    def written(self, html: str) -> dict[str, str]:
        """Return the texts of the working copy that the file gives, its body being this HTML."""
        return {
            "title": self.get("title", ""),
            "slug": self.get("slug", ""),
            "lead": self.get("summary", ""),
            "body": html,
            "author_line": self.get("author", ""),
        }

    def blame(self, key: str, reason: str) -> Fault:
        """Return the fault of what stands under a key, with its line."""
        return Fault(reason, self.lines.get(key))

    def line_of(self, words: str) -> int | None:
        """Return the line of the body on which these words stand first."""
        before, found, _after = self.body.partition(words)
        return self.body_line + before.count("\n") if found else None


@dataclass
class Bundle:
    """One folder, read: the texts that can be used, and the faults of those that cannot."""

    kind: str
    key: str
    folder: Path
    texts: list[Text]
    faults: dict[str, Fault]

    def newest(self) -> dict[str, Text]:
        """Return the newest text of each language, in the site's order."""
        found = {text.language: text for text in self.texts if text.is_newest}
        return {code: found[code] for code in site_codes() if code in found}

    def drafts(self) -> dict[str, Text]:
        """Return the unpublished changes of each language, in the site's order."""
        found = {text.language: text for text in self.texts if text.is_draft}
        return {code: found[code] for code in site_codes() if code in found}

    def unpublished(self) -> dict[str, Text]:
        """Return the texts that are the working copy's and no edition's, in the site's order."""
        newest = {code: text for code, text in self.newest().items() if text.get("draft")}
        found = newest | self.drafts()
        return {code: found[code] for code in site_codes() if code in found}

    def earlier(self, language: str) -> list[Text]:
        """Return the earlier versions of a language, the oldest first."""
        found = (text for text in self.texts if text.language == language and text.version)
        return sorted(found, key=lambda text: text.version)


def find(root: Path) -> list[tuple[str, Path]]:
    """Return the kind and folder of every bundle: topics first, in the order they are to be taken in.

    ``order.yaml`` may name bundles that come first; the others follow by name.
    """
    first = order(root)
    found = []
    for kind in KINDS:
        folders = [path for path in _listed(root / kind) if path.is_dir() and path.name == shown(path.name)]
        named = {key: place for place, key in enumerate(first.get(kind, []))}
        found += [(kind, folder) for folder in sorted(folders, key=lambda each: named.get(each.name, len(named)))]
    return found


def strays(root: Path) -> Iterator[Outcome]:
    """Yield what lies where bundles do and cannot be one, or seems to be a text and is none."""
    for kind in KINDS:
        for path in _listed(root / kind):
            place = f"{kind}/{shown(path.name)}"
            if path.is_dir() and path.name != shown(path.name):
                yield Outcome(place, "broken", "The folder's name is not UTF-8. Rename it.")
            elif path.suffix == ".md" or (path.is_dir() and _holds_other_texts(path)):
                yield Outcome(place, "note", "Left out: a text is a folder with a file index.<language>.md.")


def _holds_other_texts(folder: Path) -> bool:
    return not folder.is_symlink() and not any(folder.glob("index*.md")) and any(folder.rglob("*.md"))


def shown(name: str) -> str:
    """Return a file's name as it can be shown and kept: the same where it is UTF-8."""
    return os.fsencode(name).decode(errors="replace")


def _listed(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def order(root: Path) -> dict[str, list[str]]:
    """Return what ``order.yaml`` says, nothing where there is none; raises Fault."""
    path = root / "order.yaml"
    if not path.is_file():
        return {}
    values, _body, _line = frontmatter.split(f"---\n{decoded(path.read_bytes())}\n---\n")
    return {kind: values[kind].content for kind in KINDS if kind in values and isinstance(values[kind].content, list)}


def read(kind: str, folder: Path, root: Path, mapping: dict[str, str]) -> Bundle:
    """Read a bundle's files; ``mapping`` gives the site's language for a code of the folder ("" leaves it out)."""
    texts, faults, taken = [], {}, {}
    try:
        paths, pictures = sorted(folder.iterdir()), _pictures_digest(folder, root)
    except OSError as error:
        fault = Fault(f"The folder cannot be read: {error.strerror}.")
        return Bundle(kind, folder.name, folder, [], {f"{kind}/{folder.name}": fault})
    for path in paths:
        if not path.name.startswith("index.") or not path.name.endswith(".md"):
            continue
        name = f"{kind}/{folder.name}/{shown(path.name)}"
        try:
            text = _named(name, path.name, mapping)
            if text is None:
                continue
            _claim(text, path.name, taken)
            content = inside(path, root).read_bytes()
            _fill(text, content, mapping, is_topic=kind == "topics")
        except Fault as fault:
            faults[name] = fault
        except OSError as error:
            faults[name] = Fault(f"The file cannot be read: {error.strerror}.")
        else:
            text.digest = hashlib.sha256(b"\0".join([text.language.encode(), pictures, content])).hexdigest()
            texts.append(text)
    bundle = Bundle(kind, folder.name, folder, texts, faults)
    if kind != "topics":
        _inherit(bundle)
    return bundle


def inside(path: Path, root: Path) -> Path:
    """Return the path if it is a file that really lies in the content folder; raises Fault."""
    if not path.resolve().is_relative_to(root.resolve()):
        raise Fault(f"“{path.name}” leads out of the content folder.")
    if not path.is_file():
        raise Fault(f"“{path.name}” is not a file.")
    return path


def decoded(content: bytes) -> str:
    """Return a file's text with plain line ends; raises Fault with the line of the first wrong byte."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Fault("The file is not UTF-8.", content.count(b"\n", 0, error.start) + 1) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def original_of(bundle: Bundle, known: str | None = None) -> str:
    """Return the language of a bundle's original.

    What is not published says it first. Then what a file says of its own language counts before
    what another says of it; where none says anything, it is the ``known`` one, the default
    language if it is there, or the first that is.
    """
    for text in bundle.unpublished().values():
        if text.get("source"):
            return text.get("source")
    if stated := originals(bundle.newest()):
        return stated[0]
    there = list(bundle.newest()) or list(bundle.drafts())
    return known or (default_code() if default_code() in there or not there else there[0])


def originals(texts: dict) -> list[str]:
    """Return the languages that texts, by language, name as the original's: those of which it is their own first."""
    stated = {code: text.get("source") for code, text in texts.items() if text.get("source")}
    return [code for code, source in stated.items() if code == source] + list(stated.values())


def _named(name: str, file_name: str, mapping: dict[str, str]) -> Text | None:
    """Return the text that a file's name announces, None for a language that is left out; raises Fault."""
    match = NAME.fullmatch(file_name)
    if match is None:
        raise Fault("The name is none of index.<language>.md, .v<number>.md, .draft.md.")
    theirs = (match["language"] or "").lower()
    version, is_draft = match["version"], match["draft"] is not None
    if NOT_LANGUAGES.fullmatch(theirs):  # index.v1.md: the default language's
        version, is_draft, theirs = (
            version or theirs[1:] if theirs[0] == "v" else version,
            is_draft or theirs == "draft",
            "",
        )
    language = mapping.get(theirs, theirs) if theirs else default_code()
    if theirs and language == "":
        return None
    if language not in site_codes():
        raise Fault(
            f"“{theirs}” is not a language of this site ({', '.join(site_codes())});"
            f" --language {theirs}=… tells which one it stands for."
        )
    return Text(name, language, int(version) if version else None, is_draft)


def _claim(text: Text, file_name: str, taken: dict) -> None:
    """Note which file stands for a language and version; raises Fault where another one does."""
    place = (text.language, text.version, text.is_draft)
    if taken.setdefault(place, file_name) != file_name:
        raise Fault(f"{taken[place]} is the same language's, too.")
    if len(text.path.split("/")[1]) > MAX_KEY:
        raise Fault(f"The folder's name is longer than {MAX_KEY} characters.")


def _pictures_digest(folder: Path, root: Path) -> bytes:
    """Return a digest of the bundle's other files: their names and bytes."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if (
            path.suffix.lower() in (".md", "")
            or not path.is_file()
            or not path.resolve().is_relative_to(root.resolve())
        ):
            continue
        digest.update(str(path.relative_to(folder)).encode(errors="surrogateescape"))
        if path.stat().st_size > MAX_PICTURES:
            continue  # refused by its size wherever it is used
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.digest()


def _fill(text: Text, content: bytes, mapping: dict[str, str], *, is_topic: bool) -> None:
    if len(content) > MAX_BYTES:
        raise Fault(f"The file is larger than {MAX_BYTES // 1024 // 1024} MB.")
    values, text.body, text.body_line = frontmatter.split(decoded(content))
    for key, value in values.items():
        text.lines[key] = value.line
        known = typed(key, value)
        if known is None:
            text.unknown[key] = value.line
        else:
            text.values[key] = known
    if not text.get("title", "").strip() and not (text.is_draft or text.get("draft")):
        raise Fault("The title is missing.", text.lines.get("title", 1))
    if not is_topic and len(text.get("summary", "")) > 1000:
        raise text.blame("summary", "“summary” is longer than 1000 characters.")
    if source := text.get("source"):
        text.values["source"] = mapping.get(source, source)
        if text.values["source"] not in ("", *site_codes()):
            raise text.blame("source", f"“{source}” is not a language of this site.")
        if not text.values["source"]:  # the original's language is left out, and so is what follows it
            text.values.pop("follows", None)
    if text.version and text.get("draft"):
        raise text.blame("draft", "An earlier version is no draft.")


def _inherit(bundle: Bundle) -> None:
    """Give the other files what only the original's newest states and every language shares."""
    original = bundle.newest().get(original_of(bundle))
    for text in bundle.texts if original else ():
        taken = {key: original.values[key] for key in SHARED if key in original.values and key not in text.values}
        if taken:
            text.values |= taken
            text.digest = hashlib.sha256(f"{text.digest}{sorted(taken.items())}".encode()).hexdigest()
