"""A file falls apart into exactly its statements, however they are quoted."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings, strategies as st

from builder.intake import IntakeError
from plugins.import_sqlite_sql import splitter
from plugins.import_sqlite_sql.splitter import Dialect, dialect_of, statements


def split(text: str, dialect: Dialect = "sqlite") -> list[str]:
    return [one.text for one in statements(io.StringIO(text).read, dialect)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a; b;c", ["a", "b", "c"]),
        ("INSERT 'a;b''c;';x", ["INSERT 'a;b''c;'", "x"]),
        ('"a;b" ; [c;d] ; `e;f`', ['"a;b"', "[c;d]", "`e;f`"]),
        ("-- a;b\nx -- c;d\n;/* e;f */y", ["x -- c;d", "y"]),
        ("x;;  ;\n", ["x"]),
        ("", []),
        ("-- only a comment", []),
        ("CREATE TRIGGER t BEGIN a; b; END; c", ["CREATE TRIGGER t BEGIN a; b; END", "c"]),
        (
            "CREATE TRIGGER t BEGIN UPDATE x SET a = CASE WHEN 1 THEN 2 END; END; c",
            ["CREATE TRIGGER t BEGIN UPDATE x SET a = CASE WHEN 1 THEN 2 END; END", "c"],
        ),
        ("x '\\'; y", ["x '\\'", "y"]),
    ],
)
def test_sqlite_statements(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x 'it\\'s;'; y", ["x 'it\\'s;'", "y"]),
        ("# a;b\nx", ["x"]),
        ("DELIMITER $$\nCREATE x; y $$\nDELIMITER ;\nz;", ["CREATE x; y", "z"]),
        ("/*!40101 SET x=1 */;y", ["/*!40101 SET x=1 */", "y"]),
        ("[a;b", ["[a", "b"]),
    ],
)
def test_mysql_statements(text: str, expected: list[str]) -> None:
    assert split(text, "mysql") == expected


def test_postgres_statements_and_copied_rows() -> None:
    text = (
        "\\connect x\nCREATE FUNCTION f() AS $b$ a; b; $b$ LANGUAGE sql;\n"
        "COPY t (a, b) FROM stdin;\n1\tx;y\n2\t\\N\n\\.\n\nSELECT E'a\\';b';"
    )
    found = list(statements(io.StringIO(text).read, "postgres"))
    assert [(one.copied, one.text) for one in found] == [
        (False, "CREATE FUNCTION f() AS $b$ a; b; $b$ LANGUAGE sql"),
        (False, "COPY t (a, b) FROM stdin"),
        (True, "1\tx;y\n2\t\\N\n"),
        (False, "SELECT E'a\\';b'"),
    ]


def test_lines_are_counted() -> None:
    found = list(statements(io.StringIO("a;\n\n-- x\nb\n;\nc").read, "sqlite"))
    assert [(one.text, one.line) for one in found] == [("a", 1), ("b", 4), ("c", 6)]


def _in_pieces(text: str, size: int) -> list[str]:
    file = io.StringIO(text)
    return [one.text for one in statements(lambda _: file.read(size), "sqlite")]


@settings(derandomize=True, max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(["'a;'", "--x;\n", "/*;*/", '";"', "[;]", ";", " w ", "\n", "''"]),
        max_size=20,
    ),
    st.integers(1, 7),
)
def test_where_a_piece_ends_changes_nothing(parts: list[str], size: int) -> None:
    text = "".join(parts)
    assert _in_pieces(text, size) == split(text)


@pytest.mark.parametrize("text", ["x 'never", 'y "never', "z [never", "a /* never", "b `never"])
def test_a_quote_that_never_ends_names_its_line(text: str) -> None:
    with pytest.raises(IntakeError, match="tidak pernah ditutup") as caught:
        split(f"ok;\n\n{text};")
    assert caught.value.which == "baris 3"


def test_an_endless_statement_is_refused_before_it_fills_the_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(splitter, "LIMIT", 1 << 16)
    monkeypatch.setattr(splitter, "CHUNK", 1 << 12)
    asked = 0

    def endless(size: int) -> str:
        nonlocal asked
        asked += size
        return "x" * size

    with pytest.raises(IntakeError, match="lebih panjang"):
        list(statements(endless, "sqlite"))
    assert asked < 1 << 18


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("CREATE TABLE [a] (b INTEGER);", "sqlite"),
        ("-- phpMyAdmin SQL Dump", "mysql"),
        ("CREATE TABLE a (b int) ENGINE=MyISAM;", "mysql"),
        ("-- PostgreSQL database dump", "postgres"),
        ("CREATE TABLE a (b serial);", "postgres"),
    ],
)
def test_the_dialect_is_seen(head: str, expected: str) -> None:
    assert dialect_of(head) == expected
