"""Numbers over all cases, and the half-yearly monitoring form filled in advance.

Days are working days of the office's calendar; the time a case lay returned does not count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from sop_workflow.calendar import WorkingCalendar
from sop_workflow.case import Case, Status, Visit
from sop_workflow.deadlines import deadline, due_of
from sop_workflow.desk import Desk
from sop_workflow.events import Event, Kind
from sop_workflow.procedure import Step
from sop_workflow.storage.tables import CaseRow, EventRow


@dataclass(frozen=True, slots=True)
class StepNumbers:
    """One step over all its visits: how many, how long (median), how often late or returned."""

    number: int
    activity: str
    standard: str
    waiting: int
    visits: int
    median_days: float
    late: int
    returned: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The office at a glance."""

    running: int
    late: int
    finished: int
    rejected: int
    withdrawn: int
    median_days: float
    steps: tuple[StepNumbers, ...]


@dataclass(frozen=True, slots=True)
class MonthNumbers:
    """One month: what came, what was done, and how many working days it took (median).

    Of a step: stays begun, ended, and their days; of the whole procedure: cases.
    """

    first: date
    came: int
    done: int
    median_days: float | None


@dataclass(frozen=True, slots=True)
class FormRow:
    """One line of the monitoring form; notes and action are the office's to complete."""

    number: int
    procedure: str
    runs_well: bool | None
    note: str
    action: str


def overview(desk: Desk) -> Overview:
    """Running, late, finished, and the numbers of each step."""
    cases = desk.store.cases(CaseRow.version > 0)
    calendar, now = desk.office.calendar(), desk.clock.now()

    def count(status: Status) -> int:
        return sum(case.status is status for case in cases)

    spent = [_case_days(calendar, c) for c in cases if c.status is Status.FINISHED]
    return Overview(
        running=count(Status.OPEN),
        late=sum(deadline(desk.procedure_of(c), c, calendar, now).late for c in cases),
        finished=count(Status.FINISHED),
        rejected=count(Status.REJECTED),
        withdrawn=count(Status.WITHDRAWN),
        median_days=float(median(spent)) if spent else 0.0,
        steps=tuple(_step(desk, calendar, cases, step) for step in _newest(desk)),
    )


def trend(desk: Desk, step: int = 0, months: int = 12) -> tuple[MonthNumbers, ...]:
    """The last months, the current one last: of one step, or with 0 of whole cases."""
    calendar = desk.office.calendar()
    cases = desk.store.cases(CaseRow.version > 0)
    spans: list[tuple[date, date | None, int]] = []  # begun, done, working days
    for case in cases:
        if not case.visits:
            continue
        if step:
            spans += [
                (calendar.day(v.entered), v.left and calendar.day(v.left), _days(calendar, v))
                for v in case.visits
                if v.step == step and not v.paused
            ]
        else:
            over = case.visits[-1].left if case.status is Status.FINISHED else None
            done = calendar.day(over) if over else None
            spans.append((calendar.day(case.visits[0].entered), done, _case_days(calendar, case)))
    found = []
    for first in _months(calendar.day(desk.clock.now()), months):
        days = [took for _, done, took in spans if done and _month(done) == first]
        came = sum(_month(begun) == first for begun, _, _ in spans)
        found.append(MonthNumbers(first, came, len(days), float(median(days)) if days else None))
    return tuple(found)


def _month(day: date) -> date:
    return day.replace(day=1)


def _months(today: date, count: int) -> list[date]:
    """First days of the last months, oldest first."""
    last = today.year * 12 + today.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(last - count + 1, last + 1)]


def monitoring_form(desk: Desk, start: date, end: date) -> tuple[FormRow, ...]:
    """One line a step for that half-year; None where no case passed the step."""
    calendar = desk.office.calendar()
    cases = desk.store.cases(CaseRow.version > 0)
    returns = [
        event
        for event in desk.store.events_where(EventRow.kind == Kind.RETURNED.value)
        if start <= calendar.day(event.at) <= end
    ]
    return tuple(_form_row(desk, cases, returns, step, start, end) for step in _newest(desk))


def _newest(desk: Desk) -> tuple[Step, ...]:
    return (desk.versions.newest(desk.default.key) or desk.default).steps


def _left(cases: Sequence[Case], number: int) -> list[tuple[Case, int, Visit]]:
    """Every finished, unpaused stay at that step."""
    return [
        (case, index, visit)
        for case in cases
        for index, visit in enumerate(case.visits)
        if visit.step == number and visit.left is not None and not visit.paused
    ]


def _is_late(desk: Desk, calendar: WorkingCalendar, case: Case, index: int, visit: Visit) -> bool:
    due = due_of(desk.procedure_of(case), case, index, calendar)
    return visit.left is not None and calendar.day(visit.left) > due


def _days(calendar: WorkingCalendar, visit: Visit) -> int:
    if visit.left is None or visit.paused:
        return 0
    return calendar.between(calendar.day(visit.entered), calendar.day(visit.left))


def _case_days(calendar: WorkingCalendar, case: Case) -> int:
    return sum(_days(calendar, visit) for visit in case.visits)


def _step(desk: Desk, calendar: WorkingCalendar, cases: Sequence[Case], step: Step) -> StepNumbers:
    stays = _left(cases, step.number)
    spent = [_days(calendar, visit) for _, _, visit in stays]
    return StepNumbers(
        number=step.number,
        activity=step.activity,
        standard=step.time,
        waiting=sum(case.is_open and case.step == step.number for case in cases),
        visits=len(stays),
        median_days=float(median(spent)) if spent else 0.0,
        late=sum(_is_late(desk, calendar, *stay) for stay in stays),
        returned=sum(visit.how == "dikembalikan" for _, _, visit in stays),
    )


def _form_row(
    desk: Desk,
    cases: Sequence[Case],
    returns: Sequence[Event],
    step: Step,
    start: date,
    end: date,
) -> FormRow:
    calendar = desk.office.calendar()
    stays = [
        (case, index, visit)
        for case, index, visit in _left(cases, step.number)
        if visit.left is not None and start <= calendar.day(visit.left) <= end
    ]
    if not stays:
        return FormRow(step.number, step.activity, None, "Tidak ada usulan pada masa ini", "")
    late = sum(_is_late(desk, calendar, *stay) for stay in stays)
    back = sum(event.step == step.number for event in returns)
    parts = [f"{len(stays)} kali dilaksanakan"]
    parts += [f"{late} terlambat"] if late else []
    parts += [f"{back} dikembalikan"] if back else []
    return FormRow(step.number, step.activity, late == 0, ", ".join(parts), "")
