"""Tables of the specifications: applications, drafts with their journal, frozen revisions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Moment, StorageError, utc_now


class AppRow(Base):
    """One application; `case_id` is the request it belongs to, `plugins` the versions locked
    for it as JSON (empty: not locked)."""

    __tablename__ = "app"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(63), unique=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    case_id: Mapped[int | None] = mapped_column(unique=True)
    plugins: Mapped[str] = mapped_column(sa.Text, default="")
    created_by: Mapped[str] = mapped_column(sa.String(120))
    created_at: Mapped[datetime] = mapped_column(Moment, default=utc_now)


class DraftRow(Base):
    """The specification as it is being edited, as JSON; `version` counts its changes."""

    __tablename__ = "draft"

    app_id: Mapped[int] = mapped_column(sa.ForeignKey("app.id"), primary_key=True)
    raw: Mapped[str] = mapped_column(sa.Text)
    version: Mapped[int] = mapped_column(default=0)
    changed_by: Mapped[str] = mapped_column(sa.String(120))
    changed_at: Mapped[datetime] = mapped_column(Moment, default=utc_now)


class ChangeRow(Base):
    """One journal entry: what was done, and what would undo it.

    `batch` is the number of the first entry that was done with it; `undoes` the batch that this
    one took back.
    """

    __tablename__ = "change"

    app_id: Mapped[int] = mapped_column(sa.ForeignKey("app.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    batch: Mapped[int]
    undoes: Mapped[int | None]
    op: Mapped[str] = mapped_column(sa.String(12))
    node: Mapped[str] = mapped_column(sa.String(63), default="")
    key: Mapped[str] = mapped_column(sa.String(63), default="")
    done: Mapped[str] = mapped_column(sa.Text)
    inverse: Mapped[str] = mapped_column(sa.Text)
    author: Mapped[str] = mapped_column(sa.String(120))
    at: Mapped[datetime] = mapped_column(Moment, default=utc_now)


class RevisionRow(Base):
    """A frozen specification: canonical JSON and its SHA-256; never changed afterwards."""

    __tablename__ = "revision"
    __table_args__ = (sa.UniqueConstraint("app_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    app_id: Mapped[int] = mapped_column(sa.ForeignKey("app.id"), index=True)
    number: Mapped[int]
    text: Mapped[str] = mapped_column(sa.Text)
    sha256: Mapped[str] = mapped_column(sa.String(64), index=True)
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    author: Mapped[str] = mapped_column(sa.String(120))
    at: Mapped[datetime] = mapped_column(Moment, default=utc_now)
    draft_version: Mapped[int] = mapped_column(default=0)
    submitted_step: Mapped[int | None]
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)


FROZEN = ("app_id", "number", "text", "sha256", "author", "at")


@event.listens_for(RevisionRow, "before_update")
def _frozen(mapper: Any, connection: Any, row: RevisionRow) -> None:
    state = sa.inspect(row)
    changed = [name for name in FROZEN if state.attrs[name].history.has_changes()]
    if changed:
        raise StorageError("Revisi sudah dibekukan.", which=f"{row.number}: {', '.join(changed)}")


@event.listens_for(RevisionRow, "before_delete")
def _kept(mapper: Any, connection: Any, row: RevisionRow) -> None:
    raise StorageError("Revisi tidak dapat dihapus.", which=str(row.number))


class CursorRow(Base):
    """How far a follower of the event log has come (see `builder/pipeline.py`)."""

    __tablename__ = "cursor"

    name: Mapped[str] = mapped_column(sa.String(63), primary_key=True)
    position: Mapped[int] = mapped_column(sa.BigInteger, default=0)
