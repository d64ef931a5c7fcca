"""Values in words, for tables and detail pages, cut to what the actor may see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from flask import g, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from .actor import Actor
from .database import Entity
from .declare import Right
from .face.words import status_tone
from .fields import Field, fields, path, say, value_at
from .pages import Cell, Column, Row
from .request import application, gate
from .scope import reaches

KINDS = {
    "money": "money",
    "number": "number",
    "decimal": "number",
    "percent": "number",
    "date": "date",
    "datetime": "date",
    "checkbox": "boolean",
    "file": "file",
    "image": "image",
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
    return gate().scope.visible(actor, entity, dotted)


def label_of(actor: Actor, row: Any) -> str:
    """How this actor knows a row of his: its display, without what is hidden from him."""
    if row is None:
        return ""
    return gate().scope.label(actor, row, lambda other: seen(actor, other))


def name_of(actor: Actor, other: Any) -> str:
    """The same for a row that one of his refers to: only a number when it is not his to read."""
    if other is None or seen(actor, other):
        return label_of(actor, other)
    return f"{say(type(other).__label__)} #{other.id}"


# -- rows that others refer to: they have a scope of their own


def seen(actor: Actor, other: Any) -> bool:
    """Whether the actor may read a row that one of his refers to; asked once a request."""
    entity: Any = type(other)
    if gate().scope.everywhere(actor, Right.READ, entity):
        return True
    known = _known(actor, entity)
    if other.id not in known:
        known[other.id] = gate().alive(actor, Right.READ, other)
    return known[other.id]


def look_up(actor: Actor, rows: Sequence[Any], names: Sequence[str]) -> None:
    """Ask `seen` beforehand for everything behind these columns: one query for each entity."""
    wanted: dict[Any, set[int]] = {}
    scope, free = gate().scope, dict[Any, bool]()
    for row in rows:
        for dotted in names:
            for parent, f, other in _behind(row, dotted.split("."), 0):
                entity = type(other)
                if entity not in free:
                    free[entity] = scope.everywhere(actor, Right.READ, entity)
                if free[entity]:
                    continue
                sure = parent is row or _known(actor, type(parent)).get(parent.id, False)
                if sure and scope.follows(actor, f):
                    _known(actor, entity).setdefault(other.id, True)
                wanted.setdefault(entity, set()).add(other.id)
    for entity, ids in wanted.items():
        known = _known(actor, entity)
        if new := ids - known.keys():
            ask = select(entity.id).where(entity.id.in_(new))
            may = set(gate().session.scalars(ask.where(gate().where(actor, Right.READ, entity))))
            known.update({id: id in may for id in new})


def _known(actor: Actor, entity: Any) -> dict[int, bool]:
    kept: dict[Any, dict[int, bool]] = g.setdefault("kit_seen", {})
    return kept.setdefault((actor, entity), {})


def _behind(row: Any, words: list[str], depth: int) -> Iterator[tuple[Any, Field, Any]]:
    """(from, by, to) on the way, and on the way to how the last one is called."""
    f = fields(type(row)).get(words[0])
    other = getattr(row, f.name) if f is not None and f.target and depth <= 5 else None
    if f is None or other is None:
        return
    yield row, f, other
    for further in [words[1:]] if words[1:] else [d.split(".") for d in type(other).__display__]:
        yield from _behind(other, further, depth + 1)


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
    before = dotted.rpartition(".")[0]
    if before and not reaches(row, before, lambda other: seen(actor, other)):
        return Cell("", **about)
    if f.target:
        return Cell(name_of(actor, value), href=row_url(actor, value), **about)
    text = f.show(value)
    if f.file:
        href = ""
        if value and "." not in dotted:
            href = _url(entity, "file", pk=row.id, name=dotted)
        words = say("Lihat gambar") if about["kind"] == "image" else say("Lihat berkas")
        return Cell(text and words, raw=str(value or ""), href=href, **about)
    if f.measure and text:
        text = f"{text} {f.measure}"
    raw = "" if value is None else str(value)
    tone = tone_of(f, raw) if about["kind"] == "state" else ""
    return Cell(text, raw=raw, tone=tone, **about)


def tone_of(f: Field, state: str) -> str:
    """The colour of a state: of its word where that is known, else of its place in the flow."""
    flow = gate().scope.flows[f.entity]
    word = f.choices._value2member_map_.get(state) if f.choices else None
    known = status_tone(getattr(word, "label", state))
    if known != "secondary" or state == str(flow.initial):
        return known
    kinds = {str(one): kind for one, kind in flow.final.items()}
    return {"done": "success", "failed": "danger"}.get(kinds.get(state, ""), "info")


def line(actor: Actor, row: Any, names: Sequence[str]) -> Row:
    """A line of a table; its first cell leads to the row itself, not to what it refers to."""
    may = gate().may(actor, Right.READ, type(row))
    url = _url(type(row), "show", pk=row.id) if may else ""
    shown = [cell(actor, row, name) for name in names]
    if shown and url:
        shown[0] = replace(shown[0], href="")
    return Row(row.id, tuple(shown), url)


def row_url(actor: Actor, row: Any) -> str:
    """The detail page of a row that the actor was led to, if he may read it."""
    return _url(type(row), "show", pk=row.id) if row is not None and seen(actor, row) else ""


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
