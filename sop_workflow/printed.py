"""The procedure as the office's own text file, to prove that no word was changed."""

from __future__ import annotations

from sop_workflow.procedure import Procedure, Section

_GROUPS = "No.\tKegiatan\tPelaksana\t\t\t\tMutu Baku\t\t\tKet\n"


def paper_text(procedure: Procedure) -> str:
    """Headings, blocks and the table, tab-separated as the paper's text export has them."""
    blocks = "".join(_block(section) for section in procedure.sections)
    names = "\t".join(role.name for role in procedure.roles)
    head = f"{_GROUPS}\t\t{names}\tKelengkapan\tWaktu\tOutput\t\n"
    rows = (
        "\t".join(
            (
                f"{row.number}.",
                row.activity,
                *(row.marks.get(role.key, "") for role in procedure.roles),
                row.requirements,
                row.time,
                row.output,
                row.remark,
            )
        )
        for row in procedure.rows
    )
    return f"{procedure.title}\n{blocks}{head}" + "\n".join(rows) + "\n"


def _block(section: Section) -> str:
    lines = (
        f"{number}{section.separator}{line}" if section.separator else line
        for number, line in enumerate(section.lines, 1)
    )
    return f"{section.title}\n" + "\n".join(lines) + "\n"
