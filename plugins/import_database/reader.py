"""A live database to a proposal: structure by SQLAlchemy's inspector, rows by plain SELECT.

Everything happens in one read-only transaction; nothing is written to the source.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Inspector, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from builder.intake import (
    Cell,
    Column,
    Declared,
    ForeignKey,
    IntakeError,
    Line,
    Proposal,
    Spool,
    Structure,
    Table,
    propose,
    without_password,
)

DRIVERS = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg", "sqlite": "sqlite"}
FETCH = 1000
BLOB_HEAD = 16


def read(source: str, with_data: bool) -> Proposal:
    """Reflect the database at this address; `IntakeError` when it can't be reached or read."""
    url = _url(source)
    try:
        with _connected(url) as connection:
            inspector = sa.inspect(connection)
            structure = Structure(_title(url))
            tables = inspector.get_table_names()
            for name in tables:
                structure.tables.append(_table(inspector, name, structure))
            _others(inspector, structure)
            spool = Spool() if with_data else None
            if spool is not None:
                for table in structure.tables:
                    _rows(connection, table, spool)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip().split("\n")[0]
        raise IntakeError(
            f"Basis data tidak dapat dibaca: {reason[:200]}",
            which=without_password(source),
            way_out="Periksa alamat, nama dan kata sandi, dan izin membaca.",
        ) from error
    return propose(structure, spool)


def _url(source: str) -> sa.URL:
    try:
        url = make_url(source)
        backend = url.drivername.split("+")[0]
        if backend not in DRIVERS:
            raise NoSuchModuleError(backend)
    except (ArgumentError, NoSuchModuleError) as error:
        raise IntakeError(
            "Alamat basis data tidak dikenal",
            which=without_password(source),
            way_out="Tulis sqlite:///berkas.db atau postgresql://nama:sandi@host/basis.",
        ) from error
    if backend == "sqlite":
        path = Path(url.database or "")
        if not url.database or not path.is_file():
            raise IntakeError(
                "Berkas SQLite tidak ada",
                which=str(path),
                way_out="Periksa nama dan foldernya; tiga garis miring di depan jalur relatif.",
            )
    return url.set(drivername=DRIVERS[backend])


def _title(url: sa.URL) -> str:
    return Path(url.database or "basis_data").stem or "basis_data"


@contextmanager
def _connected(url: sa.URL) -> Iterator[Connection]:
    """A connection that can only read."""
    if url.drivername == "sqlite":
        path = Path(url.database or "").resolve()
        url = sa.URL.create(
            "sqlite", database=f"file:{_quoted(path)}", query={"mode": "ro", "uri": "true"}
        )
        engine = sa.create_engine(url)
        sa.event.listen(engine, "connect", _lenient_text)
    else:
        engine = sa.create_engine(url, connect_args={"connect_timeout": 10})
    try:
        with engine.connect() as connection:
            if url.drivername != "sqlite":
                connection.execute(
                    sa.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                )
            yield connection
    finally:
        engine.dispose()


def _quoted(path: Path) -> str:
    return str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def _lenient_text(connection: Any, _: Any) -> None:
    """Old files hold text in other encodings; it is kept readable, not refused."""
    connection.text_factory = lambda raw: raw.decode("utf-8", errors="replace")


def _table(inspector: Inspector, name: str, structure: Structure) -> Table:
    table = Table(name)
    for found in inspector.get_columns(name):
        table.columns.append(_column(found))
    table.primary_key = tuple(inspector.get_pk_constraint(name).get("constrained_columns") or ())
    actions = _sqlite_actions(inspector, name)
    for key in inspector.get_foreign_keys(name):
        columns = tuple(key["constrained_columns"])
        action = (key.get("options") or {}).get("ondelete") or actions.get(columns, "")
        table.foreign_keys.append(
            ForeignKey(
                columns, key["referred_table"], tuple(key["referred_columns"]), action.upper()
            )
        )
    for unique in inspector.get_unique_constraints(name):
        table.uniques.append(tuple(unique["column_names"]))
    for index in inspector.get_indexes(name):
        _index(table, dict(index), structure)
    try:
        table.checks += [check["sqltext"] for check in inspector.get_check_constraints(name)]
        table.comment = inspector.get_table_comment(name).get("text") or ""
    except NotImplementedError:
        table.comment = ""  # SQLite has no comments
    return table


def _sqlite_actions(inspector: Inspector, name: str) -> dict[tuple[str, ...], str]:
    """ON DELETE of each foreign key; the inspector misses those that stand at their column."""
    if inspector.dialect.name != "sqlite" or not isinstance(inspector.bind, Connection):
        return {}
    asked = sa.text(
        'SELECT id, "from", on_delete FROM pragma_foreign_key_list(:name) ORDER BY id, seq'
    )
    columns: dict[int, list[str]] = {}
    actions: dict[int, str] = {}
    for number, column, action in inspector.bind.execute(asked, {"name": name}):
        columns.setdefault(number, []).append(column)
        actions[number] = "" if action == "NO ACTION" else action
    return {tuple(found): actions[number] for number, found in columns.items()}


def _index(table: Table, index: dict[str, Any], structure: Structure) -> None:
    names = tuple(name for name in index["column_names"] if name)
    options = index.get("dialect_options") or {}
    partial = options.get("postgresql_where") or options.get("sqlite_where")
    if len(names) != len(index["column_names"]) or partial is not None:
        said = f"Indeks {index['name']} atas ungkapan atau sebagian baris tidak dibawa"
        structure.lines.append(Line("loss", said, table.name))
    elif index.get("duplicates_constraint"):
        return
    elif index.get("unique"):
        table.uniques.append(names)
    else:
        table.indexes.append(names)


def _column(found: Any) -> Column:
    kind = found["type"]
    column = Column(found["name"], _declared(kind), bool(found.get("nullable", True)))
    column.autoincrement = found.get("autoincrement") is True or "identity" in found
    column.comment = found.get("comment") or ""
    if computed := found.get("computed"):
        column.generated = str(computed.get("sqltext", ""))
    default = found.get("default")
    if default is not None:
        _default(column, str(default))
    return column


def _default(column: Column, said: str) -> None:
    """`'G'::text`, `(0)`, `'it''s'` are literals; everything else stays SQL."""
    text = said.strip()
    while text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    head = text.split("::")[0].strip()
    if text.lower().startswith("nextval"):
        column.autoincrement = True
    elif head.upper() == "NULL":
        return
    elif len(head) > 1 and head[0] == head[-1] == "'":
        column.default = head[1:-1].replace("''", "'")
    elif head.replace(".", "", 1).lstrip("+-").isdigit() or head.lower() in ("true", "false"):
        column.default = head
    else:
        column.default, column.default_is_sql = text, True


def _declared(kind: Any) -> Declared:
    if isinstance(kind, sa.ARRAY):
        return Declared(_declared(kind.item_type).name, array=True)
    name = type(kind).__name__.upper()
    if isinstance(kind, sa.Enum):
        return Declared("ENUM", members=tuple(kind.enums))
    if isinstance(kind, sa.types.NullType):
        return Declared("")
    if isinstance(kind, sa.Numeric) and not isinstance(kind, sa.Float):
        parts = (kind.precision, kind.scale)
        return Declared(name, tuple(part for part in parts if part is not None))
    length = getattr(kind, "length", None)
    return Declared(name, (length,) if isinstance(length, int) else ())


def _others(inspector: Inspector, structure: Structure) -> None:
    """Views and triggers: said, not taken."""
    for name in inspector.get_view_names():
        structure.lines.append(Line("loss", f"Tampilan (view) tidak dibawa: {name}"))
    bind = inspector.bind
    asked = {
        "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
        "postgresql": "SELECT t.tgname, c.relname FROM pg_trigger t"
        " JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal ORDER BY 2, 1",
    }[inspector.dialect.name]
    if isinstance(bind, Connection):
        for name, table in bind.execute(sa.text(asked)):
            structure.lines.append(Line("loss", f"Pemicu (trigger) tidak dibawa: {name}", table))


def _rows(connection: Connection, table: Table, spool: Spool) -> None:
    """Every row, in the order of its key, without SQLAlchemy's types: old files hold anything."""
    quote = connection.dialect.identifier_preparer.quote_identifier
    columns = ", ".join(quote(column.name) for column in table.columns)
    order = ", ".join(quote(name) for name in table.primary_key)
    sql = f"SELECT {columns} FROM {quote(table.name)}" + (f" ORDER BY {order}" if order else "")
    escaped = sql.replace(":", "\\:")  # a colon in a name is no parameter
    result = connection.execution_options(stream_results=True, yield_per=FETCH).execute(
        sa.text(escaped)
    )
    for row in result:
        spool.add(table.name, tuple(_cell(value) for value in row))


def _cell(value: Any) -> Cell:
    """What a driver gives, as the spool keeps it."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return value if abs(value) < 10**18 else str(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value[:BLOB_HEAD])
    if isinstance(value, float):
        return repr(value) if value != int(value) else str(int(value))
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta | UUID):
        return str(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
