"""The site's identity and menus, as ``site.yaml`` says them."""

from collections.abc import Container
from pathlib import Path

import yaml
from django.core.exceptions import ValidationError

from articles.models import Article
from content import frontmatter
from content.bundles import decoded, inside
from content.frontmatter import Fault, quoted
from content.pictures import BundlePictures
from identity.colours import COLOUR
from identity.forms import checked_address
from identity.models import PLACES, Identity, MenuItem
from languages.columns import localized, text_of
from languages.names import site_codes
from topics.models import Topic

FILE = "site.yaml"
TEXTS, COLOURS = ("name", "description", "foot"), ("accent", "accent_dark")


def take_in(root: Path, mapping: dict[str, str], *, dry_run: bool, to_come: Container[str] = ()) -> str:
    """Make the identity and the menus what site.yaml says, and tell whether that changed anything.

    A menu that it does not name stays. What is ``to_come`` (``page:<key>``) counts as there in a dry run. Raises Fault.
    """
    before = _state()
    identity = Identity.objects.filter(pk=1).first() or Identity(pk=1)
    for key, node, line in frontmatter.mapping(decoded(inside(root / FILE, root).read_bytes())):
        if key in TEXTS:
            for code, text in _texts(key, node, mapping, Identity._meta.get_field(key).max_length).items():
                setattr(identity, localized(key, code), text)
        elif key in COLOURS:
            setattr(identity, key, _colour(key, frontmatter.one_text(key, node, line), line))
        elif key == "emblem":
            pictures = BundlePictures(root, root, dry_run=dry_run)
            name = frontmatter.one_text(key, node, line)
            identity.emblem = pictures.image(name) if name else None
            if not dry_run:
                pictures.make()
        elif key in MenuItem.Menu.values:
            _take_menu(key, node, mapping, to_come)
        else:
            raise Fault(f"The key “{key}” means nothing here.", line)
    if identity.emblem and not identity.emblem.pk:  # a dry run's is not saved
        identity.emblem = None
    identity.save()
    if _state() == before:
        return "unchanged"
    return "changed" if before else "created"


def _state() -> str:
    identity = Identity.objects.select_related("emblem").filter(pk=1).first()
    return written(identity.emblem.digest if identity and identity.emblem else "")


def _colour(key: str, colour: str, line: int) -> str:
    if colour and not COLOUR.fullmatch(colour):
        raise Fault(f"“{key}” is no colour: write it like #9b1c31, in quotes.", line)
    return colour


def _texts(key: str, node, mapping, limit: int) -> dict[str, str]:
    texts = {mapping.get(code.lower(), code.lower()): text for code, text in frontmatter.entries(node).items()}
    if any(not isinstance(text, str) or len(text) > limit for text in texts.values()):
        line = node.start_mark.line + 1
        raise Fault(f"What stands under “{key}” must be texts of at most {limit} characters.", line)
    return {code: text for code, text in texts.items() if code in site_codes()}


def _take_menu(menu: str, node, mapping, to_come: Container[str]) -> None:
    if not isinstance(node, yaml.SequenceNode):
        raise Fault(f"“{menu}” must be a list.", node.start_mark.line + 1)
    MenuItem.objects.filter(menu=menu).delete()
    for position, item in enumerate(node.value, 1):
        line, titles, target = item.start_mark.line + 1, {}, item
        if isinstance(item, yaml.MappingNode):
            values = {key.value: value for key, value in item.value if isinstance(key, yaml.ScalarNode)}
            if "to" not in values:
                raise Fault("A menu's item needs “to”.", line)
            target = values["to"]
            if "title" in values:
                titles = _texts("title", values["title"], mapping, MenuItem._meta.get_field("title").max_length)
        columns = {localized("title", code): title for code, title in titles.items()}
        leads = _target(frontmatter.one_text("to", target, line), line, to_come)
        MenuItem.objects.create(menu=menu, position=position, **columns, **leads)


def _target(words: str, line: int, to_come: Container[str]) -> dict:
    kind, _colon, key = words.partition(":")
    if words in PLACES:
        return {"place": words}
    if words.startswith(("/", "https://", "http://")):
        try:
            return {"address": checked_address(words)}
        except ValidationError as error:
            raise Fault(" ".join(error.messages), line) from error
    rows = {"page": Article.objects.filter(is_page=True), "topic": Topic.objects.all()}.get(kind)
    row = rows and rows.filter(key=key).first()
    if not row and words in to_come:
        return {"place": "home"}  # in its place, until the dry run is undone
    if not row:
        raise Fault(f"“{words}” leads nowhere: a list, page:<key>, topic:<key> or an address is expected.", line)
    return {kind: row}


def written(emblem: str) -> str:
    """Return what site.yaml says of this site, empty where nothing was set up; ``emblem`` is the picture's file."""
    lines = []
    if identity := Identity.objects.filter(pk=1).first():
        lines += [f"{field}: {said}\n" for field in TEXTS if (said := _said(identity, field))]
        lines += [f'{field}: "{colour}"\n' for field in COLOURS if (colour := getattr(identity, field))]
        lines += [f"emblem: {quoted(emblem)}\n"] if emblem else []
    items = list(MenuItem.objects.select_related("page", "topic").order_by("position", "pk"))
    for menu in MenuItem.Menu.values:
        said = [f"  - {_item(item)}\n" for item in items if item.menu == menu]
        lines += [f"{menu}:\n", *said] if said else []
    return "".join(lines)


def _item(item: MenuItem) -> str:
    target = item.place or item.address
    if item.page:
        target = f"page:{item.page.key}"
    elif item.topic:
        target = f"topic:{item.topic.key}"
    titles = _said(item, "title")
    return f"{{to: {quoted(target)}, title: {titles}}}" if titles else quoted(target)


def _said(row, field: str) -> str:
    texts = {code: text for code in site_codes() if (text := text_of(row, field, code))}
    return f"{{{', '.join(f'{code}: {quoted(text)}' for code, text in texts.items())}}}" if texts else ""
