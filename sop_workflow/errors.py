"""The family of errors of the procedure: each says what, which one, and the way out.

A page shows ``str(error)`` or the three parts apart; an exception never prints by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sop_workflow.kelengkapan import Missing


class SopError(Exception):
    """Base of the family; ``str()`` joins what happened, which one, and the way out."""

    def __init__(self, what: str, *, which: str = "", way_out: str = "") -> None:
        self.what, self.which, self.way_out = what, which, way_out
        head = f"{what} ({which})" if which else what
        super().__init__(" ".join(part for part in (head, way_out) if part))


class ProcedureError(SopError):
    """The procedure file cannot be used: a wrong key, a step that leads nowhere."""


class Refusal(SopError):  # noqa: N818
    """Base of everything the one door answers with 'no'; nothing was stored."""


class NotAllowed(Refusal):
    """WHO: this person, in this seat, may not do it."""


class NotNow(Refusal):
    """WHEN: nobody may do it at this step or in this state."""


class Stale(Refusal):
    """The case moved on since the page was opened, or the same button was pressed twice."""


class BadInput(Refusal):
    """A value cannot be stored; ``field`` names the input beside which to show it."""

    def __init__(self, what: str, *, field: str = "", which: str = "", way_out: str = "") -> None:
        super().__init__(what, which=which, way_out=way_out)
        self.field = field


class BadInputs(BadInput):
    """Several values of one form cannot be stored; ``found`` has them all, at least one."""

    def __init__(self, found: Sequence[BadInput]) -> None:
        self.found = tuple(found)
        first = self.found[0]
        if len(self.found) == 1:
            super().__init__(
                first.what, field=first.field, which=first.which, way_out=first.way_out
            )
        else:
            super().__init__(
                f"{len(self.found)} isian belum benar",
                field=first.field,
                way_out="Perbaiki yang ditandai.",
            )


class Incomplete(Refusal):
    """The step's kelengkapan is not there yet; ``missing`` lists every part that lacks."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        self.missing = tuple(missing)
        super().__init__(
            "Kelengkapan langkah ini belum ada",
            which="; ".join(m.text for m in self.missing),
            way_out="Lengkapi dahulu, lalu kirim lagi.",
        )


class NotFound(SopError):  # noqa: N818
    """There is no such case, person, seat or paper."""


class SeatConflict(SopError):  # noqa: N818
    """An assignment overlaps another one, or skips the written exception it needs."""


class ChainBroken(SopError):  # noqa: N818
    """The stored record does not agree with its own hashes."""
