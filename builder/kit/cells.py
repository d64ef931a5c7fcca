"""Values in words, for tables and detail pages, cut to what the actor may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import url_for
from sqlalchemy.orm import joinedload

from .actor import Actor
from .database import Entity
from .fields import Field, display, fields, path, say, value_at
from .pages import Cell, Column, Row
from .request import application, gate

KINDS = {
    "money": "money",
    "number": "number",
    "decimal": "number",
    "percent": "number",
    "date": "date",
    "datetime": "date",
    "checkbox": "boolean",
    "file": "file",
    "image": "file",
    "select": "choice",
    "radio": "choice",
    "checkboxes": "choice",
    "reference": "reference",
}


def kind(f: Field) -> str:
    """How a value of this field is drawn."""
    flow = gate().scope.flows.get(f.entity)
    if flow is not None and flow.status.key == f.key:
        return "state"
    return KINDS.get(f.widget, "text")


def visible(actor: Actor, entity: type[Entity], dotted: str) -> bool:
    """Whether the actor may see every field on the path."""
    return all(f.name in gate().readable(actor, f.entity) for f in path(entity, dotted))


def label_of(actor: Actor, row: Any) -> str:
    """How this actor knows a row: its display, without what is hidden from him."""
    if row is None:
        return ""
    entity = type(row)
    if all(dotted == "id" or visible(actor, entity, dotted) for dotted in entity.__display__):
        return display(row)
    return f"{say(entity.__label__)} #{row.id}"


def label_for(entity: type[Entity], dotted: str) -> str:
    """The heading of a column: of `usaha.nama` the label of the reference, else of the field."""
    steps = path(entity, dotted)
    last = steps[-1]
    if len(steps) > 1 and last.name in last.entity.__display__:
        return steps[-2].label
    return last.label


def node_for(entity: type[Entity], dotted: str) -> str:
    return application().nodes("field", entity.__tablename__, dotted.split(".")[0])


def column(entity: type[Entity], dotted: str, **more: Any) -> Column:
    """The head of a column."""
    f = path(entity, dotted)[-1]
    numeric = kind(f) in ("money", "number")
    label, node = label_for(entity, dotted), node_for(entity, dotted)
    return Column(dotted, label, node=node, numeric=numeric, **more)


def cell(actor: Actor, row: Any, dotted: str) -> Cell:
    """One value of a row in words. The actor may see it: `visible` was asked."""
    entity = type(row)
    f = path(entity, dotted)[-1]
    value = value_at(row, dotted)
    about = {
        "node": node_for(entity, dotted),
        "label": label_for(entity, dotted),
        "help": f.help,
        "kind": kind(f),
    }
    if f.target:
        return Cell(label_of(actor, value), href=row_url(actor, value), **about)
    text = f.show(value)
    if f.file:
        href = ""
        if value and "." not in dotted:
            href = _url(entity, "file", pk=row.id, name=dotted)
        return Cell(text and say("Lihat berkas"), raw=str(value or ""), href=href, **about)
    if f.measure and text:
        text = f"{text} {f.measure}"
    return Cell(text, raw="" if value is None else str(value), **about)


def line(actor: Actor, row: Any, names: Sequence[str]) -> Row:
    """A line of a table; its first cell leads to the row itself, not to what it refers to."""
    url = row_url(actor, row)
    shown = [cell(actor, row, name) for name in names]
    if shown and url:
        shown[0] = replace(shown[0], href="")
    return Row(row.id, tuple(shown), url)


def row_url(actor: Actor, row: Any) -> str:
    """The detail page of a row, for whom may read such rows."""
    if row is None:
        return ""
    from .declare import Right

    entity = type(row)
    return _url(entity, "show", pk=row.id) if gate().may(actor, Right.READ, entity) else ""


def _url(entity: type[Entity], what: str, **values: Any) -> str:
    view = application().view_of(entity)
    return url_for(f"{view.endpoint}.{what}", **values) if view is not None else ""


def loading(entity: type[Entity], columns: Sequence[str]) -> list[Any]:
    """What to join when these columns are shown: each reference on the way, and its display."""
    options: dict[tuple[str, ...], Any] = {}
    for dotted in columns:
        _join(entity, dotted.split("."), (), None, options, 0)
    return list(options.values())


def _join(
    entity: type[Entity],
    words: list[str],
    passed: tuple[str, ...],
    load: Any,
    options: dict[tuple[str, ...], Any],
    depth: int,
) -> None:
    f = fields(entity).get(words[0])
    if f is None or not f.target or depth > 5:
        return
    attribute: Any = getattr(entity, f.name)
    here = joinedload(attribute) if load is None else load.joinedload(attribute)
    key = (*passed, f.name)
    options[key] = here
    target = f.entity_of_target()
    if len(words) > 1:
        _join(target, words[1:], key, here, options, depth + 1)
        return
    for dotted in target.__display__:
        _join(target, dotted.split("."), key, here, options, depth + 1)
