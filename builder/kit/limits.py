"""The limits of one field: range, length, pattern. What is wrong is said in words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from . import conditions
from .fields import Field


def problem(f: Field, value: Any) -> str:
    """What is wrong with a cleaned value; empty if nothing."""
    if value is None or f.choices or f.target or f.numbering:
        return ""
    limits = f.limits
    for name in ("min", "max"):
        if limits.get(name) is not None:
            edge = _edge(f, limits[name])
            if value < edge if name == "min" else value > edge:
                return _beyond(f, value, name, f.show(edge))
    if isinstance(value, str):
        return _text(f, value)
    return ""


def _beyond(f: Field, value: Any, name: str, edge: str) -> str:
    if hasattr(value, "year"):
        if name == "min":
            return f"{f.label} paling awal {edge}."
        return f"{f.label} paling akhir {edge}."
    if name == "min":
        return f"{f.label} paling sedikit {edge}."
    return f"{f.label} paling banyak {edge}."


def _edge(f: Field, edge: Any) -> Any:
    if edge == "today":
        return f.clean(conditions.CLOCK.now().date())
    if edge == "now":
        return f.clean(conditions.CLOCK.now().replace(tzinfo=None))
    return f.clean(edge) if f.type else edge


def _text(f: Field, value: str) -> str:
    shortest = f.limits.get("min_length") or 0
    longest = f.limits.get("max_length") or getattr(f.column.type, "length", None)
    if len(value) < shortest:
        return f"{f.label} paling pendek {shortest} huruf."
    if longest and len(value) > longest:
        return f"{f.label} paling panjang {longest} huruf."
    pattern = f.limits.get("pattern")
    if pattern and not _compiled(pattern).fullmatch(value):
        return str(f.limits.get("pattern_message") or f"{f.label} tidak sesuai polanya.")
    return ""


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
