"""What papers are written from, and what all of them share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sop_workflow.assignments import Assignment, Person
from sop_workflow.calendar import WorkingCalendar
from sop_workflow.case import Case, Presentation, Stamp
from sop_workflow.events import Event
from sop_workflow.papers.blocks import TEMPLATES, Block, Made
from sop_workflow.papers.words import or_blank
from sop_workflow.procedure import Procedure
from sop_workflow.views import Review


@dataclass(frozen=True)
class Context:
    """A case with everything around it, read once by the service."""

    case: Case
    procedure: Procedure
    settings: Mapping[str, str]
    calendar: WorkingCalendar
    now: datetime
    by: Stamp = field(default_factory=Stamp)
    people: Mapping[int, Person] = field(default_factory=dict)
    holders: Sequence[Assignment] = ()
    review: Review | None = None
    events: Sequence[Event] = ()

    @property
    def today(self) -> date:
        """The office's date."""
        return self.calendar.day(self.now)

    @property
    def office(self) -> dict[str, str]:
        """The letterhead's lines."""
        keys = ("pemerintah", "nama_kantor", "alamat", "telepon", "laman", "surel", "kode_pos")
        found = {key: self.settings.get(key, "") for key in keys}
        return {**found, "logo": self.settings.get("logo_svg", "")}

    @property
    def case_rows(self) -> list[tuple[str, Any]]:
        """The lines with which every sheet names its case."""
        return [
            ("Nomor usulan", self.case.number),
            ("Aplikasi", self.case.title),
            ("SKPD pengusul", self.case.organisation),
        ]

    def place_date(self, day: date) -> str:
        """'Kota, 23 November 2026'."""
        return f"{or_blank(self.settings.get('kota', ''))}, {or_blank(day)}"


@dataclass(frozen=True)
class Order:
    """What the person who asked for the paper said: number, date, meeting, further values."""

    number: str
    day: date
    meeting: Presentation | None
    extra: Mapping[str, Any]

    @property
    def the_meeting(self) -> Presentation:
        """The presentation; `papers.make` has checked that it is there."""
        if self.meeting is None:
            raise ValueError("This paper needs a presentation.")
        return self.meeting


@dataclass(frozen=True)
class Kind:
    """One kind of paper: where it belongs and who writes it."""

    key: str
    label: str
    step: int
    make: Callable[[Context, Order], Made]
    per_presentation: bool = False


def paper(
    context: Context,
    kind: str,
    label: str,
    blocks: Sequence[Block],
    *,
    title: str = "",
    number: str | None = None,
    letter: Mapping[str, Any] | None = None,
    signers: Sequence[Block] = (),
    place_date: str = "",
    copies: Sequence[str] = (),
) -> Made:
    """The data of `paper.typ`: letterhead, title or letter head, blocks, signatures, tembusan."""
    size = context.settings.get("kertas", "a4")
    data = {
        "office": context.office,
        "paper": size,
        "title": title,
        "number": or_blank(number) if number is not None else "",
        "letter": dict(letter) if letter else None,
        "blocks": list(blocks),
        "place_date": place_date,
        "signers": list(signers),
        "copies": list(copies),
        "footer": f"{label} · usulan {context.case.number or '-'}",
    }
    return Made(kind, label, TEMPLATES / "paper.typ", data)
