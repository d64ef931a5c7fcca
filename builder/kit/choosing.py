"""What may be chosen for a reference: few rows as a list, many by searching."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, or_

from . import conditions
from .actor import Actor
from .cells import label_of, loading
from .fields import Field, fields, path
from .pages import Option
from .request import gate

FEW = 50
FOUND = 20


def choosable(actor: Actor, f: Field) -> Select[Any]:
    """The rows that this actor may choose, the retired and foreign ones left out."""
    target: Any = f.entity_of_target()
    ask = gate().select(actor, target)
    if f.filter:
        ask = ask.where(conditions.sql(f.filter, target, actor))
    return ask.options(*loading(target, list(target.__display__))).order_by(*_order(target))


def _order(target: Any) -> list[Any]:
    first = target.__display__[0]
    if "." in first or first == "id":
        return [target.id]
    return [getattr(target, path(target, first)[-1].key), target.id]


def few(actor: Actor, f: Field, chosen: Any = None) -> tuple[Option, ...] | None:
    """The options when there are few enough for a plain list; else None."""
    kept: dict[Any, Any] = _kept()
    key = ("few", f.entity, f.name)
    if key not in kept:
        rows = list(gate().session.scalars(choosable(actor, f).limit(FEW + 1)).unique())
        kept[key] = None if len(rows) > FEW else [(str(r.id), label_of(actor, r)) for r in rows]
    if kept[key] is None:
        return None
    known = list(kept[key])
    if chosen is not None and str(chosen) not in {value for value, _ in known}:
        known.append((str(chosen), chosen_label(actor, f, chosen)))
    return tuple(Option(value, label, value == str(chosen)) for value, label in known)


def _kept() -> dict[Any, Any]:
    from flask import g

    found: dict[Any, Any] = g.setdefault("kit_choices", {})
    return found


def chosen_label(actor: Actor, f: Field, id: Any) -> str:
    """How the row chosen now is called; empty for none, or for one that is not the actor's."""
    if id in (None, "") or not str(id).isdigit():
        return ""
    target: Any = f.entity_of_target()
    row = gate().session.scalar(gate().select(actor, target).where(target.id == int(id)))
    return label_of(actor, row) if row is not None else f"#{id}"


def search(actor: Actor, f: Field, text: str) -> list[dict[str, Any]]:
    """The first rows that hold the text in a field by which people know them."""
    target: Any = f.entity_of_target()
    ask = choosable(actor, f)
    for word in text.split()[:5]:
        found = [matches(target, dotted, word) for dotted in searchable(actor, target)]
        ask = ask.where(or_(*found)) if found else ask
    rows = gate().session.scalars(ask.limit(FOUND)).unique()
    return [{"id": row.id, "label": label_of(actor, row)} for row in rows]


def searchable(actor: Actor, entity: Any) -> list[str]:
    """Text fields of the display and unique ones that the actor may see."""
    seen = gate().readable(actor, entity)
    names = [one for one in entity.__display__ if "." not in one and one != "id"]
    own = {f.name: f for f in (path(entity, name)[-1] for name in names)}
    own |= {n: f for n, f in fields(entity).items() if f.unique and not f.target}
    return [n for n, f in own.items() if n in seen and f.column.type.python_type is str]


def matches(entity: Any, name: str, word: str) -> Any:
    """The field holds the word, capitals or not; `%` and `_` are letters like others."""
    column = getattr(entity, path(entity, name)[-1].key)
    return func.lower(column).contains(word.lower(), autoescape=True)
