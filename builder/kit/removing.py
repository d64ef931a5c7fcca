"""Taking rows away and bringing them back, by the delete rule of each reference to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from . import flowing, history
from .actor import Actor
from .database import Entity, now
from .errors import Refused
from .fields import Field, fields, say

if TYPE_CHECKING:
    from .gate import Gate


class Removing:
    """One deletion by one actor, with all that follows from it."""

    def __init__(self, gate: Gate, actor: Actor) -> None:
        self.gate, self.actor, self.session = gate, actor, gate.session
        self.moment = now()

    def delete(self, row: Any, inside: Any = None) -> None:
        """Remove the row; `inside` is the row on whose form it was inline, asked already."""
        if not self._open(row, inside):
            raise Refused(flowing.locked_words(self.gate, row))
        if row.id is None:
            self.session.expunge(row)
            return
        with self.session.no_autoflush:
            for f in self._references(type(row)):
                self._follow(row, f)
        history.record(self.session, self.actor, row, "delete", self._was(row))
        row._going = True
        if type(row).__soft_delete__:
            row.deleted_at = self.moment
            row.updated_by_id = self.actor.id
        else:
            self.session.delete(row)
        if inside is None:
            self.session.flush()
            self._recount(row)

    def restore(self, row: Any) -> None:
        """Undo a soft deletion, also of the rows that went with it.

        What it refers to must be there: else it would come back with a hole in it.
        """
        if getattr(row, "deleted_at", None) is None:
            raise Refused(f"{say(type(row).__label__)} ini tidak terhapus.")
        for f in fields(type(row)).values():
            target: Any = f.entity_of_target() if f.target else None
            if target is None or not target.__soft_delete__ or getattr(row, f.key) is None:
                continue
            ask = select(target.id).where(target.id == getattr(row, f.key))
            if self.session.scalar(ask) is None:
                name = say(target.__label__)
                raise Refused(
                    f"{f.label} yang dirujuknya juga terhapus; pulihkan {name} itu dahulu."
                )
        self.moment = row.deleted_at
        self._bring_back(row)
        self.session.flush()
        self.session.expire(row)
        if not flowing.open_fields(self.gate, row):  # it stands in a row that is closed by now
            raise Refused(flowing.locked_words(self.gate, row))
        self._recount(row)

    def _bring_back(self, row: Any) -> None:
        row.deleted_at, row._going = None, False
        history.record(self.session, self.actor, row, "restore", {})
        for f in self._references(type(row)):
            if f.on_delete == "cascade" and f.entity.__soft_delete__:
                child: Any = f.entity
                ask = select(child).where(
                    getattr(child, f.key) == row.id, child.deleted_at == self.moment
                )
                for one in self.session.scalars(ask.execution_options(with_deleted=True)):
                    self._bring_back(one)

    def _open(self, row: Any, inside: Any) -> bool:
        flow = self.gate.scope.flows.get(type(row))
        if flow is not None and str(getattr(row, flow.status.key)) != str(flow.initial):
            return False
        return inside is not None or bool(flowing.open_fields(self.gate, row))

    def _references(self, entity: type[Entity]) -> list[Field]:
        return [
            f
            for other in self.gate.entities
            for f in fields(other).values()
            if f.target == entity.__tablename__
        ]

    def _follow(self, row: Any, f: Field) -> None:
        child: Any = f.entity
        mine = getattr(child, f.key) == row.id
        if f.on_delete == "restrict":
            count = self.session.scalar(select(func.count()).select_from(child).where(mine))
            if count:
                words = (
                    f"{say(type(row).__label__)} ini masih dipakai {count} {say(child.__label__)}"
                )
                raise Refused(f"{words}; hapus atau ubah itu dahulu.")
            return
        for one in self.session.scalars(select(child).where(mine)):
            if f.on_delete == "cascade":
                self.delete(one, inside=row)
            else:
                setattr(one, f.name, None)
                setattr(one, f.key, None)
                history.record(self.session, self.actor, one, "edit", {f.name: [row.id, None]})

    def _was(self, row: Any) -> dict[str, list[Any]]:
        known = fields(type(row))
        return {name: [history.plain(getattr(row, f.key)), None] for name, f in known.items()}

    def _recount(self, row: Any) -> None:
        """Computed values and rules of the row that this one was inline in."""
        from .errors import Invalid
        from .filling import Filling

        filling = Filling(self.gate, self.actor)
        for parent in filling._parents(row):
            self.session.refresh(parent)
            errors = filling.rules(parent)
            if errors:
                raise Invalid(errors)
            changed = history.changes(parent)
            if changed:
                history.record(self.session, self.actor, parent, "edit", changed)
