"""Where names and expressions stand in a specification, read from the annotations of the models.

Works on the plain tree (dicts and lists), also on a draft that is not valid yet: what has not the
expected shape is passed over. Check, diff and rename all walk through here.
"""

from __future__ import annotations

import types as python_types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from .base import Node
from .model import Entity, Field, Grant, Link, Spec
from .options import ReferenceOptions
from .reader import Place
from .scalars import Holds
from .types import Types


@dataclass(frozen=True)
class Use:
    """One name, path or expression: where it stands, what it is, in whose words it speaks."""

    node: Mapping[str, Any]
    """The nearest node with an id."""
    key: str
    """The key of that node, `options.target` for one of its options."""
    path: Place
    """The way from the root."""
    value: str
    holds: Holds
    tables: tuple[str, ...] = ()
    flow: str = ""
    as_key: bool = False
    """The value is itself a key (in `sets`)."""

    @property
    def node_id(self) -> str:
        return str(self.node.get("id", ""))


@dataclass(frozen=True)
class _Held:
    holds: Holds


@dataclass(frozen=True)
class _Many:
    part: _Part


@dataclass(frozen=True)
class _Pairs:
    key: _Part
    value: _Part


@dataclass(frozen=True)
class _Child:
    models: tuple[type[Node], ...]


_Part = _Held | _Many | _Pairs | _Child | None


@cache
def _parts(model: type[Node]) -> dict[str, _Part]:
    """Key -> what it holds, for every key that holds something of interest."""
    found: dict[str, _Part] = {}
    for key, info in model.model_fields.items():
        held = next((each for each in info.metadata if isinstance(each, Holds)), None)
        part = _Held(held) if held else _part(info.annotation)
        if part:
            found[key] = part
    return found


def _part(annotation: Any) -> _Part:
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        held = next((each for each in args[1:] if isinstance(each, Holds)), None)
        return _Held(held) if held else _part(args[0])
    if origin in (Union, python_types.UnionType):
        parts = [part for part in map(_part, args) if part]
        if parts and all(isinstance(part, _Child) for part in parts):
            return _Child(tuple(m for p in parts if isinstance(p, _Child) for m in p.models))
        return parts[0] if parts else None
    if origin is tuple:
        part = _part(args[0])
        return _Many(part) if part else None
    if origin in (dict, Mapping):
        key, value = _part(args[0]), _part(args[1])
        return _Pairs(key, value) if key or value else None
    if isinstance(annotation, type) and issubclass(annotation, Node):
        return _Child((annotation,))
    return None


def uses(raw: Mapping[str, Any], types: Types) -> Iterator[Use]:
    """Every use in the tree, in the order of the models."""
    tables = tuple(
        str(table.get("name", "")) for key in ("entities", "links") for table in _dicts(raw, key)
    )
    start = Use(raw, "", (), "", Holds("entity"))
    yield from _Walk(types, tables).node(raw, Spec, start)


def _dicts(raw: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = raw.get(key)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


class _Walk:
    def __init__(self, types: Types, tables: tuple[str, ...]) -> None:
        self.types = types
        self.tables = tables

    def node(self, raw: Mapping[str, Any], model: type[Node], at: Use) -> Iterator[Use]:
        here = self.inside(raw, model, at)
        for key, part in _parts(model).items():
            if key in raw:
                yield from self.part(raw[key], part, self.at_key(here, key))
        if model is Field:
            yield from self.field(raw, here)

    def inside(self, raw: Mapping[str, Any], model: type[Node], at: Use) -> Use:
        """In whose words a node speaks."""
        here = replace(at, node=raw, key="") if "id" in model.model_fields else at
        name = raw.get("name")
        if model in (Entity, Link):
            return replace(here, tables=(str(name),))
        if model is Grant:
            named = [str(each) for each in raw.get("entities") or () if isinstance(each, str)]
            return replace(here, tables=self.tables if "*" in named else tuple(named))
        if isinstance(raw.get("entity"), str):
            here = replace(here, tables=(raw["entity"],))
            if "transitions" in model.model_fields:
                here = replace(here, flow=str(name))
        return here

    def at_key(self, here: Use, key: str) -> Use:
        whole = here.key == "options" or (here.key == "" and not here.as_key)
        word = f"options.{key}" if here.key == "options" else key
        return replace(here, key=word if whole else here.key, path=(*here.path, key))

    def field(self, raw: Mapping[str, Any], here: Use) -> Iterator[Use]:
        """A field's options are typed by its type; the default of a choice is one of its names."""
        known = self.types.get(str(raw.get("type", "text")))
        options = raw.get("options")
        if known and isinstance(options, Mapping) and issubclass(known.options, Node):
            at = replace(here, key="options", path=(*here.path, "options"))
            if issubclass(known.options, ReferenceOptions):
                target = str(options.get("target", ""))
                yield from self.reference(options, known.options, at, target)
            else:
                yield from self.node(options, known.options, at)
        if known and known.kind == "choice" and isinstance(raw.get("default"), str):
            at = replace(here, key="default", path=(*here.path, "default"))
            yield replace(at, value=raw["default"], holds=Holds("choice"))

    def reference(
        self, options: Mapping[str, Any], model: type[Node], at: Use, target: str
    ) -> Iterator[Use]:
        for use in self.node(options, model, at):
            yield replace(use, tables=(target,)) if use.holds.about == "target" else use

    def part(self, value: Any, part: _Part, at: Use) -> Iterator[Use]:
        match part:
            case _Held(holds) if isinstance(value, str):
                yield replace(at, value=value, holds=holds)
            case _Many(inner) if isinstance(value, list):
                for place, each in enumerate(value):
                    yield from self.part(each, inner, replace(at, path=(*at.path, place)))
            case _Pairs(key_part, value_part) if isinstance(value, Mapping):
                for key, each in value.items():
                    there = replace(at, path=(*at.path, key))
                    yield from self.part(key, key_part, replace(there, as_key=True))
                    yield from self.part(each, value_part, there)
            case _Child(models) if isinstance(value, Mapping):
                model = _chosen(models, value)
                if model:
                    yield from self.node(value, model, at)


def _chosen(models: tuple[type[Node], ...], raw: Mapping[str, Any]) -> type[Node] | None:
    """Of the screens the one of its kind."""
    if len(models) == 1:
        return models[0]
    kinds = {get_args(model.model_fields["kind"].annotation)[0]: model for model in models}
    return kinds.get(str(raw.get("kind")))
