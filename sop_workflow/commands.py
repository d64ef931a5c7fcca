"""What a person may ask of a case. Each is a frozen value; the service is its only reader.

Every command but `Open` carries ``case_id`` and ``seen``: the version of the case on the page that
the person looked at. A decision is refused when the case moved on since.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from sop_workflow import canonical
from sop_workflow.case import Attendee, Stamp
from sop_workflow.errors import BadInput


@dataclass(frozen=True, kw_only=True)
class Command:
    """Base: a verb of the procedure, addressed to one case as somebody saw it."""

    verb: ClassVar[str] = ""
    adds_only: ClassVar[bool] = False
    """True when it only adds (a comment, a remark, a paper): a newer version does not refuse it,
    the very same content from the very same page does."""

    case_id: int = 0
    seen: int = 0

    def sha256(self, by: Stamp) -> str:
        """Identity of one press of a button: same person, same page, same content."""
        content = canonical_ready(asdict(self))
        return canonical.sha256([self.verb, by.person, by.name, by.unit, content])


@dataclass(frozen=True, kw_only=True)
class Open(Command):
    """A prakom enters a usulan: it starts at step 1, with him as proposer and handler."""

    verb: ClassVar[str] = "open"
    title: str
    organisation: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Record(Command):
    """Write down inputs of the current step (isian)."""

    verb: ClassVar[str] = "record"
    facts: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Attach(Command):
    """Put a paper into the case: `content` is stored, its hash goes into the record."""

    verb: ClassVar[str] = "attach"
    adds_only: ClassVar[bool] = True
    kind: str
    content: bytes
    filename: str
    media: str = "application/pdf"
    label: str = ""
    number: str = ""
    date: date | None = None
    presentation: str = ""
    made: bool = False
    spec_sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class MakePaper(Command):
    """Typeset a paper from the case's own data and attach it (see `papers.KINDS`)."""

    verb: ClassVar[str] = "attach"
    adds_only: ClassVar[bool] = True
    kind: str
    number: str = ""
    date: date | None = None
    presentation: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Submit(Command):
    """The handler finishes a step; at 5 and 7 he names the revision and agrees to its losses."""

    verb: ClassVar[str] = "submit"
    note: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    revision: str = ""
    accept_losses: bool = False


@dataclass(frozen=True, kw_only=True)
class Approve(Command):
    """An official's yes, over the hash he saw; steps 9-11 are signed (password re-entered)."""

    verb: ClassVar[str] = "approve"
    sha256_seen: str = ""
    note: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    confirmed: bool = False


@dataclass(frozen=True, kw_only=True)
class Return(Command):
    """Send the case back to an earlier step; the note says what is lacking."""

    verb: ClassVar[str] = "return"
    to: int
    note: str


@dataclass(frozen=True, kw_only=True)
class Reject(Command):
    """'Tidak perlu': the case ends with a letter of refusal; the note is its reason."""

    verb: ClassVar[str] = "reject"
    note: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Withdraw(Command):
    """The handler takes the usulan back; the case ends."""

    verb: ClassVar[str] = "withdraw"
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Comment(Command):
    """Say something in the case's stream; moves nothing."""

    verb: ClassVar[str] = "comment"
    adds_only: ClassVar[bool] = True
    text: str


@dataclass(frozen=True, kw_only=True)
class HandOver(Command):
    """Give the case to another prakom (person id of an official in a prakom's seat today)."""

    verb: ClassVar[str] = "hand_over"
    to: int
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ChangeSpec(Command):
    """The design changes after step 7: back to step 7, with exactly its signatures voided."""

    verb: ClassVar[str] = "change_spec"
    revision: str
    note: str = ""
    accept_losses: bool = False


@dataclass(frozen=True, kw_only=True)
class BindDeliverable(Command):
    """The system made a deliverable from step 8 on; another hash voids what stood on the old."""

    verb: ClassVar[str] = "bind_deliverable"
    deliverable_sha256: str
    spec_sha256: str
    revision: str


@dataclass(frozen=True, kw_only=True)
class CallPresentation(Command):
    """Set a presentation: when, where, who is invited."""

    verb: ClassVar[str] = "call_presentation"
    adds_only: ClassVar[bool] = True
    at: datetime
    place: str
    agenda: str = ""
    invited: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class HoldPresentation(Command):
    """It took place: who came, what was tried, what was said. Once more: a correction."""

    verb: ClassVar[str] = "hold_presentation"
    adds_only: ClassVar[bool] = True
    presentation: str
    attendance: tuple[Attendee, ...]
    minutes: str
    previewed: bool
    no_remarks: bool = False


@dataclass(frozen=True, kw_only=True)
class CancelPresentation(Command):
    """It did not take place."""

    verb: ClassVar[str] = "cancel_presentation"
    adds_only: ClassVar[bool] = True
    presentation: str
    note: str


@dataclass(frozen=True, kw_only=True)
class AddRemark(Command):
    """A user points at what is wrong; for one without a phone the handler writes it down, in the
    name of ``author``."""

    verb: ClassVar[str] = "add_remark"
    adds_only: ClassVar[bool] = True
    text: str
    node: str = ""
    screen: str = ""
    presentation: str = ""
    author: str = ""
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class AnswerRemark(Command):
    """The handler answers: ``outcome`` is diterima, ditolak or ditunda."""

    verb: ClassVar[str] = "answer_remark"
    adds_only: ClassVar[bool] = True
    remark: str
    answer: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class TellRemark(Command):
    """Its author was told (room page, letter, by word of mouth)."""

    verb: ClassVar[str] = "tell_remark"
    adds_only: ClassVar[bool] = True
    remark: str
    how: str


def canonical_ready(value: Any) -> Any:
    """JSON-ready form of a command's values: dates as ISO text, bytes as their hash."""
    if isinstance(value, Mapping):
        return {str(key): canonical_ready(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [canonical_ready(item) for item in value]
    if isinstance(value, bytes):
        return canonical.sha256(value)
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | bool):
        return value
    raise BadInput("Nilai ini tidak dapat disimpan", which=type(value).__name__)
