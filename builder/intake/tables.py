"""The tables of somebody else, as found: what importers of databases and SQL files fill in.

Names are the source's own, types its own words; nothing is cleaned or judged here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .values import Line


@dataclass(frozen=True)
class Declared:
    """A column type as declared: `NUMERIC(10, 2)` is `("NUMERIC", (10, 2))`."""

    name: str
    numbers: tuple[int, ...] = ()
    members: tuple[str, ...] = ()
    """The values of an enum or set."""
    array: bool = False

    def __str__(self) -> str:
        inside = ", ".join(map(str, self.numbers or self.members))
        return f"{self.name}({inside})" if inside else self.name


@dataclass
class Column:
    name: str
    type: Declared
    nullable: bool = True
    default: str | None = None
    """A literal (`0`, `Y`) as text, or an expression when `default_is_sql`."""
    default_is_sql: bool = False
    unique: bool = False
    autoincrement: bool = False
    generated: str = ""
    comment: str = ""


@dataclass(frozen=True)
class ForeignKey:
    columns: tuple[str, ...]
    target: str
    target_columns: tuple[str, ...] = ()
    """Empty: the target's primary key."""
    on_delete: str = ""


@dataclass
class Table:
    name: str
    columns: list[Column] = field(default_factory=list)
    primary_key: tuple[str, ...] = ()
    uniques: list[tuple[str, ...]] = field(default_factory=list)
    indexes: list[tuple[str, ...]] = field(default_factory=list)
    foreign_keys: list[ForeignKey] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)
    comment: str = ""

    def column(self, name: str) -> Column | None:
        """The column of that name; SQL compares names without case."""
        wanted = name.casefold()
        return next((c for c in self.columns if c.name.casefold() == wanted), None)


@dataclass
class Structure:
    """Everything found in one source; `lines` holds what the reader could not take along."""

    title: str
    tables: list[Table] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def table(self, name: str) -> Table | None:
        wanted = name.casefold()
        return next((t for t in self.tables if t.name.casefold() == wanted), None)
