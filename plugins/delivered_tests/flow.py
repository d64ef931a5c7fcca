"""What the tests of a flow see: all pairs of state and role."""

from __future__ import annotations

from typing import Any

from builder.codenames import class_names, enum_names, flow_constant, member_names
from builder.spec import Flow, Spec, Types, naming


def flow_view(spec: Spec, flow: Flow, types: Types) -> dict[str, Any]:
    """For each state and role the steps; which states lock; which can be reached at all."""
    field = next(f for f in spec.entity(flow.entity).fields if f.type == "state")
    names = tuple(state.name for state in flow.states)
    member = dict(zip(names, member_names(names), strict=True))
    roles = [role.name for role in spec.roles if not role.public]
    reached = _reached(flow)
    moves = []
    for state in flow.states:
        for role in roles:
            steps = sorted(t.name for t in flow.transitions if state.name in t.at and role in t.by)
            if steps and state.name in reached:
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
        "states": [member[name] for name in names if name in reached],
        "open": [
            member[s.name]
            for n, s in enumerate(flow.states)
            if s.name in reached and (n == 0 or s.open)
        ],
        "roles": [naming.member_name(role) for role in roles],
        "moves": moves,
        "last": flow.states[-1].name,
    }


def _reached(flow: Flow) -> set[str]:
    """States that steps lead to from the first one."""
    found = {flow.states[0].name}
    while True:
        more = {t.to for t in flow.transitions if found & set(t.at)} - found
        if not more:
            return found
        found |= more
