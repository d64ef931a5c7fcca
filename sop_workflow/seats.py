"""People, seats (jabatan) and assignments (penugasan): who may act for whom on a given day.

Plt fills a vacant seat (three months, extendable), Plh stands in while its holder is away; an
overlap is refused. While a Plh acts, the holder does not.
"""

from __future__ import annotations

import itertools
import re
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from sop_workflow import values
from sop_workflow.assignments import (
    Assignment,
    Person,
    Seat,
    Warned,
    assignment_of,
    check_overlap,
    person_of,
    plain,
    seat_of,
    stamp_of,
)
from sop_workflow.case import Mandate, Stamp
from sop_workflow.errors import BadInput, NotFound
from sop_workflow.office import write_log
from sop_workflow.ports import Clock
from sop_workflow.procedure import Procedure
from sop_workflow.storage.tables import AssignmentRow, PersonRow, SeatRow

PLT_DAYS = 92


class SeatService:
    """The one door to people, seats and assignments; each change commits with its log line."""

    def __init__(self, session: Session, *, clock: Clock, procedure: Procedure) -> None:
        self.session, self.clock, self.procedure = session, clock, procedure

    def seed(self, by: str) -> None:
        """One seat per role of the procedure, named as on paper; the maker's is held by several."""
        for role in self.procedure.roles:
            if self.session.get(SeatRow, role.key) is None:
                many = role.key == self.procedure.maker
                self.session.add(SeatRow(key=role.key, name=role.name, role=role.key, many=many))
        write_log(self.session, self.clock, by, "isi jabatan", {"jumlah": len(self.seats())})
        self.session.commit()

    def add_person(
        self,
        by: str,
        name: str,
        *,
        user_id: int | None = None,
        nip: str = "",
        rank: str = "",
        qualification: str = "",
    ) -> Person:
        """A new official; a NIP must be 18 digits, its inner parts only warn elsewhere."""
        row = PersonRow(active=True)
        return self._write_person(by, row, name, user_id, nip, rank, qualification)

    def edit_person(
        self,
        by: str,
        person: int,
        name: str,
        *,
        user_id: int | None = None,
        nip: str = "",
        rank: str = "",
        qualification: str = "",
    ) -> Person:
        """Correct an official's particulars; past events keep what was true then."""
        row = self._person_row(person)
        return self._write_person(by, row, name, user_id, nip, rank, qualification)

    def add_seat(self, by: str, key: str, name: str, role: str, *, many: bool = False) -> Seat:
        """A new jabatan for a role of the procedure."""
        if not re.fullmatch(r"[a-z][a-z0-9_]{1,50}", key) or any(
            s.key == key for s in self.seats()
        ):
            raise BadInput("Kunci jabatan tidak sah atau sudah ada", field="key", which=key)
        if role not in {r.key for r in self.procedure.roles}:
            raise BadInput("Peran tidak ada dalam prosedur", field="role", which=role)
        label = values.required(name, field="name", label="Nama jabatan", limit=200)
        self.session.add(SeatRow(key=key, name=label, role=role, many=many))
        write_log(self.session, self.clock, by, "jabatan", {"kunci": key, "nama": label})
        self.session.commit()
        return Seat(key, label, role, many)

    def rename_seat(self, by: str, key: str, name: str) -> Seat:
        """Another name for a jabatan: structures change, the procedure's column stays."""
        row = self._seat_row(key)
        row.name = values.required(name, field="name", label="Nama jabatan", limit=200)
        write_log(self.session, self.clock, by, "nama jabatan", {"kunci": key, "nama": row.name})
        self.session.commit()
        return seat_of(row)

    def assign(
        self,
        by: str,
        person: int,
        seat: str,
        *,
        mandate: Mandate = Mandate.DEFINITIVE,
        start: date,
        end: date | None = None,
        order: str = "",
        exception: str = "",
    ) -> Warned:
        """Seat a person; SeatConflict on an overlap, warnings for what is unusual."""
        who, where = self._person_row(person), self._seat_row(seat)
        if mandate is Mandate.NONE or (end is not None and end < start):
            raise BadInput("Masa penugasan tidak mungkin", field="end", which=f"{start} - {end}")
        acting = mandate is not Mandate.DEFINITIVE
        if acting and (end is None or not order.strip()):
            raise BadInput(
                f"{mandate} harus punya nomor surat perintah dan tanggal akhir",
                field="order" if end else "end",
            )
        others = self.assignments(seat=seat)
        new = Assignment(0, person_of(who), seat_of(where), mandate, start, end, order, exception)
        for other in others:
            check_overlap(new, other)
        row = AssignmentRow(
            person_id=person,
            seat_key=seat,
            mandate=mandate.value,
            start=start,
            end=end,
            order=order,
            exception=exception,
        )
        self.session.add(row)
        write_log(
            self.session,
            self.clock,
            by,
            "penugasan",
            {"orang": who.name, "jabatan": where.name, **plain(new)},
        )
        self.session.commit()
        made = Assignment(row.id, new.person, new.seat, mandate, start, end, order, exception)
        return Warned(made, self._warnings(made))

    def end(self, by: str, assignment: int, day: date) -> None:
        """The assignment ends with that day."""
        row = self.session.get(AssignmentRow, assignment)
        if row is None:
            raise NotFound("Penugasan tidak ada", which=str(assignment))
        if day < row.start or (row.end is not None and day > row.end):
            raise BadInput("Tanggal akhir di luar masa penugasan", field="end", which=str(day))
        row.end = day
        data = {"id": assignment, "akhir": day.isoformat()}
        write_log(self.session, self.clock, by, "akhir penugasan", data)
        self.session.commit()

    def extend(self, by: str, assignment: int, day: date, order: str) -> Warned:
        """A Plt or Plh goes on until that day, by a new order."""
        row = self.session.get(AssignmentRow, assignment)
        if row is None or row.end is None or day <= row.end:
            raise BadInput("Perpanjangan tidak mungkin", field="end", which=str(day))
        text = values.required(order, field="order", label="Nomor surat perintah", limit=120)
        one = next(a for a in self.assignments() if a.id == assignment)
        longer = Assignment(
            one.id, one.person, one.seat, one.mandate, one.start, day, text, one.exception
        )
        for other in self.assignments(seat=row.seat_key):
            if other.id != assignment:
                check_overlap(longer, other)
        row.end, row.order = day, text
        data = {"id": assignment, "akhir": day.isoformat(), "surat": text}
        write_log(self.session, self.clock, by, "perpanjangan", data)
        self.session.commit()
        return Warned(longer, ())

    def people(self) -> tuple[Person, ...]:
        """All officials by name."""
        return tuple(
            person_of(row)
            for row in self.session.scalars(sa.select(PersonRow).order_by(PersonRow.name))
        )

    def person(self, person: int) -> Person:
        """One official; NotFound when there is none."""
        return person_of(self._person_row(person))

    def official_of_user(self, user_id: int) -> Person | None:
        """The official behind a portal account, None for an account without one."""
        row = self.session.scalar(sa.select(PersonRow).where(PersonRow.user_id == user_id))
        return person_of(row) if row else None

    def seats(self) -> tuple[Seat, ...]:
        """All seats in the order of the procedure's columns."""
        order = {role.key: nth for nth, role in enumerate(self.procedure.roles)}
        rows = self.session.scalars(sa.select(SeatRow))
        return tuple(sorted(map(seat_of, rows), key=lambda s: (order.get(s.role, 99), s.key)))

    def assignments(
        self, *, seat: str = "", person: int = 0, on: date | None = None
    ) -> tuple[Assignment, ...]:
        """Assignments, newest start first, of that seat, person or day."""
        query = (
            sa.select(AssignmentRow, PersonRow, SeatRow)
            .join(PersonRow, PersonRow.id == AssignmentRow.person_id)
            .join(SeatRow, SeatRow.key == AssignmentRow.seat_key)
            .order_by(AssignmentRow.start.desc(), AssignmentRow.id.desc())
        )
        if seat:
            query = query.where(AssignmentRow.seat_key == seat)
        if person:
            query = query.where(AssignmentRow.person_id == person)
        found = tuple(assignment_of(*row) for row in self.session.execute(query))
        return tuple(a for a in found if on is None or a.covers(on))

    def stamps(self, person: int, on: date) -> tuple[Stamp, ...]:
        """Every seat that the person may act in on that day, as an event would keep it."""
        return tuple(
            stamp_of(a) for a in self.holders(on) if a.person.id == person and a.person.active
        )

    def holders(self, on: date, role: str = "") -> tuple[Assignment, ...]:
        """Who acts in each seat (of that role) on that day; a Plh displaces the holder."""
        today = self.assignments(on=on)
        covered = {a.seat.key for a in today if a.mandate is Mandate.PLH and not a.seat.many}
        return tuple(
            a
            for a in today
            if (a.mandate is Mandate.PLH or a.seat.key not in covered) and role in ("", a.seat.role)
        )

    def stamp_for(self, person: int, role: str, on: date) -> Stamp | None:
        """That person's stamp in a seat of that role today, or None."""
        return next((s for s in self.stamps(person, on) if s.role == role), None)

    def _warnings(self, made: Assignment) -> tuple[str, ...]:
        found = []
        accepted = self.procedure.section("kualifikasi")
        if made.seat.role == self.procedure.maker and made.person.qualification not in accepted:
            found.append(
                f"{made.person.name} belum tercatat memiliki kualifikasi SOP: "
                + "; ".join(accepted)
                + "."
            )
        if made.mandate is Mandate.PLT and made.end and (made.end - made.start).days > PLT_DAYS:
            found.append("Plt lebih dari tiga bulan: catat perpanjangannya dengan surat baru.")
        others = {
            a.seat.role
            for a in self.assignments(person=made.person.id)
            if a.id != made.id and a.covers(made.start)
        }
        pairs = {
            (one.performer, two.performer)
            for one, two in itertools.pairwise(self.procedure.steps)
            if one.decides and two.decides
        }
        for other in others:
            if {(other, made.seat.role), (made.seat.role, other)} & pairs and not made.exception:
                found.append(
                    f"{made.person.name} memegang dua tingkat berturut-turut: tanpa pengecualian "
                    "tertulis, keputusan kedua akan ditolak."
                )
        return tuple(found)

    def _write_person(
        self,
        by: str,
        row: PersonRow,
        name: str,
        user_id: int | None,
        nip: str,
        rank: str,
        qualification: str,
    ) -> Person:
        digits = re.sub(r"\s", "", nip)
        if digits and not re.fullmatch(r"\d{18}", digits):
            raise BadInput("NIP harus 18 angka", field="nip", which=f"{len(digits)} huruf")
        row.name = values.required(name, field="name", label="Nama", limit=200)
        row.user_id, row.nip = user_id, digits
        row.rank = values.text(rank, field="rank", label="Pangkat", limit=100)
        row.qualification = values.text(
            qualification, field="qualification", label="Kualifikasi", limit=200
        )
        self.session.add(row)
        self.session.flush()
        write_log(self.session, self.clock, by, "pejabat", {"id": row.id, "nama": row.name})
        self.session.commit()
        return person_of(row)

    def _person_row(self, person: int) -> PersonRow:
        row = self.session.get(PersonRow, person)
        if row is None:
            raise NotFound("Pejabat tidak ada", which=str(person))
        return row

    def _seat_row(self, key: str) -> SeatRow:
        row = self.session.get(SeatRow, key)
        if row is None:
            raise NotFound("Jabatan tidak ada", which=key)
        return row
