"""Reads and appends: the only module that writes cases and events."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from sop_workflow import canonical
from sop_workflow.case import Case, Mandate, Stamp
from sop_workflow.errors import NotFound, Stale
from sop_workflow.events import Draft, Event, Kind, chain
from sop_workflow.evolve import evolve
from sop_workflow.storage.tables import CaseRow, EventRow, NoteRow

_CASE: TypeAdapter[Case] = TypeAdapter(Case)


def dump_case(case: Case) -> str:
    """A case as JSON text, as the projection keeps it."""
    return _CASE.dump_json(case).decode()


def load_case(text: str) -> Case:
    """The case that `dump_case` wrote."""
    return _CASE.validate_json(text)


class Store:
    """Cases and events of one session; whoever owns the session commits."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def case(self, case_id: int) -> Case:
        """The case as its projection says; NotFound when there is none."""
        state = self.session.scalar(sa.select(CaseRow.state).where(CaseRow.id == case_id))
        if state is None or state == "{}":
            raise NotFound("Usulan tidak ditemukan", which=str(case_id))
        return load_case(state)

    def case_by_token(self, token: str) -> Case:
        """The case of a public code; NotFound tells nothing about which codes exist."""
        state = self.session.scalar(sa.select(CaseRow.state).where(CaseRow.token == token))
        if state is None:
            raise NotFound("Kode usulan tidak dikenal", way_out="Periksa kode pada tanda terima.")
        return load_case(state)

    def cases(self, *where: sa.ColumnElement[bool]) -> list[Case]:
        """Cases that match, newest change first."""
        query = sa.select(CaseRow.state).where(*where).order_by(CaseRow.updated.desc())
        return [load_case(state) for state in self.session.scalars(query)]

    def reserve(self, now: datetime, number_format: str) -> tuple[int, str]:
        """A new case's row and its number (the nth of the year), before its first event."""
        count = sa.select(sa.func.count()).where(CaseRow.year == now.year)
        nth = (self.session.scalar(count) or 0) + 1
        number = number_format.format(seq=nth, year=now.year)
        row = CaseRow(
            number=number, token=canonical.sha256(number)[:40], year=now.year, updated=now
        )
        self.session.add(row)
        try:
            self.session.flush()
        except IntegrityError as error:
            self.session.rollback()
            raise Stale(
                "Nomor usulan baru saja dipakai", which=number, way_out="Kirim sekali lagi."
            ) from error
        return row.id, number

    def append(
        self, case: Case, drafts: Sequence[Draft], *, at: datetime, by: Stamp, command_sha256: str
    ) -> tuple[Case, tuple[Event, ...]]:
        """Number, chain, write and fold the drafts; Stale when another writer was faster."""
        if self._known(case.id, command_sha256):
            raise Stale("Kiriman ini sudah tercatat", which=case.number, way_out="Muat ulang.")
        before, events = case.version, []
        try:
            for part, draft in enumerate(drafts):
                event = chain(
                    draft,
                    case_id=case.id,
                    seq=case.version + 1,
                    at=at,
                    step=case.step or 1,
                    by=by,
                    command_sha256=command_sha256,
                    previous=case.head,
                )
                event = replace(event, id=self._insert(event, part))
                case = evolve(case, event)
                events.append(event)
            self._project(case, before, at)
        except IntegrityError as error:
            self.session.rollback()
            raise _moved(case) from error
        return case, tuple(events)

    def events(self, case_id: int, after: int = 0) -> tuple[Event, ...]:
        """The record of one case in order, after that sequence number."""
        where = (EventRow.case_id == case_id, EventRow.seq > after)
        return self._read(sa.and_(*where), EventRow.seq)

    def events_after(self, cursor: int, limit: int = 500) -> tuple[Event, ...]:
        """The outbox: events of all cases with an id beyond the cursor, in order."""
        return self._read(EventRow.id > cursor, EventRow.id, limit)

    def events_where(self, where: sa.ColumnElement[bool]) -> tuple[Event, ...]:
        """Events of any case that match, in order."""
        return self._read(where, EventRow.id)

    def _read(
        self, where: sa.ColumnElement[bool], order: Any, limit: int | None = None
    ) -> tuple[Event, ...]:
        query = (
            sa.select(EventRow, NoteRow.text)
            .outerjoin(NoteRow, NoteRow.event_id == EventRow.id)
            .where(where)
            .order_by(order)
            .limit(limit)
        )
        return tuple(_event(row, note or "") for row, note in self.session.execute(query))

    def _known(self, case_id: int, command_sha256: str) -> bool:
        query = sa.select(EventRow.id).where(
            EventRow.case_id == case_id, EventRow.command_sha256 == command_sha256
        )
        return self.session.scalar(query.limit(1)) is not None

    def _insert(self, event: Event, part: int) -> int:
        row = EventRow(
            case_id=event.case_id,
            seq=event.seq,
            kind=event.kind.value,
            at=event.at,
            step=event.step,
            person=event.by.person,
            by=json.dumps(asdict(event.by), ensure_ascii=False),
            data=json.dumps(event.data, ensure_ascii=False),
            note_sha256=event.note_sha256,
            command_sha256=event.command_sha256,
            part=part,
            previous=event.previous,
            hash=event.hash,
        )
        self.session.add(row)
        self.session.flush()
        if event.note:
            self.session.add(NoteRow(event_id=row.id, text=event.note))
            self.session.flush()
        return row.id

    def _project(self, case: Case, before: int, at: datetime) -> None:
        done = self.session.execute(
            sa.update(CaseRow)
            .where(CaseRow.id == case.id, CaseRow.version == before)
            .values(
                number=case.number,
                token=case.token,
                title=case.title,
                organisation=case.organisation,
                procedure=case.procedure,
                procedure_version=case.procedure_version,
                status=case.status.value,
                step=case.step,
                handler=case.handler,
                proposer=case.proposer,
                version=case.version,
                head=case.head,
                state=dump_case(case),
                updated=at,
            )
            .execution_options(synchronize_session=False)
        )
        if done.rowcount != 1:  # type: ignore[attr-defined]
            self.session.rollback()
            raise _moved(case)


def _moved(case: Case) -> Stale:
    return Stale(
        "Usulan ini baru saja diubah orang lain",
        which=case.number,
        way_out="Muat ulang halaman, lalu putuskan lagi.",
    )


def stamp_from(raw: dict[str, Any]) -> Stamp:
    """The stamp that an event's JSON holds."""
    return Stamp(**{**raw, "mandate": Mandate(raw["mandate"])})


def _event(row: EventRow, note: str) -> Event:
    return Event(
        case_id=row.case_id,
        seq=row.seq,
        kind=Kind(row.kind),
        at=row.at,
        step=row.step,
        by=stamp_from(json.loads(row.by)),
        data=json.loads(row.data),
        note_sha256=row.note_sha256,
        command_sha256=row.command_sha256,
        previous=row.previous,
        hash=row.hash,
        note=note,
        id=row.id,
    )


def case_ids(session: Session) -> Iterable[int]:
    """Ids of all cases, in order."""
    return session.scalars(sa.select(CaseRow.id).where(CaseRow.version > 0).order_by(CaseRow.id))
