"""How far a translation lags: which editions are behind their original, and what changed since."""

import difflib
import html
import re
from itertools import groupby
from operator import itemgetter

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from articles.body.markup import VOID
from articles.models import Edition

BLOCK = re.compile(
    r"</?(?:p|h[1-6]|ul|ol|li|dl|dt|dd|blockquote|pre|figure|figcaption|table|caption|thead|tbody|tfoot|tr|hr)\b[^>]*>"
)
APART = re.compile(r"</t[dh]>|<span data-note[^>]*>")  # what stands apart from the words before it
TAG = re.compile(r"<[^>]+>")
MARKUP = re.compile(r"(<(/?)([a-z0-9]+)[^>]*>)|([^<]+)")
LANGUAGE = re.compile(r'\slang="([^"]+)"')
ALONE = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"  # kana and Han: each sign is a word
TOKEN = re.compile(rf"[{ALONE}]|[^\W{ALONE}]+|\s+|[^\w\s]")
MAX_COMPARISONS = 1_000_000


def is_behind(now=None) -> Exists:
    """Return the condition, for a query of editions, that the original has moved on.

    True where the original has had an edition live that is newer than the one this translation
    was made from and was not marked as a minor correction. One that was itself made from the
    translation does not count: the article's original language was changed in between.
    """
    now = now or timezone.now()
    newer = Edition.objects.filter(
        _went_live(now),
        ~Q(made_from__language=OuterRef("language")),
        article=OuterRef("article"),
        language=OuterRef("made_from__language"),
        version__gt=OuterRef("made_from__version"),
        is_minor=False,
    )
    return Exists(newer)


def newest_original(edition: Edition, now=None) -> Edition | None:
    """Return the newest edition of the original that a translation should follow, or None for an original."""
    if edition.made_from is None:
        return None
    return (
        Edition.objects.filter(
            _went_live(now or timezone.now()), article=edition.article_id, language=edition.made_from.language
        )
        .order_by("-version")
        .first()
    )


def _went_live(now) -> Q:
    return Q(live_from__lte=now, live_until__gt=F("live_from"))


def changes(before: Edition, after: Edition) -> list[dict]:
    """Return what changed between two editions of one language, block by block.

    Each item has ``kind`` (``same``, ``removed``, ``added`` or ``changed``) and ``words``: a list
    of (mark, text) pairs with the marks ``=``, ``-`` and ``+``. Blocks are compared first and words
    only inside changed blocks; comparing a whole text by words takes seconds.
    """
    old, new = _blocks(before), _blocks(after)
    result = []
    for kind, i1, i2, j1, j2 in _steps(old, new):
        if kind == "equal":
            result += [{"kind": "same", "words": [("=", text)]} for text in old[i1:i2]]
            continue
        pairs = min(i2 - i1, j2 - j1)
        result += [
            {"kind": "changed", "words": _words(a, b)}
            for a, b in zip(old[i1 : i1 + pairs], new[j1 : j1 + pairs], strict=True)
        ]
        result += [{"kind": "removed", "words": [("-", text)]} for text in old[i1 + pairs : i2]]
        result += [{"kind": "added", "words": [("+", text)]} for text in new[j1 + pairs : j2]]
    return result


def changes_by_language(before: Edition, after: Edition) -> list[dict]:
    """Return what ``changes`` does, but for each mark a list of (language, text), the language as the markup says it.

    The language is empty where a text is in the edition's own.
    """
    found, old, new = changes(before, after), iter(_spoken(before)), iter(_spoken(after))
    for block in found:
        was = next(old) if block["kind"] != "added" else []
        spoken = next(new) if block["kind"] != "removed" else []
        words, here, there = [], 0, 0
        for mark, text in block["words"]:
            codes = was[here : here + len(text)] if mark == "-" else spoken[there : there + len(text)]
            here += len(text) * (mark != "+")
            there += len(text) * (mark != "-")
            runs = groupby(zip(codes, text, strict=True), key=itemgetter(0))
            words.append((mark, [(code, "".join(letter for _code, letter in run)) for code, run in runs]))
        block["words"] = words
    return found


def _spoken(edition: Edition) -> list[list[str]]:
    """Return the language of each letter of each block: parallel to ``_blocks``."""
    heads = (text.strip() for text in (edition.title, edition.lead, edition.author_line))
    found, open_tags, letters = [[""] * len(text) for text in heads if text], [], []

    def end_block():
        text = "".join(letter for letter, _code in letters)
        start = len(text) - len(text.lstrip())
        if text.strip():
            found.append([code for _letter, code in letters[start : start + len(text.strip())]])
        letters.clear()

    for tag, closing, name, words in MARKUP.findall(edition.manuscript):
        code = open_tags[-1][1] if open_tags else ""
        if words:
            letters += [(letter, code) for letter in html.unescape(words)]
            continue
        if BLOCK.fullmatch(tag):
            end_block()
        elif APART.fullmatch(tag):
            letters.append((" ", code))
        if closing:
            while open_tags and open_tags.pop()[0] != name:
                pass
        elif name not in VOID:
            said = LANGUAGE.search(tag)
            open_tags.append((name, said[1] if said else code))
    end_block()
    return found


def _blocks(edition: Edition) -> list[str]:
    body = [html.unescape(TAG.sub("", APART.sub(" ", part))) for part in BLOCK.split(edition.manuscript)]
    return [text.strip() for text in (edition.title, edition.lead, edition.author_line, *body) if text.strip()]


def _steps(old: list[str], new: list[str]) -> list[tuple[str, int, int, int, int]]:
    """Return difflib's steps from old to new; what is too long to compare counts as replaced.

    The equal beginning and end are set aside first: most changes are small.
    """
    most = min(len(old), len(new))
    start = next((place for place in range(most) if old[place] != new[place]), most)
    rest = most - start
    end = next((place for place in range(rest) if old[-1 - place] != new[-1 - place]), rest)
    i2, j2 = len(old) - end, len(new) - end
    middle = [("replace", start, i2, start, j2)]
    if (i2 - start) * (j2 - start) <= MAX_COMPARISONS:
        matcher = difflib.SequenceMatcher(None, old[start:i2], new[start:j2], autojunk=False)
        middle = [(kind, a + start, b + start, c + start, d + start) for kind, a, b, c, d in matcher.get_opcodes()]
    return [("equal", 0, start, 0, start), *middle, ("equal", i2, len(old), j2, len(new))]


def _words(before: str, after: str) -> list[tuple[str, str]]:
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    words = []
    for kind, i1, i2, j1, j2 in _steps(old, new):
        if kind == "equal":
            if i2 > i1:
                words.append(("=", "".join(old[i1:i2])))
            continue
        if i2 > i1:
            words.append(("-", "".join(old[i1:i2])))
        if j2 > j1:
            words.append(("+", "".join(new[j1:j2])))
    return words
