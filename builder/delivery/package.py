"""Building a deliverable: export, check, describe, move into place; and the archive of it."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from builder.repo import GENERATED, AppRepo

from .checks import CheckResult, DeliveryError, Told, check_application, quiet
from .manifest import APPLICATION, DOCUMENTS, FORMAT, NAME, as_bytes, hashes, read_manifest, verify

ZIP_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Deliverable:
    """A built deliverable: `sha256` of its DELIVERABLE.json is what is signed."""

    sha256: str
    path: Path
    commit: str
    checks: tuple[CheckResult, ...]


def build(
    repo: AppRepo,
    papers: Callable[[Sequence[CheckResult]], Mapping[str, bytes]],
    into: Path,
    *,
    revision: str,
    spec_sha256: str,
    tests: bool = True,
    more: Mapping[str, Any] | None = None,
    told: Told = quiet,
) -> Deliverable:
    """Make `into/<sha256>/{DELIVERABLE.json, application/, documents/}`.

    What is signed is `main`, with all generated code and all hand edits in it: MergeConflictError
    when that is not possible. A failed check raises DeliveryError with what it found; when all is
    well `papers` gives the documents by file name, and may tell in them what was found. `more` are
    facts to be signed along (as a date that was given); nothing here adds one. The same input
    again gives the same folder. `told` hears what is being done (see `check_application`).
    """
    commit = repo.merge().commit
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".build-", dir=into) as folder:
        staged = Path(folder) / "staged"
        application = staged / APPLICATION
        repo.export(commit, application)
        checks = check_application(application, tests=tests, told=told)
        if bad := [one for one in checks if not one.passed]:
            raise DeliveryError(
                "Aplikasi belum dapat diserahkan. " + " ".join(one.words for one in bad),
                which=", ".join(one.name for one in bad),
                way_out="Perbaiki di rancangan atau di kode, lalu ulangi.",
            )
        _write_papers(staged / DOCUMENTS, papers(checks))
        manifest = {
            **(more or {}),
            "format": FORMAT,
            "name": repo.path.name,
            "revision": revision,
            "spec_sha256": spec_sha256,
            "commit": commit,
            "generated_commit": repo.head(GENERATED),
            "application": hashes(application),
            "documents": hashes(staged / DOCUMENTS),
            "made_by": _made_by(application),
            "checks": [one.as_data() for one in checks],
        }
        content = as_bytes(manifest)
        (staged / NAME).write_bytes(content)
        sha256 = hashlib.sha256(content).hexdigest()
        place = into / sha256
        if verify(place, sha256=sha256):  # not there yet, or spoilt
            if place.exists():
                shutil.rmtree(place)
            os.rename(staged, place)
    return Deliverable(sha256, place, commit, checks)


def problems_of_delivery(folder: Path) -> tuple[str, ...]:
    """Why a deliverable can't be opened and signed; empty when it can.

    The folder's own name is the hash that it must have.
    """
    name = folder.name
    found = list(verify(folder, sha256=name if len(name) == 64 else ""))
    if not found:
        manifest = read_manifest(folder)
        found += [
            f"{one['name']}: {one['words']}" for one in manifest["checks"] if not one["passed"]
        ]
        found += [] if manifest[DOCUMENTS] else ["tidak ada dokumen"]
    return tuple(found)


def archive(folder: Path, into: Path) -> str:
    """One zip file of a deliverable: the same bytes each time; returns its SHA-256."""
    if found := verify(folder):
        raise DeliveryError("Paket rusak.", which="; ".join(found[:3]))
    manifest = read_manifest(folder)
    names = [NAME]
    for part in (APPLICATION, DOCUMENTS):
        names += [f"{part}/{name}" for name in manifest[part]]
    top = str(manifest["name"])
    draft = into.with_name(f".{into.name}.part")
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as zipped:
        for name in sorted(names):
            entry = zipfile.ZipInfo(f"{top}/{name}", ZIP_DATE)
            entry.external_attr = (
                0o100755 if os.access(folder / name, os.X_OK) else 0o100644
            ) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            zipped.writestr(entry, (folder / name).read_bytes())
    os.replace(draft, into)
    with into.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_papers(folder: Path, papers: Mapping[str, bytes]) -> None:
    folder.mkdir(parents=True)
    for name, content in papers.items():
        if not name or Path(name).name != name or name.startswith("."):
            raise DeliveryError("Nama dokumen tidak dapat dipakai.", which=name)
        (folder / name).write_bytes(content)


def _made_by(application: Path) -> dict[str, Any]:
    """Versions of the tools, and the plugins that wrote a part, from the rendered manifest."""
    found: dict[str, Any] = {"python": ".".join(platform.python_version_tuple()[:2])}
    path = application / "MANIFEST.json"
    if path.is_file():
        rendered = json.loads(path.read_bytes())
        found["versions"] = rendered.get("versions", {})
        plugins = {str(one.get("plugin", "")) for one in rendered.get("files", {}).values()}
        found["plugins"] = sorted(plugins - {""})
    return found
