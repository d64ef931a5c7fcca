"""Flows: for each its `flow.py`, a table of states and of who may take which step."""

from pathlib import Path
from typing import Any

from builder.codenames import class_names, enum_names, flow_constant, label_of, member_names
from builder.hookspecs import Join, Layer, hookimpl
from builder.spec import Flow, Spec, Types, naming

PRIORITY = 30
TEMPLATE = Path(__file__).parent / "template"


def flow_view(spec: Spec, flow: Flow, types: Types) -> dict[str, Any]:
    """Names of the flow's classes, its states and its transitions."""
    field = next(f for f in spec.entity(flow.entity).fields if f.type == "state")
    names = tuple(state.name for state in flow.states)
    member = dict(zip(names, member_names(names), strict=True))
    return {
        "name": flow.name,
        "constant": flow_constant(flow),
        "entity": flow.entity,
        "cls": class_names(spec, types)[flow.entity],
        "enum": enum_names(spec, types)[flow.entity, field.name],
        "field": field.name,
        "label": label_of(flow),
        "initial": member[names[0]],
        "open": [{"state": member[s.name], "fields": list(s.open)} for s in flow.states if s.open],
        "final": [
            {"state": member[s.name], "kind": s.kind} for s in flow.states if s.kind != "running"
        ],
        "transitions": [
            {
                "name": t.name,
                "label": t.label or naming.label_of(t.name),
                "source": [member[name] for name in t.at],
                "target": member[t.to],
                "roles": [_role(name) for name in t.by],
                "note": t.note if t.note != "none" else "",
                "needs": t.needs or "",
                "message": t.message or "",
                "sets": [{"field": key, "value": text} for key, text in sorted(t.sets.items())],
                "tells": [_role(name) for name in t.tells],
            }
            for t in flow.transitions
        ],
    }


def _role(name: str) -> str:
    return "OWNER" if name == "owner" else f"Role.{naming.member_name(name)}"


@hookimpl
def rakit_layers() -> list[Layer]:
    """One file for each flow, in the folder of its entity."""
    return [Layer(TEMPLATE, "flow", flow_view)]


@hookimpl
def rakit_joins(spec: Spec) -> list[Join]:
    """The flows."""
    return [Join(f"{flow.entity}.flow", flow_constant(flow), into="flows") for flow in spec.flows]
