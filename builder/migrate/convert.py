"""Turning the values of one column type into another, in SQL of both databases.

A value that can't be read as the new type becomes empty, never something else; `lost` says which
rows that is, so that they are counted and shown before anything happens. Nothing is left to the
cast of a database: SQLite reads '2026-01-05' as the number 2026.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .schema import Column

CLOSED = ("file", "point", "json", "choices", "ref")
"""Kinds whose values have a form of their own: only the same kind can give them."""


@dataclass(frozen=True)
class Conversion:
    """SQL expressions over `{x}`. `same` needs none. `lost` is a condition over `{x}`, or empty."""

    postgresql: str
    sqlite: str
    lost_postgresql: str = ""
    lost_sqlite: str = ""
    same: bool = False

    @property
    def may_empty(self) -> bool:
        return bool(self.lost_postgresql)


KEEP = Conversion("{x}", "{x}", same=True)
GONE = Conversion("NULL", "NULL", "{x} IS NOT NULL", "{x} IS NOT NULL")


def family(type_: str) -> tuple[str, tuple[int, ...]]:
    """`sa.Numeric(18, 2)` -> ("Numeric", (18, 2))."""
    found = re.match(r"(?:sa\.)?(\w+)", type_)
    numbers = tuple(int(n) for n in re.findall(r"\b\d+\b", type_))
    return (found[1] if found else type_), numbers


def conversion(old: Column, new: Column) -> Conversion:
    """How the values of `old` become those of `new`."""
    if old.target != new.target or (new.kind in CLOSED and old.kind != new.kind):
        if old.kind == "choice" and new.kind == "choices":
            return Conversion("json_build_array({x})", "json_array({x})")
        return GONE
    if old.kind == "choices" and new.kind == "choice":
        return _guarded(
            "json_array_length({x}) = 1", "{x}->>0",
            "json_array_length({x}) = 1", "json_extract({x}, '$[0]')",
        )  # fmt: skip
    if old.type == new.type:
        return KEEP
    (a, size_a), (b, size_b) = family(old.type), family(new.type)
    if {a, b} <= {"String", "Text"}:
        return _shorter(size_a, size_b)
    if a == b == "Numeric":
        return _numeric(size_a, size_b)
    if b in ("String", "Text"):
        whole = _to_text(a)
        return whole if b == "Text" or size_b[0] >= 40 else _cut(whole, size_b[0])
    if a in ("String", "Text"):
        return _from_text(b, size_b)
    return PAIRS.get((a, b)) or (_to_numeric(size_b) if (a, b) == ("Integer", "Numeric") else GONE)


def _guarded(pg_if: str, pg: str, lite_if: str, lite: str) -> Conversion:
    """Convert where a condition holds; the rest becomes empty and counts as lost."""
    return Conversion(
        f"CASE WHEN {pg_if} THEN {pg} END",
        f"CASE WHEN {lite_if} THEN {lite} END",
        f"{{x}} IS NOT NULL AND NOT coalesce({pg_if}, false)",
        f"{{x}} IS NOT NULL AND NOT coalesce({lite_if}, 0)",
    )


def _shorter(old: tuple[int, ...], new: tuple[int, ...]) -> Conversion:
    if not new or (old and old[0] <= new[0]):
        return KEEP
    long = f"length({{x}}) > {new[0]}"
    cut = f"substr({{x}}, 1, {new[0]})"
    return Conversion(cut, cut, long, long, same=False)


def _cut(whole: Conversion, size: int) -> Conversion:
    return Conversion(
        f"substr({whole.postgresql}, 1, {size})",
        f"substr({whole.sqlite}, 1, {size})",
        f"length({whole.postgresql}) > {size}",
        f"length({whole.sqlite}) > {size}",
    )


def _numeric(old: tuple[int, ...], new: tuple[int, ...]) -> Conversion:
    (digits, scale), (new_digits, new_scale) = _sizes(old), _sizes(new)
    if new_scale >= scale and new_digits - new_scale >= digits - scale:
        return Conversion("{x}", "{x}")
    return _round(new_digits, new_scale)


def _sizes(numbers: tuple[int, ...]) -> tuple[int, int]:
    return (numbers[0] if numbers else 1000), (numbers[1] if len(numbers) > 1 else 0)


def _round(digits: int, scale: int) -> Conversion:
    fits = f"abs(round({{x}}, {scale})) < {10 ** (digits - scale)}"
    value = f"CASE WHEN {fits} THEN round({{x}}, {scale}) END"
    lost = f"{{x}} IS NOT NULL AND (NOT ({fits}) OR {{x}} <> round({{x}}, {scale}))"
    return Conversion(value, value, lost, lost)


def _to_numeric(size: tuple[int, ...]) -> Conversion:
    digits, scale = _sizes(size)
    if digits - scale >= 10:
        return Conversion("{x}", "{x}")
    fits = f"abs({{x}}) < {10 ** (digits - scale)}"
    return _guarded(fits, "{x}", fits, "{x}")


def _to_text(old: str) -> Conversion:
    if old == "Boolean":
        words = "CASE WHEN {x} THEN 'ya' WHEN NOT {x} THEN 'tidak' END"
        return Conversion(words, words)
    if old == "DateTime":
        form = "to_char({x}, 'YYYY-MM-DD HH24:MI:SS')"
        return Conversion(form, "substr({x}, 1, 19)")
    if old == "Time":
        return Conversion("to_char({x}, 'HH24:MI:SS')", "substr({x}, 1, 8)")
    return Conversion("CAST({x} AS TEXT)", "CAST({x} AS TEXT)")


def _from_text(new: str, size: tuple[int, ...]) -> Conversion:
    if new == "Integer":
        return _guarded(
            "btrim({x}) ~ '^(0|-?[1-9][0-9]{{0,8}})$'", "CAST(btrim({x}) AS INTEGER)",
            "CAST(CAST(trim({x}) AS INTEGER) AS TEXT) = trim({x})"
            " AND abs(CAST(trim({x}) AS INTEGER)) < 1000000000",
            "CAST(trim({x}) AS INTEGER)",
        )  # fmt: skip
    if new == "Numeric":
        digits, scale = _sizes(size)
        whole, part = digits - scale, max(scale, 1)
        sign = "ltrim(trim({x}), '-')"
        return _guarded(
            f"btrim({{x}}) ~ '^-?[0-9]{{{{1,{whole}}}}}([.][0-9]{{{{1,{part}}}}})?$'",
            "CAST(btrim({x}) AS NUMERIC)",
            f"{sign} NOT GLOB '*[^0-9.]*' AND {sign} GLOB '[0-9]*' AND {sign} NOT GLOB '*.*.*'"
            f" AND {sign} NOT GLOB '*.' AND length(trim({{x}})) - length({sign}) <= 1"
            f" AND length({sign} || '.') - 1 - instr({sign} || '.', '.') <= {part}"
            f" AND instr({sign} || '.', '.') - 1 <= {whole}",
            "CAST(trim({x}) AS NUMERIC)",
        )  # fmt: skip
    if new == "Boolean":
        yes, no = "('ya', 'true', '1')", "('tidak', 'false', '0')"
        word = "lower(trim({x}))"
        value = f"{word} IN {yes}"
        return _guarded(f"{value} OR {word} IN {no}", value, f"{value} OR {word} IN {no}", value)
    if new == "Date":
        month = "date_trunc('month', CAST(substr({x}, 1, 7) || '-01' AS DATE))"
        last = f"extract(day FROM {month} + interval '1 month' - interval '1 day')"
        shape = "{x} ~ '^[0-9]{{4}}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'"
        real = f"CASE WHEN {shape} THEN CAST(substr({{x}}, 9, 2) AS INTEGER) <= {last} END"
        return _guarded(real, "CAST({x} AS DATE)", "date({x}, '+0 days') = {x}", "{x}")
    return GONE


PAIRS: dict[tuple[str, str], Conversion] = {
    ("Integer", "Boolean"): _guarded("{x} IN (0, 1)", "{x} = 1", "{x} IN (0, 1)", "{x} = 1"),
    ("Boolean", "Integer"): Conversion("CAST({x} AS INTEGER)", "{x}"),
    ("Boolean", "Numeric"): Conversion("CAST(CAST({x} AS INTEGER) AS NUMERIC)", "{x}"),
    ("Numeric", "Integer"): Conversion(
        "CASE WHEN abs({x}) < 2147483647 THEN CAST(round({x}) AS INTEGER) END",
        "CASE WHEN abs({x}) < 2147483647 THEN CAST(round({x}) AS INTEGER) END",
        "{x} IS NOT NULL AND (abs({x}) >= 2147483647 OR {x} <> round({x}))",
        "{x} IS NOT NULL AND (abs({x}) >= 2147483647 OR {x} <> round({x}))",
    ),
    ("Date", "DateTime"): Conversion("CAST({x} AS TIMESTAMP)", "{x} || ' 00:00:00.000000'"),
    ("DateTime", "Date"): Conversion(
        "CAST({x} AS DATE)",
        "substr({x}, 1, 10)",
        "CAST({x} AS TIME) <> TIME '00:00'",
        "substr({x}, 12, 8) <> '00:00:00'",
    ),
    ("DateTime", "DateTime"): Conversion("{x}", "{x}"),
}


def at(expression: str, name: str) -> str:
    return expression.format(x=name)


def quoted(name: str) -> str:
    return f'"{name}"'


def postgresql_type(type_: str) -> str:
    name, numbers = family(type_)
    plain = {"DateTime": "TIMESTAMP", "Text": "TEXT", "JSON": "JSON"}
    if name == "DateTime" and "timezone=True" in type_:
        return "TIMESTAMP WITH TIME ZONE"
    if name in ("String", "Numeric") and numbers:
        return f"{'VARCHAR' if name == 'String' else 'NUMERIC'}({', '.join(map(str, numbers))})"
    return plain.get(name, name.upper())
