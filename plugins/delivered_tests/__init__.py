"""The application's own tests: what the specification says, said once more in plain values."""

from pathlib import Path

from builder.hookspecs import Layer, hookimpl

from .entity import entity_view
from .flow import flow_view
from .rights import rights_view
from .rules import flow_facts, rules_facts

PRIORITY = 60
TEMPLATE = Path(__file__).parent / "template"


@hookimpl
def rakit_layers() -> list[Layer]:
    """One file for each entity, link and flow, one for rights, one for field types."""
    return [
        Layer(TEMPLATE, "entity", entity_view, facts=rules_facts),
        Layer(TEMPLATE, "flow", flow_view, facts=flow_facts),
        Layer(TEMPLATE, "once", rights_view),
    ]
