"""What pages ask: one case for one person, the inbox, history, the public position."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import sqlalchemy as sa

from sop_workflow.assignments import Assignment
from sop_workflow.calendar import WorkingCalendar
from sop_workflow.case import Case, Stamp, Status
from sop_workflow.commands import Command
from sop_workflow.deadlines import deadline, due_of
from sop_workflow.desk import Actor, choose
from sop_workflow.errors import NotAllowed, NotNow
from sop_workflow.events import Event
from sop_workflow.kelengkapan import Missing, missing, value_of
from sop_workflow.paper_queries import PaperQueries
from sop_workflow.procedure import Procedure, Step
from sop_workflow.roles import VERBS, may_role
from sop_workflow.rules import check_rule
from sop_workflow.sentences import deed, sentence, who
from sop_workflow.storage.tables import CaseRow, EventRow, SeenRow
from sop_workflow.views import (
    CasePage,
    HistoryRow,
    Inbox,
    InboxGroup,
    InboxRow,
    InputView,
    PaperSlot,
    StepView,
    Verdict,
)

GROUPS = ("Lewat tenggat", "Minggu ini", "Nanti", "Waktu berhenti")


class CaseQueries(PaperQueries):
    """Reading; nothing here writes but `mark_seen`."""

    def case(self, case_id: int) -> Case:
        """The case; NotFound when there is none."""
        return self.store.case(case_id)

    def history(self, case_id: int) -> tuple[Event, ...]:
        """Its record, oldest first."""
        return self.store.events(case_id)

    def events_after(self, cursor: int, limit: int = 500) -> tuple[Event, ...]:
        """The outbox: events of all cases beyond the cursor (`event.id`), in order."""
        return self.store.events_after(cursor, limit)

    def missing(self, case_id: int, revision: str = "") -> tuple[Missing, ...]:
        """What the current step still lacks; empty when closed or complete."""
        case = self.case(case_id)
        return self._missing(self.procedure_of(case), case, revision)

    def may(self, actor: Actor, case: Case, verb: str | type[Command]) -> Verdict:
        """May the actor use that verb on this case now?"""
        name = verb if isinstance(verb, str) else verb.verb
        return _verdict(self.stamps(actor), self.procedure_of(case), case, name)

    def may_open(self, actor: Actor) -> Verdict:
        """May the actor enter a new usulan?"""
        try:
            self.stamp(actor, self.default, Case(), "open")
        except NotAllowed as refusal:
            return Verdict(False, str(refusal))
        return Verdict(True)

    def page(self, actor: Actor, case_id: int) -> CasePage:
        """Everything of one case for one person; does not mark it as seen."""
        case = self.case(case_id)
        procedure = self.procedure_of(case)
        step = procedure.step(case.step)
        calendar, stamps = self.office.calendar(), self.stamps(actor)
        until = deadline(procedure, case, calendar, self.clock.now())
        world = self.world(Stamp(), procedure, case)
        lacking = missing(procedure, case, world) if case.is_open else ()
        keys = {m.key for m in lacking}
        seen = self.seen(actor, case_id)
        rows = tuple(self._row(event, actor, seen) for event in self.history(case_id))
        may = {verb: _verdict(stamps, procedure, case, verb) for verb in VERBS if verb != "open"}
        slots = tuple(
            PaperSlot(p, at.id if at else "", at.filename if at else "", p.key in keys)
            for p in step.papers
            for at in (case.paper(p.key),)
        )
        return CasePage(
            case=case,
            procedure=procedure,
            step=step,
            deadline=until,
            turn=self.turn(procedure, case),
            my_turn=self._is_turn(procedure, case, stamps),
            missing=lacking,
            losses=world.spec.losses if case.is_open and world.spec else (),
            inputs=tuple(InputView(i, value_of(case, step, i), i.key in keys) for i in step.inputs),
            slots=slots,
            may=may,
            subject_sha256=case.subject(step.binds),
            acting_as=tuple(s for s in stamps if s.seat),
            changes=tuple(row for row in rows if row.new),
            history=rows[::-1],
            steps=self._steps(procedure, case, calendar),
            warning=" ".join(procedure.section("peringatan")) if until.late else "",
        )

    def inbox(self, actor: Actor, search: str = "") -> Inbox:
        """Giliran saya (grouped by deadline), Saya ikuti, Selesai.

        A rejected case stays with its handler until the letter to the SKPD is written.
        """
        stamps = self.stamps(actor)
        is_open = CaseRow.status == Status.OPEN.value
        cases = [c for c in self.store.cases(is_open) if _matches(c, search)]
        done = [c for c in self.store.cases(~is_open, CaseRow.version > 0) if _matches(c, search)]
        owed = [c for c in done if c.owes_refusal and c.handler == actor.person != 0]
        mine = [c for c in cases if self._is_turn(self.procedure_of(c), c, stamps)] + owed
        others = [c for c in cases if c not in mine and actor.person in (*c.people, c.handler)]
        changes = self._changes(actor, [c.id for c in (*cases, *owed)])
        row = self._rows()
        rows = [row(c, changes.get(c.id, ())) for c in mine]
        rows.sort(key=lambda r: (r.deadline.due or date.max, r.number))
        groups = (InboxGroup(name, tuple(r for r in rows if r.group == name)) for name in GROUPS)
        return Inbox(
            mine=tuple(group for group in groups if group.rows),
            followed=tuple(row(c, changes.get(c.id, ())) for c in others),
            finished=tuple(row(c, ()) for c in done[:200]),
        )

    def waiting(self, actor: Actor) -> int:
        """How many cases stand in *Giliran saya*. Every page says so: what has ended is not read,
        but for rejected cases of this person, who may still owe the letter."""
        stamps = self.stamps(actor)
        mine = [
            c
            for c in self.store.cases(CaseRow.status == Status.OPEN.value)
            if self._is_turn(self.procedure_of(c), c, stamps)
        ]
        rejected = (CaseRow.status == Status.REJECTED.value, CaseRow.handler == actor.person)
        owed = [c for c in self.store.cases(*rejected) if c.owes_refusal] if actor.person else []
        return len(mine) + len(owed)

    def cases(self, search: str = "") -> tuple[InboxRow, ...]:
        """Every case, newest change first."""
        found, row = self.store.cases(CaseRow.version > 0), self._rows()
        return tuple(row(c, ()) for c in found if _matches(c, search))

    def seen(self, actor: Actor, case_id: int) -> int:
        """Up to which event the person has seen the case."""
        row = self.session.get(SeenRow, (actor.person, case_id)) if actor.person else None
        return row.seq if row else 0

    def mark_seen(self, actor: Actor, case_id: int) -> None:
        """The person has the page before him; what comes later is new to him."""
        if actor.person:
            self._has_seen(actor, self.case(case_id))
            self.session.commit()

    def _has_seen(self, actor: Actor, case: Case) -> None:
        now = self.clock.now()
        row = SeenRow(person=actor.person, case_id=case.id, seq=case.version, at=now)
        self.session.merge(row)

    def turn(
        self, procedure: Procedure, case: Case, holders: Sequence[Assignment] | None = None
    ) -> str:
        """Whose turn it is, by name and seat where somebody holds it."""
        if not case.is_open:
            return ""
        step = procedure.step(case.step)
        if step.performer == procedure.maker:
            return f"{case.handler_name} ({step.performer_name})"
        today = self.seats.holders(self.today()) if holders is None else holders
        names = ", ".join(a.person.name for a in today if a.seat.role == step.performer)
        return f"{names} ({step.performer_name})" if names else step.performer_name

    def _missing(self, procedure: Procedure, case: Case, revision: str = "") -> tuple[Missing, ...]:
        if not case.is_open:
            return ()
        world = self.world(Stamp(), procedure, case, revision=revision)
        return missing(procedure, case, world)

    def _is_turn(self, procedure: Procedure, case: Case, stamps: Iterable[Stamp]) -> bool:
        if not case.is_open:
            return False
        verb = "approve" if procedure.step(case.step).decides else "submit"
        return any(may_role(procedure, case, verb, stamp) for stamp in stamps)

    def _row(self, event: Event, actor: Actor, seen: int) -> HistoryRow:
        mine = event.by.person == actor.person and bool(actor.person)
        return HistoryRow(
            seq=event.seq,
            at=event.at,
            kind=event.kind.value,
            step=event.step,
            who=who(event.by),
            what=deed(event),
            note=event.note,
            mine=mine,
            new=event.seq > seen and not mine,
            losses=tuple((event.data.get("spec") or {}).get("losses", ())),
        )

    def _changes(self, actor: Actor, ids: list[int]) -> dict[int, tuple[str, ...]]:
        if not actor.person or not ids:
            return {}
        newest = (
            sa.select(EventRow.id)
            .outerjoin(
                SeenRow,
                sa.and_(SeenRow.case_id == EventRow.case_id, SeenRow.person == actor.person),
            )
            .where(
                EventRow.case_id.in_(ids),
                EventRow.person != actor.person,
                EventRow.seq > sa.func.coalesce(SeenRow.seq, 0),
            )
        )
        found: dict[int, tuple[str, ...]] = {}
        for event in self.store.events_where(EventRow.id.in_(newest)):
            found[event.case_id] = (*found.get(event.case_id, ()), sentence(event))
        return found

    def _rows(self) -> Callable[[Case, tuple[str, ...]], InboxRow]:
        """Calendar and seats are read once for a whole list."""
        calendar = self.office.calendar()
        holders = self.seats.holders(calendar.day(self.clock.now()))
        return lambda case, changes: self._inbox_row(case, changes, calendar, holders)

    def _inbox_row(
        self,
        case: Case,
        changes: tuple[str, ...],
        calendar: WorkingCalendar,
        holders: Sequence[Assignment],
    ) -> InboxRow:
        procedure = self.procedure_of(case)
        until = deadline(procedure, case, calendar, self.clock.now())
        today = calendar.day(self.clock.now())
        sunday = today + timedelta(days=6 - today.weekday())
        if case.owes_refusal:
            until, group = replace(until, words="Surat penolakan belum dibuat"), GROUPS[1]
        elif until.due is None:
            group = GROUPS[3]
        elif until.late:
            group = GROUPS[0]
        else:
            group = GROUPS[1] if until.due <= sunday else GROUPS[2]
        visit = case.visit
        return InboxRow(
            case_id=case.id,
            number=case.number,
            title=case.title,
            organisation=case.organisation,
            status=case.status.value,
            step=case.step,
            activity=procedure.step(case.step).activity,
            turn=self.turn(procedure, case, holders),
            deadline=until,
            group=group,
            changes=changes,
            updated=case.closed or (visit.entered if visit else self.clock.now()),
        )

    def _steps(
        self, procedure: Procedure, case: Case, calendar: WorkingCalendar
    ) -> tuple[StepView, ...]:
        now = self.clock.now()
        current = deadline(procedure, case, calendar, now)

        def view(step: Step) -> StepView:
            stays = [n for n, v in enumerate(case.visits) if v.step == step.number]
            last = case.visits[stays[-1]] if stays else None
            here = case.is_open and case.step == step.number
            due = current.due if here else None
            late = current.late if here else False
            if last and last.left and not last.paused:
                due = due_of(procedure, case, stays[-1], calendar)
                late = calendar.day(last.left) > due
            state = "nanti"
            if here:
                state = "dikembalikan" if last and last.paused else "kini"
            elif last and (step.number < case.step or not case.is_open):
                state = "selesai"
            approval = case.valid_approval(step.number)
            return StepView(
                number=step.number,
                activity=step.activity,
                performer=step.performer_name,
                state=state,
                late=late,
                entered=last.entered if last else None,
                left=last.left if last else None,
                due=due,
                who=f"{approval.by.name} ({approval.by.title})" if approval else "",
            )

        return tuple(view(step) for step in procedure.steps)


def _matches(case: Case, search: str) -> bool:
    words = search.casefold().split()
    text = f"{case.number} {case.title} {case.organisation} {case.handler_name}".casefold()
    return all(word in text for word in words)


def _verdict(stamps: Sequence[Stamp], procedure: Procedure, case: Case, verb: str) -> Verdict:
    try:
        choose(stamps, procedure, case, verb)
        check_rule(procedure, case, verb)
    except (NotAllowed, NotNow) as refusal:
        return Verdict(False, str(refusal))
    return Verdict(True)
