"""What Python works out for a row and what the database works out for it is the same."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cache

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings, strategies as st

from builder.kit.expression import ExpressionError, evaluate, holds, infer, parse
from builder.kit.expression.sql import condition, to_sql

from .world import WORLD, Pesanan, rows, scope

pytestmark = pytest.mark.filterwarnings("ignore:Dialect sqlite")
SESSION = rows()
ROWS = SESSION.scalars(sa.select(Pesanan).order_by(Pesanan.id)).all()

LEAF = {
    "int": ["banyak", "0", "1", "3", "count(baris)", "sum(baris.jumlah)", "length(nomor)",
            "year(tanggal)", "month(tanggal)", "day(dibuat)", "age(orang.lahir)",
            "max(baris.jumlah)", "user.id", "count(orang.pesanan)",
            "sum(orang.pesanan.baris.jumlah)", "min(baris.pengganti.id)"],
    "decimal": ["bobot", "0.5", "2.25", "avg(baris.jumlah)"],
    "money": ["harga", "sum(baris.nilai)", "avg(baris.nilai)", "min(baris.nilai)"],
    "text": ["nomor", "catatan", "'Ani'", "''", "'B''2'", "orang.nama", "orang.unit.nama",
             "user.name", "text(banyak)", "text(tanggal)", "text(status)", "text(lunas)"],
    "bool": ["lunas", "true", "false", "orang.aktif", "any(baris.cocok)", "all(baris.cocok)",
             "empty(baris)", "empty(orang)", "empty(catatan)", "has_role('operator')",
             "any(baris.pengganti.aktif)", "all(baris.pengganti.aktif)", "empty(orang.pesanan)"],
    "date": ["tanggal", "today()", "orang.lahir", "max(baris.hari)"],
    "datetime": ["dibuat", "now()"],
    "choice": ["status"],
    "ref": ["orang.unit", "user.unit", "orang.unit.induk"],
}  # fmt: skip


@cache
def _tree(kind: str, depth: int) -> st.SearchStrategy[str]:
    leaf = st.sampled_from(LEAF[kind])
    if depth == 0:
        return leaf

    def join(shape: str, *kinds: str) -> st.SearchStrategy[str]:
        parts = [_tree(each, depth - 1) for each in kinds]
        return st.tuples(*parts).map(lambda given: shape.format(*given))

    compare = [f"({{}} {op} {{}})" for op in ("==", "!=", "<", "<=", ">", ">=")]
    equal = compare[:2]
    either = [join("if({}, {}, {})", "bool", kind, kind), join("coalesce({}, {})", kind, kind)]
    grown: dict[str, list[st.SearchStrategy[str]]] = {
        "int": [*(join(f"({{}} {op} {{}})", "int", "int") for op in "+-*"), join("-{}", "int"),
                join("days({}, {})", "date", "datetime"), join("({} - {})", "date", "date"),
                join("abs({})", "int"), join("length({})", "text"), *either],
        "decimal": [join("({} / {})", "int", "int"), join("({} + {})", "decimal", "int"),
                    join("({} * {})", "decimal", "int"), join("round({}, 1)", "decimal"), *either],
        "money": [join("({} * {})", "money", "int"), join("({} + {})", "money", "money"),
                  join("({} / {})", "money", "int"), *either],
        "text": [join("({} + {})", "text", "text"), join("upper({})", "text"),
                 join("trim({})", "text"), join("lower({})", "text"), *either],
        "bool": [*(join(shape, kind, kind) for shape in compare
                   for kind in ("int", "decimal", "money", "date", "datetime")),
                 *(join(shape, kind, kind) for shape in equal for kind in ("text", "bool", "ref")),
                 *(join(shape, "choice") for shape in ("({} == 'jadi')", "({} != 'draf')",
                                                       "({} in ['draf', 'batal'])")),
                 join("({} in [{}, {}])", "int", "int", "int"), join("(not {})", "bool"),
                 join("({} in ['Ani', {}])", "text", "text"),
                 join("({} == {})", "date", "datetime"), join("({} > {})", "money", "int"),
                 join("({} and {})", "bool", "bool"), join("({} or {})", "bool", "bool"),
                 join("contains({}, {})", "text", "text"), join("starts({}, {})", "text", "text"),
                 *(join("empty({})", kind) for kind in ("int", "text", "date", "bool", "money")),
                 *either],
        "date": [join("add_days({}, {})", "date", "int"), join("add_months({}, {})", "date", "int"),
                 join("({} + {})", "date", "int"), *either],
        "datetime": either,
        "choice": either,
        "ref": either,
    }  # fmt: skip
    return st.one_of(leaf, *grown[kind])


@settings(
    max_examples=200, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
)
@given(st.sampled_from(["int", "decimal", "money", "text", "bool", "date"]).flatmap(
    lambda kind: _tree(kind, 2)
))  # fmt: skip
def test_python_and_the_database_give_the_same_value(source: str) -> None:
    try:
        tree = parse(source)
        infer(tree, WORLD, "pesanan")
    except ExpressionError:
        return
    query = sa.select(to_sql(tree, Pesanan, scope())).order_by(Pesanan.id)
    stored = SESSION.execute(query.select_from(Pesanan)).scalars().all()
    for row, theirs in zip(ROWS, stored, strict=True):
        ours = evaluate(tree, scope(row))
        assert _same(ours, theirs), (source, row.id, ours, theirs, str(query))


@settings(
    max_examples=200, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
)
@given(_tree("bool", 3))
def test_python_and_the_database_choose_the_same_rows(source: str) -> None:
    if len(source) > 500:
        return
    tree = parse(source)
    query = sa.select(Pesanan.id).where(condition(tree, Pesanan, scope())).order_by(Pesanan.id)
    chosen = SESSION.execute(query).scalars().all()
    assert chosen == [row.id for row in ROWS if holds(tree, scope(row))], (source, str(query))


def _same(ours: object, theirs: object) -> bool:
    if isinstance(ours, bool) or isinstance(theirs, bool):
        return bool(ours) == bool(theirs) and (ours is None) == (theirs is None)
    if isinstance(ours, int | Decimal) and isinstance(theirs, int | float | Decimal):
        return abs(Decimal(ours) - Decimal(str(theirs))) < Decimal("0.00001")
    if isinstance(ours, date) and not isinstance(ours, datetime):
        return str(ours) == str(theirs)
    return (ours if ours is None else str(ours)) == (theirs if theirs is None else str(theirs))
