"""What the procedure needs from outside, as protocols; `builder/app.py` brings the real ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Protocol

from sop_workflow import canonical
from sop_workflow.case import Signature, Stamp
from sop_workflow.errors import NotFound


@dataclass(frozen=True, slots=True)
class SpecState:
    """A specification as the procedure sees it: id, hash, and what is still wrong with it."""

    revision: str
    sha256: str
    errors: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    structure: bool = True
    flow: bool = True
    interface: bool = True
    losses: tuple[str, ...] = ()
    """What data it gives up of the design handed in before, in sentences."""


@dataclass(frozen=True, slots=True)
class Similar:
    """One application of the office's catalogue that resembles the proposed one."""

    title: str
    organisation: str = ""
    note: str = ""


class Clock(Protocol):
    """The time; tests bring their own."""

    def now(self) -> datetime:
        """An aware moment."""
        ...


class SpecPort(Protocol):
    """What checks specifications (the builder)."""

    def current(self, case_id: int, *, since: str = "") -> SpecState | None:
        """The case's design as it stands, None before there is one; its losses are against
        revision `since`."""
        ...

    def describe(self, revision: str, *, since: str = "") -> SpecState | None:
        """That revision, None when it does not exist."""
        ...


class DeliverablePort(Protocol):
    """What knows built deliverables (the builder)."""

    def problems(self, sha256: str) -> tuple[str, ...]:
        """Why report or application of this deliverable cannot be opened; empty when they can."""
        ...


class CataloguePort(Protocol):
    """What knows the office's applications."""

    def similar(self, title: str, organisation: str) -> tuple[Similar, ...]:
        """Applications that resemble the proposed one, nearest first."""
        ...


class Typeset(Protocol):
    """`builder.typeset.typeset`: a Typst template and its data to bytes."""

    def __call__(self, template: Path, data: Mapping[str, Any], *, format: str = "pdf") -> bytes:
        """PDF (or PNG of the first page) bytes."""
        ...


class Signer(Protocol):
    """What turns an official's will into a signature record."""

    def sign(self, subject_sha256: str, by: Stamp, at: datetime, *, confirmed: bool) -> Signature:
        """A record over that hash; NotAllowed when the signer was not confirmed."""
        ...


class FileStore(Protocol):
    """Bytes by their SHA-256."""

    def put(self, content: bytes) -> str:
        """Keep the bytes, give their SHA-256."""
        ...

    def get(self, sha256: str) -> bytes:
        """The bytes with that hash; NotFound when there are none."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class FolderFiles:
    """A file store in one folder, written once per content (`ab/abcdef…`)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _path(self, sha256: str) -> Path:
        if not (len(sha256) == 64 and set(sha256) <= set("0123456789abcdef")):
            raise NotFound("Berkas tidak ditemukan", which=sha256[:80])
        return self.folder / sha256[:2] / sha256

    def put(self, content: bytes) -> str:
        sha256 = canonical.sha256(content)
        path = self._path(sha256)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
                part.write(content)
            Path(part.name).replace(path)
        return sha256

    def get(self, sha256: str) -> bytes:
        path = self._path(sha256)
        if not path.is_file():
            raise NotFound("Berkas tidak ditemukan", which=sha256)
        return path.read_bytes()


class NoCatalogue:
    """For an office without a catalogue yet."""

    def similar(self, title: str, organisation: str) -> tuple[Similar, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class World:
    """What `apply` may know beside case and command: gathered by the service beforehand."""

    by: Stamp
    now: datetime
    spec: SpecState | None = None
    deliverable_problems: tuple[str, ...] = ()
    signature: Signature | None = None
    successor: Stamp | None = None
    stored_sha256: str = ""
    stored_size: int = 0
    largest_mb: int = 25
    opening: Mapping[str, str] = field(default_factory=dict)
