"""The papers of a case: each from the case's own data, laid out by Typst, nothing invented.

`make(context, kind)` gives template and data; the service typesets and, for `MakePaper`, attaches.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sop_workflow.errors import BadInput
from sop_workflow.papers import letters, minutes, sheets, table
from sop_workflow.papers.blocks import Made
from sop_workflow.papers.context import Context, Kind as PaperKind, Order

KINDS: dict[str, PaperKind] = {
    kind.key: kind for kind in (*sheets.KINDS, *letters.KINDS, *minutes.KINDS, *table.KINDS)
}
"""Every paper that can be made, by key: label, step and maker."""

__all__ = ["KINDS", "Context", "Made", "make"]


def make(
    context: Context,
    kind: str,
    *,
    number: str = "",
    day: date | None = None,
    presentation: str = "",
    extra: Mapping[str, Any] | None = None,
) -> Made:
    """One paper of that kind; BadInput when there is none or its presentation is unknown."""
    known = KINDS.get(kind)
    if known is None:
        raise BadInput("Dokumen ini tidak ada", field="kind", which=kind)
    meeting = context.case.presentation(presentation) if presentation else None
    if known.per_presentation and meeting is None:
        raise BadInput("Pilih presentasinya", field="presentation", which=known.label)
    order = Order(number=number, day=day or context.today, meeting=meeting, extra=extra or {})
    return known.make(context, order)
