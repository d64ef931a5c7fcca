"""What may be chosen for a reference: few rows as a list, many by searching."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import JSON, ColumnElement, Select, String, and_, cast, func, or_

from . import conditions
from .actor import Actor
from .cells import label_of, loading, look_up
from .database import sent_id
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
    return ask.options(*loading(target, list(target.__display__)))


def _order(target: Any) -> list[Any]:
    first = target.__display__[0]
    if "." in first or first == "id":
        return [target.id]
    return [getattr(target, path(target, first)[-1].key), target.id]


def few(actor: Actor, f: Field, chosen: Any = None) -> tuple[Option, ...] | None:
    """The options when there are few enough for a plain list; else None.

    Asked without an order, so that the database stops at the 51st row instead of sorting them all.
    """
    kept = _kept()
    key = ("few", f.entity, f.name)
    if key not in kept:
        rows = list(gate().session.scalars(choosable(actor, f).limit(FEW + 1)).unique())
        look_up(actor, rows, f.entity_of_target().__display__)
        named = [(str(row.id), label_of(actor, row)) for row in rows]
        kept[key] = None if len(rows) > FEW else sorted(named, key=lambda one: _natural(one[1]))
    if kept[key] is None:
        return None
    known = list(kept[key])
    if chosen is not None and str(chosen) not in {value for value, _ in known}:
        known.append((str(chosen), chosen_label(actor, f, chosen)))
    return tuple(Option(value, label, value == str(chosen)) for value, label in known)


def _natural(text: str) -> list[tuple[int, int, str]]:
    """`Kelas 2` before `Kelas 10`, capitals or not."""
    parts = re.split(r"(\d+)", text.casefold())
    return [(0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts if p]


def _kept() -> dict[Any, Any]:
    from flask import g

    found: dict[Any, Any] = g.setdefault("kit_choices", {})
    return found


def learn(actor: Actor, f: Field, ids: Iterable[Any]) -> None:
    """Ask the labels of these rows in one question; `chosen_label` then knows them."""
    kept, target = _kept(), f.entity_of_target()
    wanted = {id for id in map(sent_id, ids) if id}
    missing = sorted(id for id in wanted if ("label", target, id) not in kept)
    if not missing:
        return
    ask = gate().select(actor, target).where(target.id.in_(missing))
    ask = ask.options(*loading(target, list(target.__display__)))
    rows = list(gate().session.scalars(ask).unique())
    look_up(actor, rows, target.__display__)
    found = {row.id: label_of(actor, row) for row in rows}
    for id in missing:
        kept["label", target, id] = found.get(id, f"#{id}")


def chosen_label(actor: Actor, f: Field, id: Any) -> str:
    """How the row chosen now is called; empty for none, its number when it is not the actor's."""
    known = sent_id(id)
    if not known:
        return ""
    learn(actor, f, [known])
    label: str = _kept()["label", f.entity_of_target(), known]
    return label


def search(actor: Actor, f: Field, text: str) -> list[dict[str, Any]]:
    """The first rows for what was typed: those that begin with it, then those that hold its words.

    The beginning is asked for as a range, which an index of the field answers; the rest is looked
    for only when the beginning did not fill the list.
    """
    target: Any = f.entity_of_target()
    names, words = searchable(actor, target), text.split()[:5]
    ask = choosable(actor, f).order_by(*_order(target)).limit(FOUND)
    session, rows = gate().session, dict[int, Any]()
    if names and words:
        begin = or_(*(starts(target, name, " ".join(words)) for name in names))
        rows = {row.id: row for row in session.scalars(ask.where(begin)).unique()}
    if len(rows) < FOUND:
        for word in words:
            held = [matches(target, name, word) for name in names]
            ask = ask.where(or_(*held)) if held else ask
        for row in session.scalars(ask).unique():
            rows.setdefault(row.id, row)
    look_up(actor, list(rows.values())[:FOUND], target.__display__)
    return [{"id": id, "label": label_of(actor, row)} for id, row in list(rows.items())[:FOUND]]


def searchable(actor: Actor, entity: Any) -> list[str]:
    """Text fields of the display and unique ones that the actor may see."""
    seen = gate().readable(actor, entity)
    names = [one for one in entity.__display__ if "." not in one and one != "id"]
    own = {f.name: f for f in (path(entity, name)[-1] for name in names)}
    own |= {n: f for n, f in fields(entity).items() if f.unique and not f.target}
    return [n for n, f in own.items() if n in seen and f.column.type.python_type is str]


def as_text(column: Any) -> Any:
    """A column as it can be sorted and searched: several choices are JSON, which cannot."""
    return cast(column, String) if isinstance(column.type, JSON) else column


def holds_choice(column: Any, choice: Any) -> ColumnElement[bool]:
    """This one is among the several choices."""
    found: ColumnElement[bool] = as_text(column).contains(f'"{choice}"', autoescape=True)
    return found


def matches(entity: Any, name: str, word: str) -> Any:
    """The field holds the word, capitals or not; `%` and `_` are letters like others."""
    column = getattr(entity, path(entity, name)[-1].key)
    return func.lower(column).contains(word.lower(), autoescape=True)


def starts(entity: Any, name: str, text: str) -> ColumnElement[bool]:
    """The field begins with the text as it is usually capitalised: ranges, which an index serves.

    Databases sort in different ways, so what lies in the range is compared once more.
    """
    column = getattr(entity, path(entity, name)[-1].key)
    spelled = {text, text.lower(), text.upper(), text.title(), text[:1].upper() + text[1:]}
    ranges = [and_(column >= one, column < _after(one)) for one in sorted(spelled)]
    return and_(or_(*ranges), func.lower(column).startswith(text.lower(), autoescape=True))


def _after(text: str) -> str:
    """The first text that no longer begins so."""
    point = ord(text[-1]) + 1
    return text[:-1] + chr(0xE000 if point == 0xD800 else min(point, 0x10FFFF))
