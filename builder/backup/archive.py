"""The form of a backup file: what is in it, and whether it is whole."""

from __future__ import annotations

import hashlib
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

from builder.errors import RakitError

FORMAT = 1
MANIFEST = "backup.json"
DATABASE, UPLOADS, DELIVERABLES, APPS, KEYS = "database", "uploads", "deliverables", "apps", "keys"
FOLDERS = (UPLOADS, DELIVERABLES)


class BackupError(RakitError):
    """A backup that can't be made, or a file that can't be restored."""


@dataclass(frozen=True)
class Summary:
    """What a backup holds; as text, one line for people."""

    made_at: str
    database: str
    version: str
    apps: tuple[str, ...]
    files: int
    size: int
    keys: bool

    def __str__(self) -> str:
        keys = ", dengan kunci" if self.keys else ""
        return f"{len(self.apps)} aplikasi, {self.files} berkas, {self.size // 1024} KB{keys}"


@contextmanager
def opened(path: Path) -> Iterator[tarfile.TarFile]:
    """The tar of a backup; BackupError for anything else."""
    try:
        with tarfile.open(path, "r:*") as tar:
            yield tar
    except FileNotFoundError as error:
        raise BackupError(
            "Berkas cadangan tidak ada.",
            which=str(path),
            way_out="Periksa nama dan foldernya.",
        ) from error
    except (tarfile.TarError, EOFError, OSError) as error:
        raise BackupError(
            "Berkas cadangan rusak atau bukan cadangan Rakit.",
            which=str(path),
            way_out="Pakai salinan lain.",
        ) from error


def contents(path: Path) -> Summary:
    """Check a backup from the first to the last byte and say what it holds.

    Every member is compared with its hash in the manifest; BackupError names what is wrong.
    """
    seen: dict[str, tuple[str, int]] = {}
    manifest: dict[str, Any] | None = None
    with opened(path) as tar:
        for member in tar:
            _check_member(member, path)
            file = tar.extractfile(member)
            assert file is not None
            if member.name == MANIFEST:
                manifest = _read_manifest(file, path)
            else:
                seen[member.name] = _digest(file)
        _digest(cast(IO[bytes], tar.fileobj))  # to the end: there stands the checksum
    if manifest is None:
        raise BackupError(
            "Cadangan terpotong: daftar isinya tidak ada.",
            which=str(path),
            way_out="Pakai salinan lain.",
        )
    known: dict[str, str] = manifest["files"]
    for name in sorted(known.keys() | seen.keys()):
        if seen.get(name, ("", 0))[0] != known.get(name):
            raise BackupError("Isi cadangan tidak cocok dengan daftarnya.", which=f"{path}: {name}")
    return Summary(
        str(manifest["made_at"]),
        str(manifest["database"]),
        str(manifest["version"] or ""),
        tuple(manifest["apps"]),
        len(seen),
        sum(size for _, size in seen.values()),
        any(name.startswith(f"{KEYS}/") for name in seen),
    )


def _check_member(member: tarfile.TarInfo, path: Path) -> None:
    parts = PurePosixPath(member.name).parts
    inside = not member.name.startswith("/") and ".." not in parts
    known = parts and (parts[0] in (DATABASE, *FOLDERS, APPS, KEYS) or member.name == MANIFEST)
    if not member.isfile() or not inside or not known:
        raise BackupError("Berkas ini bukan cadangan Rakit.", which=f"{path}: {member.name}")


def _read_manifest(file: IO[bytes], path: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read())
    except ValueError as error:
        raise BackupError("Daftar isi cadangan rusak.", which=str(path)) from error
    if not isinstance(found, dict) or found.get("rakit_backup") != FORMAT:
        raise BackupError(
            "Bentuk cadangan ini tidak dikenal.",
            which=str(path),
            way_out="Pulihkan dengan Rakit yang sama atau lebih baru.",
        )
    return found


def _digest(file: IO[bytes]) -> tuple[str, int]:
    sha, size = hashlib.sha256(), 0
    while chunk := file.read(1 << 20):
        sha.update(chunk)
        size += len(chunk)
    return sha.hexdigest(), size
