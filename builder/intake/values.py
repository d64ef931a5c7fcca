"""What an importer hands over: a proposal, its rows, a line for all that changed or stays behind.

These are plain frozen values; a plugin that imports something needs nothing else from the builder
(`from builder.intake import Importer, Proposal, Line`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from builder.errors import RakitError

Level = Literal["loss", "change", "advice", "info"]
Row = dict[str, Any]
"""One row of `<entity>.jsonl`: `id`, field names, JSON values (decimals and dates are text)."""


class IntakeError(RakitError):
    """A source cannot be read, or not in this way: what, where (table, line), the way out."""


@dataclass(frozen=True)
class Line:
    """One line of the report.

    `loss`: something of the source is not in the proposal. `change`: it is there in another form.
    `advice`: something a person may want to decide. `info`: what was done, for the record.
    """

    level: Level
    what: str
    table: str = ""
    column: str = ""
    count: int | None = None

    def plain(self) -> dict[str, Any]:
        """The line as JSON, empty parts left out."""
        parts = {
            "level": self.level,
            "table": self.table,
            "column": self.column,
            "what": self.what,
            "count": self.count,
        }
        return {key: value for key, value in parts.items() if value not in ("", None)}

    def __str__(self) -> str:
        where = ".".join(part for part in (self.table, self.column) if part)
        return f"{where}: {self.what}" if where else self.what


@dataclass(frozen=True)
class Proposal:
    """A specification as raw mapping (`builder.spec.from_raw` takes it), with rows and report.

    `rows` maps an entity's (or folded link's) name to a function that starts a fresh pass over its
    rows; empty when the import was asked for the structure alone. `counts` are the rows per entity.
    """

    raw: dict[str, Any]
    rows: Mapping[str, Callable[[], Iterator[Row]]] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    report: tuple[Line, ...] = ()
    folds: tuple[str, ...] = ()
    """Entities that are pure link tables: `fold` may turn them into `links`."""

    def with_lines(self, *lines: Line) -> Proposal:
        """The same proposal with more lines at the end of its report."""
        return replace(self, report=(*self.report, *lines))


@dataclass(frozen=True)
class Importer:
    """One way in (key, label, two functions), given by a plugin's `rakit_importers`.

    `matches(source)` looks at a path or an address and is cheap (no network, the first bytes of a
    file at most). `read(source, with_data)` does the work and raises `IntakeError` in words.
    """

    key: str
    label: Mapping[str, str]
    matches: Callable[[str], bool]
    read: Callable[[str, bool], Proposal]
