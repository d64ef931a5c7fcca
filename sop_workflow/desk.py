"""What door and queries share: the session's store, the office's tables, who may act as whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from sop_workflow.case import SYSTEM, Case, Stamp
from sop_workflow.errors import NotAllowed
from sop_workflow.office import OfficeService
from sop_workflow.ports import (
    CataloguePort,
    Clock,
    DeliverablePort,
    FileStore,
    NoCatalogue,
    Signer,
    SpecPort,
    SpecState,
    Typeset,
    World,
)
from sop_workflow.procedure import Procedure
from sop_workflow.roles import check_role
from sop_workflow.rules import takes_spec
from sop_workflow.seats import SeatService
from sop_workflow.signing import PasswordSigner
from sop_workflow.storage.store import Store
from sop_workflow.values import required, text
from sop_workflow.versions import ProcedureVersions


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: an official (``seat`` chooses 'acting as'), a guest of the room, or the system."""

    person: int = 0
    seat: str = ""
    name: str = ""
    unit: str = ""
    is_system: bool = False

    @classmethod
    def system(cls) -> Actor:
        """The pipeline: binds deliverables, attaches made papers."""
        return cls(is_system=True)

    @classmethod
    def guest(cls, name: str, unit: str = "") -> Actor:
        """A user in the presentation: name and unit, no account."""
        return cls(
            name=required(name, field="name", label="Nama", limit=120),
            unit=text(unit, field="unit", label="Unit", limit=120),
        )


@dataclass(frozen=True, slots=True)
class Ports:
    """What `builder/app.py` brings (see `ports.py`)."""

    spec: SpecPort
    deliverable: DeliverablePort
    files: FileStore
    typeset: Typeset
    catalogue: CataloguePort = field(default_factory=NoCatalogue)
    signer: Signer = field(default_factory=PasswordSigner)
    address: str = ""
    """Where the portal is reached, for the QR on papers, while the office gives no other."""
    upload_mb: int = 25
    """The largest paper that may be attached."""


class Desk:
    """One request's view of the procedure."""

    def __init__(
        self, session: Session, *, clock: Clock, procedure: Procedure, ports: Ports
    ) -> None:
        self.session, self.clock, self.ports = session, clock, ports
        self.store = Store(session)
        self.versions = ProcedureVersions(session, clock=clock)
        self.office = OfficeService(session, clock=clock, address=ports.address)
        self.seats = SeatService(session, clock=clock, procedure=procedure)
        self.default = procedure
        self._procedures: dict[tuple[str, int], Procedure] = {}

    def procedure_of(self, case: Case) -> Procedure:
        """The version on which the case runs."""
        key = (case.procedure, case.procedure_version)
        if key not in self._procedures:
            self._procedures[key] = self.versions.get(*key)
        return self._procedures[key]

    def today(self) -> date:
        """The office's date."""
        return self.office.calendar().day(self.clock.now())

    def stamps(self, actor: Actor) -> tuple[Stamp, ...]:
        """Every seat that the actor may act in today; one without seat when there is none."""
        if actor.is_system:
            return (SYSTEM,)
        if not actor.person:
            return (Stamp(name=actor.name, unit=actor.unit, role="tamu"),)
        found = self.seats.stamps(actor.person, self.today())
        if actor.seat:
            found = tuple(s for s in found if s.seat == actor.seat)
            if not found:
                raise NotAllowed(
                    "Anda sedang tidak menduduki jabatan itu",
                    which=actor.seat,
                    way_out="Pilih jabatan lain.",
                )
        return found or (Stamp(person=actor.person, name=self.seats.person(actor.person).name),)

    def stamp(self, actor: Actor, procedure: Procedure, case: Case, verb: str) -> Stamp:
        """The seat in which the actor may use the verb; NotAllowed with the nearest reason."""
        return choose(self.stamps(actor), procedure, case, verb)

    def design(self, case: Case) -> SpecState | None:
        """The design as it stands in the editor, against the one that was handed in last."""
        return self.ports.spec.current(case.id, since=case.spec.revision if case.spec else "")

    def world(
        self, by: Stamp, procedure: Procedure, case: Case, *, revision: str = "", verb: str = ""
    ) -> World:
        """What rules may ask from outside, gathered once."""
        step = procedure.step(case.step) if case.step else None
        spec = None
        if revision:
            since = case.spec.revision if case.spec else ""
            spec = self.ports.spec.describe(revision, since=since)
        elif step and takes_spec(step):
            spec = self.design(case)
        problems: tuple[str, ...] = ()
        opens = step is not None and "dapat_dibuka" in step.conditions
        if opens and case.deliverable and verb in ("", "approve"):
            problems = self.ports.deliverable.problems(case.deliverable.sha256)
        return World(
            by=by,
            now=self.clock.now(),
            spec=spec,
            deliverable_problems=problems,
            largest_mb=self.ports.upload_mb,
        )


def choose(stamps: Iterable[Stamp], procedure: Procedure, case: Case, verb: str) -> Stamp:
    """The first of these seats in which the verb is allowed; NotAllowed with the nearest reason."""
    owner = procedure.step(case.step).performer if case.step else procedure.maker
    refusals: list[NotAllowed] = []
    for stamp in sorted(stamps, key=lambda s: s.role != owner):
        try:
            check_role(procedure, case, verb, stamp)
        except NotAllowed as refusal:
            refusals.append(refusal)
        else:
            return stamp
    raise refusals[0]
