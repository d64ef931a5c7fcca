"""`verify`: does the stored record agree with its own hashes, and the projection with the fold?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from sop_workflow import canonical
from sop_workflow.errors import ChainBroken
from sop_workflow.evolve import fold
from sop_workflow.storage.store import Store, case_ids

Fault_ = Literal["sequence", "previous", "hash", "note", "projection"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where the record does not agree with itself; ``seq`` 0 means the whole case."""

    case_id: int
    seq: int
    what: Fault_
    text: str


def verify(session: Session, case_id: int | None = None) -> tuple[Fault, ...]:
    """Every fault of one case, or of all; empty when the record is whole."""
    ids = [case_id] if case_id is not None else list(case_ids(session))
    return tuple(fault for one in ids for fault in _verify(Store(session), one))


def check_chain(session: Session, case_id: int | None = None) -> None:
    """Raise ChainBroken when `verify` finds anything."""
    if faults := verify(session, case_id):
        raise ChainBroken(
            "Catatan usulan tidak utuh",
            which="; ".join(f"usulan {f.case_id} nomor {f.seq}: {f.text}" for f in faults[:5]),
            way_out="Pulihkan dari cadangan dan periksa siapa yang mengubah basis data.",
        )


def _verify(store: Store, case_id: int) -> list[Fault]:
    faults: list[Fault] = []
    previous = ""
    events = store.events(case_id)
    for nth, event in enumerate(events, 1):
        say = [
            ("sequence", event.seq != nth, f"diharapkan nomor {nth}"),
            ("previous", event.previous != previous, "tidak menyambung ke catatan sebelumnya"),
            ("hash", event.hash != event.compute_hash(), "isi tidak sesuai sidiknya"),
            (
                "note",
                event.note_sha256 != (canonical.sha256(event.note) if event.note else ""),
                "teks catatan tidak sesuai sidiknya",
            ),
        ]
        faults += [Fault(case_id, event.seq, what, text) for what, bad, text in say if bad]  # type: ignore[arg-type]
        previous = event.hash
    if not faults and fold(events) != store.case(case_id):
        text = "keadaan tersimpan bukan hasil catatannya"
        faults.append(Fault(case_id, 0, "projection", text))
    return faults
