"""What frames every page of the site: the institution's name and colours, and the menus.

Kept in the process while nothing changes for readers: a page that is rendered asks for the number at most.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from articles.fragments import PICTURE, edition_address, language_of, places, text_columns, topic_link
from articles.kept import on_every_page, read_once
from identity import colours
from identity.models import PLACES, MenuItem
from identity.sheet import in_colours
from languages.columns import localized
from languages.names import Language, default_code, language, site_codes
from library.models import Image

NAVIGATION, FOOTER = MenuItem.Menu.NAVIGATION, MenuItem.Menu.FOOTER
ALL_PLACES = {NAVIGATION: ("home", "topics", "articles"), FOOTER: ("topics", "articles")}


class Link(NamedTuple):
    """A menu's link; the languages are given where they are not the page's own."""

    title: str
    title_language: Language | None
    url: str
    url_language: Language | None
    place: str = ""


def worked_out_once(method):
    """Let what a method says for the same values be worked out once: what it is made from never changes."""

    @wraps(method)
    def call(self, *values):
        key = (method.__name__, *values)
        if key not in self.known:
            self.known[key] = method(self, *values)
        return self.known[key]

    return call


@dataclass(frozen=True)
class Frame:
    identity: dict
    items: list[dict]
    editions: dict[int, list[dict]]
    known: dict = field(default_factory=dict)

    @worked_out_once
    def name(self, code: str) -> tuple[str, Language | None]:
        """Return the site's name for readers of a language, and the language to mark it with where it is another's.

        A site whose identity was never written takes its name from the settings.
        """
        for name_code in dict.fromkeys([code, *site_codes()]):
            if name := self.identity.get(localized("name", name_code)):
                return name, language_of(name_code, code)
        own_name = settings.PORTAL_NAMES.get(code)
        is_marked = settings.PORTAL_NAMES and not own_name and code != default_code()
        return own_name or settings.PORTAL_NAME, language(default_code()) if is_marked else None

    def description(self, code: str) -> str:
        """Return what the site is, in exactly that language."""
        return self.identity.get(localized("description", code)) or ""

    @worked_out_once
    def foot(self, code: str) -> tuple[tuple[str, ...], Language | None]:
        """Return the lines for the foot of the page, and their language where it is not the page's."""
        for foot_code in dict.fromkeys([code, *site_codes()]):
            if foot := self.identity.get(localized("foot", foot_code)):
                return tuple(filter(None, map(str.strip, foot.splitlines()))), language_of(foot_code, code)
        return (), None

    @cached_property
    def emblem(self) -> Image | None:
        """The library's picture that stands for the institution: its key and what its renditions are made from."""
        if not self.identity.get("emblem_id"):
            return None
        return Image(pk=self.identity["emblem_id"], **{name: self.identity[f"emblem__{name}"] for name in PICTURE})

    @cached_property
    def stylesheet(self) -> str:
        """The address of the style sheet in the institution's colours; empty where they are the house's own."""
        if self.accents == (colours.ACCENT, colours.ACCENT_DARK):
            return ""
        _sheet, word = in_colours(*self.accents)
        return reverse("colours", args=(*(accent[1:] for accent in self.accents), word))

    @cached_property
    def accents(self) -> tuple[str, str]:
        """The colours of links in the light and the dark scheme."""
        return colours.accents(self.identity.get("accent"), self.identity.get("accent_dark"))

    @worked_out_once
    def menu(self, menu: str, code: str) -> tuple[Link, ...]:
        """Return a menu's links for a page in a language; one that leads nowhere now is left out.

        What is live in other languages only is shown, marked: that is how a page that is required
        in every language is still found where it is missing.
        """
        items = [item for item in self.items if item["menu"] == menu]
        if not items:
            return tuple(_place(place, code) for place in ALL_PLACES[menu])
        return tuple(link for item in items if (link := self._link(item, code)))

    def _link(self, item: dict, code: str) -> Link | None:
        target = self._target(item, code)
        if target is None:
            return None
        for title_code in dict.fromkeys([code, *site_codes()]):
            if title := item[localized("title", title_code)]:
                if title_code != code and target.title_language is None and target.title:
                    break  # the target's own title is in the page's language
                return target._replace(title=title, title_language=language_of(title_code, code))
        return target if target.title else target._replace(title=target.url)

    def _target(self, item: dict, code: str) -> Link | None:
        now = timezone.now()
        if item["place"]:
            return _place(item["place"], code) if item["place"] in PLACES else None
        if item["address"]:
            return Link("", None, item["address"], None)
        if item["topic_id"]:
            if not item["topic__visible_from"] <= now < item["topic__visible_until"]:
                return None
            columns = {name: item[f"topic__{name}"] for name in text_columns("title", "slug")}
            link = topic_link(code, **columns)
            return link and Link(link["title"], link["elsewhere"], link["url"], link["elsewhere"])
        live = [row for row in self.editions.get(item["page_id"], ()) if row["live_from"] <= now < row["live_until"]]
        by_code = {row["language"]: row for row in live}
        for found in dict.fromkeys([code, *(row["language"] for row in live if row["is_original"]), *site_codes()]):
            if row := by_code.get(found):
                elsewhere = language_of(found, code)
                return Link(row["title"], elsewhere, edition_address(found, row["slug"], is_page=True), elsewhere)
        return None


def _place(place: str, code: str) -> Link:
    with override(code):
        return Link(str(PLACES[place]), None, places(code)[place], None, place)


_tried: ContextVar[Frame | None] = ContextVar("frame_tried", default=None)


@contextmanager
def trying(*, emblem: Image | None, **columns):
    """Let pages rendered inside the block be framed by an identity that is not saved."""
    columns |= {f"emblem__{name}": emblem and getattr(emblem, name) for name in PICTURE}
    token = _tried.set(_frame(emblem_id=emblem and emblem.pk, **columns))
    try:
        yield
    finally:
        _tried.reset(token)


def frame() -> Frame:
    """Return what frames every page now."""
    if tried := _tried.get():
        return tried
    return _saved()


@read_once
def _saved() -> Frame:
    return _frame()


def _frame(**unsaved) -> Frame:
    """Return the frame as the database has it; ``unsaved`` are columns of the identity as they would be."""
    found, editions = on_every_page(), {}
    for row in found.editions:
        editions.setdefault(row["article_id"], []).append(row)
    return Frame(found.identity | unsaved, found.items, editions)
