"""What an ERD shows of a specification: boxes with rows, and their sizes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from builder.spec import Entity, Field, Link, Spec, naming

WIDTH, HEAD, ROW, MOST = 196, 30, 20, 9


@dataclass(frozen=True)
class Words:
    """What a picture says of itself, in the language of who looks at it."""

    more: str = "isian lain"
    added: str = "baru"
    changed: str = "berubah"
    removed: str = "dihapus"


@dataclass(frozen=True)
class Row:
    """One line of a box: a field, or the end of a link."""

    id: str
    name: str
    label: str
    mark: str
    target: str = ""
    required: bool = False


@dataclass(frozen=True)
class Box:
    """One entity (or link) with the rows that are drawn; `hidden` says how many are not."""

    id: str
    name: str
    label: str
    rows: tuple[Row, ...]
    hidden: int
    link: bool

    @property
    def height(self) -> int:
        return HEAD + ROW * (len(self.rows) + bool(self.hidden)) + 6


def boxes(spec: Spec, marked: Collection[str] = ()) -> tuple[Box, ...]:
    """Every entity and link; references, keys and marked fields come first, then the others."""
    return tuple(box_of(table, marked) for table in spec.tables)


def box_of(table: Entity | Link, marked: Collection[str] = ()) -> Box:
    rows = [_row(field) for field in table.fields]
    if isinstance(table, Link):
        ends = [Row(f"{table.id}-{nth}", n, words(None, n), "FK", target, True)
                for nth, (n, target) in enumerate(table.ends)]  # fmt: skip
        rows = [*ends, *rows]
    first = [row for row in rows if row.mark or row.id in marked]
    rest = [row for row in rows if row not in first]
    shown = (*first, *rest)[: max(MOST, len(first))]
    called = words(table.label, table.name)
    return Box(table.id, table.name, called, shown, len(rows) - len(shown), isinstance(table, Link))


def _row(field: Field) -> Row:
    target = field.reference.target if field.reference else ""
    mark = "FK" if target else "U" if field.unique else ""
    called = words(field.label, field.name)
    return Row(field.id, field.name, called, mark, target, field.required)


def words(label: str | None, name: str) -> str:
    return label or naming.label_of(name)


def row_middle(nth: int) -> float:
    """How far below the top of its box the middle of a row is."""
    return HEAD + ROW * nth + ROW / 2 + 2


@dataclass(frozen=True)
class Line:
    """A reference: from the row of one box (the many) to the head of another (the one)."""

    row: str
    source: str
    y: float
    target: str
    required: bool


def lines(drawn: tuple[Box, ...]) -> tuple[Line, ...]:
    """Every reference between boxes that are drawn."""
    known = {box.name: box.id for box in drawn}
    return tuple(
        Line(row.id, box.id, row_middle(nth), known[row.target], row.required)
        for box in drawn
        for nth, row in enumerate(box.rows)
        if row.target in known
    )


Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Laid:
    """Where everything is: box id -> left top; a way for each line, in their order; the size."""

    places: dict[str, tuple[float, float]]
    ways: tuple[Points, ...]
    size: tuple[int, int]
