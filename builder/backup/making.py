"""Writing a backup while the office works: a snapshot of the database first, then what it names.

Uploads are written once and never changed, so files taken after the snapshot are a superset of
what the snapshot names.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import sqlite3
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from builder.repo import AppRepo
from builder.settings import Settings
from builder.storage.base import make_engine
from builder.storage.upgrade import current

from .archive import (
    APPS,
    DATABASE,
    DELIVERABLES,
    FORMAT,
    KEYS,
    MANIFEST,
    UPLOADS,
    BackupError,
    Summary,
    contents,
)
from .rows import dump_postgresql


def backup(
    settings: Settings, file: Path, *, keys: bool = False, made_at: datetime | None = None
) -> Summary:
    """Write everything into one new file (0600), check it, and say what it holds.

    May run while the portal does. An existing file is refused.
    """
    if file.exists():
        raise BackupError("Berkas sudah ada.", which=str(file), way_out="Pilih nama lain.")
    if not file.parent.is_dir():
        raise BackupError("Folder tujuan tidak ada.", which=str(file.parent))
    draft = file.with_name(f".{file.name}.part")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as out, tarfile.open(fileobj=out, mode="w:gz") as tar:
            _Writer(tar, settings).write(keys, made_at or datetime.now(UTC))
        summary = contents(draft)
        os.replace(draft, file)
    finally:
        draft.unlink(missing_ok=True)
    return summary


class _Writer:
    def __init__(self, tar: tarfile.TarFile, settings: Settings) -> None:
        self.tar, self.settings = tar, settings
        self.files: dict[str, str] = {}

    def write(self, keys: bool, made_at: datetime) -> None:
        settings = self.settings
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=settings.data_dir) as folder:
            kind, version = self._database(Path(folder))
            self._folder(settings.uploads_dir, UPLOADS)
            self._folder(settings.data_dir / "deliverables", DELIVERABLES)
            apps = self._apps(Path(folder))
        if keys:
            self._folder(settings.keys_dir, KEYS)
        manifest = {
            "rakit_backup": FORMAT,
            "made_at": made_at.astimezone(UTC).isoformat(timespec="seconds"),
            "database": kind,
            "version": version,
            "apps": apps,
            "files": self.files,
        }
        content = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()
        self._member(MANIFEST, io.BytesIO(content), len(content))

    def _database(self, folder: Path) -> tuple[str, str | None]:
        engine = make_engine(self.settings.database_url)
        try:
            version = current(engine)
            if engine.dialect.name == "sqlite":
                path = folder / "rakit.db"
                _copy_sqlite(engine, path)
                self._file(path, f"{DATABASE}/rakit.db")
            else:
                for path in dump_postgresql(engine, folder / "rows"):
                    self._file(path, f"{DATABASE}/{path.name}")
            return engine.dialect.name, version
        finally:
            engine.dispose()

    def _apps(self, folder: Path) -> list[str]:
        """Each application's history as a git bundle; its rows in `data/` are not ours to keep."""
        names = []
        root = self.settings.apps_dir
        for path in sorted(root.iterdir()) if root.is_dir() else ():
            repo = AppRepo(path)
            if path.is_dir() and repo.exists():
                repo.save_hand_edits()
                bundle = folder / f"{path.name}.bundle"
                repo.bundle(bundle)
                self._file(bundle, f"{APPS}/{path.name}.bundle")
                bundle.unlink()
                names.append(path.name)
        return names

    def _folder(self, root: Path, name: str) -> None:
        for path in sorted(root.rglob("*")) if root.is_dir() else ():
            inside = path.relative_to(root)
            unfinished = inside.parts[0].startswith(".build-")
            if path.is_file() and not path.is_symlink() and not unfinished:
                self._file(path, f"{name}/{inside.as_posix()}")

    def _file(self, path: Path, name: str) -> None:
        with path.open("rb") as file:
            self.files[name] = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
            file.seek(0)
            self._member(name, file, size)

    def _member(self, name: str, file: io.IOBase, size: int) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        self.tar.addfile(entry, file)


def _copy_sqlite(engine: sa.Engine, path: Path) -> None:
    """SQLite's own online backup: consistent while others write."""
    source_path = engine.url.database
    if not source_path or not Path(source_path).is_file():
        raise BackupError("Basis data belum ada.", which=str(source_path))
    source, target = sqlite3.connect(source_path), sqlite3.connect(path)
    try:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
    finally:
        source.close()
        target.close()
