"""All rows of a PostgreSQL database by COPY, from one snapshot, and back again.

No server program is needed. Tables are not described: a restore makes them by the migrations of
the same version, then fills them.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from .archive import BackupError

TABLES = "tables.json"
PART = 1 << 20


def dump_postgresql(engine: sa.Engine, folder: Path) -> Iterator[Path]:
    """Write one compressed file a table, and the list of tables with their columns."""
    folder.mkdir()
    snapshot = engine.connect().execution_options(isolation_level="REPEATABLE READ")
    with snapshot as connection, connection.begin():
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
        inspector = sa.inspect(connection)
        tables = {
            name: [
                column["name"]
                for column in inspector.get_columns(name)
                if not column.get("computed")
            ]
            for name in sorted(inspector.get_table_names())
        }
        (folder / TABLES).write_text(json.dumps(tables, indent=1))
        for name, columns in tables.items():
            _copy_out(connection, name, columns, folder / f"{name}.copy.gz")
    yield from sorted(folder.iterdir())


def load_postgresql(engine: sa.Engine, folder: Path) -> None:
    """Fill the tables of an empty, migrated database; all rows or none."""
    tables: dict[str, list[str]] = json.loads((folder / TABLES).read_text())
    with engine.begin() as connection:
        there = set(sa.inspect(connection).get_table_names())
        names = list(tables)
        if missing := sorted(tables.keys() - there):
            raise BackupError(
                "Basis data tujuan tidak punya semua tabel cadangan.", which=", ".join(missing)
            )
        keys = _take_off_keys(connection)
        every = ", ".join(_quoted(name) for name in names)
        connection.exec_driver_sql(f"TRUNCATE {every}")
        for name in names:
            connection.exec_driver_sql(f"ALTER TABLE {_quoted(name)} DISABLE TRIGGER USER")
            _copy_in(connection, name, tables[name], folder / f"{name}.copy.gz")
            connection.exec_driver_sql(f"ALTER TABLE {_quoted(name)} ENABLE TRIGGER USER")
        for table, name, definition in keys:
            add = f"ALTER TABLE {_quoted(table)} ADD CONSTRAINT {_quoted(name)} {definition}"
            connection.exec_driver_sql(add)
        _set_sequences(connection, names)


def _take_off_keys(connection: sa.Connection) -> list[tuple[str, str, str]]:
    """Foreign keys rest while rows come in in any order; adding them again checks every row."""
    query = (
        "SELECT c.conrelid::regclass::text, c.conname, pg_get_constraintdef(c.oid) "
        "FROM pg_constraint c WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace "
        "ORDER BY 1, 2"
    )
    found = []
    for table, name, definition in connection.exec_driver_sql(query).all():
        table = table.strip('"')
        connection.exec_driver_sql(f"ALTER TABLE {_quoted(table)} DROP CONSTRAINT {_quoted(name)}")
        found.append((table, name, definition))
    return found


def _copy_out(connection: sa.Connection, table: str, columns: list[str], path: Path) -> None:
    with (
        _cursor(connection) as cursor,
        gzip.open(path, "wb", compresslevel=5) as out,
        cursor.copy(f"COPY {_target(table, columns)} TO STDOUT") as rows,
    ):
        for part in rows:
            out.write(part)


def _copy_in(connection: sa.Connection, table: str, columns: list[str], path: Path) -> None:
    with (
        _cursor(connection) as cursor,
        gzip.open(path, "rb") as source,
        cursor.copy(f"COPY {_target(table, columns)} FROM STDIN") as rows,
    ):
        while part := source.read(PART):
            rows.write(part)


def _set_sequences(connection: sa.Connection, tables: list[str]) -> None:
    for name in tables:
        for column in sa.inspect(connection).get_columns(name):
            owner = sa.text("SELECT pg_get_serial_sequence(:t, :c)")
            sequence = connection.scalar(owner, {"t": _quoted(name), "c": column["name"]})
            if sequence:
                last = f"SELECT max({_quoted(column['name'])}) FROM {_quoted(name)}"
                connection.exec_driver_sql(
                    f"SELECT setval('{sequence}', coalesce(({last}), 1), ({last}) IS NOT NULL)"
                )


def _cursor(connection: sa.Connection) -> Any:
    driver: Any = connection.connection.dbapi_connection
    return driver.cursor()


def _target(table: str, columns: list[str]) -> str:
    return f"{_quoted(table)} ({', '.join(map(_quoted, columns))})"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
