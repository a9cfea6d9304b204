from dataclasses import dataclass

from content.frontmatter import Fault


@dataclass(frozen=True)
class Outcome:
    """What became of one file, or a ``note`` on it.

    Its kind is ``created``, ``changed``, ``unchanged``, ``left`` (alone) or ``broken``.
    """

    path: str
    kind: str
    reason: str = ""
    line: int | None = None

    def __str__(self):
        place = f"{self.path}, line {self.line}" if self.line else self.path
        return f"{place}: {self.reason}" if self.reason else place


def broken(path: str, fault: Fault) -> Outcome:
    return Outcome(path, "broken", fault.reason, fault.line)
