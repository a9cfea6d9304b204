"""The YAML at the head of a content file: read with the line of every key, written in one fixed way."""

import re
from dataclasses import dataclass
from datetime import datetime

import yaml
from django.utils import timezone

from articles.body.sanitizing import UNWANTED

HEAD = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
PLAIN = re.compile(r"[\w .,:;!?()„”“‘’«»–—…/&%+=@#*~'-]*")
LISTED = re.compile(r"[\w-]*[^\W\d][\w-]*")
EMPTY = ("tag:yaml.org,2002:null",)


class Fault(Exception):
    """A file cannot be read as it should; ``line`` counts from 1 and is None where none is to blame."""

    def __init__(self, reason: str, line: int | None = None):
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(frozen=True)
class Value:
    """What stands under a key, as written: a text, or a list of texts; ``line`` counts from 1."""

    content: str | list[str]
    line: int


def split(text: str) -> tuple[dict[str, Value], str, int]:
    """Return a file's front matter by key, its body, and the line on which the body begins.

    Keys are in lower case, as in Hugo. Raises Fault.
    """
    match = HEAD.match(text)
    if match is None:
        raise Fault("The file does not begin with front matter between two lines of three hyphens.", 1)
    values = {key.lower(): Value(content(key, node, line), line) for key, node, line in mapping(match[1], first_line=2)}
    return values, text[match.end() :], text.count("\n", 0, match.end()) + 1


def mapping(text: str, first_line: int = 1):
    """Yield the key, node and line of every entry of a YAML mapping; raises Fault for anything else."""
    root = _compose(text, first_line)
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode):
        raise Fault("There are no keys: “key: value” is expected on every line.", first_line)
    seen = set()
    for key, node in root.value:
        line = key.start_mark.line + first_line
        if not isinstance(key, yaml.ScalarNode):
            raise Fault("A key must be a plain word.", line)
        word = UNWANTED.sub("", key.value)
        if word.lower() in seen:
            raise Fault(f"The key “{word}” stands here twice.", line)
        seen.add(word.lower())
        yield word, node, line


def entries(node) -> dict[str, str]:
    """Return the texts of a mapping inside a mapping; raises Fault where there is something else."""
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode) or not all(isinstance(key, yaml.ScalarNode) for key, _ in node.value):
        raise Fault("A language and a name are expected: {pl: …, en: …}.", line)
    return {key.value: content(key.value, value, line) for key, value in node.value}


def _compose(text, first_line):
    try:
        return yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + first_line
        raise Fault("YAML allows no control characters.", line) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + first_line if mark else None
        raise Fault(f"The YAML cannot be read: {error.problem or error.context}.", line) from error


def content(key: str, node, line: int) -> str | list[str]:
    """Return what stands under a key, without control characters: a text or a list of texts; raises Fault."""
    if isinstance(node, yaml.ScalarNode):
        return "" if node.tag in EMPTY and not node.style else UNWANTED.sub("", node.value)
    if isinstance(node, yaml.SequenceNode) and all(isinstance(item, yaml.ScalarNode) for item in node.value):
        return [UNWANTED.sub("", item.value) for item in node.value]
    raise Fault(f"“{key}” must be a text or a list of texts.", line)


def one_text(key: str, node, line: int) -> str:
    """Return the text that stands under a key; raises Fault for anything else."""
    said = content(key, node, line)
    if isinstance(said, list):
        raise Fault(f"“{key}” must be one text.", line)
    return said


def join(values: dict[str, object], body: str) -> str:
    """Return a file's text: the values in their order, then the body. The same values give the same bytes."""
    lines = [f"{key}: {_written(value)}\n" for key, value in values.items()]
    return f"---\n{''.join(lines)}---\n{body}{'\n' if body else ''}"


def _written(value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat()
    if isinstance(value, list):
        return f"[{', '.join(_listed(item) for item in value)}]"
    return quoted(value)


def _listed(item) -> str:
    return item if isinstance(item, str) and LISTED.fullmatch(item) else _written(item)


def quoted(text: str) -> str:
    """Return a text as a YAML scalar in double quotes, on one line."""
    if PLAIN.fullmatch(text):
        return f'"{text}"'
    return yaml.dump(text, default_style='"', allow_unicode=True, width=float("inf")).removesuffix("\n")
