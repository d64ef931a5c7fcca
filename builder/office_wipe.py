"""Taking a demo away: a backup of everything first, then every row, inside one transaction."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from builder.backup import backup
from builder.preview.trees import Trees
from builder.settings import Settings
from sop_workflow.storage.triggers import GUARDED

LEFT = ("deliverables", "pictures", "kept")


def save_before(settings: Settings, now: datetime) -> Path:
    """A backup of the whole office; returns the new file. BackupError when there can be none."""
    folder = settings.data_dir / "backups"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / f"kantor-contoh-{now:%Y%m%d-%H%M%S-%f}.tar"
    backup(settings, file)
    return file


def wipe(connection: sa.Connection, metadata: Sequence[sa.MetaData]) -> None:
    """Delete every row of those tables in the caller's transaction.

    The guards of append-only tables are taken down; the caller installs them again before it
    commits. Counters of ids stay, so that a number of the demo is not given out again.
    """
    there = set(sa.inspect(connection).get_table_names())
    for name, table in _guards(connection):
        on = "" if connection.dialect.name == "sqlite" else f' ON "{table}"'
        connection.execute(sa.text(f'DROP TRIGGER "{name}"{on}'))
    for one in metadata:
        for each in reversed(one.sorted_tables):
            if each.name in there:
                connection.execute(sa.delete(each))


def _guards(connection: sa.Connection) -> list[tuple[str, str]]:
    if connection.dialect.name == "sqlite":
        query = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = (
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal"
        )
    return [(row[0], row[1]) for row in connection.execute(sa.text(query)) if row[1] in GUARDED]


def clear_files(settings: Settings) -> None:
    """Remove the demo's files, which the backup holds: papers, packages, pictures of them, forms
    that were kept, and what can be tried. Its running previews end: their trees are gone."""
    previews = Trees(settings.previews_dir)
    for name in previews.names():
        previews.drop(name)
    gone = (settings.uploads_dir, previews.rooms)
    for folder in (*gone, *(settings.data_dir / name for name in LEFT)):
        shutil.rmtree(folder, ignore_errors=True)
    settings.prepare()


def put_aside(settings: Settings, slugs: Iterable[str], backup: Path) -> None:
    """Move the demo's generated applications beside the backup: their names are free again."""
    into = backup.parent / f"{backup.stem}-aplikasi"
    for slug in slugs:
        source = settings.apps_dir / slug
        if source.is_dir():
            into.mkdir(parents=True, exist_ok=True)
            shutil.move(source, into / slug)
