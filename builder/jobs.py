"""The ledger of background work: what is to be done, who does it, how far it is.

A worker holds a job by a lease that it renews; when it dies, the lease runs out and another worker
takes the job with the next fencing number. The end of a job and its effect on the database are one
transaction that only the holder of the newest number may make, so a job killed at any moment is
done once. Effects outside the database (git, files, mail) must be repeatable. `enqueue` takes the
caller's session: a job exists when its cause was committed.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from builder.errors import RakitError
from builder.storage.base import Base, Moment, utc_now

ENDED, CANCELLED_BY = ("done", "failed", "cancelled"), "Dibatalkan oleh "
LONGEST_PAUSE = 600.0


class JobError(RakitError):
    """Background work that can't go on; not tried again."""


class RetryError(RakitError):
    """Raised by a handler: not now, try again later."""


class LeaseLostError(RakitError):
    """Somebody else holds the job now, or it was cancelled: stop, change nothing."""


class JobRow(Base):
    """One job; times of the lease are seconds of the database's clock."""

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(63))
    key: Mapped[str] = mapped_column(sa.String(200), unique=True)
    lane: Mapped[str | None] = mapped_column(sa.String(200))
    payload: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[str] = mapped_column(sa.String(10), default="queued")
    priority: Mapped[int] = mapped_column(default=5)
    run_at: Mapped[float] = mapped_column(sa.Double, default=0.0)
    owner: Mapped[str | None] = mapped_column(sa.String(63))
    lease_until: Mapped[float] = mapped_column(sa.Double, default=0.0)
    fence: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    max_attempts: Mapped[int] = mapped_column(default=5)
    cancel: Mapped[bool] = mapped_column(default=False)
    percent: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    error: Mapped[str] = mapped_column(sa.Text, default="")
    trace: Mapped[str] = mapped_column(sa.Text, default="")
    result: Mapped[str] = mapped_column(sa.Text, default="null")
    created_at: Mapped[datetime] = mapped_column(Moment, default=utc_now)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (
        sa.Index("ix_job_state_priority_run_at", "state", "priority", "run_at"),
        # One running job per lane, even when two workers claim at the same instant.
        sa.Index(
            "uq_job_lane_running",
            "lane",
            unique=True,
            sqlite_where=sa.text("state = 'running'"),
            postgresql_where=sa.text("state = 'running'"),
        ),
    )


job = cast(sa.Table, JobRow.__table__)


@dataclass(frozen=True)
class JobStatus:
    """What a page shows of a job."""

    id: int
    kind: str
    key: str
    state: str
    percent: int
    note: str
    error: str
    result: Any
    attempts: int
    created_at: datetime
    ended_at: datetime | None

    @property
    def ended(self) -> bool:
        return self.state in ENDED

    @property
    def cancelled_by(self) -> str:
        """Who called it off; empty when nobody did, or nobody said who."""
        if self.state != "cancelled" or not self.error.startswith(CANCELLED_BY):
            return ""
        return self.error.removeprefix(CANCELLED_BY)


class Claim(NamedTuple):
    """A job in hand: enough to do it, and the number that proves who holds it."""

    id: int
    kind: str
    key: str
    payload: Any
    owner: str
    fence: int
    attempt: int
    max_attempts: int


def enqueue(
    session: Session,
    kind: str,
    key: str,
    payload: Any = None,
    *,
    lane: str | None = None,
    delay: float = 0.0,
    priority: int = 5,
    max_attempts: int = 5,
    again: bool = False,
) -> int:
    """Put a job in the ledger, within the caller's transaction; returns its id.

    The same key twice is the same job. `again` lets one that ended start anew. Jobs of one lane
    (as all that touch one repository) run one after the other.
    """
    values = {
        "kind": kind,
        "key": key,
        "lane": lane,
        "payload": json.dumps(payload, ensure_ascii=False, sort_keys=True),
        "priority": priority,
        "max_attempts": max_attempts,
        "run_at": 0.0,
    }
    if delay:
        values["run_at"] = _clock(session) + delay
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(JobRow).values(values).on_conflict_do_nothing(index_elements=["key"])
    session.execute(insert)
    if again:
        fresh = {"state": "queued", "attempts": 0, "cancel": False, "percent": 0, "note": ""}
        fresh |= {"error": "", "trace": "", "result": "null", "ended_at": None}
        ended = sa.and_(job.c.key == key, job.c.state.in_(ENDED))
        session.execute(sa.update(job).where(ended).values(**fresh, **values))
    return int(session.execute(sa.select(job.c.id).where(job.c.key == key)).scalar_one())


def claim(session: Session, owner: str, lease: float, kinds: Iterable[str] = ()) -> Claim | None:
    """Take the next job that is due, by one statement; commits. None when there is none."""
    now = _now(session)
    candidate, other = job.alias("candidate"), job.alias("other")
    busy = sa.exists().where(
        other.c.lane == candidate.c.lane,
        other.c.state == "running",
        other.c.id != candidate.c.id,
    )
    free = sa.and_(_due(candidate, now), ~busy)
    if kinds := tuple(kinds):
        free = sa.and_(free, candidate.c.kind.in_(kinds))
    order = (candidate.c.priority, candidate.c.run_at, candidate.c.id)
    first = sa.select(candidate.c.id).where(free).order_by(*order).limit(1)
    if session.get_bind().dialect.name == "postgresql":
        first = first.with_for_update(skip_locked=True, of=candidate)
    take = (
        sa.update(job)
        .where(job.c.id == first.scalar_subquery(), _due(job, now))
        .values(
            state="running",
            owner=owner,
            fence=job.c.fence + 1,
            attempts=job.c.attempts + 1,
            lease_until=now + lease,
        )
        .returning(
            job.c.id, job.c.kind, job.c.key, job.c.payload, job.c.fence, job.c.attempts,
            job.c.max_attempts,
        )
    )  # fmt: skip
    try:
        row = session.execute(take).first()
        session.commit()
    except IntegrityError:  # another worker took a job of this lane at the same instant
        session.rollback()
        return None
    if row is None:
        return None
    return Claim(
        row.id, row.kind, row.key, json.loads(row.payload), owner, row.fence, row.attempts,
        row.max_attempts,
    )  # fmt: skip


def renew(session: Session, held: Claim, lease: float) -> bool:
    """Heartbeat; False when the job is no longer ours or was cancelled. Commits."""
    kept = _guarded(session, held, {"lease_until": _now(session) + lease}, sa.not_(job.c.cancel))
    session.commit()
    return kept


def progress(session: Session, held: Claim, percent: int, note: str) -> None:
    """Tell the pages how far it is. Commits; raises LeaseLostError."""
    values = {"percent": max(0, min(100, percent)), "note": note[:500]}
    if not _guarded(session, held, values, sa.not_(job.c.cancel)):
        session.rollback()
        raise LeaseLostError("Pekerjaan tidak lagi di tangan proses ini.", which=held.key)
    session.commit()


def complete(session: Session, held: Claim, effect: Callable[[Session], Any] | None = None) -> Any:
    """The end and the effect, in one transaction: both or neither. Raises LeaseLostError."""
    try:
        if not _guarded(session, held, {**_ended("done"), "percent": 100}, sa.not_(job.c.cancel)):
            raise LeaseLostError(
                "Hasil tidak disimpan: pekerjaan sudah diambil alih.", which=held.key
            )
        result = effect(session) if effect else None
        text = json.dumps(result, ensure_ascii=False, sort_keys=True)
        session.execute(sa.update(job).where(job.c.id == held.id).values(result=text))
        session.commit()
    except BaseException:
        session.rollback()
        raise
    return result


def fail(
    session: Session, held: Claim, error: str, *, trace: str = "", final: bool = False
) -> bool:
    """It went wrong: try again after a pause, or give up; True when it will be tried again."""
    again = not final and held.attempt < held.max_attempts
    values: dict[str, Any] = {"error": error, "trace": trace}
    if again:
        pause = min(5.0 * 2 ** (held.attempt - 1), LONGEST_PAUSE)
        values |= {"state": "queued", "owner": None, "run_at": _now(session) + pause}
    else:
        values |= _ended("failed")
    _guarded(session, held, values)
    session.commit()
    return again


def release(session: Session, held: Claim) -> None:
    """Hand a job back untouched (the worker stops); this attempt does not count."""
    back = {"state": "queued", "owner": None, "attempts": job.c.attempts - 1}
    _guarded(session, held, back)
    session.commit()


def drop(session: Session, held: Claim) -> None:
    """The worker has stopped a job that somebody cancelled. Commits."""
    _guarded(session, held, _ended("cancelled"))
    session.commit()


def cancel(session: Session, job_id: int, by: str = "") -> bool:
    """Within the caller's transaction: a waiting job ends; its worker stops one that runs.

    The row keeps who wanted it so. False when the job has ended already.
    """
    wish = {"cancel": True, "error": f"{CANCELLED_BY}{by}" if by else ""}
    waiting = sa.and_(job.c.id == job_id, job.c.state == "queued")
    ended = session.execute(sa.update(job).where(waiting).values(**wish, **_ended("cancelled")))
    running = sa.and_(job.c.id == job_id, job.c.state == "running")
    asked = session.execute(sa.update(job).where(running).values(**wish))
    return bool(_count(ended) or _count(asked))


def sweep(session: Session) -> int:
    """End what nobody will take again: cancelled or worn out, with its lease run out. Commits."""
    over = sa.and_(job.c.state == "running", job.c.lease_until < _now(session))
    gone = session.execute(sa.update(job).where(over, job.c.cancel).values(**_ended("cancelled")))
    worn = session.execute(
        sa.update(job)
        .where(over, job.c.attempts >= job.c.max_attempts)
        .values(
            error="Proses kerja berhenti berkali-kali saat mengerjakan ini.", **_ended("failed")
        )
    )
    session.commit()
    return _count(gone) + _count(worn)


def status(session: Session, which: int | str) -> JobStatus | None:
    """One job by id or key."""
    where = job.c.id == which if isinstance(which, int) else job.c.key == which
    found = recent(session, where=where, limit=1)
    return found[0] if found else None


def recent(
    session: Session,
    *,
    lane: str | None = None,
    where: sa.ColumnElement[bool] | None = None,
    limit: int = 50,
) -> tuple[JobStatus, ...]:
    """The newest jobs, of one lane or of all."""
    query = sa.select(job).order_by(job.c.id.desc()).limit(limit)
    if lane is not None:
        query = query.where(job.c.lane == lane)
    if where is not None:
        query = query.where(where)
    return tuple(
        JobStatus(
            row.id, row.kind, row.key, row.state, row.percent, row.note, row.error,
            json.loads(row.result), row.attempts, row.created_at, row.ended_at,
        )
        for row in session.execute(query)
    )  # fmt: skip


def waiting(session: Session) -> dict[str, int]:
    """How many jobs are in each state."""
    counts = dict.fromkeys(("queued", "running", "done", "failed", "cancelled"), 0)
    for state, number in session.execute(
        sa.select(job.c.state, sa.func.count()).group_by(job.c.state)
    ):
        counts[state] = number
    return counts


def overdue(session: Session) -> float:
    """For how many seconds the longest waiting job has been due; 0 when none is.

    A job without a moment of its own counts from when it was put in.
    """
    waits = sa.and_(job.c.state == "queued", job.c.run_at <= _now(session))
    oldest: float = 0.0
    clock = _clock(session)
    for run_at, created_at in session.execute(
        sa.select(job.c.run_at, job.c.created_at).where(waits).order_by(job.c.id).limit(20)
    ):
        oldest = max(oldest, clock - (run_at or created_at.timestamp()))
    return oldest


def forget(session: Session, before: datetime) -> int:
    """Remove jobs that ended well before a moment; failed ones stay to be seen."""
    old = sa.and_(job.c.state.in_(("done", "cancelled")), job.c.ended_at < before)
    return _count(session.execute(sa.delete(job).where(old)))


def _due(table: sa.FromClause, now: Any) -> sa.ColumnElement[bool]:
    """Waiting and its time has come, or left behind by a worker that died."""
    waits = sa.and_(table.c.state == "queued", table.c.run_at <= now)
    left = sa.and_(table.c.state == "running", table.c.lease_until < now)
    tries = table.c.attempts < table.c.max_attempts
    return sa.and_(sa.or_(waits, left), tries, sa.not_(table.c.cancel))


def _guarded(
    session: Session, held: Claim, values: dict[str, Any], *more: sa.ColumnElement[bool]
) -> bool:
    mine = sa.and_(
        job.c.id == held.id,
        job.c.owner == held.owner,
        job.c.fence == held.fence,
        job.c.state == "running",
        *more,
    )
    return _count(session.execute(sa.update(job).where(mine).values(values))) == 1


def _ended(state: str) -> dict[str, Any]:
    return {"state": state, "ended_at": utc_now(), "owner": None}


def _count(result: sa.Result[Any]) -> int:
    assert isinstance(result, sa.CursorResult)
    return result.rowcount


def _now(session: Session) -> Any:
    """The database's clock: machines need not agree about the time."""
    if session.get_bind().dialect.name == "postgresql":
        return sa.extract("epoch", sa.func.clock_timestamp()).cast(sa.Double)
    return sa.literal(time.time(), sa.Double)


def _clock(session: Session) -> float:
    return float(session.execute(sa.select(_now(session))).scalar_one())
