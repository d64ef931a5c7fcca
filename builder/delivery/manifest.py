"""DELIVERABLE.json: written in one way only, and read again to verify a folder."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path, PurePosixPath
from typing import Any

from builder.repo import AppRepo, RepoError

from .checks import DeliveryError, files_of

NAME = "DELIVERABLE.json"
FORMAT = 1
APPLICATION, DOCUMENTS = "application", "documents"
MADE_LATER = ("var", "data", "instance", ".venv", ".pytest_cache", ".ruff_cache", ".mypy_cache")
"""Folders that appear when the application runs; git ignores them too."""


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hashes(root: Path) -> dict[str, str]:
    """path -> SHA-256 of every file below a folder."""
    return {name: digest(path) for name, path in files_of(root)}


def as_bytes(manifest: dict[str, Any]) -> bytes:
    return (json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a deliverable; DeliveryError when there is none that can be read."""
    path = folder / NAME
    try:
        found = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise DeliveryError(
            "Bukan folder serahan: tidak ada DELIVERABLE.json.", which=str(folder)
        ) from error
    except ValueError as error:
        raise DeliveryError("DELIVERABLE.json tidak terbaca.", which=str(folder)) from error
    whole = isinstance(found, dict) and all(
        isinstance(found.get(key), dict) for key in (APPLICATION, DOCUMENTS)
    )
    if not whole or found.get("format") != FORMAT:
        raise DeliveryError(
            "DELIVERABLE.json bukan bentuk yang dikenal.",
            which=str(folder),
            way_out="Periksa dengan Rakit yang lebih baru.",
        )
    return dict(found)


def verify(folder: Path, *, sha256: str = "") -> tuple[str, ...]:
    """What is wrong with a handed-over folder, in words; empty when it is what was signed.

    `sha256`, when given, is the hash that stands in the signatures. With the application's git
    folder beside the files, its history is checked too.
    """
    try:
        manifest = read_manifest(folder)
    except DeliveryError as error:
        return (str(error),)
    found = []
    real = digest(folder / NAME)
    if sha256 and real != sha256:
        found.append(f"{NAME}: sidiknya {real}, yang ditandatangani {sha256}")
    for part in (APPLICATION, DOCUMENTS):
        found += _compare(folder / part, manifest[part], part)
    found += _history(folder / APPLICATION, manifest)
    return tuple(found)


def _compare(root: Path, known: dict[str, Any], part: str) -> list[str]:
    found = []
    for name, expected in sorted(known.items()):
        if not _is_inside(name):
            found.append(f"{part}/{name}: nama di luar folder")
            continue
        path = root / name
        if path.is_symlink() or not path.is_file():
            found.append(f"{part}/{name}: tidak ada")
        elif digest(path) != expected:
            found.append(f"{part}/{name}: isinya berbeda")
    for name, _ in files_of(root) if root.is_dir() else ():
        if name not in known and name.split("/")[0] not in MADE_LATER:
            found.append(f"{part}/{name}: tidak ada di daftar")
    return found


def _is_inside(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return bool(parts) and not name.startswith("/") and ".." not in parts


def _history(root: Path, manifest: dict[str, Any]) -> list[str]:
    if not (root / ".git").is_dir():
        return []
    commit = str(manifest.get("commit", ""))
    try:
        known = [entry.sha for entry in AppRepo(root).log("main", limit=100_000)]
    except RepoError as error:
        return [f"riwayat git: {error}"]
    return [] if commit in known else [f"riwayat git: {commit[:12]} tidak ada di main"]
