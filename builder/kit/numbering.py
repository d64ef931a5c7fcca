"""Numbers that the system gives out: one after the other, no gap, none twice."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from .fields import Field, display, value_at
from .tables import Counter


def issued_at(f: Field) -> str:
    """The transition that gives the number; empty: it is given when the row is made."""
    return str(f.limits.get("issued") or "")


def next_number(session: Any, name: str, period: str) -> int:
    """The next number of a counter, in one statement.

    The counter's row stays locked until the end of the transaction; a transaction that is
    rolled back gives its number back. So there is no gap, also with many writers.
    """
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    insert: Any = dialect.insert(Counter).values(name=name, period=period, last=1)
    counted = insert.on_conflict_do_update(
        index_elements=["name", "period"], set_={"last": Counter.last + 1}
    ).returning(Counter.last)
    return int(session.execute(counted).scalar_one())


def period_of(f: Field, day: date) -> str:
    """What the count starts anew with: the year (default), the month, or never."""
    reset = f.limits.get("reset", "year")
    return {"year": f"{day:%Y}", "month": f"{day:%Y-%m}"}.get(reset, "")


def give(session: Any, row: Any, f: Field, day: date) -> None:
    """Put the next number into an empty field."""
    if getattr(row, f.key):
        return
    assert f.type is not None
    unit = _unit(row)
    name = f"{row.__tablename__}.{f.key}"
    number = next_number(session, name, period_of(f, day))
    pattern = str(f.limits.get("pattern") or "{seq:04}/{year}")
    setattr(row, f.key, f.type.number(pattern, number, day, unit))


def _unit(row: Any) -> str:
    """The unit as it stands in a number: its code where it has one, else its name."""
    dotted = type(row).__unit__
    if not dotted:
        return ""
    unit = value_at(row, dotted)
    if unit is None:
        return ""
    return str(getattr(unit, "kode", None) or (display(unit) if hasattr(unit, "id") else unit))
