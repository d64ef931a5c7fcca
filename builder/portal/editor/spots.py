"""Where things stand in a draft: every node with its model and the nodes around it.

Reads the plain tree, finished or not; what has not the expected shape is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from builder.spec import Spec, Types, naming
from builder.spec.ids import CHILDREN

from .boxes import child_model

Raw = dict[str, Any]


@dataclass(frozen=True)
class Spot:
    """A node, what it is, and how one comes to it."""

    node: Raw
    model: type[BaseModel]
    key: str = ""
    """The list of its parent in which it stands, `options.choices` for one of a field's options."""
    above: tuple[Spot, ...] = ()

    @property
    def id(self) -> str:
        return str(self.node.get("id", ""))

    @property
    def name(self) -> str:
        return str(self.node.get("name") or "")

    @property
    def kind(self) -> str:
        """`Entity`, `Field`, `ListScreen` …"""
        return self.model.__name__

    @property
    def label(self) -> str:
        return label_of(self.node)

    @property
    def parent(self) -> Spot | None:
        return self.above[-1] if self.above else None

    @property
    def chain(self) -> tuple[Spot, ...]:
        """From the application down to this node."""
        return (*self.above, self)

    @property
    def root_key(self) -> str:
        """The list of the application below which it stands."""
        return self.chain[1].key if len(self.chain) > 1 else ""

    @property
    def table(self) -> str:
        """The entity or link in whose words the node speaks; empty when in none."""
        for spot in reversed(self.chain):
            if spot.kind in ("Entity", "Link"):
                return spot.name
            if isinstance(spot.node.get("entity"), str):
                return str(spot.node["entity"])
        return ""

    @property
    def siblings(self) -> list[Raw]:
        """The nodes of the list in which it stands."""
        holder: Any = self.parent.node if self.parent else {}
        for part in self.key.split("."):
            holder = holder.get(part) if isinstance(holder, Mapping) else None
        return dicts(holder)


def label_of(node: Mapping[str, Any]) -> str:
    """What people call a node: its label, else its name in words."""
    label = node.get("label")
    if isinstance(label, str) and label:
        return label
    return naming.label_of(str(node.get("name") or node.get("screen") or node.get("id") or "?"))


def dicts(value: Any) -> list[Raw]:
    """The mappings of a list, whatever else stands in it."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def options_of(node: Mapping[str, Any]) -> Raw:
    """The options of a field, none when something else stands there."""
    found = node.get("options")
    return found if isinstance(found, dict) else {}


def spots(raw: Raw, types: Types) -> dict[str, Spot]:
    """Every node by id, in the order of the file."""
    found: dict[str, Spot] = {}
    for spot in _walk(Spot(raw, Spec), types):
        found.setdefault(spot.id, spot)
    return found


def _walk(spot: Spot, types: Types) -> Iterator[Spot]:
    yield spot
    yield from _below(spot, spot.node, spot.model, "", types)
    options = spot.node.get("options")
    known = types.get(str(spot.node.get("type", "text"))) if spot.kind == "Field" else None
    if known and isinstance(options, dict):
        yield from _below(spot, options, known.options, "options.", types)


def _below(
    spot: Spot, holder: Raw, model: type[BaseModel], prefix: str, types: Types
) -> Iterator[Spot]:
    for key, value in holder.items():
        if key not in CHILDREN:
            continue
        for child in dicts(value if isinstance(value, list) else [value]):
            inner = child_model(model, key, child)
            if inner is not None:
                yield from _walk(Spot(child, inner, prefix + key, spot.chain), types)
