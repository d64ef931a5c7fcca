"""An expression as SQL: the same meaning as `evaluate`, worked out by the database.

`to_sql` gives a value, `condition` something for `where`. The row is a mapped class or an alias of
one. A path through references becomes a scalar subquery (or EXISTS, when compared with something
that does not depend on the row), an aggregate over inverse rows a scalar subquery; nothing is
joined to the caller's query, so counts stay right.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from . import days
from .chain import Chain
from .evaluate import Scope, evaluate
from .tokens import ExpressionError
from .tree import (
    BIND,
    COMPARE,
    Binary,
    Call,
    Listing,
    Negative,
    Not,
    Number,
    Path,
    Text,
    Tree,
    Truth,
    below,
)
from .values import PLACES

SQL = sa.ColumnElement[Any]
_MANY = frozenset({"sum", "min", "max", "avg", "count", "any", "all"})


def to_sql(tree: Tree, model: Any, scope: Scope) -> SQL:
    """The value of the tree for each row of `model`; of the scope only user, roles and now count.

    A true-or-false value is never NULL. With `rows.x` in an aggregate the rows are those of the
    caller's query itself: `select(to_sql(parse("sum(rows.total)"), Pengajuan, scope)).where(…)`.
    """
    return _Writer(model, scope).value(tree)


def condition(tree: Tree, model: Any, scope: Scope) -> SQL:
    """The tree for `where`: NULL counts as false there, so that indexes stay in use."""
    return _Writer(model, scope).truth(tree, exact=False)


class _Writer:
    def __init__(self, model: Any, scope: Scope) -> None:
        self.model = model
        self.scope = replace(scope, row=None)

    # ---- values

    def value(self, tree: Tree) -> SQL:
        if _is_bool(tree):
            return self.truth(tree, exact=True)
        match tree:
            case Number(text):
                return self.literal(Decimal(text) if "." in text else int(text))
            case Text(value):
                return self.literal(value or None)
            case Path(words):
                return self.path(words)
            case Negative(inner):
                return -self.value(inner)
            case Binary(op, left, right):
                return self.arithmetic(op, self.value(left), self.value(right))
            case Call(name, args):
                return self.call(name, args)
        raise ExpressionError("ungkapan ini tidak dapat dicari di basis data")

    def literal(self, value: Any) -> SQL:
        if value is None:
            return sa.literal(None, sa.String())  # `== NULL` would become IS NULL
        if isinstance(value, bool):
            return sa.true() if value else sa.false()
        if isinstance(value, datetime):
            moment = value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
            return sa.literal(moment, sa.DateTime(timezone=True))
        if isinstance(value, Decimal):
            return sa.literal(value, sa.Numeric(24, PLACES))
        return sa.literal(value)

    def constant(self, tree: Tree) -> SQL:
        """What does not depend on the row is worked out here, once."""
        found = evaluate(tree, self.scope)
        value = found if _simple(found) else getattr(found, "id", None)
        if value is None and isinstance(tree, Path) and tree.words[-1] != "name":
            return sa.literal(None, sa.Integer())
        return self.literal(value)

    def path(self, words: tuple[str, ...]) -> SQL:
        if words[0] == "user":
            return self.constant(Path(words))
        chain = Chain(self.model, words)
        if not chain.links:
            return _empty_text(chain.leaf)
        return (
            sa.select(_empty_text(chain.leaf))
            .where(*chain.on)
            .correlate(self.model)
            .select_from(chain.source)
            .scalar_subquery()
        )

    # ---- conditions

    def truth(self, tree: Tree, *, exact: bool) -> SQL:
        """With `exact` never NULL; else NULL stands for false."""
        match tree:
            case Truth(value):
                return sa.true() if value else sa.false()
            case Not(inner):
                return sa.not_(self.truth(inner, exact=True))
            case Binary("and" | "or" as op, _, _):
                parts = [self.truth(part, exact=False) for part in _chained(tree, op)]
                found = sa.and_(*parts) if op == "and" else sa.or_(*parts)
            case Binary("in", left, Listing(items)):
                found = self.compare("in", left, Listing(items))
            case Binary(op, left, right) if BIND[op] == COMPARE:
                found = self.compare(op, left, right)
            case Call("empty", (arg,)):
                return self.empty(arg)
            case Call("if", (test, yes, no)):
                return sa.case(
                    (self.truth(test, exact=False), self.truth(yes, exact=True)),
                    else_=self.truth(no, exact=True),
                )
            case Call("has_role", _):
                return self.literal(evaluate(tree, self.scope))
            case Call("any" | "all" as name, (Path(words),)):
                return self.some(name, words)
            case _:
                found = self.raw(tree)
        return sa.func.coalesce(found, sa.false(), type_=sa.Boolean()) if exact else found

    def raw(self, tree: Tree) -> SQL:
        """A true-or-false value that may be NULL: a field, coalesce, contains, starts."""
        if isinstance(tree, Path):
            return self.path(tree.words)
        if isinstance(tree, Call):
            return self.call(tree.name, tree.args)
        return self.truth(tree, exact=True)

    def operand(self, tree: Tree) -> SQL:
        """One side of a comparison: a field may be NULL here, and then the comparison is false."""
        if isinstance(tree, Path) or (isinstance(tree, Call) and tree.name == "coalesce"):
            return self.raw(tree)
        return self.value(tree)

    def compare(self, op: str, left: Tree, right: Tree) -> SQL:
        for path, other, turned in ((left, right, False), (right, left, True)):
            if isinstance(path, Path) and self.is_hop(path) and self.is_constant(other):
                chain = Chain(self.model, path.words)
                sides = (other, chain.leaf) if turned else (chain.leaf, other)
                inner = self.compared(op, *(self.side(s, bare=True) for s in sides))
                return (
                    sa.exists()
                    .where(*chain.on, inner)
                    .select_from(chain.source)
                    .correlate(self.model)
                )
        written = isinstance(left, Text) or isinstance(right, Text)
        return self.compared(
            op, *(self.side(s, bare=written and op == "==") for s in (left, right))
        )

    def side(self, tree: Any, *, bare: bool) -> Any:
        """`bare`: a text column as it is, since empty text equals no written text."""
        if isinstance(tree, Listing):
            return [self.operand(item) for item in tree.items]
        if isinstance(tree, Tree):
            if self.is_constant(tree) and not isinstance(tree, Number | Text):
                return self.constant(tree)
            if bare and isinstance(tree, Path) and len(tree.words) == 1:
                return Chain(self.model, tree.words).leaf
            return self.operand(tree)
        return tree if bare and not _is_text(tree) else _empty_text(tree)

    def compared(self, op: str, a: Any, b: Any) -> SQL:
        if op == "in":
            pairs = [self.compared("==", a, each) for each in b]
            plain = all(isinstance(each, sa.BindParameter) for each in b)
            return a.in_(b) if plain and not _computed(a) else sa.or_(*pairs)
        if _is(a, sa.DateTime) != _is(b, sa.DateTime):
            a, b = self.day(a), self.day(b)
        elif _computed(a) or _computed(b):
            a, b = _rounded(a), _rounded(b)
        compare = {
            "==": a.__eq__, "!=": a.__ne__, "<": a.__lt__,
            "<=": a.__le__, ">": a.__gt__, ">=": a.__ge__,
        }[op]  # fmt: skip
        found: SQL = compare(b)
        return found

    def empty(self, arg: Tree) -> SQL:
        if isinstance(arg, Path) and arg.words[0] != "user":
            chain = Chain(self.model, arg.words, rows=None)
            if chain.many:
                return ~sa.exists().where(*chain.on).select_from(chain.source).correlate(self.model)
            return self.path(arg.words).is_(None)
        return self.operand(arg).is_(None)

    def some(self, name: str, words: tuple[str, ...]) -> SQL:
        chain = Chain(self.model, words, rows=True)
        flag = sa.func.coalesce(chain.leaf, sa.false(), type_=sa.Boolean())
        wanted = flag if name == "any" else ~flag
        if not chain.links:  # the rows of the caller's query
            count = sa.func.count(sa.case((wanted, 1)))
            return count > 0 if name == "any" else count == 0
        found = sa.exists().where(*chain.on, wanted).select_from(chain.source)
        found = found.correlate(self.model)
        return found if name == "any" else ~found

    # ---- arithmetic and functions

    def arithmetic(self, op: str, a: SQL, b: SQL) -> SQL:
        if _is_text(a) and _is_text(b):
            return a.concat(b)
        if _is_day(a):
            if _is_day(b):
                return days.between(self.day(b), self.day(a))
            return days.add_days(self.day(a), b if op == "+" else -b)
        if op == "/":
            top = sa.cast(a, sa.Numeric(38, 10)) if _is(a, sa.Integer) else a
            return _round(sa.type_coerce(top, _number()) / sa.func.nullif(b, 0, type_=_number()))
        found = {"+": a.__add__, "-": a.__sub__, "*": a.__mul__}[op](b)
        whole = _is(a, sa.Integer) and _is(b, sa.Integer)
        return _round(found) if op == "*" and not whole else found

    def day(self, value: SQL) -> SQL:
        if not _is(value, sa.DateTime):
            return value
        offset = self.scope.now.utcoffset()
        return days.local_day(value, int(offset.total_seconds() // 60) if offset else 0)

    def call(self, name: str, args: tuple[Tree, ...]) -> SQL:
        if name in ("today", "now"):
            return self.literal(self.scope.today if name == "today" else self.scope.now)
        if name in _MANY:
            return self.aggregate(name, args[0])
        if name == "if":
            return sa.case(
                (self.truth(args[0], exact=False), self.value(args[1])), else_=self.value(args[2])
            )
        if name == "coalesce":
            return sa.func.coalesce(self.operand(args[0]), self.operand(args[1]))
        found = [self.value(arg) for arg in args]
        if name in ("year", "month", "day", "age", "days", "add_days", "add_months"):
            return self.day_function(name, found)
        return _text_or_number(name, found)

    def day_function(self, name: str, found: list[SQL]) -> SQL:
        first = self.day(found[0])
        if name == "age":
            return days.age(first, self.scope.today)
        if name == "days":
            return days.between(first, self.day(found[1]))
        if name in ("add_days", "add_months"):
            return (days.add_days if name == "add_days" else days.add_months)(first, found[1])
        return days.part(name, first)

    def aggregate(self, name: str, arg: Tree) -> SQL:
        if not isinstance(arg, Path):
            raise ExpressionError(f"{name} perlu nama baris")
        chain = Chain(self.model, arg.words, rows=True)
        found = _over_rows(name, chain.leaf)
        if not chain.links:
            return found
        query = sa.select(found).where(*chain.on).select_from(chain.source)
        return query.correlate(self.model).scalar_subquery()

    # ---- what depends on the row

    def is_hop(self, path: Path) -> bool:
        if path.words[0] in ("user", "rows"):
            return False
        chain = Chain(self.model, path.words, rows=None)
        return bool(chain.links) and not chain.many

    def is_constant(self, tree: Tree) -> bool:
        return all(t.words[0] == "user" for t in below(tree) if isinstance(t, Path))


def _is_bool(tree: Tree) -> bool:
    """Conditions by their shape; a field or `coalesce` that is true or false is only read."""
    match tree:
        case Truth() | Not():
            return True
        case Binary(op, _, _):
            return BIND[op] <= COMPARE
        case Call(name, args):
            if name == "if":
                return _is_bool(args[1]) or _is_bool(args[2])
            return name in ("empty", "any", "all", "contains", "starts", "has_role")
    return False


def _chained(tree: Tree, op: str) -> list[Tree]:
    if isinstance(tree, Binary) and tree.op == op:
        return [*_chained(tree.left, op), *_chained(tree.right, op)]
    return [tree]


def _simple(value: Any) -> bool:
    return value is None or isinstance(value, bool | int | str | Decimal | date)


def _number() -> Any:
    return sa.Numeric(38, PLACES)


def _is(value: Any, kind: type[Any]) -> bool:
    return isinstance(getattr(value, "type", None), kind)


def _is_day(value: Any) -> bool:
    return _is(value, sa.Date) or _is(value, sa.DateTime)


def _is_text(value: Any) -> bool:
    return _is(value, sa.String)


def _empty_text(value: SQL) -> SQL:
    """A text column with '' read as empty; names of choices are never ''."""
    return sa.func.nullif(value, "", type_=value.type) if _is_text(value) else value


def _computed(value: Any) -> bool:
    """A decimal that is no column and no written number: SQLite works it out as a float."""
    return _is(value, sa.Numeric) and not isinstance(value, sa.Column | sa.BindParameter)


def _rounded(value: SQL) -> SQL:
    return _round(value) if _is(value, sa.Numeric) else value


def _round(value: SQL, digits: int = PLACES) -> SQL:
    return sa.func.round(value, digits, type_=_number())


def _over_rows(name: str, leaf: SQL) -> SQL:
    if name == "sum":
        return sa.func.coalesce(sa.func.sum(leaf), 0, type_=leaf.type)
    if name == "avg":
        return _round(sa.func.avg(leaf, type_=_number()))
    if name == "count":
        return sa.func.count(leaf)
    found = sa.func.min(leaf) if name == "min" else sa.func.max(leaf)
    return sa.type_coerce(found, leaf.type)


def _text_or_number(name: str, found: list[SQL]) -> SQL:
    first = found[0]
    if name == "round":
        if _is(first, sa.Integer):
            return first
        return sa.func.round(first, found[1], type_=_number())
    if name == "abs":
        return sa.func.abs(first, type_=first.type)
    if name == "length":
        return sa.func.length(first, type_=sa.Integer())
    if name in ("upper", "lower"):
        return getattr(sa.func, name)(first, type_=sa.String())
    if name == "trim":
        return sa.func.nullif(sa.func.trim(first, " "), "", type_=sa.String())
    if name == "contains":
        return days.position(first, found[1]) > 0
    if name == "starts":
        return sa.func.substr(first, 1, sa.func.length(found[1]), type_=sa.String()) == found[1]
    if name == "text":
        if _is(first, sa.Boolean):
            return sa.case((first.is_(True), "true"), (first.is_(False), "false"), else_=sa.null())
        return sa.cast(first, sa.String())
    raise ExpressionError(f"fungsi {name} tidak ada")
