"""Rows out of INSERT and COPY, read as text, never executed.

A value becomes text, int, None, or the head of a binary. What would have to be computed
(`now()`, a subquery) is empty and counted, so that the report can say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from builder.intake import IntakeError

from .splitter import Dialect

BLOB_HEAD = 16
Value = str | int | bytes | None

_NAME = r"""(?:"(?:[^"]|"")+"|`(?:[^`]|``)+`|\[[^\]]+\]|[^\s().,;'"`\[]+)"""
_HEADER = re.compile(
    rf"(?:INSERT|REPLACE)\s+(?:LOW_PRIORITY\s+|DELAYED\s+|HIGH_PRIORITY\s+|IGNORE\s+"
    rf"|OR\s+\w+\s+)*(?:INTO\s+)?(?:{_NAME}\s*\.\s*)?(?P<table>{_NAME})\s*"
    r"(?:\((?P<columns>[^()]*)\)\s*)?(?:OVERRIDING\s+\w+\s+VALUE\s+)?(?P<rest>VALUES?\b)?",
    re.I,
)
_COPY = re.compile(
    rf"COPY\s+(?:{_NAME}\s*\.\s*)?(?P<table>{_NAME})\s*(?:\((?P<columns>[^()]*)\))?", re.I
)
_ONE_NAME = re.compile(_NAME)
_STANDARD = r"'[^']*+(?:''[^']*+)*+'"
_ESCAPED = r"'[^'\\]*+(?:(?:\\.|'')[^'\\]*+)*+'"
_DOUBLE = r'"[^"\\]*+(?:(?:\\.|"")[^"\\]*+)*+"'
_END = r"\s*+[,)]"
_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_INTEGER = re.compile(r"[+-]?\d{1,18}\Z")
_CAST = re.compile(
    r"(?s)(?:CAST|CONVERT)\s*\(\s*(.*?)\s+(?:AS|USING)\s+[^'()]+(?:\([\d, ]*\))?\s*\)\Z", re.I
)
_MYSQL_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "b": "\b", "Z": "\x1a"}
_BYTEA = re.compile(r"\\\\x(?:[0-9a-f]{2})+\Z")
_COPY_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "N": "\\N"}


def unquote(name: str) -> str:
    """A name without its quotes, whichever of the four kinds they are."""
    name = name.strip()
    if name[:1] in '"`[' and len(name) > 1:
        close = {'"': '"', "`": "`", "[": "]"}[name[0]]
        return name[1:-1].replace(close * 2, close)
    return name


def _patterns(string: str) -> re.Pattern[str]:
    return re.compile(
        rf"\s*+(?:(?P<int>[+-]?\d{{1,18}})|(?P<str>{string})|(?P<null>NULL)|(?P<num>{_NUMBER})"
        rf"|(?P<dstr>{_DOUBLE})|[xX]'(?P<hex>[0-9A-Fa-f]*)'|0x(?P<hex0>[0-9A-Fa-f]+)"
        rf"|(?P<true>TRUE)|(?P<false>FALSE)|[bB]'(?P<bits>[01]*)'|(?:N|_\w+\s*)(?P<nstr>{string})|[eE](?P<estr>{_ESCAPED})"
        rf"|(?P<pgstr>{_STANDARD})::[\w. \[\]\"]+(?:\(\d+(?:,\s*\d+)?\))?){_END}",
        re.I | re.S,
    )


_VALUE = {
    "sqlite": _patterns(_STANDARD),
    "mysql": _patterns(_ESCAPED),
    "postgres": _patterns(_STANDARD),
}


@dataclass
class Insert:
    """The head of one INSERT or COPY; `columns` is empty when the table's own order is meant."""

    table: str
    columns: tuple[str, ...]
    at: int = 0
    has_values: bool = True
    computed: list[str] = field(default_factory=list)
    """Expressions that were met and left empty."""


def header(text: str) -> Insert | None:
    """What is inserted where; None when this is no INSERT that can be read."""
    found = _HEADER.match(text)
    if found is None:
        return None
    return Insert(
        unquote(found["table"]),
        _names(found["columns"]),
        found.end(),
        found["rest"] is not None,
    )


def copy_header(text: str) -> Insert | None:
    """The same for `COPY table (columns) FROM stdin`."""
    found = _COPY.match(text)
    return Insert(unquote(found["table"]), _names(found["columns"])) if found else None


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(unquote(name) for name in _ONE_NAME.findall(text or "") if name != ",")


def rows(text: str, insert: Insert, dialect: Dialect, line: int) -> Iterator[tuple[Value, ...]]:
    """Every tuple behind VALUES; `insert.computed` grows by what was not a plain value."""
    pattern, at, size = _VALUE[dialect], insert.at, len(text)
    while True:
        while at < size and text[at] in " \t\r\n,":
            at += 1
        if at < size and text.startswith(("--", "/*"), at):
            at = _past_comment(text, at)
            continue
        if at >= size or text[at] != "(":
            return  # ON CONFLICT, RETURNING and the like follow
        at += 1
        values: list[Value] = []
        while True:
            found = pattern.match(text, at)
            if found is None:
                value, at, end = _expression(text, at, insert, dialect, line)
                values.append(value)
            else:
                values.append(_value(found, dialect))
                at = found.end()
                end = text[at - 1]
            if end == ")":
                break
        yield tuple(values)


def _value(found: re.Match[str], dialect: Dialect) -> Value:
    kind = found.lastgroup or "null"
    raw = found[kind]
    if kind == "int":
        return int(raw)
    if kind in ("str", "nstr", "pgstr"):
        return string(raw, escapes=dialect == "mysql")
    if kind == "estr":
        return string(raw, escapes=True)
    if kind == "dstr":
        return string(raw.replace('""', '"'), escapes=dialect == "mysql")
    if kind == "num":
        return int(raw) if _INTEGER.match(raw) else raw
    if kind in ("hex", "hex0"):
        return bytes.fromhex(
            raw[: 2 * BLOB_HEAD].ljust(len(raw) % 2 + len(raw[: 2 * BLOB_HEAD]), "0")
        )
    if kind == "bits":
        return int(raw or "0", 2)
    return {"true": 1, "false": 0}.get(kind)


def string(literal: str, *, escapes: bool) -> str:
    """The text of a quoted literal."""
    text = literal[1:-1]
    if escapes and "\\" in text:
        return re.sub(
            r"''|\\(.)",
            lambda m: "'" if m[1] is None else _MYSQL_ESCAPES.get(m[1], m[1]),
            text,
            flags=re.S,
        )
    return text.replace("''", "'")


def _past_comment(text: str, at: int) -> int:
    close = "\n" if text.startswith("--", at) else "*/"
    place = text.find(close, at)
    return len(text) if place < 0 else place + len(close)


def _expression(
    text: str, at: int, insert: Insert, dialect: Dialect, line: int
) -> tuple[Value, int, str]:
    """A value that is no literal: read up to its comma; a cast of a literal is the literal."""
    start, depth = at, 0
    quoted = re.compile(rf"{_ESCAPED if dialect == 'mysql' else _STANDARD}|[(),]|--|/\*", re.S)
    while True:
        found = quoted.search(text, at)
        if found is None:
            raise IntakeError(
                "Daftar nilai INSERT tidak ditutup",
                which=f"tabel {insert.table}, baris {line + text.count(chr(10), 0, start)}",
                way_out="Perbaiki baris itu, atau ambil ulang dump-nya.",
            )
        token, at = found.group(), found.end()
        if token in ("--", "/*"):
            at = _past_comment(text, found.start())
        elif token == "(":
            depth += 1
        elif token in ",)" and depth == 0:
            break
        elif token == ")":
            depth -= 1
    said = text[start : at - 1].strip()
    if cast := _CAST.match(said):
        inner = _VALUE[dialect].match(cast[1] + ")")
        if inner is not None and inner.end() == len(cast[1]) + 1:
            return _value(inner, dialect), at, token
    stripped = re.sub(r"--[^\n]*\n|/\*.*?\*/", " ", said, flags=re.S).strip()
    again = _VALUE[dialect].match(stripped + ")")
    if again is not None and again.end() == len(stripped) + 1:
        return _value(again, dialect), at, token
    insert.computed.append(stripped[:60])
    return None, at, token


def copied(text: str) -> Iterator[tuple[Value, ...]]:
    """Tuples of a block of COPY's tab-separated lines."""
    for line in text.split("\n"):
        if line:
            yield tuple(_copied_cell(cell) for cell in line.rstrip("\r").split("\t"))


def _copied_cell(cell: str) -> Value:
    if cell == "\\N":
        return None
    if _BYTEA.match(cell):
        return bytes.fromhex(cell[3 : 3 + 2 * BLOB_HEAD])
    if "\\" not in cell:
        return cell
    return re.sub(r"\\(.)", lambda m: _COPY_ESCAPES.get(m[1], m[1]), cell)
