"""What a browser sent, as the values that a command takes; wrong ones stay as typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, request
from werkzeug.routing import IntegerConverter

from sop_workflow.calendar import ZONES
from sop_workflow.case import Attendee
from sop_workflow.errors import BadInput
from sop_workflow.procedure import Input, Step


class NumberInAddress(IntegerConverter):
    """`<int:…>` of at most nine digits: longer ones are no row of any table, hence no page."""

    regex = r"[0-9]{1,9}"


def refuse_nul() -> None:
    """Before each request: NUL is no letter in any database, an address with it names nothing."""
    if "\0" in request.path or any("\0" in value for value in request.args.values()):
        abort(404)


def number(text: str, otherwise: int = 0) -> int:
    """A whole number that a row can have, else `otherwise`."""
    known = text.isascii() and text.isdigit() and len(text) < 10
    return int(text) if known else otherwise


def fitting(content: bytes, filename: str, megabytes: int) -> bytes:
    """An uploaded file; BadInput when it is over the office's limit."""
    if len(content) > megabytes * 1024 * 1024:
        raise BadInput(
            "Berkas terlalu besar",
            field="content",
            which=filename[:200],
            way_out=f"Paling besar {megabytes} MB.",
        )
    return content


def lines(text: str) -> list[str]:
    """Non-empty lines of a text box."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def attendance(text: str) -> list[dict[str, str]]:
    """`nama; unit; jabatan` a line; a pasted table has tabs between its columns."""
    out = []
    for line in lines(text):
        parts = [part.strip() for part in line.replace("\t", ";").split(";")]
        name, unit, role = (*parts, "", "", "")[:3]
        out.append({"name": name, "unit": unit, "role": role})
    return out


def attendees(text: str) -> tuple[Attendee, ...]:
    """The same, as the values of a presentation."""
    return tuple(Attendee(**one) for one in attendance(text))


def moment(text: str, zone: str) -> datetime:
    """A native date-time input, on the office's clock; BadInput when it is not one."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise BadInput(
            "Hari dan jam belum benar",
            field="at",
            which=text[:40] or "kosong",
            way_out="Pilih tanggal dan jam.",
        ) from error
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(ZONES[zone]))


def one(wanted: Input, form: Mapping[str, str]) -> Any:
    """The value of one input of a step, as its kind wants it; checked later, by the service."""
    text = form.get(wanted.key, "")
    if wanted.kind == "centang":
        return bool(text)
    if wanted.kind == "daftar":
        return lines(text)
    if wanted.kind == "daftar_hadir":
        return attendance(text)
    return text.strip()


def facts(step: Step, form: Mapping[str, str]) -> dict[str, Any]:
    """All inputs of a step that the form holds; ticks count as no when absent."""
    return {
        wanted.key: one(wanted, form)
        for wanted in step.inputs
        if wanted.key in form or wanted.kind == "centang"
    }


def same(given: Any, stored: Any) -> bool:
    """Whether what was typed says what is stored already."""
    return str(shown(given) or "") == str(shown(stored) or "")


def shown(value: Any) -> Any:
    """A stored value as its text box shows it."""
    if isinstance(value, list | tuple):
        return "\n".join(
            "; ".join(part for part in (v["name"], v.get("unit"), v.get("role")) if part)
            if isinstance(v, Mapping)
            else str(v)
            for v in value
        )
    return "" if value is None else value
