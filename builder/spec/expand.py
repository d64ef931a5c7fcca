"""What is not written: labels, plurals, display, list, form and detail screens, a role, a menu.

A pure function; its result is planned and shown, never hashed or stored.
"""

from __future__ import annotations

from typing import Any

from . import naming
from .load import from_raw, plain
from .model import Entity, Link, Spec
from .types import Types

HEAVY = ("long_text", "rich_text", "file", "image", "location", "json")
"""Types that are not put into a list by themselves."""
MOST_COLUMNS = 6
LONGEST_NAME = 55  # as `scalars.NAME` allows
EVERYTHING = ["read", "create", "update", "delete", "export", "import"]


def expand(spec: Spec, types: Types) -> Spec:
    """The specification with everything filled in that people may leave out."""
    raw = plain(spec)
    _label(raw)
    for written, entity in zip(raw["entities"], spec.entities, strict=True):
        written.setdefault("plural", written["label"])
        if not entity.display:
            written["display"] = [_display(entity)]
    raw["screens"] = [*raw.get("screens", []), *_screens(spec)]
    raw.setdefault(
        "roles",
        [
            {
                "name": "pengguna",
                "label": "Pengguna",
                "grants": [{"entities": ["*"], "can": EVERYTHING}],
            }
        ],
    )
    if not spec.menu:
        lists = (screen for screen in raw["screens"] if screen["kind"] == "list")
        raw["menu"] = [{"screen": screen["name"]} for screen in lists]
    _label(raw)
    return from_raw(raw, types)


def _label(node: Any) -> None:
    """Give every named node without a label one made of its name."""
    if isinstance(node, list):
        for item in node:
            _label(item)
    if not isinstance(node, dict):
        return
    if isinstance(node.get("name"), str) and "test" not in node and not node.get("label"):
        node["label"] = naming.label_of(node["name"])
    for key, value in node.items():
        if key not in ("i18n", "sets"):
            _label(value)


def _display(entity: Entity) -> str:
    """The field that stands for a row: the first text, else the first field."""
    texts = (f.name for f in entity.fields if f.type in ("text", "numbering"))
    return next(texts, entity.fields[0].name)


def _screens(spec: Spec) -> list[dict[str, Any]]:
    have = {(getattr(screen, "entity", ""), screen.kind) for screen in spec.screens}
    taken = {screen.name for screen in spec.screens}
    out: list[dict[str, Any]] = []
    for entity in spec.entities:
        label = entity.plural or entity.label or naming.label_of(entity.name)
        wanted = ["form", "detail"] if _only_inline(spec, entity) else ["list", "form", "detail"]
        for kind in wanted:
            if (entity.name, kind) in have:
                continue
            name = _free(f"{entity.name}_{kind}", taken)
            taken.add(name)
            out.append(
                {
                    "name": name,
                    "label": label,
                    "kind": kind,
                    "entity": entity.name,
                    **_content(spec, entity, kind),
                }
            )
    return out


def _free(wanted: str, taken: set[str]) -> str:
    """That name, cut to the length of a name, with a number when it is taken."""
    name, number = wanted[:LONGEST_NAME], 1
    while name in taken:
        number += 1
        end = f"_{number}"
        name = wanted[: LONGEST_NAME - len(end)] + end
    return name


def _content(spec: Spec, entity: Entity, kind: str) -> dict[str, Any]:
    if kind == "list":
        light = [f.name for f in entity.fields if f.type not in HEAVY]
        return {"columns": light[:MOST_COLUMNS]}
    fields = [f.name for f in entity.fields]
    sections: list[dict[str, Any]] = [{"label": "Isian", "fields": fields}]
    for found in spec.inverses(entity.name):
        if found.inverse.inline or kind == "detail":
            sections.append(
                {"label": found.inverse.label or _words(found.owner), "rows": found.inverse.name}
            )
    if kind == "detail":
        for link in spec.links_of(entity.name):
            sections.append({"label": _words(link), "rows": link.name})
    return {"sections": sections}


def _words(table: Entity | Link) -> str:
    return table.label or naming.label_of(table.name)


def _only_inline(spec: Spec, entity: Entity) -> bool:
    """Rows that live inside another row's form and die with it need no list of their own."""
    return any(
        field.reference
        and field.reference.inverse
        and field.reference.inverse.inline
        and field.reference.on_delete == "cascade"
        for field in entity.fields
    )
