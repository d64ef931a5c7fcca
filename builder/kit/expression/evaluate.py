"""The value of an expression for one row, in Python."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from . import values
from .tree import Binary, Call, Listing, Negative, Not, Number, Path, Text, Tree, Truth


def attribute(thing: Any, word: str) -> Any:
    """`word` of a row: an entry of a mapping, or an attribute; empty when there is none."""
    if isinstance(thing, Mapping):
        return thing.get(word)
    return getattr(thing, word, None)


@dataclass(frozen=True)
class Scope:
    """Where an expression is worked out: the row, who asks, and when.

    `user` has `unit`, `name`, `id`; `now` is in the office's time zone. `names` are words known
    besides the row's (`note`, `rows`). Rows and users may be objects or mappings.
    """

    row: Any
    now: datetime
    user: Any = None
    roles: frozenset[str] = frozenset()
    names: Mapping[str, Any] = field(default_factory=dict)
    get: Callable[[Any, str], Any] = attribute

    @property
    def today(self) -> date:
        return self.now.date()


def holds(tree: Tree, scope: Scope) -> bool:
    """Whether a condition is true; empty is false."""
    return _truth(evaluate(tree, scope))


def evaluate(tree: Tree, scope: Scope) -> Any:
    """The value: int, Decimal, str, bool, date, datetime, time, a row, or None for empty.

    The tree must have passed `infer`: what makes no sense there is not looked for here.
    """
    match tree:
        case Number(text):
            return Decimal(text) if "." in text else int(text)
        case Text(value):
            return value or None
        case Truth(value):
            return value
        case Path(words):
            return _one(words, scope)
        case Not(inner):
            return not _truth(evaluate(inner, scope))
        case Negative(inner):
            number = evaluate(inner, scope)
            return None if number is None else -number
        case Binary(op, left, right):
            return _binary(op, left, right, scope)
        case Call(name, args):
            return _call(name, args, scope)
        case Listing(items):
            return [evaluate(item, scope) for item in items]


def _truth(value: Any) -> bool:
    return value is True or value == 1


def _start(words: tuple[str, ...], scope: Scope) -> tuple[Any, tuple[str, ...]]:
    if words[0] == "user":
        return scope.user, words[1:]
    if words[0] in scope.names:
        return scope.names[words[0]], words[1:]
    return scope.row, words


def _one(words: tuple[str, ...], scope: Scope) -> Any:
    """The value at the end of a path through references."""
    thing, rest = _start(words, scope)
    for place, word in enumerate(rest):
        if thing is None:
            return None
        found = scope.get(thing, word)
        if found is None and place == len(rest) - 1:  # a reference of which only the key is set
            found = scope.get(thing, f"{word}_id")
        thing = found
    return values.plain(thing)


def _many(words: tuple[str, ...], scope: Scope) -> list[Any]:
    """Every value at the end of a path through rows; deleted rows are not there."""
    start, rest = _start(words, scope)
    things, rows = _spread([start], scope)
    for word in rest:
        found = [None if thing is None else scope.get(thing, word) for thing in things]
        things, spread = _spread(found, scope)
        rows = rows or spread
    return [values.plain(thing) for thing in things] if rows else []


def _spread(things: list[Any], scope: Scope) -> tuple[list[Any], bool]:
    """Lists of rows laid open, and whether there was one; beside them nothing counts."""
    lists = [thing for thing in things if isinstance(thing, list | tuple | set | frozenset)]
    if not lists:
        return things, False
    rows = [row for each in lists for row in each]
    return [row for row in rows if scope.get(row, "deleted_at") is None], True


def _key(value: Any) -> Any:
    """What a reference is compared by: its id, or itself while it has none."""
    if isinstance(value, str | int | Decimal | date | None):
        return value
    found = attribute(value, "id")
    return value if found is None else found


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt,
    "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def _binary(op: str, left: Tree, right: Tree, scope: Scope) -> Any:
    a = evaluate(left, scope)
    if op == "and":
        return _truth(a) and _truth(evaluate(right, scope))
    if op == "or":
        return _truth(a) or _truth(evaluate(right, scope))
    b = evaluate(right, scope)
    if op == "in":
        return any(_compare("==", a, each, scope) for each in b)
    if op in _COMPARE:
        return _compare(op, a, b, scope)
    return None if a is None or b is None else _arithmetic(op, a, b, scope)


def _compare(op: str, a: Any, b: Any, scope: Scope) -> bool:
    a, b = _key(values.plain(a)), _key(values.plain(b))
    if a is None or b is None:
        return False
    if isinstance(a, datetime) and isinstance(b, datetime):
        a, b = values.moment_of(a), values.moment_of(b)
    elif isinstance(a, date) and isinstance(b, date):
        a, b = (values.day_of(day, scope.now.tzinfo) for day in (a, b))
    elif isinstance(a, Decimal) or isinstance(b, Decimal):
        a, b = values.rounded(a), values.rounded(b)
    return _COMPARE[op](a, b)


def _arithmetic(op: str, a: Any, b: Any, scope: Scope) -> Any:
    if isinstance(a, str):
        return a + b
    if isinstance(a, date):
        day = values.day_of(a, scope.now.tzinfo)
        if isinstance(b, date):
            return (day - values.day_of(b, scope.now.tzinfo)).days
        return values.add_days(day, b if op == "+" else -b)
    if op == "+":
        return a + b
    if op == "-":
        return a - b
    if op == "*":
        found = a * b
        return values.rounded(found) if isinstance(found, Decimal) else found
    return None if b == 0 else values.rounded(Decimal(a) / Decimal(b))


def _call(name: str, args: tuple[Tree, ...], scope: Scope) -> Any:
    if name in _MANY and isinstance(args[0], Path):
        found = _many(args[0].words, scope)
        return _MANY[name](found if name == "all" else [v for v in found if v is not None])
    if name == "if":
        return evaluate(args[1 if holds(args[0], scope) else 2], scope)
    if name == "coalesce":
        first = evaluate(args[0], scope)
        return evaluate(args[1], scope) if first is None else first
    if name == "empty":
        return _empty(args[0], scope)
    if name == "has_role" and isinstance(args[0], Text):
        return args[0].value in scope.roles
    if name in ("today", "now"):
        return scope.today if name == "today" else scope.now
    given = [evaluate(arg, scope) for arg in args]
    if None in given:
        return False if name in ("contains", "starts") else None
    return values.plain(_SINGLE[name](scope, *given))


def _empty(arg: Tree, scope: Scope) -> bool:
    value = evaluate(arg, scope)
    if isinstance(value, list | tuple | set | frozenset):
        return not _spread([value], scope)[0]
    return value is None


def _sum(found: list[Any]) -> Any:
    return sum(found, start=0)


def _average(found: list[Any]) -> Any:
    return values.rounded(Decimal(sum(found)) / len(found)) if found else None


_MANY: dict[str, Callable[[list[Any]], Any]] = {
    "sum": _sum,
    "avg": _average,
    "min": lambda found: min(found, default=None),
    "max": lambda found: max(found, default=None),
    "count": len,
    "any": lambda found: any(map(_truth, found)),
    "all": lambda found: all(map(_truth, found)),
}


def _day(scope: Scope, value: date) -> date:
    return values.day_of(value, scope.now.tzinfo)


def _text(scope: Scope, value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


_SINGLE: dict[str, Callable[..., Any]] = {
    "round": lambda s, number, digits: (
        number if isinstance(number, int) else values.rounded(number, digits)
    ),
    "abs": lambda s, number: abs(number),
    "year": lambda s, day: _day(s, day).year,
    "month": lambda s, day: _day(s, day).month,
    "day": lambda s, day: _day(s, day).day,
    "age": lambda s, day: values.age(_day(s, day), s.today),
    "days": lambda s, a, b: (_day(s, b) - _day(s, a)).days,
    "add_days": lambda s, day, count: values.add_days(_day(s, day), count),
    "add_months": lambda s, day, count: values.add_months(_day(s, day), count),
    "length": lambda s, text: len(text),
    "upper": lambda s, text: text.upper(),
    "lower": lambda s, text: text.lower(),
    "trim": lambda s, text: text.strip(" "),
    "contains": lambda s, text, part: part in text,
    "starts": lambda s, text, part: text.startswith(part),
    "text": _text,
}
