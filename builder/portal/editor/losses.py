"""What goes, and what would be left pointing at nothing, when a node is deleted."""

from __future__ import annotations

from dataclasses import dataclass

from builder.kit.expression import ExpressionError
from builder.spec.ids import written_ids
from builder.spec.names import Names
from builder.spec.uses import Use, uses

from . import words
from .desk import Desk
from .spots import Spot

DATA = ("Entity", "Field", "Link")


@dataclass(frozen=True)
class Losses:
    """Parts that go with it, places that name it, and whether stored rows lose something."""

    parts: tuple[str, ...]
    places: tuple[str, ...]
    data: bool


def losses(desk: Desk, spot: Spot) -> Losses:
    """What deleting the node would take away."""
    gone = written_ids(spot.node)
    inner = [one for one in desk.spots.values() if one.id in gone and one.id != spot.id]
    parts = tuple(f"{words.kind(one.kind)} {one.label}" for one in inner)
    return Losses(parts, _places(desk, gone), spot.kind in DATA)


def _places(desk: Desk, gone: set[str]) -> tuple[str, ...]:
    names = Names(desk.raw, desk.types)
    found: dict[str, None] = {}
    for use in uses(desk.raw, desk.types):
        if use.node_id in gone or not _names(use, names, gone):
            continue
        spot = desk.spots.get(use.node_id)
        model = spot.kind if spot else ""
        place = desk.words(use.node_id) or words.kind("Spec")
        found[f"{place}: {words.label(model, use.key)}"] = None
    return tuple(found)


def _names(use: Use, names: Names, gone: set[str]) -> bool:
    """Does the value name something that goes? What cannot be read names nothing."""
    for table in use.tables or ("",):
        try:
            anchors = names.anchors(use, table)
        except ExpressionError:
            continue
        if any(anchor.id.partition(":")[0] in gone for anchor in anchors):
            return True
    return False
