"""People, seats and assignments as frozen values, and when two assignments collide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sop_workflow.calendar import short_date
from sop_workflow.case import Mandate, Stamp
from sop_workflow.errors import SeatConflict
from sop_workflow.storage.tables import AssignmentRow, PersonRow, SeatRow


@dataclass(frozen=True, slots=True)
class Person:
    """An official as pages and papers show him."""

    id: int
    name: str
    user_id: int | None = None
    nip: str = ""
    rank: str = ""
    qualification: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class Seat:
    """A jabatan; ``role`` is its column in the procedure, ``many``: several may hold it."""

    key: str
    name: str
    role: str
    many: bool = False


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who holds which seat, when, as what; ``exception`` is the written leave for two levels."""

    id: int
    person: Person
    seat: Seat
    mandate: Mandate
    start: date
    end: date | None
    order: str
    exception: str = ""

    def covers(self, day: date) -> bool:
        """True while it is in force."""
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Warned:
    """An assignment that was made, and what an administrator should know about it."""

    assignment: Assignment
    warnings: tuple[str, ...]


def check_overlap(new: Assignment, other: Assignment) -> None:
    """Who collides with whom: one holder, one stand-in; Plt only where nobody is definitive."""
    first = other.end is None or new.start <= other.end
    if not (first and (new.end is None or other.start <= new.end)):
        return
    same_person = new.person.id == other.person.id
    stands_in = (new.mandate is Mandate.PLH) != (other.mandate is Mandate.PLH)
    if same_person or not (stands_in or new.seat.many):
        until = short_date(other.end) if other.end else "sekarang"
        raise SeatConflict(
            "Penugasan bertumpuk",
            which=f"{other.seat.name}: {other.mandate} {other.person.name}, "
            f"{short_date(other.start)} sampai {until}",
            way_out="Akhiri penugasan itu dahulu, atau pakai Plh bila pejabatnya berhalangan.",
        )


def plain(one: Assignment) -> dict[str, str]:
    return {
        "mandat": one.mandate.value,
        "mulai": one.start.isoformat(),
        "akhir": one.end.isoformat() if one.end else "",
        "surat": one.order,
        "pengecualian": one.exception,
    }


def stamp_of(one: Assignment) -> Stamp:
    return Stamp(
        person=one.person.id,
        name=one.person.name,
        role=one.seat.role,
        seat=one.seat.key,
        seat_name=one.seat.name,
        mandate=one.mandate,
        order=one.order,
        exception=one.exception,
    )


def person_of(row: PersonRow) -> Person:
    return Person(row.id, row.name, row.user_id, row.nip, row.rank, row.qualification, row.active)


def seat_of(row: SeatRow) -> Seat:
    return Seat(row.key, row.name, row.role, row.many)


def assignment_of(row: AssignmentRow, person: PersonRow, seat: SeatRow) -> Assignment:
    return Assignment(
        row.id,
        person_of(person),
        seat_of(seat),
        Mandate(row.mandate),
        row.start,
        row.end,
        row.order,
        row.exception,
    )
