"""Until when the current step has time: from its visits and the office's calendar, never stored.

While a case lies where an official sent it back to, no clock runs. When it comes back to the
official who sent it, he has what was left of his time (at least one working day).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sop_workflow.calendar import Duration, WorkingCalendar, long_date
from sop_workflow.case import Case, Visit
from sop_workflow.procedure import Procedure


@dataclass(frozen=True, slots=True)
class Deadline:
    """``left``: working days until `due`, negative when late. No `due` while paused or closed."""

    due: date | None
    left: int
    late: bool
    paused: bool
    words: str


def deadline(
    procedure: Procedure, case: Case, calendar: WorkingCalendar, now: datetime
) -> Deadline:
    """The deadline of the current step as it stands at that moment."""
    visit = case.visit
    if not case.is_open or visit is None:
        return Deadline(None, 0, False, False, case.status.value.capitalize())
    if visit.paused:
        words = f"Waktu berhenti sejak {long_date(calendar.day(visit.entered))}"
        return Deadline(None, 0, False, True, words)
    due = due_of(procedure, case, len(case.visits) - 1, calendar)
    today = calendar.day(now)
    left = calendar.between(today, due)
    late = today > due
    return Deadline(due, left, late, False, _words(left, late, due))


def due_of(procedure: Procedure, case: Case, index: int, calendar: WorkingCalendar) -> date:
    """The last day of that visit's standard time, with what an earlier return left of it."""
    visit = case.visits[index]
    entered = calendar.day(visit.entered)
    sent = _sent_back(case.visits[:index], visit.step)
    if sent is None:
        time = Duration.parse(procedure.step(visit.step).time)
        return calendar.due(entered, time)
    before = due_of(procedure, case, sent, calendar)
    moment = case.visits[sent].left or case.visits[sent].entered
    left = calendar.between(calendar.day(moment), before)
    return calendar.add(entered, max(left, 1))


def _sent_back(visits: tuple[Visit, ...], step: int) -> int | None:
    """The last earlier visit of this step, if it ended in a return by the official himself."""
    for index in range(len(visits) - 1, -1, -1):
        if visits[index].step == step:
            after = visits[index + 1 : index + 2]
            paused = bool(after) and after[0].paused
            return index if visits[index].how == "dikembalikan" and paused else None
    return None


def _words(left: int, late: bool, due: date) -> str:
    if late:
        # Over a weekend a deadline can be past by no working day yet.
        return f"Terlambat {max(-left, 1)} hari kerja (tenggat {long_date(due)})"
    if left == 0:
        return "Tenggat hari ini"
    return f"{left} hari kerja lagi, {long_date(due)}"
