"""From one revision of a specification to the next without losing a row.

`migration(old, new, types)` compares two specifications by the ids of their nodes and writes one
Alembic version: renames are renames, types are converted, required fields are filled before they
are required. What can't be kept is listed as losses, each with the SQL that counts its rows.
"""

from .losses import Loss, count_losses
from .schema import Column, Table, schema
from .versions import MigrateError, Migration, chain, head, losses, migration

__all__ = [
    "Column",
    "Loss",
    "MigrateError",
    "Migration",
    "Table",
    "chain",
    "count_losses",
    "head",
    "losses",
    "migration",
    "schema",
]
