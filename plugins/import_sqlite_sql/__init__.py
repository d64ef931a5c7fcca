"""Reads SQL files (SQLite dumps first, MySQL and PostgreSQL as far as they are alike)."""

from __future__ import annotations

from pathlib import Path

from builder.hookspecs import hookimpl
from builder.intake import Importer, Proposal


def _matches(source: str) -> bool:
    return source.lower().endswith((".sql", ".ddl")) and "://" not in source


def _read(source: str, with_data: bool) -> Proposal:
    from .reader import read  # sqlglot is loaded when a file is read, not when plugins are

    return read(Path(source), with_data)


@hookimpl
def rakit_importers() -> list[Importer]:
    """One importer, for files that end in `.sql`."""
    return [
        Importer(
            "sqlite_sql", {"id": "Berkas SQL (SQLite)", "en": "SQL file (SQLite)"}, _matches, _read
        )
    ]
