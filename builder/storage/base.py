"""One engine and one session for the portal, its accounts and both storages.

SQLite is the embedded default. Its driver is told to leave transactions to us: reading takes no
lock, the first write takes it (`BEGIN IMMEDIATE`, waiting its turn), so a request that reads and
then writes never dies with "database is locked", and savepoints and DDL are part of the
transaction as on PostgreSQL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Session, scoped_session, sessionmaker

from builder.errors import RakitError

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
NO_LOCK = re.compile(
    r"\s*(?:--[^\n]*\n\s*)*(select|with|values|pragma|explain|begin|attach|detach|vacuum)\b",
    re.IGNORECASE,
)
WRITES_WITHIN = re.compile(r"\b(insert|update|delete|replace)\b", re.IGNORECASE)
WAIT_MS = 15_000

metadata = sa.MetaData(naming_convention=NAMES)


class StorageError(RakitError):
    """The database can't be used as asked."""


class Base(DeclarativeBase):
    """Tables of the builder."""

    metadata = metadata


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


def utc_now() -> datetime:
    return datetime.now(UTC)


session: scoped_session[Session] = scoped_session(sessionmaker(expire_on_commit=False))


def make_engine(url: str) -> sa.Engine:
    """An engine for `sqlite:///path` or `postgresql://…` (psycopg 3 is filled in).

    Other databases are refused: the claim of a job and the migrations are tested on these two.
    """
    if url.startswith("postgres"):
        url = re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url)
        return sa.create_engine(
            url,
            pool_size=10,
            max_overflow=10,
            pool_pre_ping=True,
            connect_args={"options": "-c timezone=UTC", "connect_timeout": 10},
        )
    if url.startswith("sqlite"):
        engine = sa.create_engine(url)
        _as_we_need_it(engine)
        return engine
    raise StorageError(
        "Basis data ini tidak didukung.",
        which=url.split(":", 1)[0],
        way_out="Isi DATABASE_URL dengan sqlite:///… atau postgresql://…",
    )


def connect(url: str) -> sa.Engine:
    """Make an engine and bind the one session to it. An earlier engine is closed."""
    session.remove()
    before = session.session_factory.kw.get("bind")
    if isinstance(before, sa.Engine):
        before.dispose()
    engine = make_engine(url)
    session.configure(bind=engine)
    return engine


@contextmanager
def transaction(engine: sa.Engine) -> Iterator[Session]:
    """A session of its own, committed at the end or rolled back: for workers and commands."""
    with Session(engine, expire_on_commit=False) as own, own.begin():
        yield own


def _as_we_need_it(engine: sa.Engine) -> None:
    """Pragmas of each connection, and who begins a transaction when."""

    @sa.event.listens_for(engine, "connect")
    def _opened(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {WAIT_MS}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")

    @sa.event.listens_for(engine, "before_cursor_execute")
    def _first_write(connection: sa.Connection, cursor: Any, statement: str, *_: Any) -> None:
        driver = connection.connection.dbapi_connection
        if driver is None or driver.in_transaction:
            return
        free = NO_LOCK.match(statement)
        if not free or (free[1].lower() == "with" and WRITES_WITHIN.search(statement)):
            cursor.execute("BEGIN IMMEDIATE")
