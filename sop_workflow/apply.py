"""`apply(procedure, case, command, world)`: the events that a command makes, or a refusal. Pure.

Order: stale page, WHO, WHEN, the command's own conditions, kelengkapan. Last, whatever the new
events change, the approvals whose bytes are no longer the same are voided by an event of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sop_workflow import verbs
from sop_workflow.case import Case
from sop_workflow.commands import Command
from sop_workflow.errors import Refusal, Stale
from sop_workflow.events import Draft, Kind
from sop_workflow.ports import World
from sop_workflow.procedure import Procedure
from sop_workflow.roles import check_role
from sop_workflow.rules import check_rule
from sop_workflow.verbs import preview

Apply = Callable[[Procedure, Case, Any, World], Sequence[Draft]]


def apply(procedure: Procedure, case: Case, command: Command, world: World) -> tuple[Draft, ...]:
    """The drafts of the events to append, in order; a Refusal when there are none to append."""
    check_permitted(procedure, case, command.verb, world)
    if command.verb != "open" and not command.adds_only and command.seen != case.version:
        raise Stale(
            "Usulan ini sudah berubah sejak halaman dibuka",
            which=case.number,
            way_out="Muat ulang halaman, lihat perubahannya, lalu putuskan lagi.",
        )
    drafts = tuple(_VERBS[command.verb](procedure, case, command, world))
    after = preview(case, drafts, world)
    return (*drafts, *_voids(procedure, after))


def check_permitted(procedure: Procedure, case: Case, verb: str, world: World) -> None:
    """Raise unless WHO and WHEN both allow the verb."""
    check_role(procedure, case, verb, world.by)
    check_rule(procedure, case, verb)


def may(procedure: Procedure, case: Case, verb: str, world: World) -> bool:
    """The twin of `check_permitted` for buttons."""
    try:
        check_permitted(procedure, case, verb, world)
    except Refusal:
        return False
    return True


def _voids(procedure: Procedure, after: Case) -> tuple[Draft, ...]:
    """One event that voids exactly the approvals whose bytes changed, and leads back to them."""
    gone = [
        a
        for a in after.approvals
        if a.valid and a.subject_sha256 != after.subject(procedure.step(a.step).binds)
    ]
    if not gone:
        return ()
    first = min(a.step for a in gone)
    data = {
        "approvals": [a.seq for a in gone],
        "steps": [a.step for a in gone],
        "names": [a.by.name for a in gone],
        "to": first if after.is_open and first < after.step else 0,
    }
    return (Draft(Kind.APPROVALS_VOIDED, data),)


_VERBS: dict[str, Apply] = {
    "open": verbs.open_case,
    "record": verbs.record,
    "attach": verbs.attach,
    "submit": verbs.submit,
    "approve": verbs.approve,
    "return": verbs.send_back,
    "reject": verbs.reject,
    "withdraw": verbs.withdraw,
    "comment": verbs.comment,
    "hand_over": verbs.hand_over,
    "change_spec": verbs.change_spec,
    "bind_deliverable": verbs.bind_deliverable,
    "call_presentation": verbs.call_presentation,
    "hold_presentation": verbs.hold_presentation,
    "cancel_presentation": verbs.cancel_presentation,
    "add_remark": verbs.add_remark,
    "answer_remark": verbs.answer_remark,
    "tell_remark": verbs.tell_remark,
}
