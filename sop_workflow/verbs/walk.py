"""Steps that verbs share: a look ahead over drafts, recorded facts, the next step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sop_workflow import values
from sop_workflow.case import Case
from sop_workflow.errors import BadInput, Incomplete
from sop_workflow.events import Draft, Kind, chain
from sop_workflow.evolve import evolve
from sop_workflow.kelengkapan import missing
from sop_workflow.ports import SpecState, World
from sop_workflow.procedure import Procedure


def preview(case: Case, drafts: Iterable[Draft], world: World) -> Case:
    """The case as it would be after these drafts (their hashes are not the stored ones)."""
    for draft in drafts:
        event = chain(
            draft,
            case_id=case.id,
            seq=case.version + 1,
            at=world.now,
            step=case.step,
            by=world.by,
            command_sha256="",
            previous=case.head,
        )
        case = evolve(case, event)
    return case


def recorded(procedure: Procedure, case: Case, facts: Mapping[str, Any]) -> tuple[Draft, ...]:
    """One event for these inputs of the current step; none when nothing is given."""
    clean = values.facts(procedure.step(case.step), facts)
    return (Draft(Kind.RECORDED, {"facts": clean}),) if clean else ()


def check_complete(procedure: Procedure, case: Case, world: World) -> None:
    """Raise Incomplete with everything that the current step lacks."""
    if lacking := missing(procedure, case, world):
        raise Incomplete(lacking)


def handed_in(spec: SpecState, *, accepted: bool) -> dict[str, Any]:
    """The design as the event keeps it; BadInput until who hands it in agreed to its losses."""
    found: dict[str, Any] = {"revision": spec.revision, "sha256": spec.sha256}
    if not spec.losses:
        return found
    if not accepted:
        raise BadInput(
            "Perubahan ini membuang data",
            field="accept_losses",
            which="; ".join(spec.losses),
            way_out="Centang persetujuannya bila memang dikehendaki, atau ubah rancangannya.",
        )
    return {**found, "losses": list(spec.losses)}


def next_step(procedure: Procedure, case: Case) -> int:
    """The step after this one; decisions whose approval still stands are not asked again."""
    for step in procedure.steps[case.step :]:
        if not (step.decides and case.valid_approval(step.number)):
            return step.number
    return 0
