"""Record, attach, comment: what is written down without moving the case."""

from __future__ import annotations

from collections.abc import Sequence

from sop_workflow import values
from sop_workflow.case import Case
from sop_workflow.commands import Attach, Comment, Record
from sop_workflow.errors import BadInput
from sop_workflow.events import Draft, Kind
from sop_workflow.ports import World
from sop_workflow.procedure import Procedure
from sop_workflow.verbs.walk import recorded


def record(procedure: Procedure, case: Case, command: Record, world: World) -> Sequence[Draft]:
    """Inputs of the current step; recording them again replaces them."""
    drafts = recorded(procedure, case, command.facts)
    if not drafts:
        raise BadInput("Tidak ada isian", way_out="Isi sedikitnya satu.")
    return drafts


def attach(procedure: Procedure, case: Case, command: Attach, world: World) -> Sequence[Draft]:
    """A paper by its hash; what says it is a PDF has to be one."""
    step = procedure.step(case.step)
    wanted = next((p for p in step.papers if p.key == command.kind), None)
    kind = values.required(command.kind, field="kind", label="Jenis berkas", limit=60)
    if world.stored_size == 0:
        raise BadInput("Berkas kosong", field="content", which=command.filename)
    if world.stored_size > world.largest_mb << 20:
        raise BadInput(
            "Berkas terlalu besar",
            field="content",
            which=command.filename,
            way_out=f"Paling besar {world.largest_mb} MB.",
        )
    pdf = command.content.startswith(b"%PDF-")
    if command.media == "application/pdf" and not pdf:
        raise BadInput(
            "Berkas ini bukan PDF",
            field="content",
            which=command.filename,
            way_out="Pindai atau simpan sebagai PDF.",
        )
    if wanted and wanted.media and command.media != wanted.media:
        raise BadInput(
            f"{wanted.label} harus berupa {wanted.media}", field="content", which=command.filename
        )
    if command.presentation and case.presentation(command.presentation) is None:
        raise BadInput("Presentasi tidak ada", field="presentation", which=command.presentation)
    label = command.label or (wanted.label if wanted else kind.replace("_", " "))
    data = {
        "kind": kind,
        "label": values.text(label, field="label", label="Nama berkas", limit=200),
        "sha256": world.stored_sha256,
        "size": world.stored_size,
        "media": values.text(command.media, field="media", label="Jenis isi", limit=100),
        "filename": values.text(command.filename, field="filename", label="Berkas", limit=200),
        "number": values.text(command.number, field="number", label="Nomor", limit=120),
        "date": command.date.isoformat() if command.date else "",
        "made": command.made,
        "presentation": command.presentation,
        "spec_sha256": command.spec_sha256,
    }
    return (Draft(Kind.ATTACHED, data),)


def comment(procedure: Procedure, case: Case, command: Comment, world: World) -> Sequence[Draft]:
    """A remark among colleagues, in the case's stream."""
    return (Draft(Kind.COMMENTED, {}, values.required(command.text, field="text", label="Pesan")),)
