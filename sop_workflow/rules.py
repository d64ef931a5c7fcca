"""WHEN it may: the case's state and step. Nothing here asks who.

`check_rule` raises NotNow with the reason; `may_rule` is its twin for buttons.
"""

from __future__ import annotations

from collections.abc import Callable

from sop_workflow.case import Case, Status
from sop_workflow.errors import NotNow
from sop_workflow.procedure import Procedure, Step

Rule = Callable[[Procedure, Case, Step], None]


def check_rule(procedure: Procedure, case: Case, verb: str) -> None:
    """Raise NotNow unless the verb has its time at this step and in this state."""
    if verb == "open":
        return
    if not case.is_open:
        # The letter of refusal is written after the refusal.
        if verb == "attach" and case.status is Status.REJECTED:
            return
        raise NotNow(
            f"Usulan ini sudah {case.status.value}",
            which=case.number,
            way_out="Ajukan usulan baru bila perlu.",
        )
    _RULES[verb](procedure, case, procedure.step(case.step))


def may_rule(procedure: Procedure, case: Case, verb: str) -> bool:
    """The twin of `check_rule` for buttons."""
    try:
        check_rule(procedure, case, verb)
    except NotNow:
        return False
    return True


def step_with(procedure: Procedure, condition: str, *, last: bool = False) -> int:
    """The first (last) step that names that condition; 0 when none does."""
    numbers = [s.number for s in procedure.steps if condition in s.conditions]
    return (numbers[-1] if last else numbers[0]) if numbers else 0


def review_step(procedure: Procedure) -> int:
    """The last step at which a specification is handed in (7)."""
    return step_with(procedure, "spesifikasi_tanpa_kesalahan", last=True)


def takes_spec(step: Step) -> bool:
    """True for the steps that are completed with a revision (5 and 7)."""
    return "spesifikasi_tanpa_kesalahan" in step.conditions


def _any_time(procedure: Procedure, case: Case, step: Step) -> None:
    return None


def _has_inputs(procedure: Procedure, case: Case, step: Step) -> None:
    if not step.inputs:
        raise NotNow("Langkah ini tidak punya isian", which=f"langkah {step.number}")


def _work(procedure: Procedure, case: Case, step: Step) -> None:
    if step.decides:
        raise NotNow(
            "Langkah ini diputuskan, bukan dikirim",
            which=f"langkah {step.number}",
            way_out=f"Tunggu keputusan {step.performer_name}.",
        )


def _decision(procedure: Procedure, case: Case, step: Step) -> None:
    if not step.decides:
        raise NotNow(
            "Langkah ini dikerjakan, bukan diputuskan",
            which=f"langkah {step.number}",
            way_out=f"Tunggu kiriman {step.performer_name}.",
        )


def _returnable(procedure: Procedure, case: Case, step: Step) -> None:
    if not step.return_targets:
        raise NotNow("Langkah ini tidak dapat dikembalikan", which=f"langkah {step.number}")


def _rejectable(procedure: Procedure, case: Case, step: Step) -> None:
    if not step.may_end:
        ends = ", ".join(str(s.number) for s in procedure.steps if s.may_end)
        raise NotNow(
            "Usulan tidak dapat ditolak di langkah ini",
            which=f"langkah {step.number}",
            way_out=f"Penolakan hanya di langkah {ends}; kembalikan dengan catatan.",
        )


def _after_review(procedure: Procedure, case: Case, step: Step) -> None:
    review = review_step(procedure)
    if step.number <= review:
        raise NotNow(
            "Rancangan masih dapat diubah langsung",
            which=f"langkah {step.number}",
            way_out=f"Ubah di editor; rancangan dikirim di langkah {review}.",
        )


def _built(procedure: Procedure, case: Case, step: Step) -> None:
    first = step_with(procedure, "deliverable")
    if step.number < first:
        raise NotNow(
            "Paket aplikasi belum waktunya", which=f"langkah {step.number}, mulai langkah {first}"
        )


def _presenting(procedure: Procedure, case: Case, step: Step) -> None:
    when = step_with(procedure, "presentasi")
    if step.number != when:
        raise NotNow(
            f"Presentasi dicatat di langkah {when}",
            which=f"langkah {step.number}",
            way_out="Kembalikan ke langkah itu bila presentasi harus diulang.",
        )


def _trying(procedure: Procedure, case: Case, step: Step) -> None:
    first, last = step_with(procedure, "presentasi"), step_with(procedure, "catatan_dijawab")
    if not first <= step.number <= last:
        raise NotNow(
            f"Catatan diterima pada langkah {first} sampai {last}",
            which=f"langkah {step.number}",
            way_out="Sampaikan kepada Staf Prakom.",
        )


_RULES: dict[str, Rule] = {
    "record": _has_inputs,
    "attach": _any_time,
    "submit": _work,
    "approve": _decision,
    "return": _returnable,
    "reject": _rejectable,
    "withdraw": _any_time,
    "comment": _any_time,
    "hand_over": _any_time,
    "change_spec": _after_review,
    "bind_deliverable": _built,
    "call_presentation": _presenting,
    "hold_presentation": _presenting,
    "cancel_presentation": _presenting,
    "add_remark": _trying,
    "answer_remark": _trying,
    "tell_remark": _trying,
}
