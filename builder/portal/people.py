"""Who is behind the request: the account, the official, and the seats that he holds today."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g
from flask_login import current_user

from sop_workflow.assignments import Person
from sop_workflow.case import Stamp
from sop_workflow.desk import Actor

from .house import house
from .security import ADMIN


@dataclass(frozen=True)
class Me:
    """The person at this browser. `stamps`: every seat he may act in today."""

    username: str
    name: str
    admin: bool
    person: Person | None = None
    stamps: tuple[Stamp, ...] = ()

    @property
    def id(self) -> int:
        """The official's id, 0 for an account without one."""
        return self.person.id if self.person else 0

    def stamp(self, role: str = "", seat: str = "") -> Stamp:
        """The seat to act in: the one named, else of that role, else the first, else none."""
        fits = [s for s in self.stamps if s.seat == seat] or [
            s for s in self.stamps if s.role == role
        ]
        found = fits or list(self.stamps)
        return found[0] if found else Stamp(person=self.id, name=self.name)


def me() -> Me:
    """The person behind this request; asked of the database once."""
    if "portal_me" not in g:
        g.portal_me = _find()
    found: Me = g.portal_me
    return found


def titles() -> list[str]:
    """The seats of the person at this browser, as they stand above a signature."""
    return [stamp.title for stamp in me().stamps if stamp.title]


def actor(seat: str = "") -> Actor:
    """The same person, as the procedure's door wants to know him."""
    mine = me()
    held = {stamp.seat for stamp in mine.stamps}
    return Actor(person=mine.id, seat=seat if seat in held else "", name=mine.name)


def _find() -> Me:
    if not getattr(current_user, "is_authenticated", False):
        return Me("", "", False)
    admin = ADMIN in {role.name for role in current_user.roles}
    name = current_user.get_full_name()
    rooms = house()
    person = rooms.seats.official_of_user(current_user.id)
    if person is None:
        return Me(current_user.username, name, admin)
    today = rooms.office.calendar().day(rooms.clock.now())
    stamps = rooms.seats.stamps(person.id, today)
    return Me(current_user.username, person.name, admin, person, stamps)
