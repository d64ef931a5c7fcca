"""Tables out: CSV files that a spreadsheet opens, of the rows and fields that a person may take."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select

from . import cells
from .actor import Actor
from .database import Entity
from .declare import Right
from .fields import Field, fields, path
from .request import gate

BOM = "﻿"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*")


def safe(text: str) -> str:
    """A cell that no spreadsheet runs as a formula."""
    if text.startswith(DANGEROUS) and not NUMBER.fullmatch(text):
        return "'" + text
    return text


def unsafe(text: str) -> str:
    """The cell as it was before `safe`."""
    return text[1:] if text[:1] == "'" and text[1:2] in DANGEROUS else text


def masked(text: str) -> str:
    """Personal data for those who do not keep it: only its end."""
    return "*" * max(len(text) - 4, 4) + text[-4:] if len(text) > 6 else "*" * len(text)


def export_fields(actor: Actor, entity: type[Entity]) -> list[Field]:
    """The fields that this actor may take along."""
    allowed = gate().readable(actor, entity, Right.EXPORT)
    return [f for name, f in fields(entity).items() if name in allowed and not f.file]


def export(listing: Any) -> Iterator[str]:
    """The rows of a list as CSV, a piece at a time.

    Personal data (general, specific) is masked for those who may not edit the entity.
    """
    actor, entity = listing.actor, listing.entity
    known = export_fields(actor, entity)
    keeper = gate().may(actor, Right.EDIT, entity)
    ask = select(entity).where(*listing.conditions(Right.EXPORT)).order_by(entity.id)
    ask = ask.where(gate().where(actor, Right.READ, entity))
    ask = ask.options(*cells.loading(entity, [f.name for f in known if f.target]))
    session = gate().session

    def lines() -> Iterator[str]:
        yield BOM + line(headings(known))
        last = 0
        while True:
            rows = list(session.scalars(ask.where(entity.id > last).limit(500)).unique())
            cells.look_up(actor, rows, [f.name for f in known if f.target])
            for row in rows:
                yield line([_out(actor, f, row, keeper) for f in known])
            if len(rows) < 500:
                return
            last = rows[-1].id
            session.expunge_all()

    from flask import stream_with_context

    return stream_with_context(lines())


def headings(known: Sequence[Field]) -> list[str]:
    """The labels of these fields; the name where two are called the same."""
    labels = [f.label.lower() for f in known]
    return [f.label if labels.count(f.label.lower()) == 1 else f.name for f in known]


def line(parts: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([safe(part) for part in parts])
    return out.getvalue()


def _out(actor: Actor, f: Field, row: Any, keeper: bool) -> str:
    if f.target:
        other = getattr(row, f.name)
        text = "" if other is None else key_of(actor, other)
        personal = f.privacy != "none" or names_person(actor, f.entity_of_target())
    else:
        text = f.export(getattr(row, f.key))
        personal = f.privacy != "none"
    return masked(text) if text and personal and not keeper else text


def names_person(actor: Actor, entity: type[Entity]) -> bool:
    """Whether rows of this entity are named by personal data."""
    if key_field(actor, entity) is not None:
        return False
    shown = (path(entity, dotted)[-1] for dotted in entity.__display__ if dotted != "id")
    return any(f.privacy != "none" for f in shown)


def key_field(actor: Actor, entity: type[Entity]) -> Field | None:
    """The field by which a row is named in a file: unique, required, no personal data, seen."""
    seen = gate().readable(actor, entity)
    for f in fields(entity).values():
        if f.unique and f.required and not f.target and f.privacy == "none" and f.name in seen:
            return f
    return None


def key_of(actor: Actor, row: Any) -> str:
    f = key_field(actor, type(row))
    if f is None or not cells.seen(actor, row):
        return cells.name_of(actor, row)
    return f.export(getattr(row, f.key))
