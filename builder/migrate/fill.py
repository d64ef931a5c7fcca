"""What stands in old rows when a field becomes required: its default, else something neutral.

A neutral value is an invention and needs consent; where none can be thought of (which office? which
file?) the migration stops while such a row exists.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .convert import family
from .schema import Column

NUMBER = re.compile(r"-?\d{1,20}(\.\d{1,10})?")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
TODAY = ("CURRENT_DATE", "date('now')")
NOW = ("CURRENT_TIMESTAMP", "strftime('%Y-%m-%d %H:%M:%f000', 'now')")


@dataclass(frozen=True)
class Fill:
    """SQL for both databases; `invented` when nobody gave it."""

    postgresql: str
    sqlite: str
    invented: bool = False


def text_literal(text: str) -> str:
    """A text as an SQL literal inside `sa.text`, which reads colons."""
    return "'" + text.replace("'", "''").replace(":", "\\:") + "'"


def fill(column: Column, *, unique: bool = False) -> Fill | None:
    """How empty values of a column that is now required are filled; None: can't be.

    In a unique column every row gets its own: made of the row's id.
    """
    if unique:
        if column.kind in ("int", "decimal", "money"):
            return Fill("id", "id", True)
        own = "'-' || CAST(id AS TEXT)"
        return Fill(own, own, True) if column.kind == "text" else None
    return _given(column) or _neutral(column)


def _given(column: Column) -> Fill | None:
    default = column.default
    kind, (name, _) = column.kind, family(column.type)
    if default is None or column.target:
        return None
    if kind == "bool":
        return _both({"true": "true", "false": "false"}.get(default))
    if kind in ("int", "decimal", "money"):
        whole = name != "Integer" or "." not in default
        return _both(default if NUMBER.fullmatch(default) and whole else None)
    if kind == "choice":
        known = [choice for _, choice in column.choices]
        return _both(text_literal(default) if default in known else None)
    if kind == "text":
        return None if "user." in default else _both(text_literal(default))
    if kind == "date":
        if default in ("today", "now"):
            return Fill(*TODAY)
        return _both(f"DATE '{default}'" if DAY.fullmatch(default) else None, f"'{default}'")
    if kind == "datetime" and default in ("today", "now"):
        return Fill(*NOW)
    return None


def _neutral(column: Column) -> Fill | None:
    kind = column.kind
    if kind == "bool":
        return Fill("false", "0")
    if kind in ("int", "decimal", "money"):
        return Fill("0", "0", True)
    if kind == "choice" and column.choices:
        first = text_literal(column.choices[0][1])
        return Fill(first, first, True)
    if kind == "text":
        return Fill("'-'", "'-'", True)
    if kind == "date":
        return Fill("CAST(created_at AS DATE)", "substr(created_at, 1, 10)", True)
    if kind == "datetime":
        return Fill("created_at", "created_at", True)
    if kind == "time":
        return Fill("TIME '00:00'", "'00:00:00.000000'", True)
    if kind == "choices":
        return Fill("'[]'", "'[]'", True)
    return None


def _both(sql: str | None, lite: str | None = None) -> Fill | None:
    return None if sql is None else Fill(sql, lite or sql)


def said(sql: str) -> str:
    return {"'-'": "tanda -", "id": "nomor barisnya", "created_at": "tanggal pembuatan"}.get(
        sql, sql.strip("'")
    )
