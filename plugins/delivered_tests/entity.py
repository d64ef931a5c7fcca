"""What the tests of an entity see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from builder.codenames import class_names, may_stay_empty
from builder.spec import Entity, Field, Spec, Types


def entity_view(spec: Spec, table: Entity, types: Types) -> dict[str, Any]:
    """Required fields, and for each field the limits that the specification states."""
    return {
        "name": table.name,
        "cls": class_names(spec, types)[table.name],
        "package": spec.name,
        "required": [f.name for f in table.fields if _must(f)],
        "unique": [
            {"name": f.name, "key": _key(f)}
            for f in table.fields
            if f.unique and not f.computed and f.type not in ("numbering", "file", "image")
        ],
        "pairs": [
            [{"name": n, "key": _key(table.field(n))} for n in group] for group in table.unique
        ],
        "messages": {check.name: check.message for check in table.checks},
        "limits": [limit for f in table.fields for limit in _limits(f)],
        "choices": [f.name for f in table.fields if f.type == "choice" and not f.computed],
        "automatic": [
            f.name for f in table.fields if f.computed or f.type in ("state", "numbering")
        ],
        "patterns": [
            {"name": f.name, "pattern": f.options.pattern}
            for f in table.fields
            if f.type == "text" and f.options.pattern and not f.computed
        ],
    }


def _must(f: Field) -> bool:
    return (
        f.required
        and not may_stay_empty(f)
        and not f.computed
        and f.type not in ("boolean", "state", "numbering")
    )


def _key(f: Field) -> str:
    return f"{f.name}_id" if f.reference else f.name


def _limits(f: Field) -> Iterator[dict[str, Any]]:
    """Values just allowed and just refused."""
    if f.computed:
        return
    options = f.options
    if f.type in ("integer", "money", "year"):
        for key, step, words in (("min", -1, "paling_sedikit"), ("max", 1, "paling_banyak")):
            edge = getattr(options, key)
            if edge is not None:
                yield {
                    "test": f"{f.name}_{words}_{edge}".replace("-", "minus_"),
                    "name": f.name,
                    "good": str(edge),
                    "bad": str(edge + step),
                }
    plain = f.type in ("text", "long_text") and not getattr(options, "pattern", None)
    if plain and options.max_length not in (200, 10_000):
        yield {
            "test": f"{f.name}_paling_panjang_{options.max_length}",
            "name": f.name,
            "good": f'"x" * {options.max_length}',
            "bad": f'"x" * {options.max_length + 1}',
        }
    if plain and options.min_length > 1:
        yield {
            "test": f"{f.name}_paling_pendek_{options.min_length}",
            "name": f.name,
            "good": f'"x" * {options.min_length}',
            "bad": f'"x" * {options.min_length - 1}',
        }
    if f.type == "date" and options.max == "today":
        yield {
            "test": f"{f.name}_paling_akhir_hari_ini",
            "name": f.name,
            "good": '"2020-01-31"',
            "bad": '"2999-12-31"',
        }
