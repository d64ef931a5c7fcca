"""Reads the structure, and rows, of a live database: SQLite file or PostgreSQL."""

from __future__ import annotations

from pathlib import Path

from builder.hookspecs import hookimpl
from builder.intake import Importer, Proposal

SCHEMES = ("sqlite://", "postgres://", "postgresql://", "postgresql+")


def _matches(source: str) -> bool:
    if "://" in source:
        return source.lower().startswith(SCHEMES)
    path = Path(source)
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"


def _read(source: str, with_data: bool) -> Proposal:
    from .reader import read  # SQLAlchemy is loaded when a database is read

    return read(source if "://" in source else f"sqlite:///{source}", with_data)


@hookimpl
def rakit_importers() -> list[Importer]:
    """One importer, for database addresses and SQLite files."""
    label = {"id": "Basis data (SQLite, PostgreSQL)", "en": "Database (SQLite, PostgreSQL)"}
    return [Importer("database", label, _matches, _read)]
