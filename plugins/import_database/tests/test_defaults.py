"""Defaults as databases print them: literals come over, the rest stays SQL for a person to see."""

from __future__ import annotations

import pytest

from builder.intake import Column, Declared
from plugins.import_database.reader import _cell, _default


@pytest.mark.parametrize(
    ("printed", "literal"),
    [
        ("'G'::mpaa_rating", "G"),
        ("'it''s'", "it's"),
        ("(0)", "0"),
        ("-1.5", "-1.5"),
        ("true", "true"),
        ("NULL::character varying", None),
    ],
)
def test_a_literal_is_taken(printed: str, literal: str | None) -> None:
    column = Column("a", Declared("TEXT"))
    _default(column, printed)
    assert (column.default, column.default_is_sql) == (literal, False)


def test_a_sequence_is_no_default() -> None:
    column = Column("a", Declared("INTEGER"))
    _default(column, "nextval('a_seq'::regclass)")
    assert (column.default, column.autoincrement) == (None, True)


def test_a_function_stays_sql() -> None:
    column = Column("a", Declared("TIMESTAMP"))
    _default(column, "now()")
    assert (column.default, column.default_is_sql) == ("now()", True)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (1.5, "1.5"),
        (2.0, "2"),
        (True, 1),
        (b"\x89PNG" + b"x" * 90, b"\x89PNG" + b"x" * 12),
        ({"b": 1}, '{"b": 1}'),
    ],
)
def test_what_a_driver_gives_is_kept_plainly(value: object, cell: object) -> None:
    assert _cell(value) == cell
