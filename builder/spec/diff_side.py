"""One of the two specifications that are compared: its nodes by id, names in ids' place."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from . import options
from .base import Node
from .diff_words import KINDS, VALUES, say
from .load import plain
from .model import Spec, walk
from .names import Names, same_words
from .types import FieldType, Kind, Types
from .uses import Use, uses

Raw = dict[str, Any]
OWN = ("id", "name", "label")
"""Keys that have sentences of their own."""


def types_of(spec: Spec) -> Types:
    """As much of the field types as the specification itself shows: kinds and options."""
    found = {field.type: field.options for table in spec.tables for field in table.fields}
    return Types(
        FieldType(key, {}, key, lambda given: "", _kind(key, given), type(given))
        for key, given in found.items()
        if isinstance(given, Node)
    )


def _kind(key: str, given: Node) -> Kind:
    named: dict[str, Kind] = {
        "money": "money",
        "boolean": "bool",
        "datetime": "datetime",
        "time": "time",
        "location": "point",
        "json": "json",
        "multichoice": "choices",
    }
    by_options: dict[type[Node], Kind] = {
        options.ReferenceOptions: "ref",
        options.ChoiceOptions: "choice",
        options.StateOptions: "choice",
        options.NumberOptions: "int",
        options.DecimalOptions: "decimal",
        options.DateOptions: "date",
        options.FileOptions: "file",
    }
    return named.get(key) or by_options.get(type(given), "text")


@dataclass
class Told:
    """A node as the comparison sees it."""

    id: str
    kind: str
    raw: Raw
    same: Raw
    parent: str
    key: str


class Side:
    """All nodes of one specification."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.raw = plain(spec)
        types = types_of(spec)
        self.names = Names(self.raw, types)
        self.used = tuple(uses(self.raw, types))
        models = {node.id: type(node).__name__ for node in walk(spec)}
        self.nodes: dict[str, Told] = {}
        for raw, same, parent, key in _pairs(self.raw, self._in_ids(), "", ""):
            kind = KINDS.get(models[raw["id"]], "Layar")
            self.nodes[raw["id"]] = Told(raw["id"], kind, raw, same, parent, key)
        self.below: dict[str, list[str]] = {}
        for told in self.nodes.values():
            self.below.setdefault(told.parent, []).append(told.id)
        self.by_use = {(use.node_id, use.key, use.value): use for use in self.used}

    def _in_ids(self) -> Raw:
        """The tree with ids in the place of names: what is equal there has only other names."""
        tree = copy.deepcopy(self.raw)
        for use in sorted(self.used, key=lambda use: use.as_key):
            at: Any = tree
            for part in use.path[:-1]:
                at = at[part]
            told = same_words(use, self.names)
            if not use.as_key:
                at[use.path[-1]] = told
            elif told != use.value:
                at[told] = at.pop(use.path[-1])
        return tree

    def props(self, ident: str, *, same: bool = False) -> dict[str, Any]:
        """The node's own keys, options laid flat; no child nodes, no grants."""
        node = self.nodes[ident]
        return dict(_own(node.same if same else node.raw))

    def children(self, ident: str) -> list[str]:
        return self.below.get(ident, [])

    def call(self, ident: str) -> str:
        """What people call the node; a menu entry after its screen."""
        raw = self.nodes[ident].raw
        screen = raw.get("screen")
        if not raw.get("label") and not raw.get("name") and screen in self.names.screens:
            return self.call(self.names.screens[screen])
        return say(raw)

    def place(self, ident: str) -> str:
        """Where the node stands: `Pengajuan / Keputusan`."""
        words, at = [], self.nodes[ident].parent
        while at and self.nodes[at].parent:
            words.append(self.call(at))
            at = self.nodes[at].parent
        return " / ".join(reversed(words))

    def title(self, ident: str) -> str:
        place = self.place(ident)
        kind = self.nodes[ident].kind
        if kind == "Aplikasi":
            return "Aplikasi"
        return f"{kind} {self.call(ident)}" + (f" pada {place}" if place else "")

    def show(self, node: str, key: str, value: Any) -> str:
        """A value in words: names by their labels, expressions as they are."""
        if value is None or value in ((), [], "", {}):
            return "kosong"
        if isinstance(value, Mapping):
            return ", ".join(f"{name} = {inner}" for name, inner in value.items())
        if isinstance(value, list):
            return ", ".join(self.show(node, key, each) for each in value)
        last = key.rpartition(".")[2]
        if value in VALUES.get(last, {}):
            return VALUES[last][value]
        use = self.by_use.get((node, key, str(value)))
        if use is None:
            text = {True: "ya", False: "tidak"}.get(value, str(value))
            return f"“{text}”" if " " in text or text.endswith(".") else text
        if use.holds.kind in ("expr", "scope"):
            return f"“{value}”"
        return self.named(use)

    def named(self, use: Use) -> str:
        anchors = self.names.anchors(use)
        words = [self.call(a.id) if a.id in self.nodes else "" for a in anchors]
        if not words or not all(words):
            return use.value
        turned = " (dari besar)" if use.value.startswith("-") else ""
        return " → ".join(words) + turned


def _pairs(raw: Raw, same: Raw, parent: str, key: str) -> Iterator[tuple[Raw, Raw, str, str]]:
    """(node, the same with ids for names, id of the parent, key it stands under), from the top."""
    yield raw, same, parent, key
    yield from _below(raw, same, raw["id"])


def _below(raw: Raw, same: Raw, parent: str) -> Iterator[tuple[Raw, Raw, str, str]]:
    for key, value in raw.items():
        other = same.get(key)
        if isinstance(value, dict) and key == "options":
            yield from _below(value, other or {}, parent)
        elif isinstance(value, dict) and "id" in value and isinstance(other, dict):
            yield from _pairs(value, other, parent, key)
        elif isinstance(value, list) and isinstance(other, list):
            for each, twin in zip(value, other, strict=True):
                if isinstance(each, dict) and "id" in each:
                    yield from _pairs(each, twin, parent, key)


def _own(raw: Raw, above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in raw.items():
        if key == "options" and isinstance(value, dict):
            yield from _own(value, "options.")
        elif key in OWN or key in ("grants", "i18n", "rakit") or _is_nodes(value):
            continue
        else:
            yield above + key, value


def _is_nodes(value: Any) -> bool:
    first = value[0] if isinstance(value, list) and value else value
    return isinstance(first, dict) and "id" in first
