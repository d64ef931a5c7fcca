"""REST API: for each entity an `api.py` that names the columns that go out."""

from pathlib import Path
from typing import Any

from builder.codenames import class_names, tables
from builder.hookspecs import Join, Layer, hookimpl
from builder.spec import Entity, Spec, Types

PRIORITY = 40
TEMPLATE = Path(__file__).parent / "template"


def api_view(spec: Spec, table: Entity, types: Types) -> dict[str, Any]:
    """A public contract does not grow by itself: every column is written out."""
    return {
        "name": table.name,
        "cls": class_names(spec, types)[table.name],
        "columns": [f.name for f in table.fields],
    }


@hookimpl
def rakit_layers() -> list[Layer]:
    """One file for each entity and link."""
    return [Layer(TEMPLATE, "entity", api_view)]


@hookimpl
def rakit_joins(spec: Spec, types: Types) -> list[Join]:
    """The API classes."""
    classes = class_names(spec, types)
    return [Join(f"{t.name}.api", f"{classes[t.name]}Api", into="apis") for t in tables(spec)]
