"""What a paper is made of: plain dictionaries that `templates/paper.typ` lays out."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import segno

from sop_workflow.assignments import Assignment, Person
from sop_workflow.case import Stamp
from sop_workflow.papers.words import BLANK, or_blank

TEMPLATES = Path(__file__).parent / "templates"
Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Made:
    """A paper ready for the typesetter."""

    kind: str
    label: str
    template: Path
    data: dict[str, Any]

    @property
    def number(self) -> str:
        """The number that it prints of itself: a receipt's, a BAST's; empty when there is none."""
        printed = str(self.data.get("number", ""))
        return "" if printed == BLANK else printed


def para(text: Any) -> Block:
    """A paragraph; line ends stay."""
    return {"type": "para", "text": or_blank(text)}


def heading(text: str) -> Block:
    """A small heading."""
    return {"type": "heading", "text": text}


def pairs(rows: Iterable[tuple[str, Any]]) -> Block:
    """Label : value, one a line."""
    return {"type": "pairs", "rows": [[label, or_blank(value)] for label, value in rows]}


def table(head: Sequence[str], rows: Iterable[Sequence[Any]], widths: Sequence[str]) -> Block:
    """A ruled table; `widths` are 'auto', '1fr', '3cm' …; an empty one says so."""
    cells = [[or_blank(cell) if cell != "" else "" for cell in row] for row in rows]
    return {"type": "table", "head": list(head), "rows": cells, "widths": list(widths)}


def ticks(rows: Iterable[tuple[str, bool]]) -> Block:
    """Boxes, ticked or not."""
    return {"type": "ticks", "rows": [[label, bool(on)] for label, on in rows]}


def qr(address: str, caption: str) -> Block:
    """A QR code with its address in letters below."""
    image = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        image, kind="svg", xmldecl=False, border=2, scale=4
    )
    return {
        "type": "qr",
        "svg": image.getvalue().decode(),
        "address": address,
        "caption": caption,
    }


def signer(
    title: str, name: str = "", rank: str = "", nip: str = "", lines: Sequence[str] = ()
) -> dict[str, Any]:
    """One signature block; `lines` stand where the pen would (an electronic signature)."""
    return {
        "title": title or BLANK,
        "name": name or BLANK,
        "rank": rank,
        "nip": nip,
        "lines": list(lines),
    }


def signer_of(stamp: Stamp, people: Mapping[int, Person], lines: Sequence[str] = ()) -> Block:
    """The block of who acted, in the seat and under the mandate of that day."""
    person = people.get(stamp.person)
    return signer(
        stamp.title or stamp.name,
        stamp.name,
        person.rank if person else "",
        person.nip if person else "",
        lines,
    )


def signer_holding(holders: Iterable[Assignment], role: str, fallback: str) -> Block:
    """The block of who holds that role today, blank when nobody does."""
    for held in holders:
        if held.seat.role == role:
            mandate = f"{held.mandate} " if held.mandate != "definitif" else ""
            return signer(
                f"{mandate}{held.seat.name}", held.person.name, held.person.rank, held.person.nip
            )
    return signer(fallback)
