"""Writes missing ids into a text; comments and layout stay as they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from .ids import BUNDLES, CHILDREN, derive, give_ids, written_ids
from .problems import unreadable
from .reader import parse

_Loader: Any = getattr(yaml, "CLoader", yaml.Loader)


def stamp(text: str, *, new_ids: bool = False) -> str:
    """The text with an id on every node; the hash stays the same.

    With `new_ids` a copied id is replaced at its later place; else it is refused with both places
    (SpecError, as is text that can't be read).
    """
    raw = parse(text)
    if not isinstance(raw, dict):
        raise unreadable("no_mapping", "isi harus pasangan kunci: nilai.", line=1)
    if not new_ids:
        give_ids(raw)
    stamper = _Stamper(written_ids(raw))
    stamper.visit(yaml.compose(text, _Loader), "", "spec", 0)
    for start, end, written in sorted(stamper.inserts, reverse=True):
        text = text[:start] + written + text[end:]
    return text


class _Stamper:
    def __init__(self, taken: set[str]) -> None:
        self.taken = taken
        self.seen: set[str] = set()
        self.inserts: list[tuple[int, int, str]] = []

    def visit(self, node: Any, parent: str, kind: str, place: int) -> None:
        pairs = {key.value: value for key, value in node.value}
        ident = self.ident(node, pairs, parent, kind, place)
        self.seen.add(ident)
        for key, child, nth in _children(pairs):
            self.visit(child, ident, key, nth)

    def ident(self, node: Any, pairs: dict[str, Any], parent: str, kind: str, place: int) -> str:
        words = (str(pairs[key].value) for key in ("name", "label", "screen") if key in pairs)
        written = pairs.get("id")
        if written is not None and written.value not in self.seen:
            return str(written.value)
        ident = derive(parent, kind, next(words, str(place)), self.taken)
        self.taken.add(ident)
        if written is not None:
            self.inserts.append((written.start_mark.index, written.end_mark.index, ident))
            return ident
        at, glue = node.start_mark.index, f"id: {ident}\n" + " " * node.start_mark.column
        if node.flow_style:
            at, glue = at + 1, f"id: {ident}, "
        elif kind == "spec":  # `rakit: 1` stays the first line
            at = next((k.start_mark.index for k, _ in node.value if k.value == "name"), at)
        self.inserts.append((at, at, glue))
        return ident


def _children(pairs: dict[str, Any]) -> Iterator[tuple[str, Any, int]]:
    for key, value in pairs.items():
        if key in CHILDREN and isinstance(value, yaml.SequenceNode):
            for nth, child in enumerate(value.value):
                if isinstance(child, yaml.MappingNode):
                    yield key, child, nth
        elif key in CHILDREN and isinstance(value, yaml.MappingNode):
            yield key, value, 0
        elif key in BUNDLES and isinstance(value, yaml.MappingNode):
            yield from _children({k.value: v for k, v in value.value})
