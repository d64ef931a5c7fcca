"""Open, submit, withdraw, hand over: the handler's own moves."""

from __future__ import annotations

from collections.abc import Sequence

from sop_workflow import values
from sop_workflow.case import Case
from sop_workflow.commands import HandOver, Open, Submit, Withdraw
from sop_workflow.errors import BadInput
from sop_workflow.events import Draft, Kind
from sop_workflow.ports import World
from sop_workflow.procedure import Procedure
from sop_workflow.rules import takes_spec
from sop_workflow.verbs.walk import check_complete, handed_in, next_step, preview


def open_case(procedure: Procedure, case: Case, command: Open, world: World) -> Sequence[Draft]:
    """A case at step 1, with its number, public token and first inputs."""
    given = {"judul": command.title, "skpd": command.organisation, **command.facts}
    for key, label in (("judul", "Nama aplikasi"), ("skpd", "SKPD pengusul")):
        values.required(given[key], field=key, label=label, limit=300)
    opened = {
        "number": world.opening["number"],
        "token": world.opening["token"],
        "procedure": procedure.key,
        "procedure_version": procedure.version,
        "procedure_sha256": procedure.sha256,
    }
    facts = values.facts(procedure.step(1), given)
    return (Draft(Kind.OPENED, opened), Draft(Kind.RECORDED, {"facts": facts}))


def submit(procedure: Procedure, case: Case, command: Submit, world: World) -> Sequence[Draft]:
    """The step is done: its inputs, then the move; steps 5 and 7 freeze a revision."""
    step = procedure.step(case.step)
    facts = values.facts(step, command.facts)
    drafts: list[Draft] = [Draft(Kind.RECORDED, {"facts": facts})] if facts else []
    after = preview(case, drafts, world)
    check_complete(procedure, after, world)
    data: dict[str, object] = {"to": next_step(procedure, after)}
    if takes_spec(step) and world.spec is not None:
        if not world.spec.revision:
            raise BadInput(
                "Rancangan belum dibekukan menjadi revisi",
                field="revision",
                way_out="Kirim dari halaman usulan, agar revisinya dicatat.",
            )
        data["spec"] = handed_in(world.spec, accepted=command.accept_losses)
    note = values.text(command.note, field="note", label="Catatan")
    drafts.append(Draft(Kind.SUBMITTED, data, note))
    if step.kind == "end":
        drafts.append(Draft(Kind.FINISHED, {}))
    return drafts


def withdraw(procedure: Procedure, case: Case, command: Withdraw, world: World) -> Sequence[Draft]:
    """The case ends at the wish of who brought it."""
    note = values.text(command.note, field="note", label="Catatan")
    return (Draft(Kind.WITHDRAWN, {}, note),)


def hand_over(procedure: Procedure, case: Case, command: HandOver, world: World) -> Sequence[Draft]:
    """Another prakom handles the case from now on; what was done stays its doer's."""
    heir = world.successor
    if heir is None or heir.role != procedure.maker:
        raise BadInput(
            "Penerima harus sedang menduduki jabatan " + procedure.role_name(procedure.maker),
            field="to",
            way_out="Pilih prakom lain.",
        )
    if heir.person == case.handler:
        raise BadInput("Usulan ini sudah ditangani olehnya", field="to", which=heir.name)
    deciders = {a.by.person for a in case.approvals}
    if heir.person in deciders:
        raise BadInput(
            "Yang sudah memutuskan usulan ini tidak dapat menanganinya",
            field="to",
            which=heir.name,
            way_out="Pilih prakom lain.",
        )
    note = values.text(command.note, field="note", label="Catatan")
    return (Draft(Kind.HANDED_OVER, {"to": heir.person, "name": heir.name}, note),)
