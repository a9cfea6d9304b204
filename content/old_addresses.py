"""Old addresses in a content folder: redirects in ``redirects.csv``, those of tags in ``renamed-tags.yaml``."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from django.db.models import F

from articles import redirect_lists
from articles.models import FormerTag, Redirect, Tag
from content import frontmatter
from content.bundles import decoded
from content.frontmatter import Fault, quoted
from content.outcomes import Outcome
from content.tags import KEY

REDIRECTS = "redirects.csv"
TAGS = "renamed-tags.yaml"


def take_redirects(path: Path, languages: dict[str, str], *, to_come: set[str]) -> list[Outcome]:
    """Keep the redirects of the list; a line that leads ``to_come`` (``article:<key>``) waits for that."""
    text = decoded(path.read_bytes())
    before = written_redirects()
    lines = redirect_lists.take_in(_without(text, to_come) if to_come else text, languages)
    faults = [line for line in lines if line.kind == "broken"]
    outcomes = [Outcome(REDIRECTS, "broken", f"{line.old}: {line.problem}", line.number) for line in faults]
    if not faults:
        done = "unchanged" if written_redirects() == before else "changed" if before else "created"
        outcomes.append(Outcome(REDIRECTS, done))
    return outcomes


def _without(text: str, to_come: set[str]) -> str:
    out = io.StringIO(newline="")
    kept = (row for row in csv.reader(io.StringIO(text, newline="")) if not (len(row) > 1 and row[1] in to_come))
    try:
        csv.writer(out, lineterminator="\n").writerows(kept)
    except csv.Error:  # told with its line when the list is taken in
        return text
    return out.getvalue()


def written_redirects() -> str:
    """Return the list of all redirects, empty where there are none; articles and topics by their folder's name."""
    found = Redirect.objects.select_related("topic").order_by("old").annotate(article_key=F("article__key"))
    rows = sorted(found, key=lambda redirect: redirect.old)  # not as the database sorts: that differs
    return redirect_lists.written(rows, _place_of) if rows else ""


def _place_of(redirect) -> str:
    return f"topic:{redirect.topic.key}" if redirect.topic else f"article:{redirect.article_key}"


def take_tags(path: Path, *, dry_run: bool) -> str:
    """Let the addresses that tags had lead to them, and tell whether that changed anything; raises Fault.

    In a dry run, tags that are still to come do not count.
    """
    before = written_tags()
    tags = dict(Tag.objects.values_list("slug", "pk"))
    for old, node, line in frontmatter.mapping(decoded(path.read_bytes())):
        new = frontmatter.one_text(old, node, line)
        if new not in tags and dry_run:
            continue
        if new not in tags:
            raise Fault(f"There is no tag “{new}”.", line)
        if old in tags or not KEY.fullmatch(old):
            raise Fault(f"“{old}” cannot be an address that a tag had.", line)
        FormerTag.objects.update_or_create(slug=old, defaults={"tag_id": tags[new]})
    if written_tags() == before:
        return "unchanged"
    return "changed" if before else "created"


def written_tags() -> str:
    """Return the addresses that tags had before, each with the tag's."""
    return "".join(_lines(FormerTag.objects.values_list("slug", "tag__slug")))


def _lines(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return sorted(f"{quoted(old)}: {quoted(new)}\n" for old, new in pairs)
