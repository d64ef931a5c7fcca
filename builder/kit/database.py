"""Engine, session, and what every table of the application has."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import (
    DateTime,
    Engine,
    Index,
    MetaData,
    UniqueConstraint,
    create_engine,
    event,
    make_url,
    true,
)
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    MappedColumn,
    mapped_column,
    registry,
    scoped_session,
    sessionmaker,
    with_loader_criteria,
)
from sqlalchemy.types import TypeDecorator

from .choices import COLUMN_TYPES
from .constraints import constraint_name
from .declare import Check


def _columns_named(kind: str) -> Any:
    def name(constraint: Any, table: Any) -> str:
        return constraint_name(kind, table.name, *(column.name for column in constraint.columns))

    return name


def _check_named(constraint: Any, table: Any) -> str:
    return constraint_name("ck", table.name, str(constraint.name or "rule"))


NAMES: dict[str, Any] = {
    "kit_ix": _columns_named("ix"),
    "kit_uq": _columns_named("uq"),
    "kit_fk": _columns_named("fk"),
    "kit_ck": _check_named,
    "kit_pk": lambda constraint, table: constraint_name("pk", table.name),
    "ix": "%(kit_ix)s",
    "uq": "%(kit_uq)s",
    "fk": "%(kit_fk)s",
    "ck": "%(kit_ck)s",
    "pk": "%(kit_pk)s",
}


def now() -> datetime:
    """This moment, in UTC, with its zone."""
    return datetime.now(UTC)


class Moment(TypeDecorator[datetime]):
    """A moment with its zone; SQLite forgets the zone, so UTC is put back there."""

    impl = DateTime
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(timezone=True)

    def process_bind_param(self, value: Any, dialect: Any) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value if value.tzinfo else value.replace(tzinfo=UTC)
        return moment.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Any) -> datetime | None:
        if value is None or value.tzinfo:
            return value
        known: datetime = value.replace(tzinfo=UTC)
        return known


class _Registry(registry):
    """Looks column types of `Choices` up as they are declared."""

    def _resolve_type(self, python_type: Any, *args: Any, **kwargs: Any) -> Any:
        if python_type in COLUMN_TYPES and python_type not in self.type_annotation_map:
            self.update_type_annotation_map({python_type: COLUMN_TYPES[python_type]})
        return super()._resolve_type(python_type, *args, **kwargs)


class Base(DeclarativeBase):
    """The application's own base; Flask-AppBuilder's tables stand on another one."""

    registry = _Registry(metadata=MetaData(naming_convention=NAMES))


class Entity(Base):
    """A table of the application.

    What a subclass says, besides `__tablename__`, its fields and relationships:

    * `__label__`, `__plural__`: its name for people, one and many
    * `__display__`: the fields (or dotted paths) by which people know a row
    * `__tree__`: the reference to the row above, for a tree
    * `__unit__`: path to the unit that a row belongs to, `"usaha.pelaku.unit"`
    * `__unique__`, `__indexes__`: groups of field names
    * `__checks__`: rules over several fields
    * `__history__`: keep who changed what (default yes)
    * `__soft_delete__`: deleted rows are kept aside (default yes: column `deleted_at`)
    * `__link__`: the two references of a many-to-many's own table

    `created_by_id` and `updated_by_id` hold ids of `ab_user`, without a foreign key: a person
    may go, the trace stays.
    """

    __abstract__ = True
    __label__: ClassVar[str]
    __plural__: ClassVar[str]
    __display__: ClassVar[tuple[str, ...]] = ("id",)
    __tree__: ClassVar[str] = ""
    __unit__: ClassVar[str] = ""
    __unique__: ClassVar[tuple[tuple[str, ...], ...]] = ()
    __indexes__: ClassVar[tuple[tuple[str, ...], ...]] = ()
    __checks__: ClassVar[tuple[Check, ...]] = ()
    __history__: ClassVar[bool] = True
    __soft_delete__: ClassVar[bool] = True
    __link__: ClassVar[tuple[str, ...]] = ()

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-100)
    created_at: Mapped[datetime] = mapped_column(Moment(), default=now, sort_order=100)
    updated_at: Mapped[datetime] = mapped_column(Moment(), default=now, sort_order=101)
    created_by_id: Mapped[int | None] = mapped_column(sort_order=102)
    updated_by_id: Mapped[int | None] = mapped_column(sort_order=103)
    version: Mapped[int] = mapped_column(default=1, sort_order=104)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy declares it so

    _going = False
    """On its way out in this transaction: computed values no longer count it."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if not cls.__dict__.get("__abstract__"):
            if cls.__soft_delete__:
                cls.deleted_at = mapped_column(Moment(), nullable=True, sort_order=105)
            cls.__table_args__ = (*_groups(cls), *cls.__dict__.get("__table_args__", ()))
        super().__init_subclass__(**kwargs)

    def __str__(self) -> str:
        from .fields import display

        return display(self)


def _groups(cls: type[Any]) -> list[Any]:
    """Unique constraints and indexes over several fields, by the names of their columns."""
    own = cls.__dict__

    def column(name: str) -> str:
        return f"{name}_id" if isinstance(own.get(f"{name}_id"), MappedColumn) else name

    def columns(group: Sequence[str]) -> list[str]:
        return [column(name) for name in group]

    table = str(own["__tablename__"])
    unique = [UniqueConstraint(*columns(group)) for group in cls.__unique__]
    indexes = [
        Index(constraint_name("ix", table, *columns(group)), *columns(group))
        for group in cls.__indexes__
    ]
    return [*unique, *indexes]


class Database:
    """One engine and one session, for Flask-AppBuilder and for the application."""

    def __init__(self) -> None:
        self.session: scoped_session[Any] = scoped_session(sessionmaker(expire_on_commit=False))
        event.listen(self.session.session_factory, "before_flush", _guard)
        event.listen(self.session.session_factory, "do_orm_execute", _without_deleted)

    def connect(self, url: str) -> Engine:
        """Use this database from now on. SQLite gets WAL, foreign keys and patience with locks.

        Connections to the one before are closed: they would hold its files open.
        """
        self.session.remove()
        before = self.session.session_factory.kw.get("bind")
        if before is not None:
            before.dispose()
        engine = make_engine(url)
        self.session.configure(bind=engine)
        return engine


def row_id(value: Any) -> int:
    """The number of a row as it was sent; `ValueError` when no row can have it.

    SQLite's driver refuses larger numbers with an error of its own.
    """
    number = int(value)
    if not 0 <= number < 2**63:
        raise ValueError("Tidak ada baris dengan nomor itu.")
    return number


def sent_id(value: Any) -> int | None:
    """The same from an address or a form, where anything may stand; None for what is none."""
    try:
        return row_id(value)
    except (TypeError, ValueError):
        return None


def make_engine(url: str) -> Engine:
    """An engine for SQLite (file or memory) or PostgreSQL; the folder of a file is made."""
    parsed = make_url(url)
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:"):
        Path(str(parsed.database)).absolute().parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, pool_pre_ping=parsed.get_backend_name() != "sqlite")
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite)
    return engine


def _sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA busy_timeout = 10000")


WITH_DELETED = {"with_deleted": True}
"""Execution option of a statement that is to see deleted rows too."""


def _alive(entity: Any) -> Any:
    return entity.deleted_at.is_(None) if hasattr(entity, "deleted_at") else true()


_ALIVE = with_loader_criteria(Entity, lambda entity: _alive(entity), include_aliases=True)


def _without_deleted(state: Any) -> None:
    """Deleted rows are left out of every query: lists, references, relationships, EXISTS."""
    wanted = state.execution_options.get("with_deleted")
    if state.is_select and not state.is_column_load and not wanted:
        state.statement = state.statement.options(_ALIVE)


def _guard(session: Any, *_: Any) -> None:
    """Nothing but the gate writes rows of entities; also not by mistake."""
    if session.info.get("gate"):
        return
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, Entity) and (row in session.new or session.is_modified(row)):
            raise RuntimeError("Data hanya boleh ditulis lewat gate.save, gate.delete, gate.move.")
