"""Rows with their new ids: what is written to `<entity>.jsonl`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from .convert import OddError, boolean, integer, nothing, text
from .drafts import Draft, FieldDraft
from .spool import Cell, Cells, Spool
from .values import Line, Row

_NEVER_ODD = (boolean, integer, nothing, text)
Key = tuple[str, ...]


class Rows:
    """Gives ids, follows references, converts cells. Key maps are built once, when first needed."""

    def __init__(self, drafts: list[Draft], spool: Spool) -> None:
        self._drafts = drafts
        self._spool = spool
        self._maps: dict[tuple[str, tuple[int, ...]], dict[Key, int]] = {}

    def all(self) -> Mapping[str, Callable[[], Iterator[Row]]]:
        """For each entity a function that starts a fresh pass."""
        return {draft.name: partial(self._in_order, draft) for draft in self._drafts}

    def counts(self) -> Mapping[str, int]:
        return {d.name: self._spool.counts.get(d.table.name, 0) for d in self._drafts}

    def settle(self, draft: Draft, lines: list[Line]) -> None:
        """One pass to see which fields can't be required, and what can't be brought along."""
        odd: dict[str, int] = {}
        empty = {one.name: self._empty(draft, one) for one in draft.fields}
        watched = [one for one in draft.fields if self._may_fail(draft, one)]
        for _, cells in self._numbered(draft) if watched else ():
            for one in watched:
                value, fits = self._value(one, cells)
                if not fits:
                    odd[one.name] = odd.get(one.name, 0) + 1
                if value is None:
                    empty[one.name] += 1
        for one in draft.fields:
            column = ", ".join(draft.table.columns[place].name for place in one.places)
            if one.name in odd and one.target is not None:
                said = f"Menunjuk ke baris {one.target.name} yang tidak ada: dikosongkan"
                lines.append(Line("loss", said, draft.table.name, column, odd[one.name]))
            elif one.name in odd:
                lines.append(
                    Line(
                        "loss",
                        "Isinya tidak terbaca sebagai tipenya: dikosongkan",
                        draft.table.name,
                        column,
                        odd[one.name],
                    )
                )
            if empty[one.name] and one.required:
                one.relax()
                said = "Wajib di sumbernya, tetapi ada yang kosong: tidak diwajibkan"
                lines.append(Line("change", said, draft.table.name, column, empty[one.name]))

    @staticmethod
    def _may_fail(draft: Draft, one: FieldDraft) -> bool:
        """Whether a cell may not fit; the evidence speaks for plain text and numbers."""
        if one.convert is nothing:
            return False
        binary = draft.seen is not None and draft.seen[one.places[0]].binary > 0
        return binary or one.convert not in _NEVER_ODD

    def _empty(self, draft: Draft, one: FieldDraft) -> int:
        """Empty cells, for converters that never fail: the evidence has counted them."""
        if self._may_fail(draft, one) or one.convert is nothing or draft.seen is None:
            return 0
        seen = draft.seen[one.places[0]]
        return seen.nulls + seen.empty

    def _in_order(self, draft: Draft) -> Iterator[Row]:
        """Rows so that one stands after those of its own table that it refers to.

        A database checks a reference when the row comes in. Rows that wait are kept in memory;
        those that refer to each other in a circle come last, in the source's order.
        """
        own = [one.name for one in draft.fields if one.target is draft]
        if not own:
            yield from self._rows(draft)
            return
        there: set[int] = set()
        waiting: dict[int, list[Row]] = {}
        for row in self._rows(draft):
            ready = [row]
            while ready:
                one = ready.pop()
                if missing := self._missing(one, own, there):
                    waiting.setdefault(missing, []).append(one)
                    continue
                yield one
                there.add(one["id"])
                ready += reversed(waiting.pop(one["id"], []))
        left = [row for rows in waiting.values() for row in rows]
        yield from sorted(left, key=lambda row: int(row["id"]))

    @staticmethod
    def _missing(row: Row, own: list[str], there: set[int]) -> int:
        """The first row it waits for, or 0."""
        pointed = (row.get(name) for name in own)
        return next((p for p in pointed if p and p != row["id"] and p not in there), 0)

    def _rows(self, draft: Draft) -> Iterator[Row]:
        for number, cells in self._numbered(draft):
            row: dict[str, Any] = {"id": number}
            for one in draft.fields:
                value, _ = self._value(one, cells)
                if value is None and one.raw.get("type") == "boolean" and "default" in one.raw:
                    value = one.raw["default"] == "true"
                if value is not None:
                    row[one.name] = value
            yield row

    def _numbered(self, draft: Draft) -> Iterator[tuple[int, Cells]]:
        """Every row with its id; an empty id is the next one, as the database would have given."""
        last = 0
        for cells in self._spool.rows(draft.table.name):
            value = cells[draft.kept] if draft.kept is not None else None
            number = last + 1 if value is None else int(value)
            last = max(last, number)
            yield number, cells

    def _value(self, one: FieldDraft, cells: Cells) -> tuple[Any, bool]:
        """The value, and whether the source's cell could be kept."""
        if one.target is None:
            if one.convert is None:
                return None, True
            try:
                return one.convert(cells[one.places[0]]), True
            except OddError:
                return None, False
        key = tuple(_key(cells[place]) for place in one.places)
        if "" in key:
            return None, True
        found = self._map(one.target, one.target_places).get(key)
        return found, found is not None

    def _map(self, target: Draft, places: tuple[int, ...]) -> dict[Key, int]:
        known = self._maps.get((target.name, places))
        if known is None:
            known = {}
            for number, cells in self._numbered(target):
                if places == (target.kept,):
                    known[(str(number),)] = number
                else:
                    known.setdefault(tuple(_key(cells[place]) for place in places), number)
            self._maps[(target.name, places)] = known
        return known


def _key(cell: Cell) -> str:
    """How values of two columns are compared: as text, without CHAR's padding."""
    return "" if cell is None else str(cell).rstrip()
