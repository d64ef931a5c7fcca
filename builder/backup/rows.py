"""All rows of a PostgreSQL database by COPY, from one snapshot, and back again.

No server program is needed. A restore makes the tables by the migrations of the same version, with
their triggers; tables that no migration makes (accounts) by their description in the backup.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import CreateIndex, CreateTable

TABLES = "tables.json"
PART = 1 << 20


def dump_postgresql(engine: sa.Engine, folder: Path) -> Iterator[Path]:
    """Write one compressed file a table, and a description of tables and sequences."""
    folder.mkdir()
    snapshot = engine.connect().execution_options(isolation_level="REPEATABLE READ")
    with snapshot as connection, connection.begin():
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
        found = sa.MetaData()
        found.reflect(connection)
        tables = {table.name: _described(table, engine) for table in found.sorted_tables}
        described = {"tables": tables, "sequences": _sequences(connection)}
        (folder / TABLES).write_text(json.dumps(described, indent=1))
        for name, table in tables.items():
            _copy_out(connection, name, table["columns"], folder / f"{name}.copy.gz")
    yield from sorted(folder.iterdir())


def _described(table: sa.Table, engine: sa.Engine) -> dict[str, list[str]]:
    indexes = sorted(table.indexes, key=lambda index: str(index.name))
    return {
        "columns": [column.name for column in table.columns if column.computed is None],
        "made_by": [
            str(CreateTable(table).compile(engine)),
            *(str(CreateIndex(index).compile(engine)) for index in indexes),
        ],
    }


def _sequences(connection: sa.Connection) -> dict[str, list[Any]]:
    found = {}
    for name in sorted(sa.inspect(connection).get_sequence_names()):
        query = f"SELECT last_value, is_called FROM {_quoted(name)}"
        found[name] = list(connection.exec_driver_sql(query).one())
    return found


def load_postgresql(engine: sa.Engine, folder: Path) -> None:
    """Fill the tables of an empty, migrated database; all rows or none."""
    described = json.loads((folder / TABLES).read_text())
    tables: dict[str, dict[str, list[str]]] = described["tables"]
    with engine.begin() as connection:
        there = set(sa.inspect(connection).get_table_names())
        for name in described["sequences"]:
            connection.exec_driver_sql(f"CREATE SEQUENCE IF NOT EXISTS {_quoted(name)}")
        for name, table in tables.items():
            for statement in table["made_by"] if name not in there else ():
                connection.exec_driver_sql(statement)
        keys = _take_off_keys(connection)
        connection.exec_driver_sql(f"TRUNCATE {', '.join(map(_quoted, tables))}")
        for name, table in tables.items():
            connection.exec_driver_sql(f"ALTER TABLE {_quoted(name)} DISABLE TRIGGER USER")
            _copy_in(connection, name, table["columns"], folder / f"{name}.copy.gz")
            connection.exec_driver_sql(f"ALTER TABLE {_quoted(name)} ENABLE TRIGGER USER")
        for name, of, definition in keys:
            add = f"ALTER TABLE {_quoted(name)} ADD CONSTRAINT {_quoted(of)} {definition}"
            connection.exec_driver_sql(add)
        set_to = sa.text("SELECT setval(:name, :last, :called)")
        for name, (last, called) in described["sequences"].items():
            connection.execute(set_to, {"name": _quoted(name), "last": last, "called": called})


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


def _cursor(connection: sa.Connection) -> Any:
    driver: Any = connection.connection.dbapi_connection
    return driver.cursor()


def _target(table: str, columns: list[str]) -> str:
    return f"{_quoted(table)} ({', '.join(map(_quoted, columns))})"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
