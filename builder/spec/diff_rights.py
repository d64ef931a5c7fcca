"""What changed in rights: told by role and entity, so that regrouping grants says nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from builder.kit.expression import ExpressionError

from .diff_side import Side
from .diff_words import SCOPES, VERBS, list_of
from .model import Grant
from .names import replaced
from .scalars import Holds
from .uses import Use

HERE = "\0"


def rights(old: Side, new: Side) -> Iterator[tuple[str, str]]:
    """(role's id, sentence) for every role and entity that stand on both sides.

    Entities about which the same is to be said share a sentence.
    """
    for role in new.spec.roles:
        before = next((each for each in old.spec.roles if each.id == role.id), None)
        if before is None:
            continue
        told: dict[str, list[str]] = {}
        for table in new.spec.tables:
            twin = next((each for each in old.spec.tables if each.id == table.id), None)
            if twin is None:
                continue
            a, b = before.grant(twin.name), role.grant(table.name)
            for text in _grant(old, new, a, b, (twin.name, table.name)):
                told.setdefault(text, []).append(new.call(table.id))
        for text, tables in told.items():
            said = text.replace(HERE, list_of(tables))
            yield role.id, f"Peran {new.call(role.id)} {said}"


def _grant(
    old: Side, new: Side, a: Grant | None, b: Grant | None, names: tuple[str, str]
) -> Iterator[str]:
    """Sentences with `HERE` for the entity."""
    before, after = set(a.can if a else ()), set(b.can if b else ())
    if after - before:
        yield f"kini boleh {_verbs(after - before)} {HERE}."
    if before - after:
        yield f"tidak lagi boleh {_verbs(before - after)} {HERE}."
    if a is None or b is None:
        return
    if _rows(old, a.rows, names[0]) != _rows(new, b.rows, names[1]):
        yield f"atas {HERE}: {_scope(a.rows)} menjadi {_scope(b.rows)}."
    for key, word in (("hide", "disembunyikan"), ("readonly", "hanya dapat dibaca")):
        was, now = _fields(old, getattr(a, key), names[0]), _fields(new, getattr(b, key), names[1])
        added = [label for ident, label in now.items() if ident not in was]
        gone = [label for ident, label in was.items() if ident not in now]
        if added:
            yield f"atas {HERE}: {list_of(added)} kini {word}."
        if gone:
            yield f"atas {HERE}: {list_of(gone)} tidak lagi {word}."


def _verbs(verbs: set[Any]) -> str:
    return list_of([word for verb, word in VERBS.items() if verb in verbs])


def _scope(rows: str) -> str:
    return SCOPES.get(rows, f"baris dengan “{rows}”")


def _rows(side: Side, rows: str, table: str) -> str:
    use = Use({}, "rows", (), rows, Holds("scope"), (table,))
    try:
        anchors = side.names.anchors(use)
    except ExpressionError:
        return rows
    return replaced(rows, anchors, {anchor.id: f"<{anchor.id}>" for anchor in anchors})


def _fields(side: Side, names: tuple[str, ...], table: str) -> dict[str, str]:
    """Id -> label of those names that are fields of the table."""
    words = side.names.of.get(table, {})
    return {
        words[name].origin: side.call(words[name].origin)
        for name in names
        if name in words and words[name].origin in side.nodes
    }
