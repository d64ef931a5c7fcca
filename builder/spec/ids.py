"""Ids: eight characters that stay when names change.

The portal draws them at random (`new_id`): two people's `kolom_baru` must not be one column. A node
of a hand-written file without an id gets one derived from (parent's id, kind, name), skipping ids
already written, so that the same text always has the same ids.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable, Container, Iterator
from typing import Any

from .problems import Problem, SpecError

CHILDREN = (
    "exclusions",
    "entities",
    "fields",
    "links",
    "roles",
    "flows",
    "states",
    "transitions",
    "screens",
    "menu",
    "children",
    "choices",
    "checks",
    "tabs",
    "sections",
    "views",
    "cards",
    "charts",
    "inverse",
)
"""Keys whose mappings are nodes with an id."""
BUNDLES = ("options",)
"""Keys that hold nodes but are none themselves."""


def _shape(digest: bytes) -> str:
    letters = base64.b32encode(digest[:5]).decode().lower()[:7]
    return chr(97 + digest[-1] % 26) + letters


def derive(parent: str, kind: str, name: str, taken: Container[str] = ()) -> str:
    """The id of an unstamped node; the next free one where a written id already has that value."""
    count, word = 1, name
    while True:
        found = _shape(hashlib.sha256(f"{parent}/{kind}/{word}".encode()).digest())
        if found not in taken:
            return found
        count += 1
        word = f"{name}#{count}"


def new_id(taken: Container[str] = ()) -> str:
    """A random id, unlike all those taken."""
    while True:
        found = _shape(secrets.token_bytes(6))
        if found not in taken:
            return found


def nodes(raw: Any) -> Iterator[dict[str, Any]]:
    """Every mapping that is a node (has or should have an id), parents first, in file order."""
    if not isinstance(raw, dict):
        return
    yield raw
    yield from _below(raw)


def _below(raw: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for key, value in raw.items():
        if key in CHILDREN:
            for child in value if isinstance(value, list) else (value,):
                yield from nodes(child)
        elif key in BUNDLES and isinstance(value, dict):
            yield from _below(value)


def written_ids(raw: Any) -> set[str]:
    """The ids that stand in the tree."""
    return {node["id"] for node in nodes(raw) if isinstance(node.get("id"), str)}


def title(node: Any, place: int = 0) -> str:
    """What a node is called in a path, and what its derived id is made of."""
    if not isinstance(node, dict):
        return str(place)
    return next((str(node[k]) for k in ("name", "label", "screen") if node.get(k)), str(place))


def give_ids(raw: dict[str, Any]) -> dict[str, Any]:
    """The same tree with an id on every node. SpecError when an id stands twice, naming both."""
    taken = written_ids(raw)
    seen: dict[str, str] = {}

    def give(
        node: dict[str, Any], parent: str, kind: str, place: int, above: str
    ) -> dict[str, Any]:
        name = title(node, place)
        here = f"{above}.{name}".lstrip(".") if kind != "spec" else ""
        ident = node.get("id")
        if not ident or not isinstance(ident, str):
            ident = derive(parent, kind, name, taken)
            taken.add(ident)
        if ident in seen:
            raise SpecError([_twice(ident, here or name, seen[ident])])
        seen[ident] = here or name
        given = node.get("id") or ident  # a wrong shape is left for the language to refuse
        return {**inside(node, ident, here), "id": given}

    def inside(node: dict[str, Any], ident: str, here: str) -> dict[str, Any]:
        return _map_children(node, lambda child, key, place: give(child, ident, key, place, here))

    return give(raw, "", "spec", 0, "")


def _map_children(
    node: dict[str, Any], change: Callable[[dict[str, Any], str, int], dict[str, Any]]
) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for key, value in node.items():
        if key in CHILDREN and isinstance(value, list):
            out[key] = [
                change(child, key, place) if isinstance(child, dict) else child
                for place, child in enumerate(value)
            ]
        elif key in CHILDREN and isinstance(value, dict):
            out[key] = change(value, key, 0)
        elif key in BUNDLES and isinstance(value, dict):
            out[key] = _map_children(value, change)
        else:
            out[key] = value
    return out


def _twice(ident: str, here: str, there: str) -> Problem:
    return Problem(
        "error",
        "id_twice",
        here,
        ident,
        "id",
        f"id {ident} sudah dipakai {there}.",
        way_out="Hapus id pada salinan, atau jalankan `rakit fmt --new-ids`.",
    )
