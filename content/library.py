"""What the library says of the files in a folder: ``library.yaml`` by their paths, ``keywords.yaml`` by key."""

from pathlib import Path

from content import frontmatter
from content.bundles import decoded
from content.frontmatter import LISTED, Fault, quoted
from content.pictures import BundlePictures
from languages.columns import localized, text_of
from languages.names import site_codes
from library.models import Described, Document, Image, Keyword, Licence

FILE, KEYWORDS = "library.yaml", "keywords.yaml"
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif")


def sources(root: Path) -> list[Path]:
    return [root / name for name in (FILE, KEYWORDS) if (root / name).is_file()]


def take_in(root: Path, mapping: dict[str, str], *, dry_run: bool) -> str:
    """Take in the files that library.yaml names, with what it says of them; tell what that was.

    Comes before the bundles: a published body shows what the library says of its documents.
    Raises Fault with its line.
    """
    done = "changed" if _take_keywords(root, mapping) else "unchanged"
    keywords = {keyword.slug: keyword for keyword in Keyword.objects.all()}
    rows, captions = {}, {}
    for path, node, line in frontmatter.mapping(decoded((root / FILE).read_bytes())):
        said = frontmatter.entries(node)
        try:
            row = rows[path] = _row(root, path, dry_run=dry_run)
            if isinstance(row, Document) and (owner := said.pop("captions of", "")):
                captions[path] = _recording(root, owner, rows, dry_run=dry_run)
            columns = _columns(row, said, mapping)
            slugs = columns.pop("keywords")
            wanted = None if slugs is None else [keywords[slug] for slug in slugs]
        except KeyError as error:
            raise Fault(f"{KEYWORDS} has no keyword {error}.", line) from error
        except Fault as fault:
            raise Fault(f"{path}: {fault.reason}", line) from fault
        if row.pk and _set(row, columns, wanted):
            done = "changed"
    for path, owner in captions.items():
        if rows[path].pk and rows[path].captioned_id != owner.pk:
            rows[path].captioned = owner
            rows[path].save(update_fields=("captioned",))
            done = "changed"
    return done


def _row(root: Path, path: str, *, dry_run: bool) -> Described:
    files = BundlePictures(root, root, dry_run=dry_run)
    return files.image(path) if path.lower().endswith(PICTURES) else files.document(path)


def _recording(root: Path, path: str | list[str], rows: dict, *, dry_run: bool) -> Document:
    found = rows.get(path) or _row(root, path, dry_run=dry_run) if isinstance(path, str) else None
    if not isinstance(found, Document):
        raise Fault("“captions of” must name a film or a recording.")
    return found


def _columns(row: Described, said: dict, mapping: dict[str, str]) -> dict:
    """Return the row's columns that an entry states, and its keywords, None if it states none; raises Fault."""
    columns = {}
    keywords = said.pop("keywords", None)
    for key, value in said.items():
        name, _dot, code = key.partition(".")
        code = mapping.get(code, code)
        if key == "focal" and isinstance(row, Image):
            columns["focal_x"], columns["focal_y"] = _focal(value)
        elif key == "licence" and value in Licence.values:
            columns[key] = value
        elif key == "language" and isinstance(row, Document):
            columns[key] = _short(key, value, row._meta.get_field(key).max_length)
        elif name in row.TEXTS and code in site_codes():
            columns[localized(name, code)] = _short(key, value, row._meta.get_field(name).max_length)
        elif name not in row.TEXTS or (code and code not in mapping):
            raise Fault(f"“{key}” means nothing here.")
    return columns | {"keywords": [keywords] if isinstance(keywords, str) else keywords}


def _short(key: str, value: str | list[str], limit: int) -> str:
    if not isinstance(value, str) or len(value) > limit:
        raise Fault(f"“{key}” must be a text of at most {limit} characters.")
    return value


def _focal(value) -> list[float]:
    try:
        x, y = map(float, value)
    except ValueError:
        x = y = -1
    if not (0 <= x <= 1 and 0 <= y <= 1):
        raise Fault("“focal” must be two numbers between 0 and 1: [from the left, from the top].")
    return [x, y]


def _set(row: Described, columns: dict, keywords: list[Keyword] | None) -> bool:
    changed = {name: value for name, value in columns.items() if (getattr(row, name) or "") != (value or "")}
    if not {"focal_x", "focal_y"}.isdisjoint(changed):
        changed["is_made"] = False
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        row.save(update_fields=list(changed))
    is_tagged = keywords is None or set(row.keywords.all()) == set(keywords)
    if not is_tagged:
        row.keywords.set(keywords)
    return bool(changed) or not is_tagged


def _take_keywords(root: Path, mapping: dict[str, str]) -> bool:
    """Make the keywords that keywords.yaml names, and tell whether that changed anything; raises Fault."""
    if not (root / KEYWORDS).is_file():
        return False
    has_changed = False
    for slug, node, line in frontmatter.mapping(decoded((root / KEYWORDS).read_bytes())):
        names = {mapping.get(code, code): name for code, name in frontmatter.entries(node).items()}
        names = {localized("name", code): name for code, name in names.items() if code in site_codes()}
        if not slug or len(slug) > 100 or any(not isinstance(name, str) or len(name) > 100 for name in names.values()):
            raise Fault(f"A keyword's key and names must be texts of at most 100 characters: “{slug[:100]}”.", line)
        keyword = Keyword.objects.filter(slug=slug).first()
        if keyword is None:
            Keyword.objects.create(slug=slug, **names)
            has_changed = True
        elif changed := {column: name for column, name in names.items() if (getattr(keyword, column) or "") != name}:
            for column, name in changed.items():
                setattr(keyword, column, name)
            keyword.save(update_fields=list(changed))
            has_changed = True
    return has_changed


def written(files: dict[tuple[type[Described], int], str]) -> str:
    """Return library.yaml for files that were written, by model and key; nothing where nothing is said of any."""
    lines = {}
    for model in (Image, Document):
        paths = {key: path for (of, key), path in files.items() if of is model}
        for row in model.objects.filter(pk__in=paths).prefetch_related("keywords"):
            if said := _said(row, files):
                lines[paths[row.pk]] = f"{quoted(paths[row.pk])}: {{{said}}}\n"
    return "".join(lines[path] for path in sorted(lines))


def _said(row: Described, files) -> str:
    values = {}
    for name in row.TEXTS:
        for code in site_codes():
            if text := text_of(row, name, code):
                values[f"{name}.{code}"] = quoted(text)
    if isinstance(row, Image) and (row.focal_x, row.focal_y) != (0.5, 0.5):
        values["focal"] = f"[{row.focal_x}, {row.focal_y}]"
    if row.licence:
        values["licence"] = row.licence
    if isinstance(row, Document):
        if row.language:
            values["language"] = row.language
        if owner := files.get((Document, row.captioned_id)):
            values["captions of"] = quoted(owner)
    if slugs := sorted(keyword.slug for keyword in row.keywords.all()):
        values["keywords"] = f"[{', '.join(map(_key, slugs))}]"
    return ", ".join(f"{key}: {value}" for key, value in values.items())


def written_keywords() -> str:
    lines = []
    for keyword in Keyword.objects.all():
        names = {code: name for code in site_codes() if (name := text_of(keyword, "name", code))}
        lines.append(
            f"{_key(keyword.slug)}: {{{', '.join(f'{code}: {quoted(name)}' for code, name in names.items())}}}\n"
        )
    return "".join(sorted(lines))


def _key(slug: str) -> str:
    return slug if LISTED.fullmatch(slug) else quoted(slug)
