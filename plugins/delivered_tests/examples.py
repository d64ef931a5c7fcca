"""Rows for which an expression is true, false, or has a value: found by trying plain values."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import gcd, prod
from typing import Any

from builder.spec import Field, expression

from .candidates import candidates
from .places import Place

TRIED = 1000
"""So many combinations of values for an expression; one that needs more gets no example."""
STEP = 2_654_435_761
"""Any large number does."""
MOMENTS = tuple(datetime.datetime(year, 3, 2, 5, tzinfo=datetime.UTC) for year in (2026, 2061))
"""An example holds whenever the tests run, or it is none."""

Way = tuple[str | int, ...]
Row = dict[str, Any]
Wanted = Callable[[Row, expression.Scope], bool]


@dataclass(frozen=True)
class Example:
    """Values for the row and those it looks at, in a state of its flow (empty: the first one)."""

    top: Place
    values: dict[tuple[Way, str], Any]
    count: int
    state: str

    def row(self, now: datetime.datetime) -> Row:
        """The row as the gate will see it, computed values included."""
        return self._row(self.top, (), now)

    def _row(self, place: Place, way: Way, now: datetime.datetime) -> Row:
        row: Row = {name: self.values[way, name] for name in place.values}
        if place.state:
            row[place.state] = self.state
        for name, other in place.references.items():
            row[name] = self._row(other, (*way, name), now)
        for name, other in place.rows.items():
            row[name] = [self._row(other, (*way, name, k), now) for k in range(self.count)]
        for _ in place.computed:  # one computed value may look at another
            for name, f in place.computed.items():
                row[name] = _stored(f, _value(f.computed or "", row, now))
        return row


def examples(
    top: Place, texts: Sequence[str], states: Sequence[str], wanted: Wanted
) -> Iterator[Example]:
    """Examples in the order in which they are found; every rule beside `wanted` holds in them."""
    said = [*texts, *(rule for place in top.below() for rule in place.must)]
    said += [f.computed or "" for place in top.below() for f in place.computed.values()]
    least = max((place.least for place in top.below() if place.back), default=1)
    for count in dict.fromkeys((max(2, least), least)):
        slots = list(_slots(top, (), count))
        tried = []
        for n, (_, _, f) in enumerate(slots):
            found = candidates(f, said)
            filled = [value for value in found if value is not None]
            turn = n % len(filled) if filled else 0  # so that two fields differ at first
            tried.append([*filled[turn:], *filled[:turn], *found[len(filled) :]])
        for picked in _mixed(tried):
            values = {(way, name): v for (way, name, _), v in zip(slots, picked, strict=True)}
            for state in states:
                one = Example(top, values, count, state)
                if all(_holds(one, now, wanted) for now in MOMENTS):
                    yield one


def _mixed(tried: list[list[Any]]) -> Iterator[list[Any]]:
    """Combinations in an order in which all places change from one to the next; the first ones."""
    total = prod(map(len, tried))
    step = STEP
    while gcd(step, total) != 1:
        step += 1
    for n in range(min(total, TRIED)):
        rest, picked = n * step % total, []
        for choices in tried:
            rest, at = divmod(rest, len(choices))
            picked.append(choices[at])
        yield picked


def _slots(place: Place, way: Way, count: int) -> Iterator[tuple[Way, str, Field]]:
    for name, f in place.values.items():
        yield way, name, f
    for name, other in place.references.items():
        yield from _slots(other, (*way, name), count)
    for name, other in place.rows.items():
        for k in range(count):
            yield from _slots(other, (*way, name, k), count)


def _holds(one: Example, now: datetime.datetime, wanted: Wanted) -> bool:
    row = one.row(now)
    return wanted(row, expression.Scope(row, now)) and _kept(one.top, row, now)


def _kept(place: Place, row: Row, now: datetime.datetime) -> bool:
    """Whether every rule of this row, and of those that it looks at, holds."""
    scope = expression.Scope(row, now)
    return (
        all(expression.holds(expression.parse(rule), scope) for rule in place.must)
        and all(_kept(other, row[name], now) for name, other in place.references.items())
        and all(_kept(other, one, now) for name, other in place.rows.items() for one in row[name])
    )


def _value(text: str, row: Row, now: datetime.datetime) -> Any:
    return expression.evaluate(expression.parse(text), expression.Scope(row, now))


def _stored(f: Field, value: Any) -> Any:
    """As the field's type keeps it."""
    if isinstance(value, Decimal) and f.type == "money":
        return value.quantize(Decimal("0.01"))
    return value
