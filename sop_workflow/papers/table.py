"""The SOP itself: identity block and flowchart table, A4 landscape, with a case's position."""

from __future__ import annotations

from sop_workflow.deadlines import deadline
from sop_workflow.diagram import COLUMN, CONNECTOR, ROW, strip_svg
from sop_workflow.findings import findings
from sop_workflow.papers.blocks import TEMPLATES, Made
from sop_workflow.papers.context import Context, Kind, Order
from sop_workflow.papers.words import or_blank
from sop_workflow.procedure import Assumption, Procedure

ROWS_A_PAGE = 6
STATES = {
    "selesai": "selesai",
    "kini": "sedang berjalan",
    "terlambat": "terlambat",
    "dikembalikan": "dikembalikan",
    "nanti": "",
}
ABOUT = {
    "pelaksana": "pelaksana",
    "tidak": "tujuan bila Tidak",
    "kembali": "pengembalian",
    "waktu": "satuan waktu",
}


def sop(context: Context, order: Order) -> Made:
    """The procedure as on paper; of a case, with what is done, current and late."""
    procedure = context.procedure.for_office(context.settings)
    states = step_states(context) if context.case.id else {}
    data = {
        "office": context.office,
        "title": procedure.title,
        "identity": [
            [name, or_blank(procedure.identity.get(key, ""))]
            for key, name in (
                ("nomor", "Nomor SOP"),
                ("tanggal_pembuatan", "Tanggal Pembuatan"),
                ("revisi", "Tanggal Revisi"),
                ("efektif", "Tanggal Efektif"),
                ("disahkan_oleh", "Disahkan oleh"),
            )
        ]
        + [["Nama SOP", procedure.title]],
        "sections": [
            {"title": s.title, "lines": list(s.lines), "numbered": bool(s.separator)}
            for s in procedure.sections
        ],
        "roles": [role.name for role in procedure.roles],
        "pages": _pages(procedure, states),
        "strip": {"column": COLUMN, "row": ROW, "connector": CONNECTOR},
        "case": _case_line(context),
        "assumptions": [{"about": _about(a), "text": a.reason} for a in procedure.assumptions],
        "findings": [
            {"where": f.where, "text": f.text, "proposal": f.proposal} for f in findings(procedure)
        ],
        "version": procedure.version,
    }
    return Made("sop", "SOP", TEMPLATES / "sop.typ", data)


def _about(assumption: Assumption) -> str:
    where = f"Langkah {assumption.step}: " if assumption.step else ""
    words = f"{where}{ABOUT[assumption.about]}"
    return words[0].upper() + words[1:]


def step_states(context: Context) -> dict[int, str]:
    """Each step's state in the case: selesai, kini, terlambat, dikembalikan or nanti."""
    case = context.case
    done = {v.step for v in case.visits if v.left is not None}
    states = {}
    for step in context.procedure.steps:
        past = step.number in done and (step.number < case.step or not case.is_open)
        states[step.number] = "selesai" if past else "nanti"
    if case.is_open and case.visit:
        late = deadline(context.procedure, case, context.calendar, context.now).late
        here = "dikembalikan" if case.visit.paused else "kini"
        states[case.step] = "terlambat" if late else here
    return states


def _pages(procedure: Procedure, states: dict[int, str]) -> list[dict[str, object]]:
    pages = []
    numbers = [row.number for row in procedure.rows]
    chunks = [numbers[n : n + ROWS_A_PAGE] for n in range(0, len(numbers), ROWS_A_PAGE)]
    for nth, chunk in enumerate(chunks):
        incoming = chr(ord("A") + nth - 1) if nth else ""
        leaving = chr(ord("A") + nth) if nth + 1 < len(chunks) else ""
        strip = strip_svg(procedure, chunk[0], chunk[-1], states, (incoming, leaving))
        rows = [
            {
                "number": str(row.number),
                "activity": row.activity,
                "requirements": row.requirements,
                "time": row.time,
                "output": row.output,
                "remark": row.remark,
                "state": STATES[states.get(row.number, "nanti")],
            }
            for row in procedure.rows
            if row.number in chunk
        ]
        pages.append({"rows": rows, "strip": strip, "into": bool(incoming), "out": bool(leaving)})
    return pages


def _case_line(context: Context) -> str:
    case = context.case
    if not case.id:
        return ""
    return f"Usulan {case.number}, {case.title}: langkah {case.step}, {case.status.value}"


KINDS = (Kind("sop", "SOP dengan posisi usulan", 1, sop),)
