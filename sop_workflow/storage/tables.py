"""Tables of the procedure, on their own MetaData.

Events, notes, papers' rows and the office's own log are append-only (`triggers.py`); ``sop_case``
is a projection of the events, rebuilt at any time by folding them.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = sa.MetaData(naming_convention=NAMES)


class Moment(sa.TypeDecorator[datetime]):
    """A moment: aware, kept and given in UTC on every database."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("A moment needs its time zone.")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Tables of the procedure."""

    metadata = metadata
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Moment(),
        str: sa.Text(),
        dict[str, Any]: sa.JSON(),
    }


class ProcedureRow(Base):
    """One version of a procedure; running cases stay on theirs."""

    __tablename__ = "sop_procedure"
    key: Mapped[str] = mapped_column(sa.String(100), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    document: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(sa.String(200), default="")


class CaseRow(Base):
    """The projection of one case: columns to find it by, and its whole state."""

    __tablename__ = "sop_case"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(sa.String(60), unique=True)
    token: Mapped[str] = mapped_column(sa.String(60), unique=True)
    year: Mapped[int] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(sa.String(300), default="")
    organisation: Mapped[str] = mapped_column(sa.String(300), default="")
    procedure: Mapped[str] = mapped_column(sa.String(100), default="")
    procedure_version: Mapped[int] = mapped_column(default=0)
    status: Mapped[str] = mapped_column(sa.String(20), index=True, default="")
    step: Mapped[int] = mapped_column(default=0)
    handler: Mapped[int] = mapped_column(default=0, index=True)
    proposer: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=0)
    head: Mapped[str] = mapped_column(sa.String(64), default="")
    state: Mapped[str] = mapped_column(default="{}")
    updated: Mapped[datetime] = mapped_column(index=True)


class EventRow(Base):
    """One event; ``id`` is the cursor that `pipeline` follows."""

    __tablename__ = "sop_event"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "seq"),
        sa.UniqueConstraint("case_id", "command_sha256", "part"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("sop_case.id"))
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(sa.String(40), index=True)
    at: Mapped[datetime]
    step: Mapped[int]
    person: Mapped[int] = mapped_column(index=True)
    by: Mapped[str]
    data: Mapped[str]
    note_sha256: Mapped[str] = mapped_column(sa.String(64))
    command_sha256: Mapped[str] = mapped_column(sa.String(64))
    part: Mapped[int]
    previous: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64), unique=True)


class NoteRow(Base):
    """The words of a note, beside its event; the event holds their hash."""

    __tablename__ = "sop_note"
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("sop_event.id"), primary_key=True)
    text: Mapped[str]


class SeenRow(Base):
    """Up to which event a person has seen a case; also marks that he follows it."""

    __tablename__ = "sop_seen"
    person: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("sop_case.id"), primary_key=True)
    seq: Mapped[int]
    at: Mapped[datetime]


class PersonRow(Base):
    """An official. NIP is text, personal data, masked in public views."""

    __tablename__ = "sop_person"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    nip: Mapped[str] = mapped_column(sa.String(30), default="")
    rank: Mapped[str] = mapped_column(sa.String(100), default="")
    qualification: Mapped[str] = mapped_column(sa.String(200), default="")
    active: Mapped[bool] = mapped_column(default=True)


class SeatRow(Base):
    """A jabatan: whose role in the procedure it has; ``many`` for seats that several hold."""

    __tablename__ = "sop_seat"
    key: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    role: Mapped[str] = mapped_column(sa.String(60))
    many: Mapped[bool] = mapped_column(default=False)


class AssignmentRow(Base):
    """A penugasan: who holds a seat from when to when, under which mandate and order."""

    __tablename__ = "sop_assignment"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("sop_person.id"), index=True)
    seat_key: Mapped[str] = mapped_column(sa.ForeignKey("sop_seat.key"), index=True)
    mandate: Mapped[str] = mapped_column(sa.String(20))
    start: Mapped[date]
    end: Mapped[date | None]
    order: Mapped[str] = mapped_column("order_number", sa.String(120), default="")
    exception: Mapped[str] = mapped_column(default="")


class HolidayRow(Base):
    """A day without work, with its source; deadlines are computed from this table only."""

    __tablename__ = "sop_holiday"
    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    source: Mapped[str] = mapped_column(sa.String(200))


class SettingRow(Base):
    """One setting of the office: letterhead, time zone, working week."""

    __tablename__ = "sop_setting"
    key: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    value: Mapped[str]


class CommonAppRow(Base):
    """A national common application (aplikasi umum) and the field that it covers."""

    __tablename__ = "sop_common_app"
    id: Mapped[int] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(sa.String(120))
    name: Mapped[str] = mapped_column(sa.String(200), default="")
    keywords: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(sa.String(200), default="")


class OfficeLogRow(Base):
    """What was changed in seats, calendar and settings: when, by whom, to what."""

    __tablename__ = "sop_office_log"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(sa.String(200))
    action: Mapped[str] = mapped_column(sa.String(60))
    data: Mapped[str]
