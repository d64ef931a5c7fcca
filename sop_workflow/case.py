"""Frozen values: a case and what it is made of. State is a fold over events (`evolve.py`).

A case is read, never written: whoever wants it changed sends a command to the service.
"""

from __future__ import annotations

import datetime as calendar_dates
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sop_workflow import canonical


class Status(StrEnum):
    """Where a case stands as a whole; only an open one moves."""

    OPEN = "berjalan"
    FINISHED = "selesai"
    REJECTED = "ditolak"
    WITHDRAWN = "ditarik"


class Mandate(StrEnum):
    """In what capacity a person sits in a seat."""

    DEFINITIVE = "definitif"
    PLT = "Plt"
    PLH = "Plh"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who did it, in which seat, under which mandate: kept in the event as it was that day."""

    person: int = 0
    name: str = ""
    role: str = ""
    seat: str = ""
    seat_name: str = ""
    mandate: Mandate = Mandate.NONE
    order: str = ""
    exception: str = ""
    unit: str = ""

    @property
    def is_official(self) -> bool:
        """False for guests of a presentation and for the system itself."""
        return self.person > 0

    @property
    def title(self) -> str:
        """'Plt Kabid Layanan e-Gov', as it stands above a signature."""
        if self.mandate in (Mandate.PLT, Mandate.PLH):
            return f"{self.mandate} {self.seat_name}"
        return self.seat_name


SYSTEM = Stamp(name="Sistem", role="sistem")


@dataclass(frozen=True, slots=True)
class Visit:
    """One stay at a step. ``paused``: an official sent the case here, so no clock runs."""

    step: int
    entered: datetime
    seq: int
    left: datetime | None = None
    how: str = ""
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One recorded value of a step; a later one of the same key and step replaces it."""

    key: str
    step: int
    value: Any
    seq: int


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of the case: uploaded or made, known by the SHA-256 of its bytes."""

    id: str
    kind: str
    label: str
    step: int
    sha256: str
    size: int
    media: str
    filename: str
    number: str
    date: calendar_dates.date | None
    made: bool
    at: datetime
    seq: int
    presentation: str = ""
    spec_sha256: str = ""


@dataclass(frozen=True, slots=True)
class SpecRef:
    """A submitted revision: to this package a specification is its id and its hash.

    `losses`: what data it gives up of the one before, agreed to by who handed it in.
    """

    revision: str
    sha256: str
    step: int
    seq: int
    losses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deliverable:
    """What the officials sign: the SHA-256 of DELIVERABLE.json, made from one specification."""

    sha256: str
    spec_sha256: str
    revision: str
    seq: int


@dataclass(frozen=True, slots=True)
class Signature:
    """A signer's word over bytes. ``certified`` is False for everything but a certificate."""

    method: str
    subject_sha256: str
    digest: str
    certified: bool
    wording: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Approval:
    """One official's yes, bound to the hash of what he saw; ``voided`` is the voiding event."""

    step: int
    by: Stamp
    subject_sha256: str
    at: datetime
    seq: int
    signature: Signature | None = None
    voided: int | None = None

    @property
    def valid(self) -> bool:
        """True until a later change of its bytes voided it."""
        return self.voided is None


@dataclass(frozen=True, slots=True)
class Attendee:
    """One line of an attendance list."""

    name: str
    unit: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Presentation:
    """One meeting of step 6: called, held (or cancelled), with what was shown and said."""

    id: str
    at: datetime
    place: str
    agenda: str
    invited: tuple[str, ...]
    seq: int
    revision: str = ""
    attendance: tuple[Attendee, ...] = ()
    minutes: str = ""
    previewed: bool = False
    no_remarks: bool = False
    held: datetime | None = None
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark of a user, pinned to a node of the design; answered, and its author told."""

    id: str
    author: str
    unit: str
    text: str
    at: datetime
    node: str = ""
    screen: str = ""
    presentation: str = ""
    answer: str = ""
    outcome: str = ""
    answered: datetime | None = None
    told: datetime | None = None
    told_how: str = ""


@dataclass(frozen=True)
class Case:
    """One usulan on its way through the procedure, as its events have made it."""

    id: int = 0
    number: str = ""
    token: str = ""
    procedure: str = ""
    procedure_version: int = 0
    status: Status = Status.OPEN
    step: int = 0
    version: int = 0
    head: str = ""
    proposer: int = 0
    handler: int = 0
    handler_name: str = ""
    makers: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    opened: datetime | None = None
    closed: datetime | None = None
    visits: tuple[Visit, ...] = ()
    facts: tuple[Fact, ...] = ()
    papers: tuple[Paper, ...] = ()
    spec: SpecRef | None = None
    specs: tuple[SpecRef, ...] = ()
    deliverable: Deliverable | None = None
    approvals: tuple[Approval, ...] = ()
    presentations: tuple[Presentation, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def is_open(self) -> bool:
        """True while somebody still has to do something."""
        return self.status is Status.OPEN

    @property
    def visit(self) -> Visit | None:
        """The stay at the current step."""
        return self.visits[-1] if self.visits else None

    @property
    def title(self) -> str:
        """The proposed application's name."""
        return str(self.fact("judul", step=1) or "")

    @property
    def organisation(self) -> str:
        """The SKPD that asks for it."""
        return str(self.fact("skpd", step=1) or "")

    def fact(self, key: str, step: int | None = None, since: int = 0) -> Any:
        """The newest value of that key (at that step, recorded after event `since`), or None."""
        for fact in reversed(self.facts):
            if fact.key == key and step in (None, fact.step) and fact.seq > since:
                return fact.value
        return None

    def paper(self, kind: str, presentation: str | None = None) -> Paper | None:
        """The newest paper of that kind (of that presentation)."""
        for paper in reversed(self.papers):
            if paper.kind == kind and presentation in (None, paper.presentation):
                return paper
        return None

    def valid_approval(self, step: int) -> Approval | None:
        """The approval of that step that still stands."""
        return next((a for a in reversed(self.approvals) if a.step == step and a.valid), None)

    def presentation(self, key: str) -> Presentation | None:
        """The presentation with that id."""
        return next((p for p in self.presentations if p.id == key), None)

    @property
    def owes_refusal(self) -> bool:
        """True while it was rejected and the SKPD has no letter about it yet."""
        return self.status is Status.REJECTED and self.paper("surat_penolakan") is None

    def remark(self, key: str) -> Remark | None:
        """The remark with that id."""
        return next((r for r in self.remarks if r.id == key), None)

    def proposal_sha256(self) -> str:
        """Hash of what the SKPD asks for: the inputs and the papers of step 1."""
        facts = {f.key: f.value for f in self.facts if f.step == 1}
        papers = {p.kind: p.sha256 for p in self.papers if p.step == 1 and not p.made}
        return canonical.sha256({"isian": facts, "berkas": papers})

    def subject(self, binds: str) -> str:
        """The hash that an approval of a step is bound to now; empty when there is none yet."""
        if binds == "usulan":
            return self.proposal_sha256()
        if binds == "deliverable":
            return self.deliverable.sha256 if self.deliverable else ""
        return ""
