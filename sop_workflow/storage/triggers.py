"""Triggers that make the record append-only in the database itself, whoever asks."""

from __future__ import annotations

import sqlalchemy as sa

GUARDED = ("sop_event", "sop_note", "sop_procedure", "sop_office_log")
MESSAGE = "append-only"


def install_triggers(connection: sa.Connection) -> None:
    """Create the guards on SQLite or PostgreSQL; running it again replaces them.

    To be called after every migration: SQLite's batch mode drops a table's triggers.
    """
    statements = _sqlite if connection.dialect.name == "sqlite" else _postgres
    for statement in statements():
        connection.execute(sa.text(statement))


def missing_triggers(connection: sa.Connection) -> tuple[str, ...]:
    """Names of the guards that the database lacks; `rakit doctor` shows them."""
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        wanted = {f"{table}_{verb}" for table in GUARDED for verb in ("update", "delete")}
    else:
        found = connection.exec_driver_sql("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        wanted = {f"{table}_{verb}" for table in GUARDED for verb in ("rows", "truncate")}
    return tuple(sorted(wanted - {row[0] for row in found}))


def _sqlite() -> list[str]:
    statements = []
    for table in GUARDED:
        for verb in ("update", "delete"):
            statements += [
                f"DROP TRIGGER IF EXISTS {table}_{verb}",
                f"CREATE TRIGGER {table}_{verb} BEFORE {verb.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is {MESSAGE}'); END",
            ]
    return statements


def _postgres() -> list[str]:
    statements = [
        "CREATE OR REPLACE FUNCTION sop_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '% is {MESSAGE}', TG_TABLE_NAME; END $$"
    ]
    for table in GUARDED:
        statements += [
            f"DROP TRIGGER IF EXISTS {table}_rows ON {table}",
            f"CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION sop_append_only()",
            f"DROP TRIGGER IF EXISTS {table}_truncate ON {table}",
            f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION sop_append_only()",
        ]
    return statements
