"""Putting a backup back: checked first, into an empty place, in one move."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from builder import untar
from builder.repo import AppRepo
from builder.settings import Settings
from builder.storage.base import make_engine
from builder.storage.upgrade import upgrade, versions
from builder.supervisor import alone

from .archive import (
    APPS,
    DATABASE,
    DELIVERABLES,
    FOLDERS,
    KEYS,
    MANIFEST,
    UPLOADS,
    BackupError,
    Summary,
    contents,
    opened,
)
from .rows import dump_postgresql, load_postgresql


def restore(
    settings: Settings,
    file: Path,
    *,
    force: bool = False,
) -> Summary:
    """Restore a backup into this installation; the running portal must be stopped.

    The file is read to its end before anything is touched. An installation that holds something
    is refused; with `force` what is there is put aside beside it. A SQLite database of an earlier
    version is upgraded when Rakit starts.
    """
    summary = contents(file)
    kind = "sqlite" if settings.is_sqlite else "postgresql"
    if summary.database != kind:
        raise BackupError(
            f"Cadangan dari {summary.database}, sedangkan DATABASE_URL menunjuk {kind}.",
            which=str(file),
            way_out="Ubah DATABASE_URL untuk memulihkan.",
        )
    if summary.version and summary.version not in versions():
        raise BackupError(
            "Cadangan ini dari Rakit yang lebih baru.",
            which=summary.version,
            way_out="Pasang Rakit yang sama atau lebih baru.",
        )
    settings.prepare()
    with alone(settings.data_dir):
        held = _held(settings)
        if held and not force:
            raise BackupError(
                "Tempat ini tidak kosong.",
                which=", ".join(held),
                way_out="Pakai DATA_DIR dan APPS_DIR yang kosong, atau --force.",
            )
        with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.data_dir) as folder:
            staged = Path(folder)
            _unpack(file, staged)
            if not settings.is_sqlite:
                _fill(settings, staged / DATABASE, summary.version, force)
            else:
                _check_sqlite(staged / DATABASE / "rakit.db", file)
            if held:
                _put_aside(settings)
            _move_in(settings, staged)
    return summary


def _held(settings: Settings) -> list[str]:
    """What stands in the way."""
    found = [str(path) for path in (_database_file(settings),) if path and path.exists()]
    folders = [settings.uploads_dir, settings.data_dir / "deliverables"]
    found += [str(path) for path in folders if path.is_dir() and any(path.iterdir())]
    if settings.apps_dir.is_dir():
        apps = (path for path in settings.apps_dir.iterdir() if (path / ".git").is_dir())
        found += [str(path) for path in sorted(apps)]
    return found


def _database_file(settings: Settings) -> Path | None:
    path = sa.make_url(settings.database_url).database
    return Path(path) if settings.is_sqlite and path else None


def _unpack(file: Path, into: Path) -> None:
    """Names were checked by `contents`; links, devices and ways out are refused again."""
    with opened(file) as tar:
        for member in tar:
            if member.name != MANIFEST:
                untar.put(tar, member, into)


def _check_sqlite(path: Path, file: Path) -> None:
    connection = sqlite3.connect(path)
    try:
        found = connection.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        found = str(error)
    finally:
        connection.close()
    if found != "ok":
        raise BackupError("Basis data di dalam cadangan rusak.", which=f"{file}: {found}")


def _fill(
    settings: Settings,
    rows: Path,
    version: str,
    force: bool,
) -> None:
    """The tables of the backup's version, its rows, then the newest version."""
    engine = make_engine(settings.database_url)
    try:
        if sa.inspect(engine).get_table_names():
            if not force:
                raise BackupError(
                    "Basis data tujuan tidak kosong.",
                    which=engine.url.render_as_string(),
                    way_out="Buat basis data baru, atau pakai --force.",
                )
            list(dump_postgresql(engine, _aside(settings) / DATABASE))
        elif version:
            upgrade(engine, to=version)
        load_postgresql(engine, rows)
        if version:
            upgrade(engine)
    finally:
        engine.dispose()


def _aside(settings: Settings) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    aside = settings.data_dir / f"replaced-{stamp}"
    aside.mkdir(mode=0o700, exist_ok=True)
    return aside


def _put_aside(settings: Settings) -> None:
    """Nothing is deleted: what was there gets a name with the moment."""
    aside = _aside(settings)
    database = _database_file(settings)
    paths = [settings.uploads_dir, settings.data_dir / "deliverables", settings.keys_dir]
    if database:
        paths += [database.with_name(database.name + end) for end in ("", "-wal", "-shm")]
    for path in paths:
        if path.exists():
            os.rename(path, aside / path.name)
    apps = aside / APPS
    apps.mkdir()
    for path in sorted(settings.apps_dir.iterdir()):
        if (path / ".git").is_dir():
            shutil.move(path, apps / path.name)


def _move_in(settings: Settings, staged: Path) -> None:
    for path in sorted((staged / APPS).glob("*.bundle")) if (staged / APPS).is_dir() else ():
        AppRepo.from_bundle(path, settings.apps_dir / path.stem)
    places = {UPLOADS: settings.uploads_dir, DELIVERABLES: settings.data_dir / "deliverables"}
    for name in FOLDERS:
        if (staged / name).is_dir():
            _move_folder(staged / name, places[name])
    if (staged / KEYS).is_dir():
        _move_folder(staged / KEYS, settings.keys_dir)
    database = _database_file(settings)
    if database:
        database.parent.mkdir(parents=True, exist_ok=True)
        os.replace(staged / DATABASE / "rakit.db", database)


def _move_folder(source: Path, target: Path) -> None:
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in source.iterdir():
        there = target / path.name
        if there.is_file():
            there.unlink()
        shutil.move(path, there)
