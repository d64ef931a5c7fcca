"""What the builder does when something happened in the procedure: the one file where both meet.

`follow` reads the event log from a stored cursor and puts work into the ledger, in one transaction
with the cursor: nothing is told twice, nothing is swallowed by a crash. A job's key is the event's
id. The handlers do the work in the worker; each looks first whether it was done already, because a
job that was killed is begun again. What a job is doing is noted as a word and its details,
"uji|34|135"; the portal has the sentences (`portal/work.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from builder import delivery, jobs
from builder.delivery import CheckResult
from builder.documents import make_document
from builder.generate import generate
from builder.house import House
from builder.repo import AppRepo
from builder.storage.tables import CursorRow
from builder.worker import Handlers, Job
from sop_workflow import commands
from sop_workflow.case import Case
from sop_workflow.desk import Actor
from sop_workflow.errors import NotNow, Stale
from sop_workflow.events import Event, Kind
from sop_workflow.storage.store import Store

CURSOR = "pipeline"
DESIGN, REVIEW = 5, 7
BY_HAND = ("manual", "laporan")
"""Papers that a prakom may replace by his own; the deliverable is then built anew."""

CHECKING = {"rahasia": 5, "mandiri": 8, "kode": 12, "uji": 20}
"""Percent of the way at which a check begins."""


def lane(case_id: int) -> str:
    """Work of one case is done one after the other."""
    return f"case-{case_id}"


def follow(session: Session, limit: int = 200) -> int:
    """Put the work that new events ask for into the ledger; how many events were read.

    One transaction: the cursor moves exactly with the work that it stands for.
    """
    row = session.get(CursorRow, CURSOR, with_for_update=True)
    if row is None:
        row = CursorRow(name=CURSOR, position=0)
        session.add(row)
    events = Store(session).events_after(row.position, limit)
    for event in events:
        _react(session, event)
        row.position = event.id
    session.commit()
    return len(events)


def awaited(session: Session, case_id: int) -> tuple[str, ...]:
    """Kinds of work that events of this case asked for a moment ago, not in the ledger yet."""
    events = Store(session).events_after(position(session))
    found = (_asked(event) for event in events if event.case_id == case_id)
    return tuple(work[0] for work in found if work)


def _react(session: Session, event: Event) -> None:
    if work := _asked(event):
        kind, payload = work
        jobs.enqueue(session, kind, f"event-{event.id}", payload, lane=lane(event.case_id))


def _asked(event: Event) -> tuple[str, dict[str, Any]] | None:
    """The work that an event asks for: its kind and payload."""
    payload = {"case": event.case_id}
    if event.kind is Kind.SUBMITTED and event.data.get("spec"):
        revision = event.data["spec"]["revision"]
        return "generate", {**payload, "revision": revision, "step": event.step}
    if event.kind is Kind.ATTACHED and event.data["kind"] in BY_HAND and not event.data["made"]:
        return "deliver", payload
    return None


def handlers(house: Callable[[], House]) -> Handlers:
    """The kinds of work; `house` is composed in the child that does it."""
    table = Handlers()

    @table.register("generate")
    def _generate(job: Job) -> Callable[[Session], Any]:
        return _make(house(), job)

    @table.register("design_paper")
    def _design_paper(job: Job) -> None:
        _attach_documents(house(), job, DESIGN)

    @table.register("deliver", timeout=1800)
    def _deliver(job: Job) -> None:
        _make_deliverable(house(), job)

    return table


def _make(rooms: House, job: Job) -> Callable[[Session], Any]:
    """Generate the application from the submitted revision and merge it into `main`."""
    revision = rooms.specs.need(int(job.payload["revision"]))
    app = rooms.specs.app(revision.app_id)
    repo = AppRepo(rooms.settings.apps_dir / app.slug)
    job.progress(10, "berkas")
    if not (repo.exists() and repo.find_generated(revision.sha256)):
        generate(
            revision.spec(rooms.plugins.types),
            rooms.plugins,
            repo,
            accept_losses=True,  # who handed the design in agreed to them: it is in the event
            message=f"Revisi {revision.number} dari rancangan {app.title}",
        )
    elif not repo.preview_merge().clean:
        repo.merge()
    job.progress(90, "jadi")
    kind = "design_paper" if job.payload["step"] == DESIGN else "deliver"

    def then(session: Session) -> dict[str, Any]:
        case = job.payload["case"]
        jobs.enqueue(session, kind, f"{job.key}-{kind}", {"case": case}, lane=lane(case))
        return {"revision": revision.number}

    return then


def _attach_documents(
    rooms: House, job: Job, step: int, checks: Sequence[CheckResult] = ()
) -> Case:
    """Typeset the papers of a step from the submitted revision; those that are there stay."""
    case = rooms.cases.case(job.payload["case"])
    assert case.spec is not None
    for document in (d for d in rooms.plugins.documents() if d.step == step):
        there = case.paper(document.key)
        if there and (there.spec_sha256 == case.spec.sha256 or there.seq > case.spec.seq):
            continue
        job.progress(80, f"dokumen|{document.title}")
        content = make_document(rooms, case, document, checks)
        command = commands.Attach(
            case_id=case.id,
            seen=case.version,
            kind=document.key,
            content=content,
            filename=f"{document.key}.pdf",
            label=document.title,
            made=True,
            spec_sha256=case.spec.sha256,
        )
        case = rooms.cases.do(Actor.system(), command).case
    return case


def _make_deliverable(rooms: House, job: Job) -> None:
    """The application's own tests, the papers, and the package whose hash the officials sign.

    The design may have changed since step 5, so its paper is made anew as well: nobody signs an
    application beside a paper that describes another one.
    """
    case = rooms.cases.case(job.payload["case"])
    assert case.spec is not None
    revision = rooms.specs.need(int(case.spec.revision))
    app = rooms.specs.app(revision.app_id)

    def papers(checks: Sequence[CheckResult]) -> dict[str, bytes]:
        nonlocal case
        for step in (DESIGN, REVIEW + 1):
            case = _attach_documents(rooms, job, step, checks)
        found = {key: case.paper(key) for key in ("rancangan", *BY_HAND)}
        return {f"{key}.pdf": rooms.files.get(one.sha256) for key, one in found.items() if one}

    def told(step: str, done: int, total: int) -> None:
        percent = 20 + 60 * done // total if total else CHECKING.get(step, 20)
        job.progress(percent, f"{step}|{done}|{total}" if total else step)

    made = delivery.build(
        AppRepo(rooms.settings.apps_dir / app.slug),
        papers,
        rooms.settings.data_dir / "deliverables",
        revision=str(revision.id),
        spec_sha256=revision.sha256,
        told=told,
    )
    job.progress(95, "catat")
    command = commands.BindDeliverable(
        case_id=case.id,
        seen=case.version,
        deliverable_sha256=made.sha256,
        spec_sha256=revision.sha256,
        revision=str(revision.id),
    )
    try:
        rooms.cases.do(Actor.system(), command)
    except Stale as moved:
        raise jobs.RetryError(str(moved)) from moved
    except NotNow:
        # Bound already by an attempt that was killed after it, or the case went back to design.
        rooms.session.rollback()


def position(session: Session) -> int:
    """How far the pipeline has read."""
    found = session.scalar(sa.select(CursorRow.position).where(CursorRow.name == CURSOR))
    return int(found or 0)


def deliverables(data_dir: Path) -> Path:
    """Where built packages lie, by hash."""
    return data_dir / "deliverables"
