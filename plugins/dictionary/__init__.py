"""Data dictionary: `docs/kamus-data.md` for people, `docs/kamus-data.csv` for Satu Data."""

from pathlib import Path
from typing import Any

from builder.codenames import label_of, tables
from builder.hookspecs import Layer, hookimpl
from builder.spec import Entity, Field, Spec, Types, naming

PRIORITY = 70
TEMPLATE = Path(__file__).parent / "template"

PRIVACY = {"none": "bukan data pribadi", "general": "pribadi umum", "specific": "pribadi spesifik"}
KINDS = {
    "int": "numerik",
    "decimal": "numerik",
    "money": "numerik",
    "choice": "kategorik",
    "choices": "kategorik",
    "bool": "kategorik",
    "ref": "rujukan",
    "date": "tanggal",
    "datetime": "tanggal",
}
"""Kind of an expression -> type of a variable in the metadata of statistics."""


def dictionary_view(spec: Spec, subject: Spec, types: Types) -> dict[str, Any]:
    """Every field of every table, in words."""
    grounds = {one.name: one for one in spec.exclusions}
    return {
        "entities": [
            {
                "name": table.name,
                "label": label_of(table),
                "doc": table.description or "",
                "fields": [_row(table, f, types) for f in table.fields],
            }
            for table in tables(spec)
        ],
        "grounds": [
            {
                "name": one.name,
                "label": one.label or naming.label_of(one.name),
                "basis": one.basis,
                "reason": one.reason or "",
                "until": one.until or "",
            }
            for one in grounds.values()
        ],
    }


def _row(table: Entity, f: Field, types: Types) -> dict[str, Any]:
    kind = types[f.type]
    publicity = f.publicity or table.publicity or ""
    choices = getattr(f.options, "choices", ())
    return {
        "name": f.name,
        "label": label_of(f),
        "definition": f.definition or "",
        "type": kind.label["id"],
        "kind": KINDS.get(kind.kind, "teks"),
        "measure": f.measure or "",
        "required": f.required,
        "unique": f.unique,
        "computed": f.computed or "",
        "target": f.reference.target if f.reference else "",
        "choices": [{"name": c.name, "label": c.label or naming.label_of(c.name)} for c in choices],
        "rules": _rules(f),
        "privacy": PRIVACY[f.privacy or table.privacy or "none"],
        "open": publicity == "open",
        "ground": "" if publicity == "open" else publicity,
    }


NOTHING = ("min_length", 0)


def _rules(f: Field) -> str:
    """Limits as short words; only numbers and names of keys, no text of people."""
    words = {"min": "min", "max": "maks", "min_length": "min huruf", "max_length": "maks huruf"}
    parts = [
        f"{word} {value}"
        for key, word in words.items()
        if (value := getattr(f.options, key, None)) is not None and (key, value) != NOTHING
    ]
    parts += ["wajib"] if f.required else []
    parts += ["tidak kembar"] if f.unique else []
    return ", ".join(parts)


@hookimpl
def rakit_layers() -> list[Layer]:
    """Two files."""
    return [Layer(TEMPLATE, "once", dictionary_view)]
