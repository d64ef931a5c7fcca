"""What an input may choose from: the names that its key can hold, in people's words."""

from __future__ import annotations

from typing import Any

from builder.kit.face.heard import page_language

from . import words
from .boxes import Box
from .desk import Desk
from .spots import Spot, dicts, label_of, options_of

Offer = tuple[str, str]
DEEP = 2
"""How many references a path in a list may follow by itself; longer ones are typed."""


def offers(desk: Desk, spot: Spot, box: Box) -> list[Offer]:
    """(value, words) of everything that may be chosen."""
    if box.words:
        return [(word, words.value(box.key, word)) for word in box.words]
    if box.key == "type":
        return types(desk)
    holds = box.holds
    if holds is None:
        return []
    also = [(word, words.value(box.key, word)) for word in holds.also if word != "*"]
    table = target(desk, spot, box) if holds.about == "target" else spot.table
    kind = holds.kind
    if kind in ("path", "sort"):
        return paths(desk, table)
    found: list[dict[str, Any]] = []
    if kind == "entity":
        found = desk.entities if box.key != "entity" else desk.tables
    elif kind == "field":
        found = fields(desk, table)
    elif kind == "rows":
        return rows(desk, table)
    elif kind in ("role", "screen", "exclusion"):
        found = dicts(desk.raw.get(f"{kind}s"))
    elif kind in ("state", "transition"):
        found = dicts(flow(desk, spot).get(f"{kind}s"))
    return [*also, *named(found)]


def named(nodes: list[dict[str, Any]]) -> list[Offer]:
    """(name, label) of nodes."""
    return [(str(one["name"]), label_of(one)) for one in nodes if one.get("name")]


def types(desk: Desk) -> list[Offer]:
    """Field types by their labels, the plain text first."""
    language = page_language()
    found = [(key, known.label.get(language, key)) for key, known in desk.types.items()]
    return sorted(found, key=lambda pair: (pair[0] != "text", pair[1].casefold()))


def target(desk: Desk, spot: Spot, box: Box) -> str:
    """The entity to which a reference points."""
    return str(options_of(spot.node).get("target", ""))


def flow(desk: Desk, spot: Spot) -> dict[str, Any]:
    """The flow in which a node stands, else that of its entity."""
    for one in spot.chain:
        if one.kind == "Flow":
            return one.node
    found = (one for one in dicts(desk.raw.get("flows")) if one.get("entity") == spot.table)
    return next(found, {})


def fields(desk: Desk, table: str) -> list[dict[str, Any]]:
    """The fields of an entity or link; of a link also its two ends."""
    found = desk.table(table)
    if found is None:
        return []
    ends: list[dict[str, Any]] = []
    if isinstance(found.get("between"), list):
        sides = found.get("names") or found["between"]
        ends = [
            {"name": name, "type": "reference", "options": {"target": entity}}
            for name, entity in zip(sides, found["between"], strict=False)
        ]
    return [*ends, *dicts(found.get("fields"))]


def paths(
    desk: Desk, table: str, depth: int = DEEP, before: str = "", said: str = ""
) -> list[Offer]:
    """The fields of a table, then those behind its references, the near ones first."""
    near: list[Offer] = []
    far: list[Offer] = []
    for field in fields(desk, table):
        name, label = str(field.get("name", "")), label_of(field)
        near.append((before + name, f"{said}{label}"))
        if field.get("type") == "reference" and depth > 1:
            inner = str(options_of(field).get("target", ""))
            far += paths(desk, inner, depth - 1, f"{before}{name}.", f"{said}{label} › ")
    return [*near, *far]


def rows(desk: Desk, table: str) -> list[Offer]:
    """Lists of rows that a page of that entity may show: inverses and links."""
    found: list[Offer] = []
    for owner in desk.tables:
        for field in dicts(owner.get("fields")):
            options = options_of(field)
            inverse = options.get("inverse")
            if isinstance(inverse, dict) and options.get("target") == table:
                label = inverse.get("label") or label_of(owner)
                found.append((str(inverse.get("name", "")), str(label)))
    for link in dicts(desk.raw.get("links")):
        between = link.get("between")
        if isinstance(between, list) and table in between:
            found.append((str(link.get("name", "")), label_of(link)))
    return found
