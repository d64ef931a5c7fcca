"""The one gate: form, list, transition, import, export and REST pass here; nothing else writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Select, inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from . import flowing, history
from .actor import SYSTEM, Actor
from .database import Entity
from .declare import Right, Transition
from .errors import Invalid, Refused, Stale
from .fields import inverses, say
from .filling import Filling
from .removing import Removing
from .scope import Scope

OwnCheck = Callable[[Actor, Any], None]
STALE = "Data ini baru saja diubah orang lain. Muat ulang halamannya, lalu ulangi perubahan Anda."


class Gate:
    """Reads and writes rows of entities for an actor.

    Everything that is refused is told in words: `Refused(reason)`, `Invalid(errors by field)`.
    """

    def __init__(self, session: Any, scope: Scope, entities: Sequence[type[Entity]] = ()) -> None:
        self.session, self.scope, self.entities = session, scope, tuple(entities)
        self.own_checks: dict[type[Entity], list[OwnCheck]] = {}

    def check(self, entity: type[Entity], *checks: OwnCheck) -> None:
        """Add a rule of your own, asked at every save; it raises `Invalid` or `Refused`."""
        self.own_checks.setdefault(entity, []).extend(checks)

    # -- reading

    def may(self, actor: Actor, right: Right, entity: type[Entity]) -> bool:
        """Whether the actor has this right on some rows of the entity."""
        return self.scope.may(actor, right, entity)

    def where(self, actor: Actor, right: Right, entity: type[Entity]) -> ColumnElement[bool]:
        """The condition that a row must meet; goes into every query."""
        return self.scope.where(actor, right, entity)

    def select(self, actor: Actor, entity: type[Any], right: Right = Right.READ) -> Select[Any]:
        """A query for the rows that the actor has this right on."""
        return select(entity).where(self.where(actor, right, entity))

    def get(self, actor: Actor, entity: type[Any], id: int, right: Right = Right.READ) -> Any:
        """One row; `Refused` when it does not exist or is not the actor's to see."""
        wanted = self.select(actor, entity, right).where(entity.id == id)
        row = self.session.scalar(wanted) if 0 <= id < 2**63 else None  # no driver takes more
        if row is None:
            raise Refused(f"{say(entity.__label__)} ini tidak ada, atau bukan wewenang Anda.")
        return row

    def readable(self, actor: Actor, entity: type[Entity], right: Right = Right.READ) -> set[str]:
        """Names of the fields that the actor may see."""
        return self.scope.readable(actor, entity, right)

    def writable(self, actor: Actor, entity: type[Entity], row: Any = None) -> set[str]:
        """Names of the fields that the actor may fill in now, of a new row or of this one."""
        new = row is None or row.id is None
        if not new:
            self.attach(row)
        allowed = self.scope.writable(actor, entity, Right.ADD if new else Right.EDIT)
        return allowed if new else allowed & flowing.open_fields(self, row)

    def history(self, actor: Actor, row: Any) -> list[history.Entry]:
        """The journal of a row, newest first, without the fields hidden from the actor."""
        self._recheck(actor, Right.READ, row)
        return history.entries(self, actor, row)

    # -- writing

    def save(
        self, actor: Actor, row: Any, values: Mapping[str, Any], version: int | None = None
    ) -> Any:
        """Write a new or known row with these values, and the inline rows among them.

        `values` is by field name; a reference is a row or its id; an inverse holds a list of
        mappings, each with `id` for a known row and `_delete: True` to remove it. What is not
        named stays. `version` is the one that the person looked at; another one now is refused.
        """
        entity, new = type(row), row.id is None
        right = Right.ADD if new else Right.EDIT
        if not self.may(actor, right, entity):
            raise Refused(f"Anda tidak berwenang menyimpan {say(entity.__label__)}.")
        with self.writing():
            if not new:
                self._recheck(actor, right, row)
                self._fresh(row, version)
                if not flowing.open_fields(self, row):
                    raise Refused(flowing.locked_words(self, row))
            Filling(self, actor).save(row, values)
        return row

    def delete(self, actor: Actor, row: Any, version: int | None = None) -> None:
        """Remove a row, following the delete rule of each reference to it."""
        with self.writing():
            self._recheck(actor, Right.DELETE, row)
            self._fresh(row, version)
            Removing(self, actor).delete(row)

    def restore(self, actor: Actor, row: Any) -> Any:
        """Bring a deleted row back, and what was deleted together with it."""
        with self.writing():
            self._recheck(actor, Right.DELETE, row, deleted=True)
            Removing(self, actor).restore(row)
        return row

    def moves(self, actor: Actor, row: Any) -> list[Transition]:
        """The transitions that this actor may choose for this row now."""
        self.attach(row)
        return flowing.moves(self, actor, row)

    def move(
        self, actor: Actor, row: Any, name: str, note: str = "", version: int | None = None
    ) -> None:
        """Take a transition; a second click, or one on a stale page, is refused."""
        with self.writing():
            self._recheck(actor, Right.READ, row)
            self._fresh(row, version)
            flowing.move(self, actor, row, name, note.strip())

    def locked(self, row: Any) -> bool:
        """Whether the flow has closed the row: nothing of it may be filled in any more."""
        self.attach(row)
        return not flowing.open_fields(self, row)

    def attach(self, row: Any) -> None:
        """Take a row along that was read in an earlier request or transaction."""
        state: Any = inspect(row)
        if state.detached:
            other = self.session().identity_map.get(state.key)
            if other is not None:
                self.session.expunge(other)
            self.session.add(row)

    # -- inside, for the modules beside this one

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: everything, or nothing. Inside another one it is part of that."""
        info = self.session().info
        if info.get("gate"):
            yield
            return
        info["gate"] = True
        try:
            yield
            self.session.flush()
            self.session.commit()
        except IntegrityError as error:
            self.session.rollback()
            raise _in_words(error) from error
        except StaleDataError as error:
            self.session.rollback()
            raise Stale(STALE) from error
        except BaseException:
            self.session.rollback()
            raise
        finally:
            info["gate"] = False

    @contextmanager
    def together(self, *, rehearsal: bool = False) -> Iterator[None]:
        """Several writes as one transaction; a rehearsal is rolled back at its end."""
        with self.writing():
            yield
            if rehearsal:
                self.session.flush()
                self.session.rollback()

    def rows_of(self, actor: Actor, row: Any, name: str, right: Right = Right.READ) -> list[Any]:
        """The rows of an inverse that the actor may see, in the order they were made."""
        self.attach(row)
        inverse = inverses(type(row))[name]
        child: Any = inverse.child
        mine = getattr(child, inverse.reference.key) == row.id
        ask = self.select(actor, child, right).where(mine).order_by(child.id)
        return list(self.session.scalars(ask))

    def alive(self, actor: Actor, right: Right, row: Any) -> bool:
        """Whether this row, as it stands in the database now, is the actor's."""
        entity = type(row)
        ask = select(entity.id).where(entity.id == row.id, self.where(actor, right, entity))
        return self.session.scalar(ask) is not None

    def sees(self, actor: Actor, row: Any) -> bool:
        """Whether the actor may read a row that he was led to by another one."""
        everywhere = self.scope.everywhere(actor, Right.READ, type(row))
        return everywhere or self.alive(actor, Right.READ, row)

    def label(self, actor: Actor, row: Any) -> str:
        """How the actor knows a row of his, without what is hidden from him."""
        return self.scope.label(actor, row, lambda other: self.sees(actor, other))

    def _recheck(self, actor: Actor, right: Right, row: Any, *, deleted: bool = False) -> None:
        self.attach(row)
        entity = type(row)
        ask = select(entity.id).where(entity.id == row.id, self.where(actor, right, entity))
        found = self.session.scalar(ask.execution_options(with_deleted=deleted))
        if found is None:
            raise Refused(f"{say(entity.__label__)} ini tidak ada, atau bukan wewenang Anda.")

    def _fresh(self, row: Any, version: int | None) -> None:
        """What the person looked at must be what stands there now."""
        if self.session.is_modified(row):
            raise RuntimeError("Ubah baris lewat gate.save(actor, row, values).")
        self.session.refresh(row, with_for_update=self.session.get_bind().dialect.name != "sqlite")
        if version is not None and row.version != version:
            raise Stale(STALE)


def _in_words(error: IntegrityError) -> Exception:
    text = str(error.orig).lower()
    if "unique" in text or "duplicate" in text:
        return Invalid({"": "Sudah ada data yang sama."})
    return Refused("Data ini masih dipakai oleh data lain.")


__all__ = ["SYSTEM", "Actor", "Gate", "Invalid", "OwnCheck", "Refused"]
