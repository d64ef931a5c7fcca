"""What Python works out for a row and what the database works out for it is the same."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cache

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy.orm import Session

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


OFTEN = settings(
    max_examples=250, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
)
CORNERS = [
    "not (banyak == 1)", "not lunas", "not (not (banyak > 1))", "not (lunas and banyak > 1)",
    "lunas == false", "not orang.aktif", "not (orang.unit == user.unit)", "empty(orang.unit)",
    "orang.unit.induk == user.unit", "orang.unit.nama != 'Unit 1'", "not (nomor in ['A-1'])",
    "orang.nama == nomor", "orang.nama == ''", "nomor != catatan", "status in ['jadi', 'batal']",
    "not (status in ['jadi'])", "count(baris) == 0", "not empty(baris)", "all(baris.cocok)",
    "any(baris.pengganti.aktif)", "all(baris.pengganti.aktif)", "if(lunas, banyak, 1) == 1",
    "if(empty(lunas), true, lunas)", "coalesce(lunas, true)", "not coalesce(lunas, true)",
    "harga / banyak > 100", "empty(harga / banyak)", "bobot * 3 == 0.75", "bobot / 3 * 3 == bobot",
    "avg(baris.jumlah) == 3", "sum(orang.pesanan.baris.jumlah) > 0", "dibuat == today()",
    "day(dibuat) == 23", "tanggal + 1 > today()", "add_months(tanggal, 1) < dibuat",
    "age(tanggal) >= 36", "contains(nomor, catatan)", "starts(nomor, '')",
    "trim(orang.nama) == 'Ani'",
    "empty(trim(' '))", "-banyak < 0", "now() > dibuat", "has_role('verifikator')",
    "banyak in [count(baris), 1]", "orang.unit in [user.unit, orang.unit.induk]",
    "orang.aktif == lunas", "text(lunas) == 'true'", "round(bobot, 1) == 0.3",
    "empty(baris) or min(baris.jumlah) < 1", "'Ani' == orang.nama", "2 < orang.unit.id",
]  # fmt: skip


@cache
def _tree(kind: str, depth: int) -> st.SearchStrategy[str]:
    leaf = st.sampled_from(LEAF[kind])
    if depth == 0:
        return leaf

    def join(shape: str, *kinds: str) -> st.SearchStrategy[str]:
        parts = [_tree(each, depth - 1) for each in kinds]
        return st.tuples(*parts).map(lambda given: shape.format(*given))

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
        "bool": [
            st.one_of(
                *(join(f"({{}} {op} {{}})", kind, kind)
                  for op in ("==", "!=", "<", "<=", ">", ">=")
                  for kind in ("int", "decimal", "money", "date", "datetime"))
            ),
            st.one_of(
                *(join(shape, kind, kind) for shape in ("({} == {})", "({} != {})")
                  for kind in ("text", "bool", "ref")),
                join("({} == {})", "date", "datetime"), join("({} > {})", "money", "int"),
            ),
            st.one_of(*(join(shape, "choice") for shape in (
                "({} == 'jadi')", "({} != 'draf')", "({} in ['draf', 'batal'])"))),
            st.one_of(join("({} in [{}, {}])", "int", "int", "int"),
                      join("({} in ['Ani', {}])", "text", "text")),
            join("(not {})", "bool"), join("not ({} and {})", "bool", "bool"),
            st.one_of(join("({} and {})", "bool", "bool"), join("({} or {})", "bool", "bool")),
            st.one_of(join("contains({}, {})", "text", "text"),
                      join("starts({}, {})", "text", "text")),
            st.one_of(*(join("empty({})", kind)
                        for kind in ("int", "text", "date", "bool", "money"))),
            *either,
        ],
        "date": [join("add_days({}, {})", "date", "int"), join("add_months({}, {})", "date", "int"),
                 join("({} + {})", "date", "int"), *either],
        "datetime": either,
        "choice": either,
        "ref": either,
    }  # fmt: skip
    return st.one_of(leaf, *grown[kind])


@OFTEN
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


@OFTEN
@given(_tree("bool", 3))
def test_python_and_the_database_choose_the_same_rows(source: str) -> None:
    if len(source) > 500:
        return
    tree = parse(source)
    query = sa.select(Pesanan.id).where(condition(tree, Pesanan, scope())).order_by(Pesanan.id)
    chosen = SESSION.execute(query).scalars().all()
    assert chosen == [row.id for row in ROWS if holds(tree, scope(row))], (source, str(query))


@pytest.mark.parametrize("source", CORNERS)
def test_the_corners_agree(source: str) -> None:
    _agree(source, SESSION)


@pytest.mark.postgres
def test_the_corners_agree_on_postgresql(postgres_url: str) -> None:
    engine = sa.create_engine(postgres_url)
    with rows(engine) as session:
        for source in CORNERS:
            _agree(source, session)
    engine.dispose()


def _agree(source: str, session: Session) -> None:
    tree = parse(source)
    infer(tree, WORLD, "pesanan", want="bool")
    value = sa.select(Pesanan.id, to_sql(tree, Pesanan, scope())).order_by(Pesanan.id)
    where = sa.select(Pesanan.id).where(condition(tree, Pesanan, scope())).order_by(Pesanan.id)
    expected = [holds(tree, scope(row)) for row in ROWS]
    assert [bool(given) for _, given in session.execute(value)] == expected, source
    assert list(session.scalars(where)) == [
        row.id for row, true in zip(ROWS, expected, strict=True) if true
    ], source


def _same(ours: object, theirs: object) -> bool:
    if isinstance(ours, bool) or isinstance(theirs, bool):
        return bool(ours) == bool(theirs) and (ours is None) == (theirs is None)
    if isinstance(ours, int | Decimal) and isinstance(theirs, int | float | Decimal):
        return abs(Decimal(ours) - Decimal(str(theirs))) < Decimal("0.00001")
    if isinstance(ours, date) and not isinstance(ours, datetime):
        return str(ours) == str(theirs)
    return (ours if ours is None else str(ours)) == (theirs if theirs is None else str(theirs))
