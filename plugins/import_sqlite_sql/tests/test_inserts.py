"""Values are read as written; what would have to be computed is empty and counted."""

from __future__ import annotations

import pytest

from builder.intake import IntakeError
from plugins.import_sqlite_sql import inserts
from plugins.import_sqlite_sql.inserts import Value
from plugins.import_sqlite_sql.splitter import Dialect


def values(text: str, dialect: Dialect = "sqlite") -> tuple[list[tuple[Value, ...]], list[str]]:
    statement = f"INSERT INTO t VALUES {text}"
    insert = inserts.header(statement)
    assert insert is not None
    return list(inserts.rows(statement, insert, dialect, 1)), insert.computed


@pytest.mark.parametrize(
    ("literal", "expected"),
    [
        ("1", 1),
        ("-12", -12),
        ("0.50", "0.50"),
        ("1e3", "1e3"),
        ("'x'", "x"),
        ("'it''s'", "it's"),
        ("'a,b)(c'", "a,b)(c"),
        ("N'x'", "x"),
        ('"x"', "x"),
        ("NULL", None),
        ("null", None),
        ("TRUE", 1),
        ("X'89504E47'", b"\x89PNG"),
        ("X''", b""),
        ("CAST('2020-01-02' AS DATE)", "2020-01-02"),
        ("/* c */ 5", 5),
        ("12345678901234567890", "12345678901234567890"),
    ],
)
def test_a_literal_is_its_value(literal: str, expected: Value) -> None:
    assert values(f"({literal}, 'z')") == ([(expected, "z")], [])


@pytest.mark.parametrize(
    ("literal", "expected"),
    [("'it\\'s'", "it's"), ("'a\\nb'", "a\nb"), ("_binary 'x'", "x"), ("b'1'", 1), ("0x41", b"A")],
)
def test_mysql_writes_some_in_its_own_way(literal: str, expected: Value) -> None:
    assert values(f"({literal})", "mysql")[0] == [(expected,)]


@pytest.mark.parametrize(
    ("literal", "expected"), [("'x'::text", "x"), ("E'a\\tb'", "a\tb"), ("'2'::numeric(8,2)", "2")]
)
def test_postgres_too(literal: str, expected: Value) -> None:
    assert values(f"({literal})", "postgres")[0] == [(expected,)]


def test_what_must_be_computed_is_empty_and_said() -> None:
    assert values("(now(), 1), ((SELECT max(a) FROM b), 2)") == (
        [(None, 1), (None, 2)],
        ["now()", "(SELECT max(a) FROM b)"],
    )


def test_what_follows_the_rows_is_left_alone() -> None:
    assert values("(1) ON CONFLICT DO NOTHING")[0] == [(1,)]


def test_an_unfinished_list_names_its_table() -> None:
    with pytest.raises(IntakeError, match="tidak ditutup") as caught:
        values("(1, 2")
    assert "tabel t" in caught.value.which


@pytest.mark.parametrize(
    ("head", "table", "columns"),
    [
        ("INSERT INTO t VALUES (1)", "t", ()),
        ('INSERT OR IGNORE INTO [a b] ([x], "y") VALUES (1, 2)', "a b", ("x", "y")),
        ("REPLACE INTO `d`.`t` (`x`) VALUES (1)", "t", ("x",)),
        ('INSERT INTO public."T" (x, y) VALUES (1, 2)', "T", ("x", "y")),
    ],
)
def test_the_head_says_where(head: str, table: str, columns: tuple[str, ...]) -> None:
    insert = inserts.header(head)
    assert insert is not None
    assert (insert.table, insert.columns, insert.has_values) == (table, columns, True)


def test_copied_lines_are_unescaped() -> None:
    assert list(inserts.copied("1\ta\\tb\t\\N\n2\t\\\\x\t\n")) == [
        ("1", "a\tb", None),
        ("2", "\\x", ""),
    ]
