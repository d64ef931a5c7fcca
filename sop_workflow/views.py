"""What queries give back: frozen values with everything that a page needs, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sop_workflow.case import Case, Stamp
from sop_workflow.deadlines import Deadline
from sop_workflow.kelengkapan import Missing
from sop_workflow.office import CommonApp
from sop_workflow.ports import Similar
from sop_workflow.procedure import Input, Procedure, RequiredPaper, Step


@dataclass(frozen=True, slots=True)
class Verdict:
    """May this person use this verb now? ``reason`` says why not, with the way out."""

    ok: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One line of the stream, newest first; ``note`` holds comment, remark or reason.

    ``losses``: what data a design that was handed in gives up.
    """

    seq: int
    at: datetime
    kind: str
    step: int
    who: str
    what: str
    note: str
    mine: bool
    new: bool
    losses: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """Who did what."""
        return f"{self.who} {self.what}"


@dataclass(frozen=True, slots=True)
class StepView:
    """One step in the side column: ``state`` is selesai, kini, nanti or dikembalikan."""

    number: int
    activity: str
    performer: str
    state: str
    late: bool
    entered: datetime | None
    left: datetime | None
    due: date | None
    who: str


@dataclass(frozen=True, slots=True)
class InputView:
    """One input of the current step with its value."""

    input: Input
    value: object
    missing: bool


@dataclass(frozen=True, slots=True)
class PaperSlot:
    """One paper that the step asks for, and whether it is there."""

    wanted: RequiredPaper
    paper_id: str
    filename: str
    missing: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything of one case for one person. ``losses``: what data the design as it stands would
    give up if it were handed in now, at the steps that hand one in."""

    case: Case
    procedure: Procedure
    step: Step
    deadline: Deadline
    turn: str
    my_turn: bool
    missing: tuple[Missing, ...]
    losses: tuple[str, ...]
    inputs: tuple[InputView, ...]
    slots: tuple[PaperSlot, ...]
    may: dict[str, Verdict]
    subject_sha256: str
    acting_as: tuple[Stamp, ...]
    changes: tuple[HistoryRow, ...]
    history: tuple[HistoryRow, ...]
    steps: tuple[StepView, ...]
    warning: str


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One case in the inbox: what to know before opening it."""

    case_id: int
    number: str
    title: str
    organisation: str
    status: str
    step: int
    activity: str
    turn: str
    deadline: Deadline
    group: str
    changes: tuple[str, ...]
    updated: datetime


@dataclass(frozen=True, slots=True)
class InboxGroup:
    """Rows under one heading: Lewat tenggat, Minggu ini, Nanti, Waktu berhenti."""

    name: str
    rows: tuple[InboxRow, ...]


@dataclass(frozen=True, slots=True)
class Inbox:
    """The three tabs: Giliran saya (grouped), Saya ikuti, Selesai."""

    mine: tuple[InboxGroup, ...]
    followed: tuple[InboxRow, ...]
    finished: tuple[InboxRow, ...]

    @property
    def waiting(self) -> int:
        """How many cases wait for this person."""
        return sum(len(group.rows) for group in self.mine)


@dataclass(frozen=True, slots=True)
class Position:
    """What a public code shows: the step and its date, nothing else."""

    number: str
    status: str
    step: int
    of: int
    activity: str
    since: date


@dataclass(frozen=True, slots=True)
class Review:
    """What lies beside the lembar telaah: similar applications, national common ones."""

    similar: tuple[Similar, ...]
    common: tuple[CommonApp, ...]


@dataclass(frozen=True, slots=True)
class SignerProof:
    """One signer over a file's bytes; ``valid`` is False when a later change voided it."""

    name: str
    title: str
    at: datetime
    valid: bool
    wording: str


@dataclass(frozen=True, slots=True)
class FileProof:
    """What the public page says of a file: where it is recorded, and who signed it."""

    case_number: str
    label: str
    number: str
    day: date | None
    sha256: str
    status: str
    signers: tuple[SignerProof, ...]
