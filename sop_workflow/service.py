"""The one door: every change of a case goes through `CaseService.do(actor, command)`.

In one transaction it checks WHO (`roles.py`), WHEN (`rules.py`) and kelengkapan, appends events,
writes the projection and commits. It raises a `Refusal` and stores nothing otherwise:
`NotAllowed` (who), `NotNow` (when), `Stale` (page too old, double click), `BadInput` (``.field``),
`Incomplete` (``.missing``). Nothing is told from here: `pipeline` follows `events_after(cursor)`.

Commands (`commands.py`; all but Open have ``case_id`` and ``seen`` = the page's case.version)

==================  =================================================  ==================  ========
command             fields                                             who                 when
==================  =================================================  ==================  ========
Open                title, organisation, facts                         prakom              -
Record              facts {input key: value}                           step's performer    isian
Attach              kind, content, filename, media, number, date,      performer, handler  open
                    label, presentation, made, spec_sha256             system
MakePaper           kind (papers.KINDS), number, date, presentation,   performer, handler  open
                    values                                             system
Submit              note, facts, revision (steps 5, 7),                handler             1 5-8 12
                    accept_losses (agreed to what the design drops)
Approve             sha256_seen (= page.subject_sha256), note, facts,  seat of the step    2-4 9-11
                    confirmed (steps 9-11: password was re-entered)
Return              to, note*                                          seat, or handler    2-4 6-11
Reject              note*, facts                                       seat                4
Withdraw            note                                               proposer, handler   open
Comment             text*                                              anyone seated       open
HandOver            to (person id), note                               handler, officials  open
CallPresentation    at, place, agenda, invited                         handler             6
HoldPresentation    presentation, attendance, minutes*, previewed,     handler (again:     6
                    no_remarks                                         a correction)
CancelPresentation  presentation, note*                                handler             6
AddRemark           text*, node, screen, presentation;                 anyone with a name  6 7
                    author, unit (in the name of another)              handler
AnswerRemark        remark, answer*, outcome diterima|ditolak|ditunda    handler             6 7
TellRemark          remark, how*                                       handler, system     6 7
ChangeSpec          revision, note, accept_losses                      handler, system     8-12
BindDeliverable     deliverable_sha256, spec_sha256, revision          system              8-12
==================  =================================================  ==================  ========

Decisions are refused when the case moved on at all since ``seen``. Commands that only add (Attach,
MakePaper, Comment, presentations, remarks) are refused only when the very same one was stored.

Queries: `page(actor, case_id)`, `inbox(actor)`, `case(id)`, `history(id)`, `missing(id)`,
`may(actor, case, verb)`, `may_open(actor)`, `review(case_id)`, `events_after(cursor)`,
`paper(case_id, paper_id)`, `draft_paper(actor, case_id, kind)`, `sop_paper()`; for the public
`position(token)`, `proofs(sha256)`. Registers: `registers.Registers(service)`; numbers:
`monitoring.overview(service)`; people and seats: `.seats` (`SeatService`); holidays, letterhead,
common applications: `.office` (`OfficeService`); procedure versions: `.versions`.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace

import sqlalchemy as sa

from sop_workflow import canonical, papers
from sop_workflow.apply import apply, check_permitted
from sop_workflow.case import Case, Signature, Stamp
from sop_workflow.commands import (
    Approve,
    Attach,
    ChangeSpec,
    Command,
    HandOver,
    MakePaper,
    Open,
    Submit,
)
from sop_workflow.desk import Actor, Ports
from sop_workflow.errors import SopError, Stale
from sop_workflow.events import Event
from sop_workflow.ports import World
from sop_workflow.procedure import Procedure
from sop_workflow.queries import CaseQueries
from sop_workflow.storage.tables import EventRow

__all__ = ["Actor", "CaseService", "Done", "Ports"]


@dataclass(frozen=True, slots=True)
class Done:
    """What a command did: the case as it is now, and its new events in order."""

    case: Case
    events: tuple[Event, ...]

    @property
    def paper_id(self) -> str:
        """The id of the paper that the command attached, empty when none."""
        return self.case.papers[-1].id if self.events[0].kind == "attached" else ""


class CaseService(CaseQueries):
    """The door (`do`) and, inherited, everything that pages ask."""

    def do(self, actor: Actor, command: Command) -> Done:
        """Check, append, project and commit; a Refusal leaves everything as it was."""
        try:
            if isinstance(command, Open):
                done = self._open(actor, command)
            else:
                done = self._change(actor, command)
            if actor.person and not command.adds_only:
                self._has_seen(actor, done.case)  # he acted on the page as it stood
            self.session.commit()
        except SopError:
            self.session.rollback()
            raise
        return done

    def _open(self, actor: Actor, command: Open) -> Done:
        procedure = self.versions.register(self.default)
        by = self.stamp(actor, procedure, Case(), "open")
        key = command.sha256(by)
        if self.session.scalar(sa.select(EventRow.id).where(EventRow.command_sha256 == key)):
            raise Stale("Usulan ini sudah tercatat", which=command.title[:80])
        now = self.clock.now()
        local = self.office.calendar().local(now)
        case_id, number = self.store.reserve(local, self.office.settings()["format_nomor"])
        opening = {"number": number, "token": secrets.token_urlsafe(24)}
        world = World(by=by, now=now, opening=opening)
        case = Case(id=case_id)
        drafts = apply(procedure, case, command, world)
        return Done(*self.store.append(case, drafts, at=now, by=by, command_sha256=key))

    def _change(self, actor: Actor, command: Command) -> Done:
        case = self.store.case(command.case_id)
        procedure = self.procedure_of(case)
        by = self.stamp(actor, procedure, case, command.verb)
        key = command.sha256(by)
        revision = command.revision if isinstance(command, Submit | ChangeSpec) else ""
        world = self.world(by, procedure, case, revision=revision, verb=command.verb)
        check_permitted(procedure, case, command.verb, world)
        if isinstance(command, MakePaper):
            command = self._typeset(procedure, case, command, by)
        if isinstance(command, Attach):
            digest = canonical.sha256(command.content)
            world = replace(world, stored_sha256=digest, stored_size=len(command.content))
        if isinstance(command, HandOver):
            heir = self.seats.stamp_for(command.to, procedure.maker, self.today())
            world = replace(world, successor=heir)
        if isinstance(command, Approve) and procedure.step(case.step).binds == "deliverable":
            world = self._signed(procedure, case, command, world)
        drafts = apply(procedure, case, command, world)
        if isinstance(command, Attach):
            self.ports.files.put(command.content)  # what is refused leaves no bytes behind
        return Done(*self.store.append(case, drafts, at=world.now, by=by, command_sha256=key))

    def _signed(self, procedure: Procedure, case: Case, command: Approve, world: World) -> World:
        """Sign last: only when everything else about the approval stands."""
        subject = command.sha256_seen
        blank = Signature("", subject, "", False, "", world.now)
        apply(procedure, case, command, replace(world, signature=blank))
        signature = self.ports.signer.sign(
            subject, world.by, world.now, confirmed=command.confirmed
        )
        return replace(world, signature=signature)

    def _typeset(self, procedure: Procedure, case: Case, command: MakePaper, by: Stamp) -> Attach:
        made = papers.make(
            self.paper_context(procedure, case, by),
            command.kind,
            number=command.number,
            day=command.date,
            presentation=command.presentation,
            extra=command.values,
        )
        return Attach(
            case_id=command.case_id,
            seen=command.seen,
            kind=command.kind,
            content=self.ports.typeset(made.template, made.data),
            filename=f"{command.kind}.pdf",
            label=made.label,
            number=command.number or made.number,
            date=command.date or self.today(),
            presentation=command.presentation,
            made=True,
        )
