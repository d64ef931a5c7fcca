"""What a migration can't keep, in words, with the SQL that counts how many rows it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

Kind = Literal["dropped", "narrowed", "invented", "stranded", "blocked"]


@dataclass(frozen=True)
class Loss:
    """One sentence that needs a person's consent.

    dropped: values or rows go. narrowed: values are cut or can't be read as the new type.
    invented: old rows get a value that nobody typed. stranded: rows keep a value that is no
    choice any more. blocked: the migration stops while there is such a row; mend the data first.
    `postgresql` and `sqlite` count the rows, in the tables as they are before the migration.
    """

    kind: Kind
    text: str
    node_id: str
    postgresql: str
    sqlite: str


def count_losses(connection: sa.Connection, losses: Iterable[Loss]) -> tuple[tuple[Loss, int], ...]:
    """How many rows each loss is about, in a database that has not been migrated yet."""
    lite = connection.dialect.name == "sqlite"
    found = []
    for loss in losses:
        query = sa.text(loss.sqlite if lite else loss.postgresql)
        found.append((loss, int(connection.execute(query).scalar_one())))
    return tuple(found)


def count_rows(table: str, where: str = "") -> str:
    return f'SELECT count(*) FROM "{table}"' + (f" WHERE {where}" if where else "")


def count_doubles(table: str, columns: Iterable[str]) -> str:
    """Groups of rows that a new unique constraint would refuse."""
    names = ", ".join(f'"{name}"' for name in columns)
    full = " AND ".join(f'"{name}" IS NOT NULL' for name in columns)
    inner = f'SELECT 1 FROM "{table}" WHERE {full} GROUP BY {names} HAVING count(*) > 1'
    return f"SELECT count(*) FROM ({inner}) AS doubles"
