"""The change journal: who changed which field of which row from what to what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import get_history

from .actor import Actor
from .database import Entity
from .declare import Right
from .fields import Field, fields, say
from .people import names_of
from .tables import History

if TYPE_CHECKING:
    from .gate import Gate


def plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    return str(value)


def changes(row: Any) -> dict[str, list[Any]]:
    """{field: [before, after]} of what is not written yet."""
    found: dict[str, list[Any]] = {}
    for name, f in fields(type(row)).items():
        change = get_history(row, f.key)
        if change.has_changes():
            before = plain(change.deleted[0]) if change.deleted else None
            after = plain(change.added[0]) if change.added else None
            if before != after:
                found[name] = [before, after]
    return found


def record(
    session: Any, actor: Actor, row: Any, act: str, changed: dict[str, list[Any]], **more: str
) -> None:
    """Add one entry; `row` has its id already."""
    if not type(row).__history__ and act != "move":
        return
    session.add(
        History(
            table_name=row.__tablename__,
            row_id=row.id,
            act=act,
            by_id=actor.id,
            by_name=actor.name,
            changes=changed,
            **more,
        )
    )


@dataclass(frozen=True)
class Change:
    """One field in an entry, in words: `before` and `after` as people read them."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One entry of the journal as the detail page shows it."""

    at: datetime
    by: str
    act: str
    label: str
    note: str
    changes: tuple[Change, ...]


ACTS = {
    "add": "Dibuat",
    "edit": "Diubah",
    "delete": "Dihapus",
    "restore": "Dipulihkan",
    "import": "Diimpor",
}


def entries(gate: Gate, actor: Actor, row: Any) -> list[Entry]:
    """The journal of a row in words, newest first, as far as it is the actor's to see."""
    session, seen = gate.session, gate.readable(actor, type(row))
    flow = gate.scope.flows.get(type(row))
    ask = (
        select(History)
        .where(History.table_name == row.__tablename__, History.row_id == row.id)
        .order_by(History.id.desc())
        .limit(200)
    )
    steps = {step.name: step.label for step in flow.transitions} if flow else {}
    found = list(session.scalars(ask))
    names = _names(gate, actor, type(row), found)
    people = names_of(session, {one.by_id for one in found})
    return [
        Entry(
            at=one.at,
            by=people.get(one.by_id or 0, one.by_name),
            act=one.act,
            label=say(steps.get(one.transition) or ACTS.get(one.act, one.act)),
            note=one.note,
            changes=_in_words(type(row), one.changes, seen, names),
        )
        for one in found
    ]


Names = Mapping[tuple[str, int], str]


def _names(gate: Gate, actor: Actor, entity: type[Entity], found: list[History]) -> Names:
    """How the actor knows the rows that the journal refers to, one query for each reference.

    A row that is not his to read stays a number, as everywhere.
    """
    names: dict[tuple[str, int], str] = {}
    for f in fields(entity).values():
        if f.target:
            ids = {id for one in found for id in one.changes.get(f.name, ()) if id is not None}
            target: Any = f.entity_of_target()
            ask = gate.select(actor, target, Right.READ).where(target.id.in_(ids))
            ask = ask.execution_options(with_deleted=True)
            for other in gate.session.scalars(ask) if ids else ():
                names[f.name, other.id] = gate.label(actor, other)
    return names


def _in_words(
    entity: type[Entity], changed: dict[str, list[Any]], seen: set[str], names: Names
) -> tuple[Change, ...]:
    def words(f: Field, value: Any) -> str:
        if value is None:
            return ""
        if f.target:
            return names.get((f.name, value), f"#{value}")
        if f.file:
            return say("berkas")
        try:
            return f.show(f.clean(value))
        except ValueError:
            return str(value)

    known = fields(entity)
    return tuple(
        Change(known[name].label, words(known[name], before), words(known[name], after))
        for name, (before, after) in changed.items()
        if name in seen and name in known
    )
