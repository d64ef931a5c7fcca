"""What was deleted and is kept aside: a list for those who may delete, and the way back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import abort, request, url_for

from . import cells
from .actor import Actor
from .database import WITH_DELETED
from .declare import Right
from .fields import say
from .pages import Cell, Column
from .people import names_of
from .request import gate

AT_ONCE = 25


@dataclass(frozen=True)
class DeletedRow:
    """A row that was deleted: what stands in it, how it is called, when and by whom."""

    id: int
    cells: tuple[Cell, ...]
    about: str
    at: datetime
    by: str
    restore_url: str


@dataclass(frozen=True)
class DeletedPage:
    """What `kit/deleted.html` gets: the rows that this person may bring back."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[DeletedRow, ...]
    back_url: str
    previous_url: str = ""
    next_url: str = ""


def asked(actor: Actor, entity: Any) -> Any:
    """The deleted rows that the actor could have deleted himself, the latest first."""
    ask = gate().select(actor, entity, Right.DELETE).where(entity.deleted_at.is_not(None))
    newest = ask.order_by(entity.deleted_at.desc(), entity.id.desc())
    return newest.execution_options(**WITH_DELETED)


def page(view: Any, actor: Actor) -> DeletedPage:
    """The page of an entity's deleted rows; 404 where deleting is for good."""
    entity, here = view.entity, f"{view.endpoint}.deleted"
    if not entity.__soft_delete__:
        abort(404)
    number = min(max(request.args.get("page", 1, type=int) or 1, 1), 10**9)
    names = [c for c in view.list_columns if cells.visible(actor, entity, c)]
    ask = asked(actor, entity).options(*cells.loading(entity, names))
    ask = ask.offset((number - 1) * AT_ONCE).limit(AT_ONCE + 1)
    found = list(gate().session.scalars(ask).unique())
    shown = found[:AT_ONCE]
    cells.look_up(actor, shown, names)
    people = names_of(gate().session, {row.updated_by_id for row in shown})
    return DeletedPage(
        title=say("%s yang dihapus") % view.heading(),
        columns=tuple(cells.column(entity, name) for name in names),
        rows=tuple(
            DeletedRow(
                id=row.id,
                cells=tuple(replace(cells.cell(actor, row, n), href="") for n in names),
                about=cells.label_of(actor, row),
                at=row.deleted_at,
                by=people.get(row.updated_by_id or 0, ""),
                restore_url=url_for(f"{view.endpoint}.restore", pk=row.id),
            )
            for row in shown
        ),
        back_url=url_for(f"{view.endpoint}.list"),
        previous_url=url_for(here, page=number - 1) if number > 1 else "",
        next_url=url_for(here, page=number + 1) if len(found) > AT_ONCE else "",
    )


def row(actor: Actor, entity: Any, pk: int) -> Any:
    """One of them; 404 when it is not deleted, or not the actor's to bring back."""
    found = None
    if entity.__soft_delete__ and 0 <= pk < 2**63:
        found = gate().session.scalar(asked(actor, entity).where(entity.id == pk))
    return found if found is not None else abort(404)
