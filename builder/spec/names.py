"""What the names of one specification stand for: name -> id, and what every word of an entity is.

Made from the plain tree, also of a draft that is not valid yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from builder.kit.expression import ExpressionError, Type, infer, parse
from builder.kit.expression.tokens import tokens

from .types import Types
from .uses import Use

SCOPES = ("all", "own", "unit")
KIT_WORDS = {"id": "int", "created_at": "datetime", "updated_at": "datetime"}
Raw = Mapping[str, Any]


@dataclass(frozen=True)
class Anchor:
    """A place in a value where the name of a node stands: text[start:end] is called after `id`."""

    start: int
    end: int
    id: str


def nodes_of(raw: Raw, key: str) -> Iterator[Raw]:
    """The mappings under a key, whatever else stands there."""
    found = raw.get(key)
    for each in found if isinstance(found, list) else ():
        if isinstance(each, Mapping):
            yield each


class Names:
    """All names; also the `World` in which its expressions are looked at."""

    def __init__(self, raw: Raw, types: Types) -> None:
        self.types = types
        self.units = str(raw.get("units") or "")
        self.roles = _ids(nodes_of(raw, "roles"))
        self.screens = _ids(nodes_of(raw, "screens"))
        self.exclusions = _ids(nodes_of(raw, "exclusions"))
        tables = [*nodes_of(raw, "entities"), *nodes_of(raw, "links")]
        self.tables = _ids(tables)
        flows = list(nodes_of(raw, "flows"))
        self.flow_of = {str(f.get("entity")): str(f.get("name")) for f in flows}
        self.states = {str(f.get("name")): _ids(nodes_of(f, "states")) for f in flows}
        self.transitions = {str(f.get("name")): _ids(nodes_of(f, "transitions")) for f in flows}
        self.of: dict[str, dict[str, Type]] = {}
        self.choices: dict[str, dict[str, str]] = {}
        for table in tables:
            self._add_table(table)
        for table in tables:
            self._add_inverses(table)
        for link in nodes_of(raw, "links"):
            self._add_link(link)

    def _add_table(self, table: Raw) -> None:
        name = str(table.get("name"))
        words = self.of[name] = {word: Type(kind, origin=word) for word, kind in KIT_WORDS.items()}
        for field in nodes_of(table, "fields"):
            words[str(field.get("name"))] = self._field(name, field)

    def _field(self, table: str, field: Raw) -> Type:
        ident, options = str(field.get("id")), field.get("options") or {}
        key = str(field.get("type", "text"))
        known = self.types.get(key)
        kind = known.kind if known else "json"
        if kind == "ref":
            return Type("ref", str(options.get("target")), origin=ident)
        if kind != "choice":
            return Type(kind, origin=ident)
        if key == "state":
            self.choices[ident] = self.states.get(self.flow_of.get(table, ""), {})
        else:
            self.choices[ident] = _ids(nodes_of(options, "choices"))
        return Type("choice", names=frozenset(self.choices[ident]), origin=ident)

    def _add_inverses(self, table: Raw) -> None:
        for field in nodes_of(table, "fields"):
            options = field.get("options")
            if not isinstance(options, Mapping) or options.get("target") not in self.of:
                continue
            inverse = options.get("inverse")
            if isinstance(inverse, Mapping):
                rows = Type("rows", str(table.get("name")), origin=str(inverse.get("id")))
                self.of[options["target"]].setdefault(str(inverse.get("name")), rows)

    def _add_link(self, link: Raw) -> None:
        """Each end sees the rows by the link's name; two ends of one entity need two names."""
        between, name = link.get("between") or [], str(link.get("name"))
        ends = link.get("names") or between
        if len(between) != 2 or len(ends) != 2:
            return
        for side, entity in enumerate(between):
            ident, second = str(link.get("id")), side == 1 and between[0] == between[1]
            end = f"{ident}:{side}" if link.get("names") else self.tables.get(entity, "")
            self.of[name].setdefault(ends[side], Type("ref", entity, origin=end))
            own = f"{name}_{ends[0]}" if second else name
            rows = Type("rows", name, origin=f"{ident}:rows" if second else ident)
            if entity in self.of:
                self.of[entity].setdefault(own, rows)

    # ---- the world of expressions

    def step(self, entity: str, word: str) -> Type | None:
        return self.of.get(entity, {}).get(word)

    def words(self, entity: str) -> Iterable[str]:
        return tuple(self.of.get(entity, ()))

    # ---- what stands where

    def anchors(self, use: Use, table: str = "") -> list[Anchor]:
        """Every name in the value. ExpressionError says, in words, which one is not there."""
        kind, value = use.holds.kind, use.value
        about = table or (use.tables[0] if use.tables else "")
        if value in use.holds.also or (kind == "scope" and value in SCOPES):
            return []
        if kind in ("path", "sort", "field", "rows"):
            return self._path(value, about)
        if kind in ("expr", "scope"):
            return self._expression(use, about)
        found = self.listed(use).get(value)
        return [Anchor(0, len(value), found)] if found else []

    def listed(self, use: Use) -> Mapping[str, str]:
        """Name -> id of everything that the value could name."""
        flow = use.flow or self.flow_of.get(use.tables[0] if use.tables else "", "")
        lists: dict[str, Mapping[str, str]] = {
            "entity": self.tables,
            "role": self.roles,
            "screen": self.screens,
            "exclusion": self.exclusions,
            "state": self.states.get(flow, {}),
            "transition": self.transitions.get(flow, {}),
            "choice": self.choices.get(use.node_id, {}),
        }
        return lists[use.holds.kind]

    def _path(self, value: str, about: str) -> list[Anchor]:
        found, start = [], len(value) - len(value.lstrip("-"))
        here: Type | None = Type("ref", about)
        for word in value.lstrip("-").split("."):
            here = self.of.get(here.entity, {}).get(word) if here and here.entity else None
            if here is None:
                break
            found.append(Anchor(start, start + len(word), here.origin))
            start += len(word) + 1
        return found

    def _expression(self, use: Use, about: str) -> list[Anchor]:
        seen = infer(parse(use.value), self, about, extra=self.extra(use, about))
        found: list[Anchor] = []
        for (start, _), origins in seen.steps.items():
            words = next(t.value for t in tokens(use.value) if t.start == start).split(".")
            for word, origin in zip(words, origins, strict=True):
                if origin:
                    found.append(Anchor(start, start + len(word), origin))
                start += len(word) + 1
        for (start, end), origin in seen.literals.items():
            written = use.value[start + 1 : end - 1].replace("''", "'")
            ident = self.choices.get(origin, {}).get(written, origin)
            found.append(Anchor(start + 1, end - 1, ident))
        return sorted(found, key=lambda anchor: anchor.start)

    def extra(self, use: Use, about: str) -> dict[str, Type]:
        """The names that an expression may use here besides its entity's."""
        known = {"rows": Type("rows", about), "note": Type("text")}
        return {word: known[word] for word in use.holds.extra}


def _ids(nodes: Iterable[Raw]) -> dict[str, str]:
    return {str(node.get("name")): str(node.get("id")) for node in nodes if node.get("name")}


def replaced(value: str, anchors: Iterable[Anchor], names: Mapping[str, str]) -> str:
    """The value with the names of some ids replaced: id -> new name."""
    out, end = [], 0
    for anchor in anchors:
        if anchor.id in names:
            out += [value[end : anchor.start], names[anchor.id]]
            end = anchor.end
    return "".join(out) + value[end:]


def same_words(use: Use, names: Names) -> str:
    """The value with ids in the place of names, so that a rename alone is no change."""
    try:
        anchors = names.anchors(use)
    except ExpressionError:
        return use.value
    told = replaced(use.value, anchors, {a.id: f"<{a.id}>" for a in anchors})
    if use.holds.kind not in ("expr", "scope"):
        return told
    return " ".join(told.split())
