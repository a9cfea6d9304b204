"""The pictures and documents of a bundle: from its folder into the library."""

from pathlib import Path

from content.bundles import inside
from content.frontmatter import Fault
from content.references import file_name
from languages.columns import localized
from library.documents import add_document, digest_of, examine, find_document
from library.models import Document, Image
from library.pictures import MAX_BYTES, accept_picture, decode, find_picture, make_renditions, set_file
from library.storage import UnusableFile

TEXTS = {"image_alt": "alt", "image_caption": "caption", "image_credit": "credit"}


class BundlePictures:
    """Takes each file of one bundle into the library once; in a dry run only looks whether it could."""

    def __init__(self, folder: Path, root: Path, *, dry_run: bool):
        self.folder = folder
        self.root = root
        self.dry_run = dry_run
        self.taken: dict[str, Image] = {}

    def image(self, name: str) -> Image:
        """Return the library's picture for a file of the bundle; raises Fault.

        In a dry run it may be one that was not saved.
        """
        if name not in self.taken:
            try:
                self.taken[name] = self._take(name)
            except UnusableFile as error:
                raise Fault(f"The picture “{name}” cannot be used: {error}") from error
            except OSError as error:
                raise Fault(f"The picture “{name}” cannot be read: {error.strerror}.") from error
        return self.taken[name]

    def make(self) -> None:
        """Make what readers get of the pictures that were taken, now that their focal points are known."""
        for image in {image.pk: image for image in self.taken.values()}.values():
            image.refresh_from_db()
            if not image.is_made:
                make_renditions(image)

    def key(self, kind: str, name: str) -> int:
        """Return the library's key for a file that a body names; raises Fault.

        In a dry run, a file that is not in the library has one that no file has.
        """
        row = self.document(file_name(name)) if kind == "document" else self.image(file_name(name))
        return row.pk or int(row.digest[:14], 16) + 1

    def document(self, name: str) -> Document:
        """Return the library's document for a file of the bundle; raises Fault. In a dry run it may be unsaved."""
        path = self._path(name, "file")
        try:
            with path.open("rb") as file:
                size = path.stat().st_size
                if not self.dry_run:
                    return add_document(file, size, path.name)
                digest = digest_of(file)
                if known := find_document(digest):
                    return known
                examine(file, size)
                return Document(digest=digest, file_name=path.name)
        except UnusableFile as error:
            raise Fault(f"The file “{name}” cannot be used: {error}") from error
        except OSError as error:
            raise Fault(f"The file “{name}” cannot be read: {error.strerror}.") from error

    def _path(self, name: str, word: str) -> Path:
        if "\x00" in name:
            raise Fault(f"The {word} “{name.replace('\x00', '')}” is not there.")
        path = self.folder / name
        if not path.resolve().is_relative_to(self.folder.resolve()):
            raise Fault(f"The {word} “{name}” does not lie in the bundle's folder.")
        if not path.exists():
            raise Fault(f"The {word} “{name}” is not there.")
        return inside(path, self.root)

    def _take(self, name: str) -> Image:
        path = self._path(name, "picture")
        if path.stat().st_size > MAX_BYTES:
            raise Fault(f"The picture “{name}” is larger than {MAX_BYTES // 1024 // 1024} MB.")
        content = path.read_bytes()
        if not self.dry_run:
            return accept_picture(content, path.name)
        if known := find_picture(content):
            return known
        image = Image(file_name=path.name)
        set_file(image, content, decode(content))
        return image


def describe(image: Image, language: str, values: dict) -> bool:
    """Set what a file says of its picture, and tell whether that changed the library."""
    stated = descriptions(language, values)
    if "focal" in values:
        stated["focal_x"], stated["focal_y"] = values["focal"]
    changed = {column: value for column, value in stated.items() if (getattr(image, column) or "") != (value or "")}
    if not {"focal_x", "focal_y"}.isdisjoint(changed):
        changed["is_made"] = False
    for column, value in changed.items():
        setattr(image, column, value)
    if changed and image.pk:
        image.save(update_fields=list(changed))
    return bool(changed)


def descriptions(language: str, values: dict) -> dict[str, str]:
    """Return the library's columns that a file states: all three texts, or none if it states none."""
    if not any(key in values for key in TEXTS):
        return {}
    return {localized(column, language): values.get(key, "") for key, column in TEXTS.items()}
