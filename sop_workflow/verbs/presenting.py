"""Presentations and the users' remarks: called, held, answered, told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from sop_workflow import values
from sop_workflow.case import Case, Presentation, Remark
from sop_workflow.commands import (
    AddRemark,
    AnswerRemark,
    CallPresentation,
    CancelPresentation,
    HoldPresentation,
    TellRemark,
)
from sop_workflow.errors import BadInput, NotAllowed, NotNow
from sop_workflow.events import Draft, Kind
from sop_workflow.ports import World
from sop_workflow.procedure import Procedure

OUTCOMES = ("diterima", "ditolak", "ditunda")


def call_presentation(
    procedure: Procedure, case: Case, command: CallPresentation, world: World
) -> Sequence[Draft]:
    """A meeting with its id (`r<seq>`); the invitation is a paper of its own."""
    if command.at.tzinfo is None:
        raise BadInput("Waktu presentasi tanpa zona waktu", field="at")
    data = {
        "at": command.at.isoformat(),
        "place": values.required(command.place, field="place", label="Tempat", limit=300),
        "agenda": values.text(command.agenda, field="agenda", label="Agenda"),
        "invited": [
            values.text(name, field="invited", label="Undangan", limit=200)
            for name in command.invited
        ],
    }
    return (Draft(Kind.PRESENTATION_CALLED, data),)


def hold_presentation(
    procedure: Procedure, case: Case, command: HoldPresentation, world: World
) -> Sequence[Draft]:
    """What happened at the meeting; an empty attendance or minutes is refused here already.

    A second record of the same meeting corrects the first: what was shown then stays as it was.
    """
    meeting = _meeting(case, command.presentation)
    lines = values.attendance(
        [asdict(a) for a in command.attendance], field="attendance", label="Daftar hadir"
    )
    if not lines:
        raise BadInput("Daftar hadir kosong", field="attendance", way_out="Isi yang hadir.")
    data = {
        "presentation": meeting.id,
        "attendance": lines,
        "previewed": bool(command.previewed),
        "no_remarks": bool(command.no_remarks),
        "revision": case.spec.revision if case.spec else "",
    }
    minutes = values.required(command.minutes, field="minutes", label="Notulen", limit=40_000)
    if meeting.held:
        data |= {"revision": meeting.revision, "corrects": True}
        told = (meeting.previewed, meeting.no_remarks, meeting.minutes)
        same = [asdict(one) for one in meeting.attendance] == lines
        if same and told == (data["previewed"], data["no_remarks"], minutes):
            raise NotNow("Tidak ada yang berubah pada catatan ini", which=f"{meeting.at:%d-%m-%Y}")
    return (Draft(Kind.PRESENTATION_HELD, data, minutes),)


def cancel_presentation(
    procedure: Procedure, case: Case, command: CancelPresentation, world: World
) -> Sequence[Draft]:
    """The meeting did not take place; why is written down."""
    meeting = _meeting(case, command.presentation)
    if meeting.held:
        raise NotNow("Presentasi ini sudah dicatat", which=f"{meeting.at:%d-%m-%Y}")
    note = values.required(command.note, field="note", label="Alasan pembatalan")
    return (Draft(Kind.PRESENTATION_CANCELLED, {"presentation": meeting.id}, note),)


def _meeting(case: Case, key: str) -> Presentation:
    meeting = case.presentation(key)
    if meeting is None:
        raise BadInput("Presentasi tidak ada", field="presentation", which=key)
    if meeting.cancelled:
        raise NotNow("Presentasi ini sudah dibatalkan", which=f"{meeting.at:%d-%m-%Y}")
    return meeting


def add_remark(
    procedure: Procedure, case: Case, command: AddRemark, world: World
) -> Sequence[Draft]:
    """A user's words, pinned to a node of the design; of the presentation, if one is named.

    Who has no phone with him tells the handler, who writes it down under that person's name.
    """
    if command.presentation and case.presentation(command.presentation) is None:
        raise BadInput("Presentasi tidak ada", field="presentation", which=command.presentation)
    data = {
        "node": values.text(command.node, field="node", label="Bagian", limit=40),
        "screen": values.text(command.screen, field="screen", label="Layar", limit=200),
        "presentation": command.presentation,
    }
    author = values.text(command.author, field="author", label="Nama", limit=120)
    if author:
        if world.by.role != procedure.maker or world.by.person != case.handler:
            raise NotAllowed(
                "Hanya prakom yang menangani yang mencatat atas nama orang lain",
                which=world.by.name,
            )
        unit = values.text(command.unit, field="unit", label="Unit kerja", limit=120)
        data |= {"author": author, "unit": unit}
    text = values.required(command.text, field="text", label="Catatan", limit=2000)
    return (Draft(Kind.REMARK_ADDED, data, text),)


def answer_remark(
    procedure: Procedure, case: Case, command: AnswerRemark, world: World
) -> Sequence[Draft]:
    """The handler's answer; answering again asks for telling again."""
    remark = _remark(case, command.remark)
    if command.outcome not in OUTCOMES:
        raise BadInput(
            "Hasil tidak dikenal",
            field="outcome",
            which=command.outcome[:40],
            way_out="Pilih " + ", ".join(OUTCOMES) + ".",
        )
    answer = values.required(command.answer, field="answer", label="Jawaban", limit=2000)
    data = {"remark": remark.id, "outcome": command.outcome}
    return (Draft(Kind.REMARK_ANSWERED, data, answer),)


def tell_remark(
    procedure: Procedure, case: Case, command: TellRemark, world: World
) -> Sequence[Draft]:
    """The author knows the answer, and how he came to know it."""
    remark = _remark(case, command.remark)
    if remark.answered is None:
        raise NotNow("Catatan ini belum dijawab", which=remark.text[:60], way_out="Jawab dahulu.")
    how = values.required(command.how, field="how", label="Cara memberi tahu", limit=100)
    return (Draft(Kind.REMARK_TOLD, {"remark": remark.id, "how": how}),)


def _remark(case: Case, key: str) -> Remark:
    remark = case.remark(key)
    if remark is None:
        raise BadInput("Catatan tidak ada", field="remark", which=key)
    return remark
