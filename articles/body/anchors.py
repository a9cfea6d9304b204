"""The anchors of headings, which stay the same from one edition to the next.

A heading keeps its anchor while its words stay, wherever it is moved. One whose words have changed
keeps it where it stands between the same neighbours: the likest first, then whoever is left at that place.
"""

import difflib
from collections import Counter, deque
from itertools import groupby

from languages.slugs import slugify

RESERVED = {"main", "top", "contents"}
LIKE = 0.6
MANY = 400  # a text with more headings is compared by their words alone


def choose(headings: list[tuple[int, str]], earlier: list[dict]) -> list[str]:
    """Return an anchor for each heading, given as (level, title).

    ``earlier`` is the table of contents of the edition before.
    """
    kept = _kept(headings, earlier)
    taken = RESERVED | {heading["anchor"] for heading in earlier}
    repeated = Counter()
    return [
        earlier[kept[place]]["anchor"] if place in kept else _new(title, taken, repeated)
        for place, (_level, title) in enumerate(headings)
    ]


def _kept(headings, earlier) -> dict[int, int]:
    """Return which of the earlier headings each of these continues, by their places."""
    known: dict[str, deque[int]] = {}
    for place, heading in enumerate(earlier):
        known.setdefault(heading["title"], deque()).append(place)
    kept = {}
    for place, (_level, title) in enumerate(headings):
        if known.get(title):
            kept[place] = known[title].popleft()
    if len(headings) > MANY or len(earlier) > MANY:
        return kept
    free = set(range(len(earlier))) - set(kept.values())
    for is_kept, run in groupby(range(len(headings)), kept.__contains__):
        if not is_kept and free:
            places = list(run)
            first, last = kept.get(places[0] - 1, -1), kept.get(places[-1] + 1, len(earlier))
            pairs = _pairs(headings, places, earlier, [place for place in range(first + 1, last) if place in free])
            kept |= pairs
            free -= set(pairs.values())
    return kept


def _pairs(headings, places, earlier, candidates) -> dict[int, int]:
    """Return which of the candidates each of the neighbouring headings continues."""
    alike = sorted(
        (
            (-difflib.SequenceMatcher(None, headings[new][1], earlier[old]["title"]).ratio(), new, old)
            for new in places
            for old in candidates
            if headings[new][0] == earlier[old]["level"]
        ),
    )
    pairs: dict[int, int] = {}
    for unlikeness, new, old in alike:
        if -unlikeness >= LIKE and new not in pairs and old not in pairs.values():
            pairs[new] = old
    left = [new for new in places if new not in pairs]
    over = [old for old in candidates if old not in pairs.values()]
    if [headings[new][0] for new in left] == [earlier[old]["level"] for old in over]:
        pairs |= dict(zip(left, over, strict=True))
    return pairs


def _new(title: str, taken: set[str], repeated: Counter) -> str:
    """Return an anchor that nothing has or had; headings that repeat are counted on."""
    anchor = wanted = slugify(title) or "section"
    while anchor in taken:
        repeated[wanted] += 1
        anchor = f"{wanted}-{repeated[wanted] + 1}"
    taken.add(anchor)
    return anchor
