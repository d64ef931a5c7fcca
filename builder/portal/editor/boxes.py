"""Which inputs the form of a node has: read from the models of the language, and nothing else.

A key that a plugin's options model brings gets its input here without a line of code.
"""

from __future__ import annotations

import types as python_types
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from builder.spec import Node, Types
from builder.spec.ids import CHILDREN
from builder.spec.scalars import Holds

Kind = Literal[
    "line", "area", "code", "tick", "pick", "path", "ticks", "order", "sort", "lines", "combos",
    "pair", "map", "choices", "words",
]  # fmt: skip
HIDDEN = ("id", "rakit", "grants")
AREA = 1000
MANY: dict[str, Kind] = {"path": "order", "sort": "sort"}
ONE: dict[str, Kind] = {"path": "path", "expr": "code", "scope": "code"}


@dataclass(frozen=True)
class Box:
    """One input: the key it writes, how it looks, and what kind of name it holds."""

    key: str
    kind: Kind
    model: type[BaseModel]
    required: bool = False
    holds: Holds | None = None
    words: tuple[str, ...] = ()
    """The values of a closed list."""
    number: bool = False

    @property
    def last(self) -> str:
        """The key inside its model."""
        return self.key.rpartition(".")[2]

    @property
    def default(self) -> object:
        """What holds while nothing is written."""
        return self.model.model_fields[self.last].default


def boxes_of(model: type[BaseModel], raw: Mapping[str, Any], types: Types) -> tuple[Box, ...]:
    """The inputs of a node; of a field also those of its type's options."""
    found = list(_boxes(model))
    if "options" in model.model_fields:
        known = types.get(str(raw.get("type", "text")))
        if known:
            found += [_inside(box, "options") for box in _boxes(known.options)]
            inverse = known.options.model_fields.get("inverse")
            if inverse is not None:
                inner = _node(inverse.annotation)
                if inner is not None:
                    found += [
                        replace(_inside(box, "options.inverse"), required=False)
                        for box in _boxes(inner)
                        if box.key != "remark"
                    ]
    return tuple(found)


def _inside(box: Box, prefix: str) -> Box:
    return replace(box, key=f"{prefix}.{box.key}")


@cache
def _boxes(model: type[BaseModel]) -> tuple[Box, ...]:
    found = (
        _box(model, key, info)
        for key, info in model.model_fields.items()
        if key not in HIDDEN and (key not in CHILDREN or key in ("choices", "fields"))
    )
    return tuple(box for box in found if box is not None)


def _box(model: type[BaseModel], key: str, info: FieldInfo) -> Box | None:
    if key == "options":
        return None
    base = Box(key, "line", model, required=info.is_required())
    core, holds, longest = _core(info.annotation, tuple(info.metadata))
    origin, args = get_origin(core), get_args(core)
    if key == "choices":
        return replace(base, kind="choices")
    if key == "type":
        return replace(base, kind="pick")
    if origin is tuple:
        return _list(base, args)
    if origin in (dict, Mapping):
        return replace(base, kind="words" if key == "i18n" else "map")
    if origin is Literal:
        if len(args) == 1:  # the kind of a screen is what it is
            return None
        return replace(base, kind="pick", words=tuple(str(word) for word in args))
    if core is bool:
        return replace(base, kind="tick")
    if holds:
        return replace(base, kind=ONE.get(holds.kind, "pick"), holds=holds)
    if core is int:
        return replace(base, number=True)
    if core is not str:
        return None
    return replace(base, kind="area" if longest >= AREA and key != "default" else "line")


def _list(base: Box, args: tuple[Any, ...]) -> Box | None:
    core, holds, _ = _core(args[0], ())
    if _node(core) is not None:
        return None
    if get_origin(core) is tuple:
        return replace(base, kind="combos")
    if get_origin(core) is Literal:
        return replace(base, kind="ticks", words=tuple(str(word) for word in get_args(core)))
    if len(args) == 2 and args[1] is not Ellipsis:
        return replace(base, kind="pair", holds=holds)
    if holds is None:
        return replace(base, kind="lines")
    many = MANY.get(holds.kind, "ticks")
    ordered = base.model.__name__ == "Section" and base.key == "fields"
    return replace(base, kind="order" if ordered else many, holds=holds)


def _core(annotation: Any, metadata: tuple[Any, ...]) -> tuple[Any, Holds | None, int]:
    """The type without its wrapping, what it holds, and how long its text may be."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _core(args[0], (*metadata, *args[1:]))
    if origin in (Union, python_types.UnionType):
        inner = [each for each in args if each is not type(None)]
        return _core(inner[0], metadata)
    flat: list[Any] = []
    for each in metadata:
        flat += each.metadata if isinstance(each, FieldInfo) else [each]
    holds = next((each for each in reversed(flat) if isinstance(each, Holds)), None)
    longest = max((getattr(each, "max_length", 0) or 0 for each in flat), default=0)
    return annotation, holds, longest


def _node(annotation: Any) -> type[Node] | None:
    core, _, _ = _core(annotation, ())
    return core if isinstance(core, type) and issubclass(core, Node) else None


def child_model(model: type[BaseModel], key: str, raw: Mapping[str, Any]) -> type[Node] | None:
    """The model of a node that stands in the list `key` of a node of `model`."""
    info = model.model_fields.get(key)
    if info is None:
        return None
    core, _, _ = _core(info.annotation, tuple(info.metadata))
    if get_origin(core) is not tuple:
        return _node(core)
    item = get_args(core)[0]
    if get_origin(item) is Annotated:
        item = get_args(item)[0]
    if get_origin(item) in (Union, python_types.UnionType):
        for one in get_args(item):
            if str(raw.get("kind")) in get_args(one.model_fields["kind"].annotation):
                return _node(one)
        return None
    return _node(item)
