"""Approve, return, reject: the officials' moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from sop_workflow import values
from sop_workflow.case import Case
from sop_workflow.commands import Approve, Reject, Return
from sop_workflow.errors import BadInput, NotNow, Stale
from sop_workflow.events import Draft, Kind
from sop_workflow.ports import World
from sop_workflow.procedure import Procedure
from sop_workflow.verbs.walk import check_complete, next_step, preview, recorded

REFUSED = "tidak perlu"


def approve(procedure: Procedure, case: Case, command: Approve, world: World) -> Sequence[Draft]:
    """An official's yes over exactly the bytes that he saw."""
    step = procedure.step(case.step)
    facts = recorded(procedure, case, command.facts)
    after = preview(case, facts, world)
    check_complete(procedure, after, world)
    subject = after.subject(step.binds)
    if command.sha256_seen != subject:
        raise Stale(
            "Yang Anda lihat bukan lagi yang akan disetujui",
            which=f"langkah {step.number}",
            way_out="Muat ulang halaman dan periksa lagi.",
        )
    if after.fact("telaah_simpulan", step=step.number) == REFUSED:
        raise NotNow(
            "Simpulan telaah “tidak perlu”",
            which=f"langkah {step.number}",
            way_out="Tolak usulan, atau ubah simpulannya.",
        )
    data: dict[str, object] = {"to": next_step(procedure, after), "subject": subject}
    if step.binds == "deliverable":
        signature = world.signature
        if signature is None or signature.subject_sha256 != subject:
            raise BadInput(
                "Tanda tangan belum diberikan",
                field="password",
                way_out="Masukkan kata sandi Anda untuk menandatangani.",
            )
        data["signature"] = {**asdict(signature), "at": signature.at.isoformat()}
    note = values.text(command.note, field="note", label="Catatan")
    return (*facts, Draft(Kind.APPROVED, data, note))


def send_back(procedure: Procedure, case: Case, command: Return, world: World) -> Sequence[Draft]:
    """Back to an earlier step; when an official sends it, the clock stands still there."""
    step = procedure.step(case.step)
    note = values.required(command.note, field="note", label="Catatan")
    if command.to not in step.return_targets:
        allowed = ", ".join(str(t) for t in step.return_targets)
        raise BadInput(
            "Tidak dapat dikembalikan ke langkah itu",
            field="to",
            which=f"langkah {command.to}",
            way_out=f"Pilih langkah {allowed}.",
        )
    return (Draft(Kind.RETURNED, {"to": command.to, "paused": step.decides}, note),)


def reject(procedure: Procedure, case: Case, command: Reject, world: World) -> Sequence[Draft]:
    """'Tidak perlu': the reason goes into the letter of refusal."""
    note = values.required(command.note, field="note", label="Alasan penolakan")
    given = dict(command.facts)
    if procedure.input("telaah_simpulan", case.step):
        given["telaah_simpulan"] = REFUSED
    facts = recorded(procedure, case, given)
    check_complete(procedure, preview(case, facts, world), world)
    return (*facts, Draft(Kind.REJECTED, {}, note))
