"""The draft as text, down and up."""

from __future__ import annotations

from typing import Any

import yaml

from builder.spec import SpecError, Types, dump, from_raw, load, plain
from builder.spec.ids import BUNDLES, CHILDREN, title
from builder.spec.reader import parse

from .spots import Raw, dicts


def text_of(raw: Raw, types: Types) -> str:
    """YAML of the draft. One that is not whole yet is written as it is, in a plainer style."""
    try:
        return dump(from_raw(raw, types))
    except SpecError:
        return str(yaml.safe_dump(_ordered(raw), allow_unicode=True, sort_keys=False, width=100))


def _ordered(value: Any) -> Any:
    """Keys as people write them: what it is first, what is in it last."""
    if isinstance(value, dict):
        first = ("rakit", "id", "name", "type", "label", "kind", "entity")
        keys = sorted(value, key=lambda key: first.index(key) if key in first else len(first))
        return {key: _ordered(value[key]) for key in keys if value[key] is not None}
    return [_ordered(one) for one in value] if isinstance(value, list) else value


def read(text: str, types: Types, now: Raw) -> Raw:
    """The specification in a text, ready to be the draft.

    Nodes without an id take that of the node of the same name in `now`, so that a hand-written
    file does not make people's data look like new. SpecError lists all that is wrong, with lines.
    """
    written = plain(load(text, types))
    try:
        return plain(from_raw(_adopted(parse(text), now), types))
    except SpecError:
        return written


def _adopted(new: Any, now: Any) -> Any:
    if not isinstance(new, dict) or not isinstance(now, dict):
        return new
    out = dict(new)
    if not new.get("id") and now.get("id"):
        out["id"] = now["id"]
    for key, value in new.items():
        if key in CHILDREN and isinstance(value, list):
            known = {title(one): one for one in dicts(now.get(key))}
            by_id = {one.get("id"): one for one in dicts(now.get(key))}
            out[key] = [
                _adopted(one, by_id.get(one.get("id")) or _free(one, known))
                if isinstance(one, dict)
                else one
                for one in value
            ]
        elif key in (*CHILDREN, *BUNDLES) and isinstance(value, dict):
            inner = now.get(key)
            out[key] = _adopted(value, inner if isinstance(inner, dict) else None)
    return out


def _free(one: Raw, known: dict[str, Raw]) -> Raw | None:
    """The node of the same name, for one that brings no id of its own."""
    return None if one.get("id") else known.get(title(one))
