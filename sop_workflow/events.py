"""One fact in a case's append-only record, and the hash that chains it to the one before.

Note texts lie beside the event (they may hold a person's words); the event holds their hash.
``data`` is plain JSON, written once: a fold (`evolve.py`) gives it meaning.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sop_workflow import canonical
from sop_workflow.case import Stamp


class Kind(StrEnum):
    """What can happen to a case."""

    OPENED = "opened"
    RECORDED = "recorded"
    ATTACHED = "attached"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    COMMENTED = "commented"
    HANDED_OVER = "handed_over"
    SPEC_CHANGED = "spec_changed"
    DELIVERABLE_BOUND = "deliverable_bound"
    APPROVALS_VOIDED = "approvals_voided"
    PRESENTATION_CALLED = "presentation_called"
    PRESENTATION_HELD = "presentation_held"
    PRESENTATION_CANCELLED = "presentation_cancelled"
    REMARK_ADDED = "remark_added"
    REMARK_ANSWERED = "remark_answered"
    REMARK_TOLD = "remark_told"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Draft:
    """An event that `apply` proposes; the store numbers, chains and writes it."""

    kind: Kind
    data: dict[str, Any] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One stored fact. ``id`` is the outbox cursor; it is not part of the hash."""

    case_id: int
    seq: int
    kind: Kind
    at: datetime
    step: int
    by: Stamp
    data: dict[str, Any]
    note_sha256: str
    command_sha256: str
    previous: str
    hash: str = ""
    note: str = ""
    id: int = 0

    def compute_hash(self) -> str:
        """SHA-256 of everything but id, note text and the hash itself."""
        return canonical.sha256(
            {
                "case": self.case_id,
                "seq": self.seq,
                "kind": self.kind.value,
                "at": self.at.astimezone(UTC).isoformat(),
                "step": self.step,
                "by": asdict(self.by),
                "data": self.data,
                "note": self.note_sha256,
                "command": self.command_sha256,
                "previous": self.previous,
            }
        )


def chain(
    draft: Draft,
    *,
    case_id: int,
    seq: int,
    at: datetime,
    step: int,
    by: Stamp,
    command_sha256: str,
    previous: str,
) -> Event:
    """The event that follows the one whose hash is `previous`."""
    event = Event(
        case_id=case_id,
        seq=seq,
        kind=draft.kind,
        at=at.astimezone(UTC),
        step=step,
        by=by,
        data=draft.data,
        note_sha256=canonical.sha256(draft.note) if draft.note else "",
        command_sha256=command_sha256,
        previous=previous,
        note=draft.note,
    )
    return replace(event, hash=event.compute_hash())
