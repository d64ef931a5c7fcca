"""Files that people bring: looked at, limited, kept outside the web root under made-up names."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import current_app

from .actor import Actor
from .fields import Field
from .tables import Upload

MB = 1024 * 1024
SIGNATURES: tuple[tuple[bytes, tuple[str, ...], str], ...] = (
    (b"\x89PNG\r\n\x1a\n", (".png",), "image/png"),
    (b"\xff\xd8\xff", (".jpg", ".jpeg"), "image/jpeg"),
    (b"%PDF-", (".pdf",), "application/pdf"),
    (b"PK\x03\x04", (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".zip"), "application/zip"),
)
TEXT = {".csv": "text/csv", ".txt": "text/plain"}
OFFICE = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".zip": "application/zip",
}
PICTURES = (".jpg", ".jpeg", ".png", ".webp")


class Stored(str):
    """The name of a file that kit itself has just stored; the gate takes it as it is."""

    __slots__ = ()


def folder() -> Path:
    """Where files lie: `UPLOAD_FOLDER`, else `var/unggahan` below the working directory."""
    return Path(current_app.config.get("UPLOAD_FOLDER") or "var/unggahan").absolute()


def kind(head: bytes, suffix: str) -> str:
    """The media type of what begins so; `ValueError` when it is not what its suffix says."""
    for signature, suffixes, media_type in SIGNATURES:
        if head.startswith(signature):
            if suffix not in suffixes:
                break
            return OFFICE.get(suffix, media_type)
    if suffix == ".webp" and head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if suffix in TEXT and b"\x00" not in head:
        return TEXT[suffix]
    raise ValueError(f"Isi berkas tidak sesuai dengan akhirannya ({suffix or 'tanpa akhiran'}).")


def store(session: Any, actor: Actor, f: Field, upload: Any) -> Stored:
    """Keep an upload for this field; `ValueError` in words when it is too big or no such file."""
    title = Path(str(upload.filename).replace("\\", "/")).name[:255]
    suffix = Path(title).suffix.lower()
    accepted = tuple(str(one).lower() for one in f.limits.get("accept", ()))
    if accepted and suffix not in {one if one.startswith(".") else f".{one}" for one in accepted}:
        raise ValueError(f"{f.label} harus berakhiran {', '.join(accepted)}.")
    if f.widget == "image" and suffix not in PICTURES:
        raise ValueError(f"{f.label} harus gambar ({', '.join(PICTURES)}).")
    largest = int(f.limits.get("max_mb", 5))
    data = upload.stream.read(largest * MB + 1)
    if len(data) > largest * MB:
        raise ValueError(f"{f.label} paling besar {largest} MB.")
    if not data:
        raise ValueError(f"{f.label}: berkasnya kosong.")
    media_type = kind(data[:1024], suffix)
    name = Stored(f"{uuid4().hex}{suffix}")
    f.clean(name)
    place = folder()
    place.mkdir(parents=True, exist_ok=True)
    (place / name).write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    session.add(
        Upload(
            name=str(name),
            title=title,
            media_type=media_type,
            size=len(data),
            sha256=digest,
            by_id=actor.id,
        )
    )
    return name


def owned(session: Any, actor: Actor, value: Any, current: str | None) -> str:
    """The file's name if this actor may put it into a field: the present one, or his own upload.

    Else somebody could name another person's file and then read it through his own row.
    """
    name = str(value)
    if isinstance(value, Stored) or actor.system or name == current:
        return name
    found = session.get(Upload, name)
    if found is None or found.by_id is None or found.by_id != actor.id:
        raise ValueError("Unggah berkasnya lebih dahulu.")
    return name


def title_of(session: Any, name: str) -> str:
    """What the person called the file."""
    found = session.get(Upload, name)
    return found.title if found is not None else name


def type_of(session: Any, name: str) -> str:
    """Its media type; pages never run in the application's origin, so unknown is just bytes."""
    found = session.get(Upload, name)
    return found.media_type if found is not None else "application/octet-stream"
