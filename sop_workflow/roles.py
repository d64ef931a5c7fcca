"""WHO may: the person, the seat, and the four-eyes rules. Nothing here asks about the step's state.

`check_role` raises with the reason; `may_role` calls it and answers yes or no. Buttons use the
twin, the service the check: they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable

from sop_workflow.case import Case, Stamp
from sop_workflow.errors import NotAllowed
from sop_workflow.procedure import Procedure, Step

Rule = Callable[[Procedure, Case, Stamp], None]


def check_role(procedure: Procedure, case: Case, verb: str, by: Stamp) -> None:
    """Raise NotAllowed unless this person in this seat may use the verb on this case."""
    _RULES[verb](procedure, case, by)


def may_role(procedure: Procedure, case: Case, verb: str, by: Stamp) -> bool:
    """The twin of `check_role` for buttons."""
    try:
        check_role(procedure, case, verb, by)
    except NotAllowed:
        return False
    return True


def _maker(procedure: Procedure, case: Case, by: Stamp) -> None:
    if by.role != procedure.maker:
        name = procedure.role_name(procedure.maker)
        raise NotAllowed(
            f"Hanya {name} yang dapat melakukan ini",
            which=by.title or by.name,
            way_out=f"Minta pejabat pada jabatan {name}.",
        )


def _handler(procedure: Procedure, case: Case, by: Stamp) -> None:
    _maker(procedure, case, by)
    if by.person != case.handler:
        raise NotAllowed(
            "Usulan ini ditangani prakom lain",
            which=case.handler_name,
            way_out="Minta usulan dialihkan kepada Anda.",
        )


def _official(procedure: Procedure, case: Case, by: Stamp) -> None:
    if not by.is_official or not by.seat:
        raise NotAllowed(
            "Hanya pejabat yang sedang menduduki jabatan yang dapat melakukan ini",
            which=by.name,
            way_out="Minta administrator mencatat penugasan Anda.",
        )


def _performer(procedure: Procedure, case: Case, by: Stamp) -> None:
    """Who holds the current step: the handler for work, the seat for a decision."""
    step = procedure.step(case.step)
    if step.performer == procedure.maker:
        _handler(procedure, case, by)
    else:
        _decider(procedure, case, by)


def _decider(procedure: Procedure, case: Case, by: Stamp) -> None:
    step = procedure.step(case.step)
    _official(procedure, case, by)
    if by.role != step.performer:
        raise NotAllowed(
            f"Langkah {step.number} milik {step.performer_name}",
            which=by.title,
            way_out=f"Tunggu keputusan {step.performer_name}.",
        )
    if by.person == case.proposer:
        raise NotAllowed(
            "Pengusul tidak boleh memutuskan usulannya sendiri",
            which=by.name,
            way_out="Keputusan harus dibuat pejabat lain, misalnya Plh.",
        )
    if by.person in (*case.makers, case.handler):
        raise NotAllowed(
            "Yang mengerjakan tidak boleh memeriksa pekerjaannya sendiri",
            which=by.name,
            way_out="Keputusan harus dibuat pejabat lain, misalnya Plh.",
        )
    before = _level_below(procedure, step)
    earlier = case.valid_approval(before) if before else None
    if earlier and earlier.by.person == by.person and not by.exception:
        raise NotAllowed(
            "Satu orang tidak memutuskan dua tingkat berturut-turut tanpa pengecualian tertulis",
            which=f"{by.name}, langkah {before} dan {step.number}",
            way_out="Catat pengecualiannya pada penugasan, atau tunjuk Plh.",
        )


def _level_below(procedure: Procedure, step: Step) -> int:
    below = [s for s in procedure.steps if s.number == step.number - 1 and s.decides]
    return below[0].number if below else 0


def _system(procedure: Procedure, case: Case, by: Stamp) -> None:
    if by.role != "sistem":
        raise NotAllowed("Hanya sistem yang mencatat ini", which=by.name)


def _performer_or_system(procedure: Procedure, case: Case, by: Stamp) -> None:
    if by.role == "sistem" or (by.person == case.handler and by.role == procedure.maker):
        return
    _performer(procedure, case, by)


def _handler_or_system(procedure: Procedure, case: Case, by: Stamp) -> None:
    if by.role != "sistem":
        _handler(procedure, case, by)


def _proposer_or_handler(procedure: Procedure, case: Case, by: Stamp) -> None:
    if by.person != case.proposer:
        _handler(procedure, case, by)
    _maker(procedure, case, by)


def _hands_over(procedure: Procedure, case: Case, by: Stamp) -> None:
    """The handler himself, or an official above him (a prakom may be ill)."""
    above = {s.performer for s in procedure.steps if s.decides}
    if by.role not in above:
        _handler(procedure, case, by)
    else:
        _official(procedure, case, by)


def _anybody(procedure: Procedure, case: Case, by: Stamp) -> None:
    if not by.name.strip():
        raise NotAllowed("Catatan harus punya nama", way_out="Isi nama dan unit Anda satu kali.")


_RULES: dict[str, Rule] = {
    "open": _maker,
    "record": _performer,
    "attach": _performer_or_system,
    "submit": _handler,
    "approve": _decider,
    "return": _performer,
    "reject": _decider,
    "withdraw": _proposer_or_handler,
    "comment": _official,
    "hand_over": _hands_over,
    "change_spec": _handler_or_system,
    "bind_deliverable": _system,
    "call_presentation": _handler,
    "hold_presentation": _handler,
    "cancel_presentation": _handler,
    "add_remark": _anybody,
    "answer_remark": _handler,
    "tell_remark": _handler_or_system,
}

VERBS = tuple(_RULES)
"""Every verb of the procedure."""
