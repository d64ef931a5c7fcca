"""The portal's own tables, from version to version: one Alembic environment for all metadata.

Web workers never do this; `rakit init`, `start` and `demo` do, before anything is served.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from .base import StorageError

HERE = Path(__file__).parent / "migrations"
VERSION_TABLE = "rakit_version"
KEEP_BACKUPS = 5
LOCK = 7_245_109_833  # any number: only Rakit's upgrades ask for this advisory lock


def upgrade(
    engine: sa.Engine,
    *,
    script_location: Path = HERE,
    backups: Path | None = None,
    to: str | None = None,
) -> Path | None:
    """Bring the database to the newest version (or `to`); returns the backup made before, if any.

    A SQLite file that is to change is copied first (`backups`, default: beside it). Everything
    happens in one transaction: it works, or nothing has changed. StorageError when the database
    is from a newer Rakit.
    """
    script = ScriptDirectory(str(script_location))
    wanted = to or script.get_current_head()
    now = current(engine)
    if now == wanted:
        return None
    if now is not None and now not in versions(script_location):
        raise StorageError(
            "Basis data ini dari Rakit yang lebih baru.",
            which=now,
            way_out="Pasang Rakit yang sama atau lebih baru, atau pulihkan cadangan lama.",
        )
    copy = _copy_before(engine, now, backups) if now is not None else None
    config = Config()
    config.set_main_option("script_location", str(script_location))
    with engine.connect() as connection:
        _run(connection, config, to or "head")
    return copy


def versions(script_location: Path = HERE) -> frozenset[str]:
    """All versions that this Rakit knows."""
    script = ScriptDirectory(str(script_location))
    return frozenset(revision.revision for revision in script.walk_revisions())


def current(engine: sa.Engine) -> str | None:
    """The version a database is at; None for an empty one."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        return context.get_current_revision()


def is_current(engine: sa.Engine, *, script_location: Path = HERE) -> bool:
    """May the portal serve with this database?"""
    return current(engine) == ScriptDirectory(str(script_location)).get_current_head()


def differences(engine: sa.Engine, metadata: Sequence[sa.MetaData]) -> list[Any]:
    """What Alembic would still change to reach the metadata: for the test that keeps both equal.

    Tables that are in the database alone count as well, but for Alembic's own.
    """
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "version_table": VERSION_TABLE,
                "target_metadata": list(metadata),
            },
        )
        whole = sa.MetaData()
        for one in metadata:
            for table in one.tables.values():
                if table.key not in whole.tables:
                    table.to_metadata(whole)
        return list(compare_metadata(context, whole))


def _run(connection: sa.Connection, config: Config, to: str) -> None:
    lite = connection.dialect.name == "sqlite"
    if lite:  # tables are rebuilt: references rest meanwhile, outside of any transaction
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.commit()
    try:
        with connection.begin():
            if lite:
                connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS rakit_lock (x INTEGER)")
                connection.exec_driver_sql("DROP TABLE rakit_lock")  # now we are the one writer
            else:
                connection.exec_driver_sql("SET LOCAL lock_timeout = '10s'")
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
            guards = _triggers(connection) if lite else {}
            config.attributes["connection"] = connection
            command.upgrade(config, to)
            if lite:
                _put_back(connection, guards)
            bad = lite and connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if bad:
                raise StorageError("Rujukan rusak setelah pembaruan.", which=str(bad[:3]))
    finally:
        if lite:
            connection.exec_driver_sql("PRAGMA foreign_keys = ON")


def _triggers(connection: sa.Connection) -> dict[str, tuple[str, str]]:
    query = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
    return {row[0]: (row[1], row[2]) for row in connection.exec_driver_sql(query)}


def _put_back(connection: sa.Connection, guards: dict[str, tuple[str, str]]) -> None:
    """A rebuilt table has lost its triggers, and append-only records must not stand unguarded."""
    there, tables = _triggers(connection), set(sa.inspect(connection).get_table_names())
    for name, (table, sql) in guards.items():
        if name not in there and table in tables:
            connection.exec_driver_sql(sql)


def _copy_before(engine: sa.Engine, now: str, backups: Path | None) -> Path | None:
    path = engine.url.database
    if engine.dialect.name != "sqlite" or not path or path == ":memory:":
        return None
    folder = backups or Path(path).parent / "before-upgrade"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    copy = folder / f"{stamp}-{now}.db"
    source, target = sqlite3.connect(path), sqlite3.connect(copy)
    try:
        source.backup(target)
    finally:
        source.close()
        target.close()
    copy.chmod(0o600)
    for old in sorted(folder.glob("*.db"))[:-KEEP_BACKUPS]:
        old.unlink()
    return copy
