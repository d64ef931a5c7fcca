"""What the tests of a flow see: all pairs of state and role."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from builder.codenames import class_names, enum_names, flow_constant, member_names
from builder.spec import Flow, Role, Spec, Types, naming

from .rights import foretold, scoped

UNMET = "Syarat langkah ini belum terpenuhi."
"""What the kit says where the specification has no words."""


def flow_view(spec: Spec, flow: Flow, types: Types) -> dict[str, Any]:
    """For each state and role the steps; which states lock; which can be reached at all."""
    field = next(f for f in spec.entity(flow.entity).fields if f.type == "state")
    names = tuple(state.name for state in flow.states)
    member = dict(zip(names, member_names(names), strict=True))
    roles = [role.name for role in spec.roles if not role.public]
    known = reached(flow)
    moves = []
    for state in flow.states:
        for role in roles:
            steps = sorted(t.name for t in flow.transitions if state.name in t.at and role in t.by)
            if steps and state.name in known:
                moves.append(
                    {
                        "state": member[state.name],
                        "role": naming.member_name(role),
                        "steps": steps,
                    }
                )
    return {
        "name": flow.name,
        "package": spec.name,
        "entity": flow.entity,
        "cls": class_names(spec, types)[flow.entity],
        "enum": enum_names(spec, types)[flow.entity, field.name],
        "field": field.name,
        "constant": flow_constant(flow),
        "states": [member[name] for name in names if name in known],
        "first": member[names[0]],
        "open": [
            {"state": member[s.name], "names": sorted(s.open)}
            for s in flow.states[1:]
            if s.name in known and s.open
        ],
        "noted": [
            {"step": t.name, "state": member[source]}
            for t in flow.transitions
            if t.note == "required" and (source := next((n for n in t.at if n in known), ""))
        ],
        "messages": {t.name: t.message or UNMET for t in flow.transitions if t.needs},
        "roles": [naming.member_name(role) for role in roles],
        "moves": moves,
        "told": list(_told(spec, flow, known, member))
        if any(t.tells for t in flow.transitions)
        else [],
        "asked": [naming.member_name(role.name) for role in _asked(spec, flow)],
        "last": flow.states[-1].name,
    }


def _told(
    spec: Spec, flow: Flow, known: set[str], member: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """For each step who is told: by role, in the row's unit and in another, and the row's owner."""
    table = spec.entity(flow.entity)
    for step in flow.transitions:
        state = next((name for name in step.at if name in known), "")
        if not state:
            continue
        people = ["owner"] if "owner" in step.tells else []
        for role in _asked(spec, flow):
            grant = role.grant(table.name)
            if role.name in step.tells and grant is not None and "read" in grant.can:
                people.append(role.name)
                if not scoped(spec, table, grant):
                    people.append(f"{role.name} unit lain")
        yield {"step": step.name, "state": member[state], "people": sorted(people)}


def _asked(spec: Spec, flow: Flow) -> list[Role]:
    """Roles of which it is known beforehand which rows they read."""
    return [role for role in spec.roles if not role.public and foretold(role.grant(flow.entity))]


def reached(flow: Flow) -> set[str]:
    """States that steps lead to from the first one."""
    found = {flow.states[0].name}
    while True:
        more = {t.to for t in flow.transitions if found & set(t.at)} - found
        if not more:
            return found
        found |= more
