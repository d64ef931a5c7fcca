"""What the data of a column says about it, whatever was declared.

One pass, column by column in batches; each distinct value of a batch is looked at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from .spool import BATCH, Cell, Spool

FEW = 25
_INT = re.compile(r"[+-]?(?:0|[1-9]\d{0,17})\Z")
_NUMBER = re.compile(r"[+-]?\d{1,30}(?:\.(\d{0,30}))?(?:[eE][+-]?\d{1,3})?\Z")
_DATE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})\Z")
_MOMENT = re.compile(
    r"\d{4}[-/]\d{1,2}[-/]\d{1,2}"
    r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?)?\Z"
)
_MIDNIGHT = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:[ T]0{1,2}:00(?::00(?:\.0+)?)?)?\Z")
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?\Z")
_MAIL = re.compile(
    r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}\Z"
)
_PHONE = re.compile(r"(?:\+62|62|0)[ .()-]*\d(?:[ .()-]*\d){6,12}\Z")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")
_DAY = r"(?:0[1-9]|[12]\d|3[01])"
_NIK = re.compile(rf"\d{{6}}(?:{_DAY}|4[1-9]|[56]\d|7[01])(?:0[1-9]|1[0-2])\d{{6}}\Z")
_NIP = re.compile(rf"(?:19|20)\d\d(?:0[1-9]|1[0-2]){_DAY}\d{{6}}[12]\d{{3}}\Z")
_NPWP = re.compile(r"\d{2}[. ]?\d{3}[. ]?\d{3}[. ]?\d-?\d{3}[. ]?\d{3}\Z|\d{16}\Z")
ZERO_DATES = frozenset(
    ("0000-00-00", "0000-00-00 00:00:00", "0000-00-00T00:00:00", "00:00:00 00-00-0000")
)
_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("integer", _INT),
    ("number", _NUMBER),
    ("date", _DATE),
    ("moment", _MOMENT),
    ("midnight", _MIDNIGHT),
    ("clock", _CLOCK),
    ("mail", _MAIL),
    ("phone", _PHONE),
    ("uuid", _UUID),
    ("nik", _NIK),
    ("nip", _NIP),
    ("npwp", _NPWP),
    ("nomor_kk", re.compile(r"\d{16}\Z")),
)


@dataclass
class Seen:
    """One column's data. `shapes` are those that every value has (empty and zero dates aside)."""

    rows: int = 0
    nulls: int = 0
    empty: int = 0
    zero_dates: int = 0
    binary: int = 0
    images: int = 0
    shapes: set[str] = field(default_factory=lambda: {name for name, _ in _SHAPES})
    integers: set[int] = field(default_factory=set)
    """The smallest and the largest, once there are any."""
    fraction: int = 0
    """Most digits behind the point."""
    longest: int = 0
    lines: bool = False
    """Some value has a line break."""
    few: set[Cell] | None = field(default_factory=set)
    """The distinct values while they are few, else None."""

    @property
    def some(self) -> bool:
        """Whether there is any value to judge by."""
        return self.rows > self.nulls + self.empty + self.zero_dates

    @property
    def low(self) -> int:
        """The smallest whole number, 0 when there is none."""
        return min(self.integers, default=0)

    @property
    def high(self) -> int:
        """The largest whole number, 0 when there is none."""
        return max(self.integers, default=0)

    def all(self, shape: str) -> bool:
        return self.some and shape in self.shapes

    def add(self, cells: tuple[Cell, ...]) -> None:
        """Look at one batch of the column."""
        self.rows += len(cells)
        distinct = set(cells)
        if None in distinct:
            distinct.remove(None)
            self.nulls += cells.count(None)
        numbers = {value for value in distinct if isinstance(value, int)}
        binaries = {value for value in distinct if isinstance(value, bytes)}
        if numbers:
            self._numbers(numbers)
        for head in binaries:
            self.binary += cells.count(head)
            self.images += cells.count(head) if is_image(head) else 0
            self.shapes.clear()
        texts = {value for value in distinct if isinstance(value, str)}
        for value in {value for value in texts if not value.strip() or value in ZERO_DATES}:
            texts.remove(value)
            if value in ZERO_DATES:
                self.zero_dates += cells.count(value)
            else:
                self.empty += cells.count(value)
        if texts:
            self._texts(texts)
        if self.few is not None:
            self.few |= distinct - {""}
            self.few = None if len(self.few) > FEW else self.few

    def _numbers(self, values: set[int]) -> None:
        self.integers = {min(values | self.integers), max(values | self.integers)}
        self.longest = max(self.longest, *(len(str(value)) for value in self.integers))
        self.shapes &= {"integer", "number"}

    def _texts(self, values: set[str]) -> None:
        self.longest = max(self.longest, max(map(len, values)))
        self.lines = self.lines or any("\n" in value for value in values)
        for name, pattern in _SHAPES:
            if name in self.shapes and not all(map(pattern.match, values)):
                self.shapes.discard(name)
        if "integer" in self.shapes:
            numbers = {int(value) for value in values} | self.integers
            self.integers = {min(numbers), max(numbers)}
        elif "number" in self.shapes:
            self.fraction = max(self.fraction, *map(_places, values))


def _places(value: str) -> int:
    """Digits behind the point; an exponent counts as many."""
    found = _NUMBER.match(value)
    behind = (found[1] or "").rstrip("0") if found else ""
    return 7 if "e" in value.lower() else len(behind)


def is_image(head: bytes) -> bool:
    """Whether a binary begins as PNG, JPEG, GIF or WebP."""
    return head.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8")) or head[8:12] == b"WEBP"


def look(spool: Spool, table: str, width: int) -> list[Seen]:
    """One `Seen` for each of the table's columns."""
    seen = [Seen() for _ in range(width)]
    for batch in _batches(spool.rows(table)):
        for column, cells in zip(seen, zip(*batch, strict=True), strict=True):
            column.add(cells)
    return seen


def _batches(rows: Iterator[tuple[Cell, ...]]) -> Iterator[list[tuple[Cell, ...]]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def repeats(spool: Spool, table: str, places: tuple[int, ...]) -> int:
    """How many rows repeat an earlier combination of these columns; SQL lets empty ones repeat."""
    known: set[tuple[Cell, ...]] = set()
    found = 0
    for cells in spool.rows(table):
        key = tuple(cells[place] for place in places)
        if None in key:
            continue
        if key in known:
            found += 1
        known.add(key)
    return found
