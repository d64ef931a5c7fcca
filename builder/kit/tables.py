"""Kit's own tables: who changed what, who was told, numbers, units of people, files, drafts,
views of one's own.

They stand on metadata of their own and are made by `setup`; migrations never touch them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from .database import Moment, now


class KitBase(DeclarativeBase):
    metadata = MetaData()


class History(KitBase):
    """One change of one row: who, when, which fields from what to what, by which step."""

    __tablename__ = "kit_history"
    __table_args__ = (Index("ix_kit_history_row", "table_name", "row_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    table_name: Mapped[str] = mapped_column(String(63))
    row_id: Mapped[int]
    act: Mapped[str] = mapped_column(String(20))
    """add, edit, delete, restore, move"""
    at: Mapped[datetime] = mapped_column(Moment(), default=now)
    by_id: Mapped[int | None]
    by_name: Mapped[str] = mapped_column(String(128))
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    """{field: [before, after]} as JSON values"""
    transition: Mapped[str] = mapped_column(String(63), default="")
    source: Mapped[str] = mapped_column(String(63), default="")
    target: Mapped[str] = mapped_column(String(63), default="")
    note: Mapped[str] = mapped_column(Text, default="")


class Notice(KitBase):
    """Somebody is told that a step was taken with a row."""

    __tablename__ = "kit_notice"
    __table_args__ = (Index("ix_kit_notice_person", "user_id", "read_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int]
    table_name: Mapped[str] = mapped_column(String(63))
    row_id: Mapped[int]
    transition: Mapped[str] = mapped_column(String(63))
    by_id: Mapped[int | None]
    by_name: Mapped[str] = mapped_column(String(128))
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(Moment(), default=now)
    read_at: Mapped[datetime | None] = mapped_column(Moment())


class Counter(KitBase):
    """The last number given out for a field in a period (`2026`, `2026-03`, or empty)."""

    __tablename__ = "kit_counter"

    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    period: Mapped[str] = mapped_column(String(7), primary_key=True)
    last: Mapped[int]


class UserUnit(KitBase):
    """The unit that a person works in: an id in the units' entity, or a text."""

    __tablename__ = "kit_user_unit"

    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    unit: Mapped[str] = mapped_column(String(255))


class Upload(KitBase):
    """A file in the upload folder; `name` is made by kit, `title` is what the person called it."""

    __tablename__ = "kit_upload"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    title: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    by_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(Moment(), default=now)


class Draft(KitBase):
    """What somebody typed in a form and has not saved; one for a form and a person."""

    __tablename__ = "kit_draft"

    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    form: Mapped[str] = mapped_column(String(120), primary_key=True)
    typed: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(Moment(), default=now)


class OwnView(KitBase):
    """A selection of a list that somebody keeps under a name of his own."""

    __tablename__ = "kit_own_view"
    __table_args__ = (UniqueConstraint("user_id", "table_name", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int]
    table_name: Mapped[str] = mapped_column(String(63))
    name: Mapped[str] = mapped_column(String(60))
    query: Mapped[str] = mapped_column(Text)
    """search, filters and order as in the list's address"""
    at: Mapped[datetime] = mapped_column(Moment(), default=now)
