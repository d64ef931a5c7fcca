"""The fold: state is what the events have made of it, and nothing else.

`evolve(case, event)` knows no procedure and no rule: whether an event may happen was decided by
`apply`, and where it leads stands in its data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sop_workflow.case import (
    Approval,
    Attendee,
    Case,
    Deliverable,
    Fact,
    Paper,
    Presentation,
    Remark,
    Signature,
    SpecRef,
    Status,
    Visit,
)
from sop_workflow.events import Event, Kind


def fold(events: Iterable[Event]) -> Case:
    """The case that these events, in order, have made."""
    case = Case()
    for event in events:
        case = evolve(case, event)
    return case


def evolve(case: Case, event: Event) -> Case:
    """The case after one more event."""
    case = _FOLDS[event.kind](case, event)
    person = event.by.person
    people = case.people if person in (0, *case.people) else (*case.people, person)
    return replace(case, version=event.seq, head=event.hash, people=people)


def _move(case: Case, event: Event, to: int, how: str, *, paused: bool = False) -> Case:
    last = case.visits[-1]
    left = replace(last, left=event.at, how=how)
    if to == 0:
        return replace(case, visits=(*case.visits[:-1], left))
    stay = Visit(step=to, entered=event.at, seq=event.seq, paused=paused)
    return replace(case, step=to, visits=(*case.visits[:-1], left, stay))


def _close(case: Case, event: Event, status: Status) -> Case:
    last = replace(case.visits[-1], left=case.visits[-1].left or event.at, how=status.value)
    return replace(case, status=status, closed=event.at, visits=(*case.visits[:-1], last))


def _opened(case: Case, event: Event) -> Case:
    data = event.data
    return replace(
        case,
        id=event.case_id,
        number=data["number"],
        token=data["token"],
        procedure=data["procedure"],
        procedure_version=data["procedure_version"],
        step=1,
        proposer=event.by.person,
        handler=event.by.person,
        handler_name=event.by.name,
        makers=(event.by.person,),
        opened=event.at,
        visits=(Visit(step=1, entered=event.at, seq=event.seq),),
    )


def _recorded(case: Case, event: Event) -> Case:
    facts = {(f.step, f.key): f for f in case.facts}
    for key, value in event.data["facts"].items():
        facts.pop((event.step, key), None)
        facts[event.step, key] = Fact(key=key, step=event.step, value=value, seq=event.seq)
    return replace(case, facts=tuple(facts.values()))


def _attached(case: Case, event: Event) -> Case:
    data = event.data
    paper = Paper(
        id=f"p{event.seq}",
        kind=data["kind"],
        label=data["label"],
        step=event.step,
        sha256=data["sha256"],
        size=data["size"],
        media=data["media"],
        filename=data["filename"],
        number=data["number"],
        date=date.fromisoformat(data["date"]) if data["date"] else None,
        made=data["made"],
        at=event.at,
        seq=event.seq,
        presentation=data["presentation"],
        spec_sha256=data["spec_sha256"],
    )
    return replace(case, papers=(*case.papers, paper))


def _with_spec(case: Case, event: Event, step: int) -> Case:
    raw = event.data.get("spec")
    if not raw:
        return case
    same = case.spec is not None and case.spec.sha256 == raw["sha256"]
    ref = SpecRef(
        revision=raw["revision"],
        sha256=raw["sha256"],
        step=step,
        seq=case.spec.seq if same and case.spec else event.seq,
        losses=case.spec.losses if same and case.spec else tuple(raw.get("losses", ())),
    )
    return replace(case, spec=ref, specs=(*case.specs, ref))


def _submitted(case: Case, event: Event) -> Case:
    person = event.by.person
    makers = case.makers if person in case.makers else (*case.makers, person)
    case = _with_spec(replace(case, makers=makers), event, event.step)
    return _move(case, event, event.data["to"], "dikirim")


def _approved(case: Case, event: Event) -> Case:
    raw = event.data.get("signature")
    signature = Signature(**{**raw, "at": datetime.fromisoformat(raw["at"])}) if raw else None
    approval = Approval(
        step=event.step,
        by=event.by,
        subject_sha256=event.data["subject"],
        at=event.at,
        seq=event.seq,
        signature=signature,
    )
    case = replace(case, approvals=(*case.approvals, approval))
    return _move(case, event, event.data["to"], "disetujui")


def _returned(case: Case, event: Event) -> Case:
    return _move(case, event, event.data["to"], "dikembalikan", paused=event.data["paused"])


def _handed_over(case: Case, event: Event) -> Case:
    return replace(case, handler=event.data["to"], handler_name=event.data["name"])


def _spec_changed(case: Case, event: Event) -> Case:
    case = _with_spec(replace(case, deliverable=None), event, event.data["to"])
    return _move(case, event, event.data["to"], "rancangan berubah")


def _deliverable_bound(case: Case, event: Event) -> Case:
    data = event.data
    bound = Deliverable(
        sha256=data["sha256"],
        spec_sha256=data["spec_sha256"],
        revision=data["revision"],
        seq=event.seq,
    )
    return replace(case, deliverable=bound)


def _voided(case: Case, event: Event) -> Case:
    gone = set(event.data["approvals"])
    approvals = tuple(replace(a, voided=event.seq) if a.seq in gone else a for a in case.approvals)
    case = replace(case, approvals=approvals)
    return _move(case, event, event.data["to"], "batal") if event.data["to"] else case


def _called(case: Case, event: Event) -> Case:
    data = event.data
    meeting = Presentation(
        id=f"r{event.seq}",
        at=datetime.fromisoformat(data["at"]),
        place=data["place"],
        agenda=data["agenda"],
        invited=tuple(data["invited"]),
        seq=event.seq,
    )
    return replace(case, presentations=(*case.presentations, meeting))


def _change_presentation(case: Case, key: str, **changes: Any) -> Case:
    meetings = (replace(p, **changes) if p.id == key else p for p in case.presentations)
    return replace(case, presentations=tuple(meetings))


def _held(case: Case, event: Event) -> Case:
    data = event.data
    meeting = case.presentation(data["presentation"])
    return _change_presentation(
        case,
        data["presentation"],
        attendance=tuple(Attendee(**line) for line in data["attendance"]),
        minutes=event.note,
        previewed=data["previewed"],
        no_remarks=data["no_remarks"],
        revision=data["revision"],
        held=(meeting and meeting.held) or event.at,
    )


def _cancelled(case: Case, event: Event) -> Case:
    return _change_presentation(case, event.data["presentation"], cancelled=True)


def _remark_added(case: Case, event: Event) -> Case:
    data = event.data
    remark = Remark(
        id=f"c{event.seq}",
        author=data.get("author") or event.by.name,
        unit=data["unit"] if data.get("author") else event.by.unit,
        text=event.note,
        at=event.at,
        node=data["node"],
        screen=data["screen"],
        presentation=data["presentation"],
    )
    return replace(case, remarks=(*case.remarks, remark))


def _change_remark(case: Case, key: str, **changes: Any) -> Case:
    remarks = (replace(r, **changes) if r.id == key else r for r in case.remarks)
    return replace(case, remarks=tuple(remarks))


def _answered(case: Case, event: Event) -> Case:
    # A new answer has to be told again.
    return _change_remark(
        case,
        event.data["remark"],
        answer=event.note,
        outcome=event.data["outcome"],
        answered=event.at,
        told=None,
        told_how="",
    )


def _told(case: Case, event: Event) -> Case:
    return _change_remark(case, event.data["remark"], told=event.at, told_how=event.data["how"])


_FOLDS: dict[Kind, Callable[[Case, Event], Case]] = {
    Kind.OPENED: _opened,
    Kind.RECORDED: _recorded,
    Kind.ATTACHED: _attached,
    Kind.SUBMITTED: _submitted,
    Kind.APPROVED: _approved,
    Kind.RETURNED: _returned,
    Kind.REJECTED: lambda case, event: _close(case, event, Status.REJECTED),
    Kind.WITHDRAWN: lambda case, event: _close(case, event, Status.WITHDRAWN),
    Kind.COMMENTED: lambda case, event: case,
    Kind.HANDED_OVER: _handed_over,
    Kind.SPEC_CHANGED: _spec_changed,
    Kind.DELIVERABLE_BOUND: _deliverable_bound,
    Kind.APPROVALS_VOIDED: _voided,
    Kind.PRESENTATION_CALLED: _called,
    Kind.PRESENTATION_HELD: _held,
    Kind.PRESENTATION_CANCELLED: _cancelled,
    Kind.REMARK_ADDED: _remark_added,
    Kind.REMARK_ANSWERED: _answered,
    Kind.REMARK_TOLD: _told,
    Kind.FINISHED: lambda case, event: _close(case, event, Status.FINISHED),
}
