"""A specification in which every free text is a canary: the mirror of the differential check.

Free is what a person may write as he likes: labels, descriptions, messages, expressions,
patterns. Names are not free, the language allows only their shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin

from annotated_types import GroupedMetadata
from pydantic.fields import FieldInfo

from builder.differential import canary
from builder.spec import Field, Grant, Node, Spec, Types

WORDS = ("today", "now", "user.unit", "user.name")
"""Defaults that mean something; they are the same in the mirror."""


def mirrored(spec: Spec, types: Types) -> tuple[Spec, dict[str, str]]:
    """(the same specification with canaries, canary -> text). One text has one canary."""
    by_text: dict[str, str] = {}

    def bird(text: str) -> str:
        return by_text.setdefault(text, canary(len(by_text)))

    def node(one: Node) -> Node:
        changes = {}
        for key, info in type(one).model_fields.items():
            old = getattr(one, key)
            if not _means_something(one, key, old, types):
                new = value(old, _is_free(type(one), key, info))
                if new is not old:
                    changes[key] = new
        return one.model_copy(update=changes) if changes else one

    def value(old: Any, free: bool) -> Any:
        if isinstance(old, Node):
            return node(old)
        if isinstance(old, tuple):
            new = tuple(value(item, free) for item in old)
            return old if all(a is b for a, b in zip(old, new, strict=True)) else new
        if isinstance(old, Mapping):
            return type(old)({_key(k, bird): value(v, True) for k, v in old.items()})  # type: ignore[call-arg]
        return bird(old) if free and isinstance(old, str) else old

    found = node(spec)
    assert isinstance(found, Spec)
    return found, {mark: text for text, mark in by_text.items()}


def _key(key: str, bird: Any) -> str:
    """Keys of translations are texts; those of `sets` and of languages are names."""
    return key if key.isidentifier() and key.islower() else str(bird(key))


def _means_something(one: Node, key: str, old: Any, types: Types) -> bool:
    """Words of the language where a free text could stand too."""
    if isinstance(one, Field) and key == "default":
        return types[one.type].kind != "text" or old in WORDS
    return isinstance(one, Grant) and key == "rows" and old in ("all", "own", "unit")


@cache
def _is_free(model: type[Node], key: str, info: FieldInfo) -> bool:
    return key not in ("id", "kind") and not _shaped(info.annotation, tuple(info.metadata))


def _shaped(annotation: Any, metadata: tuple[Any, ...]) -> bool:
    """Whether a pattern or a closed list stands on the annotation, at any depth."""
    if any(_has_pattern(one) for one in metadata):
        return True
    origin = get_origin(annotation)
    if origin is Literal:
        return True
    if origin is Annotated:
        inner, *more = get_args(annotation)
        return _shaped(inner, tuple(more))
    return any(_shaped(part, ()) for part in get_args(annotation))


def _has_pattern(one: Any) -> bool:
    if isinstance(one, FieldInfo):
        return any(_has_pattern(part) for part in one.metadata)
    if isinstance(one, GroupedMetadata):
        return any(_has_pattern(part) for part in one)
    return getattr(one, "pattern", None) is not None
