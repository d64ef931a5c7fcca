"""The inputs of one node's form, ready to be drawn: words, value, choices, what is wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l

from builder.spec import Problem

from . import words
from .boxes import Box, boxes_of
from .desk import Desk
from .forms import shown
from .offers import Offer, offers
from .spots import Spot, dicts, label_of

Group = tuple[Any, tuple[str, ...]]
GROUPS: dict[str, tuple[Group, ...]] = {
    "Field": (
        ("", ("label", "name", "type", "required", "unique", "definition", "help")),
        (_l("Menurut tipenya"), ("options.*",)),
        (_l("Nilai dan satuan"), ("default", "computed", "measure")),
        (_l("Aturan bersyarat"), ("required_if", "visible_if", "readonly_if")),
        (_l("Klasifikasi data"), ("privacy", "publicity")),
    ),
    "Entity": (
        ("", ("label", "plural", "name", "description", "display")),
        (_l("Klasifikasi data"), ("privacy", "publicity")),
        (_l("Susunan dan hak per unit"), ("tree", "unit_by", "unique", "indexes")),
        (_l("Riwayat dan penghapusan"), ("history", "soft_delete")),
    ),
}
OPEN = 1
"""So many groups stand open; the others open when something is in them."""


@dataclass(frozen=True)
class Input:
    """One input of a form."""

    box: Box
    id: str
    label: str
    help: str
    value: Any
    was: str
    """What stands in the draft, as the input shows it: `{key: value}`."""
    offers: list[Offer] = field(default_factory=list)
    none: str = ""
    error: str = ""
    problems: tuple[Problem, ...] = ()
    wide: bool = False

    @property
    def filled(self) -> bool:
        """Is something written here, or wrong?"""
        empty: tuple[Any, ...] = ("", [], False, ["", ""], self.box.default)
        return bool(self.error or self.problems or self.value not in empty)


@dataclass(frozen=True)
class InputGroup:
    """Inputs that belong together."""

    title: str
    inputs: tuple[Input, ...]
    open: bool


@dataclass(frozen=True)
class NodeForm:
    """The whole form of a node."""

    spot: Spot
    groups: tuple[InputGroup, ...]
    others: tuple[Problem, ...]
    """Problems of the node that belong to no input of it."""

    @property
    def title(self) -> str:
        return f"{words.kind(self.spot.kind)} {label_of(self.spot.node)}"


def node_form(
    desk: Desk,
    spot: Spot,
    *,
    typed: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
) -> NodeForm:
    """The form of a node; what was typed and refused stays in it."""
    boxes = boxes_of(spot.model, spot.node, desk.types)
    inputs = {box.key: one_input(desk, spot, box, typed=typed, errors=errors) for box in boxes}
    shown_keys = set(inputs)
    others = tuple(
        problem for problem in desk.at.get(spot.id, ()) if not _covers(shown_keys, problem.key)
    )
    return NodeForm(spot, _grouped(spot.kind, inputs), others)


def one_input(
    desk: Desk,
    spot: Spot,
    box: Box,
    *,
    typed: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Input:
    """One input with its value (or what was typed), its choices and its problems."""
    value = stored(spot.node, box.key)
    given = shown(box, value)
    if box.key == "label" and not value and "name" in spot.node:
        given = label_of(spot.node)
    was = json.dumps({box.key: given})
    if typed and box.key in typed:
        given = typed[box.key]
    model = box.model.__name__
    return Input(
        box=box,
        id=f"f-{spot.id}-{box.key.replace('.', '-')}",
        label=words.label(model, box.key),
        help=words.help_of(model, box.key),
        value=given,
        was=was,
        offers=_ordered(box, given, offers(desk, spot, box)),
        none="" if box.required else words.none_chosen(box.key),
        error=(errors or {}).get(box.key, ""),
        problems=tuple(_problems(desk, spot, box)),
        wide=box.kind
        in ("area", "order", "sort", "ticks", "pair", "choices", "map", "words", "combos", "code"),
    )


def stored(node: Mapping[str, Any], key: str) -> Any:
    """What stands in the node under a dotted key."""
    here: Any = node
    for part in key.split("."):
        here = here.get(part) if isinstance(here, Mapping) else None
    return here


def _problems(desk: Desk, spot: Spot, box: Box) -> list[Problem]:
    found = [
        problem
        for problem in desk.at.get(spot.id, ())
        if problem.key == box.key
        or (problem.key == box.last and not box.key.startswith("options.inverse"))
    ]
    inner = stored(spot.node, box.key if box.kind == "choices" else "options.inverse")
    if box.kind == "choices" and isinstance(inner, list):
        found += [p for one in dicts(inner) for p in desk.at.get(str(one.get("id")), ())]
    if box.key.startswith("options.inverse.") and isinstance(inner, dict):
        found += [p for p in desk.at.get(str(inner.get("id")), ()) if p.key == box.last]
    return found


def _covers(keys: set[str], key: str) -> bool:
    return key in keys or any(each.rpartition(".")[2] == key for each in keys)


def _ordered(box: Box, given: Any, found: list[Offer]) -> list[Offer]:
    """What is chosen first, in its order; also what is chosen and does not exist any more."""
    chosen = (
        given if isinstance(given, list) else [given] if isinstance(given, str) and given else []
    )
    known = dict(found)
    lost = [
        (one, f"{one} (?)") for one in chosen if one not in known and one.lstrip("-") not in known
    ]
    if box.kind == "order":
        first = [(one, known.get(one, f"{one} (?)")) for one in chosen]
        return [*first, *(pair for pair in found if pair[0] not in chosen)]
    if box.kind in ("pick", "ticks") or (box.kind == "pair" and box.holds):
        return [*found, *(pair for pair in lost if pair[0])]
    return found


def _grouped(kind: str, inputs: dict[str, Input]) -> tuple[InputGroup, ...]:
    wanted = GROUPS.get(kind, (("", ("label", "name", "*")),))
    left = dict(inputs)
    remark = left.pop("remark", None)
    found: list[InputGroup] = []
    for place, (title, keys) in enumerate(wanted):
        taken: list[Input] = []
        for key in keys:
            names = [n for n in left if n == key or key == "*"
                     or (key == "options.*" and n.startswith("options."))]  # fmt: skip
            taken += [left.pop(name) for name in names]
        if taken:
            opened = place < OPEN or key.startswith("options") or any(i.filled for i in taken)
            found.append(InputGroup(str(title), tuple(taken), opened))
    rest = [*left.values(), *([remark] if remark else [])]
    if rest:
        found.append(InputGroup(str(_l("Lainnya")), tuple(rest), any(i.filled for i in rest)))
    return tuple(found)
