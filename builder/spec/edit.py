"""The change journal: small operations on nodes by id, each with its inverse. Pure.

A draft is a tree of dicts and lists that may not be valid yet. Nothing here changes what it is
given; the same tree and change give the same tree.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from builder.kit.expression import ExpressionError

from ..errors import RakitError
from .ids import CHILDREN, derive, nodes, title, written_ids
from .names import Names, replaced
from .types import Types
from .uses import Use, uses

Raw = dict[str, Any]


class EditError(RakitError):
    """A change that does not fit the tree: its node is gone, its key holds something else."""


@dataclass(frozen=True)
class Change:
    """One entry of the journal.

    set     the key of node `node` gets `value`; None takes the key away. `options.target` reaches
            into options; lists without ids (`grants`, `columns`) are set as a whole
    add     `value` (a node, with all below it) comes into the list `key` of node `node`
    remove  the node `node` goes, with all below it
    move    the node `node` comes into the list `key` of the node with id `value`

    For add and move: behind the sibling `after`; None = last, "" = first.
    """

    op: Literal["set", "add", "remove", "move"]
    node: str
    key: str = ""
    value: Any = None
    after: str | None = None


@dataclass
class _Place:
    """Where a node stands: in `holder[key]` (a list, or alone), below the node `parent`."""

    node: Raw
    parent: Raw
    holder: Raw
    key: str
    path: str

    @property
    def siblings(self) -> list[Raw]:
        found = self.holder[self.key]
        return found if isinstance(found, list) else [found]


def apply_change(raw: Raw, change: Change) -> Raw:
    """The tree after the change. EditError when it does not fit."""
    tree = copy.deepcopy(raw)
    if change.op == "set":
        _set(_node(tree, change.node), change.key, copy.deepcopy(change.value))
    elif change.op == "add":
        node = _added(raw, change)
        _insert(_list(_node(tree, change.node), change.key), node, change.after)
    elif change.op == "remove":
        _take_out(_place(tree, change.node))
    else:
        _move(tree, change)
    return tree


def invert(raw: Raw, change: Change) -> Change:
    """The change that takes `change` back; `raw` is the tree before it."""
    if change.op == "set":
        holder, key = _holder(_node(raw, change.node), change.key, make=False)
        return Change("set", change.node, change.key, copy.deepcopy(holder.get(key)))
    if change.op == "add":
        return Change("remove", _added(raw, change)["id"])
    place = _place(raw, change.node)
    if not isinstance(place.holder[place.key], list):
        return Change("set", place.parent["id"], place.path, copy.deepcopy(place.node))
    here = [id(each) for each in place.siblings].index(id(place.node))
    after = place.siblings[here - 1]["id"] if here else ""
    if change.op == "remove":
        return Change("add", place.parent["id"], place.path, copy.deepcopy(place.node), after)
    return Change("move", change.node, place.path, place.parent["id"], after)


def rename(raw: Raw, node: str, name: str, types: Types) -> tuple[Change, ...]:
    """The new name, and every reference, path and expression that says the old one, by id.

    Values that can't be read as they stand (a draft with a mistake) are left alone.
    """
    found = _node(raw, node)
    names, tree = Names(raw, types), copy.deepcopy(raw)
    touched: dict[tuple[str, str], None] = {}
    for use in uses(raw, types):
        new = _renamed(use, names, {node: name})
        if new != use.value:
            _write(tree, use, new)
            touched[use.node_id, use.key] = None
    changes = [Change("set", node, "name", name)] if found.get("name") != name else []
    for ident, key in touched:
        holder, last = _holder(_node(tree, ident), key, make=False)
        changes.append(Change("set", ident, key, holder.get(last)))
    return tuple(changes)


def _renamed(use: Use, names: Names, new: Mapping[str, str]) -> str:
    for table in use.tables or ("",):
        try:
            told = replaced(use.value, names.anchors(use, table), new)
        except ExpressionError:
            continue
        if told != use.value:
            return told
    return use.value


def _write(tree: Raw, use: Use, value: str) -> None:
    at: Any = tree
    for part in use.path[:-1]:
        at = at[part]
    last = use.path[-1]
    if not use.as_key:
        at[last] = value
        return
    pairs = [(value if key == last else key, each) for key, each in at.items()]
    at.clear()
    at.update(pairs)


def _node(tree: Raw, ident: str) -> Raw:
    found = next((node for node in nodes(tree) if node.get("id") == ident), None)
    if found is None:
        raise EditError(
            "bagian ini sudah tidak ada.", which=ident, way_out="Muat ulang rancangannya."
        )
    return found


def _places(parent: Raw, holder: Raw, path: str = "") -> Iterator[_Place]:
    for key, value in holder.items():
        if key in CHILDREN:
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, dict):
                    yield _Place(child, parent, holder, key, path + key)
                    yield from _places(child, child)
        elif key == "options" and isinstance(value, dict):
            yield from _places(parent, value, "options.")


def _place(tree: Raw, ident: str) -> _Place:
    for place in _places(tree, tree):
        if place.node.get("id") == ident:
            return place
    if tree.get("id") == ident:
        raise EditError("aplikasi itu sendiri tidak dapat dihapus atau dipindah.", which=ident)
    raise EditError("bagian ini sudah tidak ada.", which=ident, way_out="Muat ulang rancangannya.")


def _holder(node: Raw, key: str, *, make: bool) -> tuple[Raw, str]:
    """The mapping in which the (dotted) key stands, and its last word."""
    *above, last = key.split(".")
    for word in above:
        inner = node.get(word)
        if not isinstance(inner, dict):
            if inner is not None:
                raise EditError("kunci ini bukan kelompok.", which=word)
            inner = {}
            if make:
                node[word] = inner
        node = inner
    return node, last


def _set(node: Raw, key: str, value: Any) -> None:
    if not key or key == "id":
        raise EditError("tanda tetap tidak dapat diubah.", which=str(node.get("id")))
    holder, last = _holder(node, key, make=value is not None)
    if value is None:
        holder.pop(last, None)
    else:
        holder[last] = value
    if node.get("options") == {}:
        del node["options"]


def _list(node: Raw, key: str) -> list[Raw]:
    holder, last = _holder(node, key, make=True)
    if last not in CHILDREN:
        raise EditError("kunci ini bukan daftar bagian.", which=key)
    found = holder.setdefault(last, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise EditError("kunci ini bukan daftar bagian.", which=key)
    return found


def _insert(siblings: list[Raw], node: Raw, after: str | None) -> None:
    places = {str(each.get("id")): place for place, each in enumerate(siblings)}
    where = 0 if after == "" else places.get(after or "", len(siblings) - 1) + 1
    siblings.insert(where, node)


def _take_out(place: _Place) -> None:
    if isinstance(place.holder[place.key], list):
        kept = [each for each in place.siblings if each is not place.node]
        place.holder[place.key] = kept
    if not isinstance(place.holder[place.key], list) or not place.holder[place.key]:
        del place.holder[place.key]
    if place.parent.get("options") == {}:
        del place.parent["options"]


def _move(tree: Raw, change: Change) -> None:
    place = _place(tree, change.node)
    if not isinstance(place.holder[place.key], list):
        raise EditError("bagian ini tidak dapat dipindah.", which=change.node)
    goal = _node(tree, str(change.value))
    if any(each is goal for each in nodes(place.node)):
        raise EditError("tidak dapat dipindah ke dalam dirinya sendiri.", which=change.node)
    _take_out(place)
    _insert(_list(goal, change.key), place.node, change.after)


def _added(raw: Raw, change: Change) -> Raw:
    """The node that an `add` brings, with an id on it and on everything below it."""
    if not isinstance(change.value, dict):
        raise EditError("yang ditambah harus satu bagian.", which=change.key)
    node: Raw = copy.deepcopy(change.value)
    taken = written_ids(raw)
    clash = sorted(taken & written_ids(node))
    if clash:
        raise EditError("bagian dengan tanda ini sudah ada.", which=clash[0])
    taken |= written_ids(node)
    _mark(node, change.node, change.key.rpartition(".")[2], taken)
    return node


def _mark(node: Raw, parent: str, kind: str, taken: set[str]) -> None:
    if not node.get("id"):
        node["id"] = derive(parent, kind, title(node), taken)
        taken.add(node["id"])
    for place in list(_places(node, node)):
        if not place.node.get("id"):
            owner = place.parent.get("id") or parent
            place.node["id"] = derive(owner, place.key, title(place.node), taken)
            taken.add(place.node["id"])
