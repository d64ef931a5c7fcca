"""Enum, set and CHECK (x IN (…)): lists of values to choices."""

from __future__ import annotations

import re

from . import convert
from .decision import Decision
from .evidence import Seen
from .names import MAX_LABEL, words
from .tables import Column

_STORED = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./-]{0,54}\Z")
_IN = re.compile(
    r"""\(*\s*["`\[]?(?P<column>[\w ]+?)["`\]]?\s*\)*\s+IN\s*"""
    r"""\((?P<list>(?:\s*'(?:[^']|'')*'\s*,?)+)\)\s*\)*\Z""",
    re.I,
)
_ANY = re.compile(
    r"""\(*\s*"?(?P<column>[\w ]+?)"?\s*\)*\s*=\s*ANY\s*\(+\s*ARRAY\s*\["""
    r"""(?P<list>(?:\s*'(?:[^']|'')*'\s*\)*\s*,?)+)\]\s*\)*\Z""",
    re.I,
)
_CAST = re.compile(r"::[a-z_]+(?: varying)?(?:\[\])?", re.I)
"""PostgreSQL prints a CHECK with casts; it prints IN as = ANY."""
_TEXT = re.compile(r"'((?:[^']|'')*)'")
_BOUND = re.compile(
    r"""\(*\s*["`\[]?(?P<column>[A-Za-z_][\w ]*?)["`\]]?\s*\)*\s*"""
    r"""(?P<sign>>=|<=|>|<)\s*\(*\s*(?P<number>-?\d+(?:\.\d+)?)\s*\)*\Z"""
)


def choices_of(column: Column, seen: Seen | None, *, many: bool) -> Decision | None:
    """A choice (or boolean) for an enum; None when it has no values to choose from."""
    members = [member for member in column.type.members if member.strip()]
    if not members:
        return None
    if not many and is_switch(members):
        return Decision("boolean", convert.boolean).note(
            "change", f"Pilihan {', '.join(members)}: menjadi ya/tidak"
        )
    extra = (
        sorted(str(v) for v in (seen.few or ()) if str(v) not in members)
        if seen and not many
        else []
    )
    names = stored_names([*members, *extra])
    listed = [
        {"name": name} if name == value else {"name": name, "label": _label(value)}
        for value, name in names.items()
    ]
    result = Decision(
        "multichoice" if many else "choice",
        (convert.choices if many else convert.choice)(names),
        {"choices": listed},
    )
    if extra:
        result.note("change", f"Nilai di luar daftar ditambahkan: {', '.join(extra)[:80]}")
    changed = [value for value, name in names.items() if value != name]
    if changed:
        result.note("info", f"Nilai disimpan dengan nama baru: {', '.join(changed)[:80]}")
    return result


def is_switch(members: list[str]) -> bool:
    """Whether an enum is a boolean in disguise."""
    low = {member.lower() for member in members}
    return len(low) == 2 and bool(low & convert.YES) and bool(low & convert.NO)


def stored_names(values: list[str]) -> dict[str, str]:
    """A clean stored name for each value, never two alike."""
    names: dict[str, str] = {}
    for place, value in enumerate(values, 1):
        name = value if _STORED.match(value) else "_".join(w.lower() for w in words(value))[:50]
        name = name or f"pilihan_{place}"
        number = 2
        while name.casefold() in {taken.casefold() for taken in names.values()}:
            name, number = f"{name[:50]}_{number}", number + 1
        names.setdefault(value, name)
    return names


def _label(value: str) -> str:
    return " ".join(value.split())[:MAX_LABEL]


def allowed_values(check: str) -> tuple[str, tuple[str, ...]] | None:
    """(column, values) of a check that lists texts, else None."""
    plain = _CAST.sub("", check.strip())
    found = _IN.match(plain) or _ANY.match(plain)
    if found is None:
        return None
    return found["column"], tuple(v.replace("''", "'") for v in _TEXT.findall(found["list"]))


def bounds(check: str) -> list[tuple[str, str, str]] | None:
    """(column, sign, number) of a check made of plain bounds joined by AND, else None."""
    result = []
    for part in re.split(r"\s+AND\s+", _CAST.sub("", check.strip()), flags=re.I):
        found = _BOUND.match(part.strip())
        if found is None:
            return None
        result.append((found["column"], found["sign"], found["number"]))
    return result
