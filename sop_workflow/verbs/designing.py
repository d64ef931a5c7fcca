"""What the builder reports: a changed design, a built deliverable."""

from __future__ import annotations

from collections.abc import Sequence

from sop_workflow import values
from sop_workflow.case import Case
from sop_workflow.commands import BindDeliverable, ChangeSpec
from sop_workflow.errors import BadInput, NotNow
from sop_workflow.events import Draft, Kind
from sop_workflow.ports import World
from sop_workflow.procedure import Procedure
from sop_workflow.rules import review_step
from sop_workflow.verbs.walk import handed_in


def change_spec(
    procedure: Procedure, case: Case, command: ChangeSpec, world: World
) -> Sequence[Draft]:
    """Another design: its deliverable is gone, so the signatures over it are voided."""
    if world.spec is None or world.spec.revision != command.revision:
        raise BadInput("Revisi tidak ada", field="revision", which=command.revision)
    if case.spec is not None and case.spec.sha256 == world.spec.sha256:
        raise NotNow("Rancangan tidak berubah", which=command.revision)
    data = {
        "to": review_step(procedure),
        "spec": handed_in(world.spec, accepted=command.accept_losses),
    }
    note = values.text(command.note, field="note", label="Catatan")
    return (Draft(Kind.SPEC_CHANGED, data, note),)


def bind_deliverable(
    procedure: Procedure, case: Case, command: BindDeliverable, world: World
) -> Sequence[Draft]:
    """The deliverable of the submitted design; the same hash again changes nothing."""
    for name in ("deliverable_sha256", "spec_sha256"):
        value = getattr(command, name)
        if len(value) != 64 or set(value) - set("0123456789abcdef"):
            raise BadInput("Bukan SHA-256", field=name, which=value[:80])
    if case.spec is None or case.spec.sha256 != command.spec_sha256:
        raise NotNow(
            "Paket ini dibuat dari rancangan lain",
            which=command.revision,
            way_out="Buat paket dari rancangan yang dikirim di langkah 7.",
        )
    if case.deliverable is not None and case.deliverable.sha256 == command.deliverable_sha256:
        raise NotNow("Paket ini sudah tercatat", which=command.deliverable_sha256[:12])
    data = {
        "sha256": command.deliverable_sha256,
        "spec_sha256": command.spec_sha256,
        "revision": command.revision,
    }
    return (Draft(Kind.DELIVERABLE_BOUND, data),)
