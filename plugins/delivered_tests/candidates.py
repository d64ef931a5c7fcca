"""Values to try in an example: plain ones, and those around the numbers and names of a rule."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from builder.spec import Field, expression

DAYS = tuple(datetime.date(year, 6, day) for year in (2020, 2999) for day in (10, 20))
"""Long past and far ahead, so that they stay there whenever the tests run."""
NUMBERS = (2, 3, 5, 7, 11, 1000)
WORDS = ("Alfa", "Beta", "Gama")
PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./-]{0,54}")
"""A text of a rule that can stand in an example as it is."""


def candidates(f: Field, texts: list[str]) -> list[Any]:
    """Valid values of the field; `texts` are the rules that they shall meet or break."""
    found = [value for value in _values(f, texts) if _fits(f, value)]
    may_be_empty = not f.required and f.type != "boolean"
    return [*dict.fromkeys(found), *([None] if may_be_empty else [])]


def _values(f: Field, texts: list[str]) -> Iterator[Any]:
    if f.type == "boolean":
        yield from (True, False)
    elif f.type == "choice":
        yield from (choice.name for choice in f.options.choices if not choice.retired)
    elif f.type == "date":
        yield from DAYS
    elif f.type in ("text", "long_text"):
        yield from (word for word in _words(texts) if PLAIN.fullmatch(word))
        yield from WORDS
    else:
        yield from _numbers(f, texts)


def _numbers(f: Field, texts: list[str]) -> Iterator[Any]:
    whole = f.type in ("integer", "year")
    edges = [Decimal(str(e)) for e in (f.options.min, f.options.max) if e is not None]
    around = [*edges, *(Decimal(n) for n in _found(texts, "Number"))]
    plain = (2020, 2021, 2022) if f.type == "year" else NUMBERS
    for value in (*map(Decimal, plain), *(v + step for v in around for step in (0, 1, -1, 2))):
        if whole and value == value.to_integral_value():
            yield int(value)
        elif not whole:
            yield value


def _found(texts: list[str], kind: str) -> Iterator[Any]:
    for text in texts:
        for part in expression.tree.below(expression.parse(text)):
            if type(part).__name__ == kind:
                yield part.text if kind == "Number" else part.value  # type: ignore[union-attr]


def _words(texts: list[str]) -> Iterator[str]:
    yield from _found(texts, "Text")


def _fits(f: Field, value: Any) -> bool:
    """Whether the type's own limits take it."""
    options = f.options
    if isinstance(value, str) and f.type != "choice":
        pattern = getattr(options, "pattern", None)
        if pattern and not re.fullmatch(pattern, value):
            return False
        return bool(options.min_length <= len(value) <= options.max_length)
    low, high = getattr(options, "min", None), getattr(options, "max", None)
    if isinstance(value, datetime.date):
        return _after(value, low) and _after(value, high, before=True)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return True
    places = getattr(options, "digits", 2) if f.type in ("decimal", "percent") else 2
    fine = Decimal(value) == round(Decimal(value), places)
    return fine and not (
        (low is not None and value < Decimal(str(low)))
        or (high is not None and value > Decimal(str(high)))
    )


def _after(value: datetime.date, edge: str | None, *, before: bool = False) -> bool:
    if edge is None:
        return True
    if edge in ("today", "now"):
        return (value == DAYS[0] or value == DAYS[1]) is before
    limit = datetime.date.fromisoformat(edge)
    return value <= limit if before else value >= limit
