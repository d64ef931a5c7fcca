"""Two people at one draft: which change meets which, and what undo takes back. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel, TypeAdapter

from builder.spec.edit import Change

from .values import Raw, StaleError

REPLACE = "replace"
"""The operation of an entry that put a whole specification in place of another."""
_changes: TypeAdapter[Change] = TypeAdapter(Change)


@dataclass(frozen=True)
class Done:
    """An entry of the journal as the rules here read it."""

    seq: int
    batch: int
    undoes: int | None
    op: str
    node: str
    key: str
    value: Any
    author: str
    at: datetime


def dump(change: Change) -> str:
    return _changes.dump_json(change).decode()


def restore(text: str) -> Change:
    return _changes.validate_json(text)


def values_of(change: Change) -> tuple[str, str, str, Any]:
    """(op, node, key, value) of a change."""
    return (
        str(change.op),
        str(change.node or ""),
        str(getattr(change, "key", "") or ""),
        _plain(getattr(change, "value", None)),
    )


def check_seen(raw: Raw, change: Change, since: Iterable[Done], author: str) -> None:
    """The last change of a key wins only if it has been seen: raises StaleError.

    `since` are the entries after the version that the editor's page showed; those of the same
    person do not count, nor a change to what already stands there.
    """
    op, node, key, value = values_of(change)
    within = ids_within(raw, node) if op == "remove" else frozenset((node,))
    for one in since:
        if one.author == author:
            continue
        if one.op == REPLACE:
            raise _stale("Seluruh rancangan sudah diganti.", one)
        if one.op == "remove" and (one.node == node or not _exists(raw, node)):
            raise _stale("Bagian ini sudah dihapus.", one)
        if op == "remove" and one.node in within:
            raise _stale("Bagian yang hendak dihapus baru saja diubah.", one)
        same = (one.op, one.node) == (op, node) and _overlap(one.key, key)
        if same and op in ("set", "move") and (one.key, one.value) != (key, value):
            raise _stale("Isian ini baru saja diubah.", one)


def _overlap(one: str, other: str) -> bool:
    """`options` holds `options.target`."""
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def _stale(what: str, one: Done) -> StaleError:
    way = f"Muat ulang untuk melihat perubahan {one.author}, lalu putuskan."
    return StaleError(what, by=one.author, at=one.at, theirs=one.value, way_out=way)


def ids_within(raw: Any, node: str) -> frozenset[str]:
    """The id of a node and of everything below it; empty when there is none."""
    for found, _ in nodes(raw):
        if found.get("id") == node:
            return frozenset(str(one["id"]) for one, _ in nodes(found))
    return frozenset()


def nodes(raw: Any, path: tuple[Raw, ...] = ()) -> Iterator[tuple[Raw, tuple[Raw, ...]]]:
    """Every node with an id, and the nodes around it, outermost first."""
    if isinstance(raw, dict):
        if isinstance(raw.get("id"), str):
            yield raw, path
            path = (*path, raw)
        for value in raw.values():
            yield from nodes(value, path)
    elif isinstance(raw, list | tuple):
        for value in raw:
            yield from nodes(value, path)


def _exists(raw: Raw, node: str) -> bool:
    return any(found.get("id") == node for found, _ in nodes(raw))


def open_batches(entries: Sequence[tuple[int, int | None]]) -> tuple[list[int], list[int]]:
    """From one person's (batch, undoes) in order: batches that can be undone, and undoings
    that can be taken back, the last one last."""
    done: list[int] = []
    undone: list[tuple[int, int]] = []  # (the undoing, what it undid)
    for batch, undoes in dict(entries).items():
        if undoes is None:
            done.append(batch)
            undone.clear()
        elif undone and undone[-1][0] == undoes:  # a redo: it stands for what was undone
            undone.pop()
            done.append(batch)
        else:
            undone.append((batch, undoes))
            if undoes in done:
                done.remove(undoes)
    return done, [batch for batch, _ in undone]


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    return json.loads(json.dumps(value, default=str))
