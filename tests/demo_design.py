"""The demo's specification as a plain tree: what a person types, and what it means afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import builder.demo
from builder.spec import load, naming, plain

EXAMPLE = Path(builder.demo.__file__).parent / "bantuan_alat_umkm.yaml"
CHILDREN = (
    "entities", "fields", "checks", "links", "exclusions", "roles", "flows", "states",
    "transitions", "screens", "sections", "views", "menu", "grants", "i18n",
)  # fmt: skip
"""Lists of nodes, each with a form of its own (a section's `fields` are paths, no nodes)."""


def example(types: Any) -> dict[str, Any]:
    """The demo's specification, as a plain tree."""
    return plain(load(EXAMPLE.read_text(encoding="utf-8"), types))


def label(node: Mapping[str, Any]) -> str:
    """What people call a node: its label, else its name in words."""
    return str(node.get("label") or naming.label_of(node["name"]))


def written(
    node: Mapping[str, Any], skip: tuple[str, ...] = (), prefix: str = ""
) -> Iterator[tuple[str, Any]]:
    """(name of the input, value) of everything that the form of the node has an input for."""
    for key, value in node.items():
        nodes = isinstance(value, list) and any(isinstance(one, Mapping) for one in value)
        if key in (*skip, "id", "rakit") or (key in CHILDREN and (nodes or key != "fields")):
            continue
        if key in ("options", "inverse"):
            yield from written(value, (), f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def meaning(spec: Mapping[str, Any]) -> dict[str, Any]:
    """The tree without ids and labels that its names say; rights as entity -> what it may."""
    fields = {
        table["name"]: {field["name"] for field in table.get("fields", ())}
        for table in (*spec.get("entities", ()), *spec.get("links", ()))
    }
    out: dict[str, Any] = bare(spec)
    for role in out.get("roles", ()):
        role["grants"] = {
            name: {
                "can": sorted(one.get("can", ["read"])),
                "rows": one.get("rows", "all"),
                # A limit on a field that the entity has not says nothing.
                **{k: fields.get(name, set()) & set(one.get(k, ())) for k in ("hide", "readonly")},
            }
            for one in role["grants"]
            for name in one["entities"]
        }
    return out


def bare(raw: Any) -> Any:
    """A tree without ids and without labels that its names say."""
    if isinstance(raw, Mapping):
        out = {key: bare(value) for key, value in raw.items() if key != "id"}
        if "name" in out and out.get("label") == naming.label_of(str(out["name"])):
            del out["label"]
        return out
    return [bare(one) for one in raw] if isinstance(raw, list) else raw
