"""From a form to journal entries: only what was changed in the form is changed in the draft."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from builder.spec import naming, new_id
from builder.spec.edit import Change, apply_change, rename
from builder.spec.ids import written_ids

from .boxes import Box, boxes_of
from .desk import Desk
from .forms import Form, RefusedError, typed, value_of
from .inputs import stored
from .names import TABLES, derived, trouble
from .spots import Spot, label_of

INVERSE = "options.inverse"


@dataclass
class Reading:
    """What a form says: the changes it asks for, what was typed, what is refused and why."""

    changes: list[Change] = field(default_factory=list)
    typed: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    names: list[tuple[str, str]] = field(default_factory=list)
    """(node, new name): told to everything that refers to it, after the other changes."""


def read(desk: Desk, spot: Spot, form: Form, only: str = "") -> Reading:
    """Read the form of a node, or one input of it (`only`)."""
    found = Reading()
    was = {} if only else _was(form)
    boxes = boxes_of(spot.model, spot.node, desk.types)
    for box in boxes:
        if box.key not in form or (only and box.key != only):
            continue
        given = typed(box, form)
        found.typed[box.key] = given
        if box.key in was and was[box.key] == _flat(given):
            continue
        if not box.key.startswith(f"{INVERSE}."):
            _one(desk, spot, box, given, found)
    retyped = any(change.key == "type" for change in found.changes)
    if retyped:
        found.changes = [c for c in found.changes if not c.key.startswith("options.")]
        found.changes += _fitting(desk, spot, found.changes)
    else:
        _inverse(desk, spot, boxes, was, found)
    _keep_label(spot, found)
    tree = desk.raw
    for change in found.changes:
        tree = apply_change(tree, change)
    for node, name in found.names:
        for change in rename(tree, node, name, desk.types):
            found.changes.append(change)
            tree = apply_change(tree, change)
    return found


def _was(form: Form) -> dict[str, Any]:
    """What each input showed when it was made: inputs left alone are no changes."""
    out: dict[str, Any] = {}
    for text in form.getlist("was"):
        try:
            found = json.loads(text)
        except ValueError:
            continue
        if isinstance(found, dict):
            out |= {key: _flat(one) for key, one in found.items()}
    return out


def _flat(value: Any) -> Any:
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def _one(desk: Desk, spot: Spot, box: Box, given: Any, found: Reading) -> None:
    old = stored(spot.node, box.key)
    try:
        if box.key == "name":
            _name(desk, spot, str(given).strip(), found)
            return
        value = value_of(box, given, old, desk.types)
        if box.key == "label" and value == naming.label_of(spot.name) and spot.name:
            value = None
        if box.kind == "choices" and value is not None:
            _choices(desk, spot, value, found)
            return
    except RefusedError as refused:
        found.errors[box.key] = str(refused)
        return
    if value != old:
        found.changes.append(Change("set", spot.id, box.key, value))


def _name(desk: Desk, spot: Spot, name: str, found: Reading) -> None:
    if name == spot.name:
        return
    if why := trouble(name, spot.kind, taken(desk, spot)):
        found.errors["name"] = why
    else:
        found.names.append((spot.id, name))


def taken(desk: Desk, spot: Spot) -> set[str]:
    """Names of the other nodes among which this one stands."""
    around = desk.tables if spot.kind in TABLES else spot.siblings
    return {str(one.get("name")) for one in around if one.get("id") != spot.id}


def _choices(desk: Desk, spot: Spot, value: list[dict[str, Any]], found: Reading) -> None:
    """New choices get ids; a choice that kept its place under a new name is renamed."""
    before = {str(one.get("id")): one for one in stored(spot.node, "options.choices") or ()
              if isinstance(one, dict)}  # fmt: skip
    ids = written_ids(desk.raw)
    for one in value:
        if not one.get("id"):
            one["id"] = new_id(ids)
            ids.add(one["id"])
        if one.get("label") == naming.label_of(one["name"]):
            del one["label"]
        known = before.get(one["id"])
        if known and known.get("name") != one["name"]:
            found.names.append((one["id"], one["name"]))
            one["name"] = known["name"]
    ordered = [{"id": one["id"], **one} for one in value]
    if ordered != stored(spot.node, "options.choices"):
        found.changes.append(Change("set", spot.id, "options.choices", ordered))


def _fitting(desk: Desk, spot: Spot, changes: list[Change]) -> list[Change]:
    """Options of the old type that the new one does not know go with it."""
    options = spot.node.get("options")
    if not isinstance(options, dict):
        return []
    key = next(change.value for change in changes if change.key == "type") or "text"
    model = desk.types[key].options
    kept: dict[str, Any] = {}
    for name, value in options.items():
        fits = next((b for b in boxes_of(model, {}, desk.types) if b.key == name), None)
        if fits is None:
            continue
        try:
            kept[name] = (
                value if fits.kind == "choices" else value_of(fits, value, None, desk.types)
            )
        except RefusedError:
            continue
    kept = {name: value for name, value in kept.items() if value is not None}
    return [Change("set", spot.id, "options", kept or None)] if kept != options else []


def _inverse(
    desk: Desk, spot: Spot, boxes: tuple[Box, ...], was: Mapping[str, Any], found: Reading
) -> None:
    """The list at the other end of a reference: made, changed, renamed or taken away."""
    known = stored(spot.node, INVERSE)
    given: dict[str, Any] = {}
    for box in boxes:
        if not box.key.startswith(f"{INVERSE}.") or box.key not in found.typed:
            continue
        value = found.typed[box.key]
        if box.key in was and was[box.key] == _flat(value):
            continue
        try:
            given[box.last] = (
                value.strip() if box.last == "name" else value_of(box, value, None, desk.types)
            )
        except RefusedError as refused:
            found.errors[box.key] = str(refused)
    if not given or any(key.startswith(INVERSE) for key in found.errors):
        return
    if isinstance(known, dict):
        _known_inverse(known, given, found)
        return
    name = given.pop("name", "") or derived(str(given.get("label") or ""), "Inverse")
    if not name:
        if any(given.values()):
            found.errors[f"{INVERSE}.name"] = _("Beri nama daftar baliknya dahulu.")
        return
    if why := trouble(name, "Inverse", ()):
        found.errors[f"{INVERSE}.name"] = why
        return
    node = {"id": new_id(written_ids(desk.raw)), "name": name}
    if given.get("label") == naming.label_of(name):
        given["label"] = None
    node |= {key: value for key, value in given.items() if value is not None}
    found.changes.append(Change("set", spot.id, INVERSE, node))


def _known_inverse(known: dict[str, Any], given: dict[str, Any], found: Reading) -> None:
    ident, name = str(known.get("id")), given.pop("name", None)
    if name == "":
        found.changes.append(Change("remove", ident))
        return
    if name and name != known.get("name"):
        if why := trouble(name, "Inverse", ()):
            found.errors[f"{INVERSE}.name"] = why
            return
        found.names.append((ident, name))
        given.setdefault("label", label_of(known))  # the words stay when only the name changes
    if given.get("label") == naming.label_of(str(name or known.get("name"))):
        given["label"] = None
    found.changes += [
        Change("set", ident, key, value) for key, value in given.items() if value != known.get(key)
    ]


def _keep_label(spot: Spot, found: Reading) -> None:
    """A node that is called after its name keeps its words when only the name changes."""
    name = dict(found.names).get(spot.id)
    if name is None or not spot.name:
        return
    words = label_of(spot.node)
    told = next((change for change in found.changes if change.key == "label"), None)
    if told is not None:
        typed_label = str(found.typed.get("label", "")).strip()
        if told.value is None and typed_label not in ("", naming.label_of(name)):
            found.changes[found.changes.index(told)] = Change("set", spot.id, "label", typed_label)
        elif told.value == naming.label_of(name):
            found.changes.remove(told)
            if spot.node.get("label"):
                found.changes.append(Change("set", spot.id, "label", None))
    elif "label" in spot.model.model_fields:
        wanted = None if words == naming.label_of(name) else words
        if wanted != spot.node.get("label"):
            found.changes.append(Change("set", spot.id, "label", wanted))
