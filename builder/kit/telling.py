"""Telling people that a step was taken: written in the transaction of the step itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, update

from .actor import Actor
from .database import now
from .declare import OWNER, Right, Rows, Transition
from .people import People
from .tables import Notice

if TYPE_CHECKING:
    from .gate import Gate


def tell(gate: Gate, actor: Actor, row: Any, step: Transition, note: str) -> None:
    """One unread notice for each person whom the step names.

    By a role: every active person who may read the row as it stands now. By `owner`: whoever made
    the row, if active. Whoever takes the step knows of it; what he had been told about this row
    is thereby answered.
    """
    session = gate.session
    if actor.id is not None:
        about = (Notice.table_name == row.__tablename__, Notice.row_id == row.id)
        session.execute(_reading(actor.id).where(*about))
    roles = {str(role) for role in step.tells} - {OWNER}
    owner = row.created_by_id if OWNER in step.tells else None
    people = People(session, gate.scope.units, gate.scope.public_role).active(roles, owner)
    told = {person.id for person in _reading_it(gate, row, people, roles)} | {
        person.id for person in people if person.id == owner
    }
    entries = [
        {
            "user_id": id,
            "table_name": row.__tablename__,
            "row_id": row.id,
            "transition": step.name,
            "by_id": actor.id,
            "by_name": actor.name,
            "note": note,
        }
        for id in sorted(one for one in told if one is not None and one != actor.id)
    ]
    if entries:
        session.execute(insert(Notice), entries)


def _reading_it(gate: Gate, row: Any, people: Iterable[Actor], roles: set[str]) -> Iterable[Actor]:
    """Those of the people with one of the roles who may read the row; asked once for each scope."""
    known: dict[Any, bool] = {}
    for person in people:
        if not person.roles & roles:
            continue
        grants = gate.scope.of(person, Right.READ, type(row))
        shared = all(grant.rows in (Rows.ALL, Rows.OWN_UNIT) for grant in grants)
        key = (person.roles, person.unit, None if shared else person.id)
        if key not in known:
            known[key] = gate.alive(person, Right.READ, row)
        if known[key]:
            yield person


def unread(session: Any, user_id: int) -> int:
    """How many notices this person has not read."""
    ask = select(func.count()).where(Notice.user_id == user_id, Notice.read_at.is_(None))
    return int(session.scalar(ask) or 0)


def read(session: Any, user_id: int, id: int | None = None) -> None:
    """One notice of this person, or all of them, as read."""
    marked = _reading(user_id)
    session.execute(marked if id is None else marked.where(Notice.id == id))
    session.commit()


def _reading(user_id: int) -> Any:
    mine = (Notice.user_id == user_id, Notice.read_at.is_(None))
    return update(Notice).where(*mine).values(read_at=now())
