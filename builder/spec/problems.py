"""What can be wrong with a specification, in words that a form can print beside the field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ..errors import RakitError

Severity = Literal["error", "gap", "advice"]
"""error: blocks generation. gap: blocks leaving step 7. advice: blocks nothing."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong, with the place a person has to go to and the way out."""

    severity: Severity
    code: str
    path: str
    node_id: str
    key: str
    text: str
    line: int | None = None
    way_out: str = ""

    def __str__(self) -> str:
        place = self.path or "(berkas)"
        line = f" (baris {self.line})" if self.line else ""
        way_out = f" {self.way_out}" if self.way_out else ""
        return f"{place}{line}: {self.text}{way_out}"


class SpecError(RakitError):
    """A text or stored tree that is no specification; `problems` says all that is wrong."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        rest = len(self.problems) - 1
        super().__init__(
            first.text + (f" (dan {rest} masalah lain)" if rest else ""),
            which=first.path,
            way_out=first.way_out,
        )

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


def unreadable(code: str, text: str, *, line: int | None = None, way_out: str = "") -> SpecError:
    """A refusal of the whole file, before any node of it is known."""
    return SpecError([Problem("error", code, "", "", "", text, line, way_out)])
