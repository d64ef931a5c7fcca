"""Values at the door: text without control characters, dates as ISO, each told its own fault."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from sop_workflow.errors import BadInput
from sop_workflow.procedure import Input, Step

LIMITS = {"teks": 300, "paragraf": 8000}
_BAD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\ud800-\udfff]"
)


def text(value: Any, *, field: str, label: str, limit: int = 8000) -> str:
    """Text in NFC with plain line ends; BadInput when too long or of another type."""
    if not isinstance(value, str):
        raise BadInput(f"{label} harus berupa teks", field=field)
    clean = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n")
    clean = _BAD.sub("", clean).strip()
    if len(clean) > limit:
        raise BadInput(
            f"{label} terlalu panjang",
            field=field,
            which=f"{len(clean)} huruf",
            way_out=f"Paling banyak {limit}.",
        )
    return clean


def required(value: Any, *, field: str, label: str, limit: int = 8000) -> str:
    """Like `text`, but refuses an empty one."""
    clean = text(value, field=field, label=label, limit=limit)
    if not clean:
        raise BadInput(f"{label} wajib diisi", field=field)
    return clean


def facts(step: Step, given: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs of a step, checked and made JSON-ready; an unknown key is refused."""
    known = {i.key: i for i in step.inputs}
    for key in given:
        if key not in known:
            raise BadInput(
                "Isian tidak dikenal di langkah ini",
                field=key,
                which=f"{key}, langkah {step.number}",
            )
    return {key: _one(known[key], value) for key, value in given.items()}


def _one(wanted: Input, value: Any) -> Any:
    if value in (None, ""):
        return None
    return _KINDS[wanted.kind](wanted, value)


def _text(wanted: Input, value: Any) -> str:
    return text(value, field=wanted.key, label=wanted.label, limit=LIMITS.get(wanted.kind, 8000))


def _date(wanted: Input, value: Any) -> str:
    try:
        return (value if isinstance(value, date) else date.fromisoformat(str(value))).isoformat()
    except ValueError as error:
        raise BadInput(
            f"{wanted.label} bukan tanggal yang ada",
            field=wanted.key,
            which=str(value)[:40],
            way_out="Tulis seperti 2026-11-23.",
        ) from error


def _number(wanted: Input, value: Any) -> int:
    plain = str(value).replace(".", "").strip()
    if isinstance(value, bool | float) or not re.fullmatch(r"\d{1,15}", plain):
        raise BadInput(
            f"{wanted.label} harus bilangan bulat",
            field=wanted.key,
            which=str(value)[:40],
            way_out="Tulis angka saja, misalnya 12.000.",
        )
    return int(plain)


def _choice(wanted: Input, value: Any) -> str:
    if value not in wanted.choices:
        raise BadInput(
            f"{wanted.label}: pilihan tidak ada",
            field=wanted.key,
            which=str(value)[:60],
            way_out="Pilih salah satu: " + ", ".join(wanted.choices) + ".",
        )
    return str(value)


def _tick(wanted: Input, value: Any) -> bool:
    if not isinstance(value, bool):
        raise BadInput(f"{wanted.label} harus dicentang atau tidak", field=wanted.key)
    return value


def _lines(wanted: Input, value: Any) -> list[str]:
    if not isinstance(value, list | tuple):
        raise BadInput(f"{wanted.label} harus berupa daftar", field=wanted.key)
    lines = [text(v, field=wanted.key, label=wanted.label, limit=300) for v in value]
    return [line for line in lines if line]


def _attendance(wanted: Input, value: Any) -> list[dict[str, str]]:
    return attendance(value, field=wanted.key, label=wanted.label)


def attendance(value: Any, *, field: str, label: str) -> list[dict[str, str]]:
    """Lines of {name, unit, role}; lines without a name are left out."""
    if not isinstance(value, list | tuple):
        raise BadInput(f"{label} harus berupa daftar", field=field)
    lines = []
    for raw in value:
        line = raw if isinstance(raw, Mapping) else {"name": raw}
        clean = {
            key: text(line.get(key, ""), field=field, label=label, limit=200)
            for key in ("name", "unit", "role")
        }
        if clean["name"]:
            lines.append(clean)
    return lines


_KINDS = {
    "teks": _text,
    "paragraf": _text,
    "tanggal": _date,
    "angka": _number,
    "pilihan": _choice,
    "centang": _tick,
    "daftar": _lines,
    "daftar_hadir": _attendance,
}
