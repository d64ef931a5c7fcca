"""One cell of a source to the value in `<entity>.jsonl`: JSON, decimals and times as text.

A converter returns None for what is empty; `OddError` when the cell cannot be what its column is
(counted and reported by the caller, who keeps the row).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from builder.spec.scalars import FORBIDDEN

from .evidence import ZERO_DATES
from .spool import Cell

Convert = Callable[[Cell], Any]
YES = frozenset(("1", "true", "t", "y", "yes", "ya", "on"))
NO = frozenset(("0", "false", "f", "n", "no", "tidak", "off"))
_PLACES = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")


class OddError(ValueError):
    """The cell is no such value."""


def text(cell: Cell) -> str | None:
    """Text as it is, in NFC, without what a specification and a database refuse."""
    if cell is None:
        return None
    if isinstance(cell, bytes):
        raise OddError
    said = unicodedata.normalize("NFC", str(cell).replace("\r\n", "\n").replace("\r", "\n"))
    return FORBIDDEN.sub("", said) if said.strip() else None


def integer(cell: Cell) -> int | None:
    if cell is None or isinstance(cell, int):
        return cell
    number = _decimal(cell)
    if number is None:
        return None
    if number != int(number):
        raise OddError
    return int(number)


def decimal(digits: int) -> Convert:
    """Always written with `digits` places, so that no reader takes a point for thousands."""
    step = Decimal(1).scaleb(-digits)

    def convert(cell: Cell) -> str | None:
        number = _decimal(cell)
        if number is None:
            return None
        try:
            return str(number.quantize(step))
        except InvalidOperation:
            raise OddError from None

    return convert


def _decimal(cell: Cell) -> Decimal | None:
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    try:
        number = Decimal(cell.strip() if isinstance(cell, str) else str(cell))
    except InvalidOperation:
        raise OddError from None
    if not number.is_finite():
        raise OddError
    return number


def boolean(cell: Cell) -> bool | None:
    if cell is None:
        return None
    if isinstance(cell, bytes):
        return any(cell)  # MySQL's BIT
    word = str(cell).strip().lower()
    if word in YES or word in NO:
        return word in YES
    if not word:
        return None
    raise OddError


def day(cell: Cell) -> str | None:
    if _blank(cell):
        return None
    found = _PLACES.match(str(cell))
    try:
        if found:
            return date(*map(int, found.groups())).isoformat()
    except ValueError:
        pass  # 2024-02-30: refused below like any other text
    raise OddError


def moment(cell: Cell) -> str | None:
    """Local time without zone, as the field type keeps it."""
    if _blank(cell):
        return None
    said = str(cell).strip()
    found = _PLACES.match(said)
    clock = _CLOCK.match(said[found.end() :].lstrip(" T")) if found else None
    try:
        if found:
            hour, minute, second = (
                (int(part or 0) for part in clock.groups()) if clock else (0, 0, 0)
            )
            at = time(hour, minute, second)
            return datetime.combine(date(*map(int, found.groups())), at).isoformat()
    except ValueError:
        pass  # no such day or hour: refused below
    raise OddError


def clock(cell: Cell) -> str | None:
    if _blank(cell):
        return None
    found = _CLOCK.match(str(cell).strip())
    try:
        if found:
            return time(int(found[1]), int(found[2]), int(found[3] or 0)).isoformat()
    except ValueError:
        pass  # MySQL's TIME may be 838 hours: refused below
    raise OddError


def _blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and (not cell.strip() or cell in ZERO_DATES))


def lower(cell: Cell) -> str | None:
    said = text(cell)
    return said.strip().lower() if said else None


def phone(cell: Cell) -> str | None:
    """As the field type keeps it: +62 and digits."""
    said = text(cell)
    if said is None:
        return None
    digits = re.sub(r"\D", "", said)
    return "+62" + digits.removeprefix("62").removeprefix("0")


def digits(cell: Cell) -> str | None:
    """NIK, NIP and their like: digits only."""
    said = text(cell)
    return "".join(c for c in said if c not in " .-") if said else None


def choice(names: Mapping[str, str]) -> Convert:
    """The stored name for each value of the source."""

    def convert(cell: Cell) -> str | None:
        said = text(cell)
        if said is None:
            return None
        if said not in names:
            raise OddError
        return names[said]

    return convert


def choices(names: Mapping[str, str]) -> Convert:
    """MySQL's SET: values with commas between."""
    one = choice(names)

    def convert(cell: Cell) -> list[Any] | None:
        said = text(cell)
        return [one(part) for part in said.split(",")] if said else None

    return convert


def nothing(cell: Cell) -> None:
    """For binaries, whose content stays behind."""
