"""Flows: which fields are open in a state, which steps may be taken, and taking one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from . import conditions, history, numbering, telling
from .actor import Actor
from .database import now
from .declare import OWNER, Transition
from .errors import Invalid, Refused
from .fields import fields, inverses, say

if TYPE_CHECKING:
    from .gate import Gate


def open_fields(gate: Gate, row: Any) -> set[str]:
    """Names of the fields and inverses that the flow leaves open on this row now.

    Rows inline in a row with a flow follow that row: its details close with it.
    """
    entity = type(row)
    everything = set(fields(entity)) | set(inverses(entity))
    flow = gate.scope.flows.get(entity)
    if flow is not None and row.id is not None:
        state = str(getattr(row, flow.status.key) or flow.initial)
        if state != str(flow.initial):
            opened = {str(key): names for key, names in flow.open.items()}
            everything &= set(opened.get(state, ()))
    for f in fields(entity).values():
        parent = getattr(row, f.name) if f.target and f.inline else None
        if parent is not None and parent.id is not None and type(parent) in gate.scope.flows:
            names = [n for n, i in inverses(type(parent)).items() if i.child is entity]
            if names and not open_fields(gate, parent) & set(names):
                return set()
    return everything


def locked_words(gate: Gate, row: Any) -> str:
    return f"{say(type(row).__label__)} ini sudah diproses dan tidak dapat diubah."


def may_take(actor: Actor, row: Any, step: Transition) -> bool:
    """Whether one of the actor's roles, or having made the row, lets him take the step."""
    if actor.system or actor.roles & {str(role) for role in step.roles}:
        return True
    return OWNER in step.roles and actor.id is not None and row.created_by_id == actor.id


def moves(gate: Gate, actor: Actor, row: Any) -> list[Transition]:
    """The steps from the present state that this actor may take."""
    flow = gate.scope.flows.get(type(row))
    if flow is None:
        return []
    state = str(getattr(row, flow.status.key))
    return [
        step
        for step in flow.transitions
        if state in {str(source) for source in step.source} and may_take(actor, row, step)
    ]


def move(gate: Gate, actor: Actor, row: Any, name: str, note: str) -> None:
    """Take the step `name`; `Refused` or `Invalid` say why not."""
    from .filling import Filling

    flow = gate.scope.flows.get(type(row))
    steps = [step for step in moves(gate, actor, row) if step.name == name]
    if flow is None or not steps:
        raise Refused("Langkah ini tidak dapat Anda lakukan sekarang.")
    step, entity, session = steps[0], type(row), gate.session
    if step.note == "required" and not note:
        raise Invalid({"note": "Catatan wajib diisi."})
    if step.needs and not conditions.holds(step.needs, row, actor):
        raise Refused(say(step.message) or "Syarat langkah ini belum terpenuhi.")
    source = str(getattr(row, flow.status.key))
    taken = session.execute(
        update(entity)
        .where(entity.id == row.id, flow.status == source)
        .values(
            {
                flow.status.key: str(step.target),
                "version": entity.version + 1,
                "updated_at": now(),
                "updated_by_id": actor.id,
            }
        )
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount != 1:
        raise Refused("Langkah ini baru saja dilakukan orang lain.")
    session.refresh(row)
    filling = Filling(gate, actor)
    with session.no_autoflush:
        known = fields(entity)
        for target, text in step.sets.items():
            value = conditions.value_of(text, row, actor, {"note": note or None})
            f = known[target]
            filling._set(row, f, value if value is None or f.target else f.clean(value))
        for f in known.values():
            if f.numbering and numbering.issued_at(f) == name:
                numbering.give(session, row, f, conditions.CLOCK.now().date())
        errors = filling.rules(row)
        if errors:
            raise Invalid(errors)
        for check in gate.own_checks.get(entity, ()):
            check(actor, row)
    changed = {flow.status.key: [source, str(step.target)], **history.changes(row)}
    moved = {"transition": name, "source": source, "target": str(step.target), "note": note}
    session.flush()
    history.record(session, actor, row, "move", changed, **moved)
    telling.tell(gate, actor, row, step, note)
