"""Lists of redirects as CSV, ``old,new,language``, with a complaint for every line that cannot be used."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles import redirects
from articles.models import Article, Redirect
from languages.names import canonical_code

ROW = re.compile(r"(article|topic):(.+)")
HEADINGS = ("old", "from", "source")
HEADER = ("old", "new", "language")


@dataclass
class Line:
    """A line of a list: what it says, and what became of it, ``created``, ``changed``, ``unchanged`` or ``broken``."""

    number: int
    old: str
    new: str
    kind: str = ""
    problem: str = ""


def decoded(content: bytes) -> str:
    """Return a file's text, UTF-8 or, as older spreadsheets write, the Windows code page of Central Europe."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1250", errors="replace")


def take_in(text: str, languages: Mapping[str, str] = MappingProxyType({})) -> list[Line]:
    """Keep the redirects of a list and return its lines; the caller holds the transaction that ``keep`` needs.

    ``languages`` gives the site's own codes for those of the list, and none for those to be left out.
    """
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    lines, seen = [], {}
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for columns in reader:
            old, new, language, *_rest = [*(column.strip() for column in columns), "", "", ""]
            if not any(columns) or (not lines and old.lower() in HEADINGS):
                continue
            if language and not (language := languages.get(language, language)):
                continue
            lines.append(_kept(Line(reader.line_num, old, new), language, seen))
    except csv.Error:  # a value longer than Python reads: the quotation mark that ends it is missing
        problem = _("The list cannot be read from here on: a quotation mark is missing, or a value is too long.")
        lines.append(Line(reader.line_num, "", "", "broken", problem))
    return lines


def _kept(line: Line, language: str, seen: dict[str, int]) -> Line:
    try:
        line.kind = _keep(line, language, seen)
    except ValidationError as error:
        line.kind, line.problem = "broken", " ".join(error.messages)
    return line


def _keep(line: Line, language: str, seen: dict[str, int]) -> str:
    if "\x00" in f"{line.old}{line.new}{language}":
        raise ValidationError(_("This is no address."))
    key = redirects.normalized(line.old)
    if key in seen:
        raise ValidationError(_("Line %(number)d names this address already.") % {"number": seen[key]})
    seen[key] = line.number
    there = Redirect.objects.filter(old=key).first()
    redirect = Redirect(old=line.old) if there is None else there
    before = _place(redirect)
    redirect.article = redirect.topic = None
    redirect.target, redirect.language = line.new, _language(language)
    if row := ROW.fullmatch(line.new):
        redirect.target = ""
        setattr(redirect, row[1], _row(*row.groups()))
    redirects.keep(redirect)
    if there is None:
        return "created"
    return "unchanged" if _place(redirect) == before else "changed"


def _place(redirect: Redirect) -> tuple:
    return redirect.article_id, redirect.topic_id, redirect.target, redirect.language


def _row(kind: str, key: str):
    model = Article if kind == "article" else Redirect._meta.get_field("topic").related_model
    row = model.objects.filter(key=key).first()
    if row is None:
        raise ValidationError(_("There is no folder “%(key)s”.") % {"key": f"{kind}s/{key}"})
    return row


def _language(spelling: str) -> str:
    if not spelling:
        return ""
    code = canonical_code(spelling)
    if code is None:
        raise ValidationError(_("“%(language)s” is not a language of this site.") % {"language": spelling})
    return code


def written(found: Iterable[Redirect], place_of: Callable[[Redirect], str]) -> str:
    """Return redirects as a list; ``place_of`` says how a place that is an article or topic is written."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for redirect in found:
        writer.writerow((redirect.old, redirect.target or place_of(redirect), redirect.language))
    return out.getvalue()
