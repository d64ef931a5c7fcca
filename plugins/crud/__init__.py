"""Tables and screens: for each entity its `model.py` and `view.py`, and the menu."""

from pathlib import Path
from typing import Any

from builder.codenames import class_names, tables
from builder.hookspecs import Join, Layer, hookimpl
from builder.spec import Entity, Problem, Spec, Types

from .checks import problems
from .menu import menu_view, shown_in_menu
from .model import model_view
from .screen import screen_view

PRIORITY = 20
TEMPLATE = Path(__file__).parent / "template"


def entity_view(spec: Spec, subject: Entity, types: Types) -> dict[str, Any]:
    """What the two templates of an entity see."""
    return {**model_view(spec, subject, types), "view": screen_view(spec, subject)}


@hookimpl
def rakit_layers() -> list[Layer]:
    """A folder for each entity and each link, and one menu."""
    return [Layer(TEMPLATE, "entity", entity_view), Layer(TEMPLATE, "once", menu_view)]


@hookimpl
def rakit_joins(spec: Spec, types: Types) -> list[Join]:
    """Models, the menu, and the views that no menu shows."""
    classes = class_names(spec, types)
    shown = shown_in_menu(spec)
    joins = [Join("menu", "MENU", into="menu")]
    for table in tables(spec):
        cls = classes[table.name]
        joins.append(Join(f"{table.name}.model", cls, into="entities"))
        if table.name not in shown:
            joins.append(Join(f"{table.name}.view", f"{cls}View", into="views"))
    return joins


@hookimpl
def rakit_checks(spec: Spec) -> list[Problem]:
    """Screens that are not made yet, and columns that take each other's name."""
    return problems(spec)
