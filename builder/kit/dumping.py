"""Taking everything out: a CSV file for each table, and SQL that another database loads."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import Table, select
from sqlalchemy.orm import selectinload

from .fields import fields
from .loading import parents_first
from .tables import Draft, KitBase
from .transfer import safe

if TYPE_CHECKING:
    from .application import Application

AT_ONCE = 1000
ACCOUNT = ("id", "first_name", "last_name", "username", "email", "active")
DATA = """\
-- Semua baris, untuk basis data yang baru disiapkan dengan `setup`; caranya di KELUAR.md.
-- Jam dalam UTC. Akun tanpa sandi: beri sandi baru sesudah dimuat.
BEGIN;
"""
POSTGRESQL = """\
-- Untuk psql: memuat data.sql, lalu memajukan nomor urut melewati id yang sudah terpakai.
SET TIME ZONE 'UTC';
\\ir data.sql
"""


def dump(application: Application, folder: Path) -> dict[str, int]:
    """Everything, for whoever takes over; rows by table.

    `<table>.csv` for people, `data.sql` for a database that `setup` has prepared, and
    `postgresql.sql`, which loads `data.sql` there and moves the sequences.
    """
    folder.mkdir(parents=True, exist_ok=True)
    session = application.db.session
    counts: dict[str, int] = {}
    numbered: list[tuple[str, str]] = []
    with (folder / "data.sql").open("w", encoding="utf-8") as sql:
        sql.write(DATA)
        counts["ab_user"] = _accounts(session, folder, sql)
        later: list[str] = []
        for table, waits in _tables(application):
            counts[table.name] = _rows(session, folder, sql, table, waits, later)
            key = table.autoincrement_column
            if key is not None:
                numbered.append((table.name, f"pg_get_serial_sequence('\"{table.name}\"', 'id')"))
        sql.writelines(later)
        sql.write("COMMIT;\n")
    # Flask-AppBuilder's sequences have names of their own and belong to no column.
    numbered += [(name, f"'{name}_id_seq'") for name in ("ab_user", "ab_user_role")]
    moved = (
        f'SELECT setval({sequence}, max(id)) FROM "{name}" HAVING max(id) IS NOT NULL;\n'
        for name, sequence in numbered
    )
    (folder / "postgresql.sql").write_text(POSTGRESQL + "".join(moved), encoding="utf-8")
    return counts


def _tables(application: Application) -> Iterator[tuple[Table, dict[str, bool]]]:
    """Tables, what is referred to first, each with the references that may come too early.

    `{column: within the table itself}`: those are set when all rows are there.
    """
    done: list[Any] = []
    for entity in parents_first(application.entities):
        pointed = [f for f in fields(entity).values() if f.target and not f.required]
        yield (
            entity.__table__,  # type: ignore[misc]
            {
                f.column.name: f.entity_of_target() is entity
                for f in pointed
                if f.entity_of_target() not in done
            },
        )
        done.append(entity)
    for table in KitBase.metadata.sorted_tables:
        if table is not Draft.__table__:
            yield table, {}


def _accounts(session: Any, folder: Path, sql: TextIO) -> int:
    """Who rows point at. Passwords stay here; roles go by name, for `setup` numbers them anew."""
    # The administrator whom `setup` made in the new database gives way to these.
    sql.write('DELETE FROM "ab_user_role";\nDELETE FROM "ab_user";\n')
    people = session.scalars(select(User).options(selectinload(User.roles)).order_by(User.id)).all()
    held = 0
    with (folder / "ab_user.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([*ACCOUNT, "roles"])
        for one in people:
            values = [getattr(one, name) for name in ACCOUNT]
            roles = sorted(role.name for role in one.roles)
            writer.writerow([safe(_plain(value)) for value in (*values, ", ".join(roles))])
            sql.write(_insert("ab_user", (*ACCOUNT, "password"), (*values, "")))
            for role in roles:
                held += 1
                sql.write(
                    'INSERT INTO "ab_user_role" ("id", "user_id", "role_id") '
                    f'SELECT {held}, {one.id}, "id" FROM "ab_role" WHERE "name" = '
                    f"{_literal(role)};\n"
                )
    return len(people)


def _rows(
    session: Any,
    folder: Path,
    sql: TextIO,
    table: Table,
    waits: dict[str, bool],
    later: list[str],
) -> int:
    names = [column.name for column in table.columns]
    count = 0
    ordered = select(table).order_by(*table.primary_key.columns)
    with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(names)
        for row in session.execute(ordered.execution_options(yield_per=AT_ONCE)):
            writer.writerow([safe(_plain(value)) for value in row])
            values = dict(zip(names, row, strict=True))
            for name, within in waits.items():
                # Ids rise: within a table what has a lower one is there already.
                if values[name] is not None and not (within and values[name] <= values["id"]):
                    later.append(
                        f'UPDATE "{table.name}" SET "{name}" = {_literal(values[name])} '
                        f'WHERE "id" = {values["id"]};\n'
                    )
                    values[name] = None
            sql.write(_insert(table.name, names, list(values.values())))
            count += 1
    return count


def _insert(table: str, names: Sequence[str], values: Sequence[Any]) -> str:
    quoted = ", ".join(f'"{name}"' for name in names)
    told = ", ".join(_literal(value) for value in values)
    return f'INSERT INTO "{table}" ({quoted}) VALUES ({told});\n'


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _literal(value: Any) -> str:
    """As both databases read it; moments as SQLite keeps them, so that they compare as text."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime):
        utc = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
        value = utc.isoformat(sep=" ", timespec="microseconds")
    elif isinstance(value, time):
        value = value.isoformat(timespec="microseconds")
    return "'" + _plain(value).replace("'", "''") + "'"
