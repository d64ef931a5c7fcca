"""Papers to look at, the procedure on paper, and what the public may ask: position and proof."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sop_workflow import papers
from sop_workflow.case import Case, Stamp
from sop_workflow.desk import Actor, Desk
from sop_workflow.errors import NotFound
from sop_workflow.procedure import Procedure
from sop_workflow.storage.tables import CaseRow
from sop_workflow.views import FileProof, Position, Review, SignerProof


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A stored paper's bytes, as a download needs them."""

    content: bytes
    media: str
    filename: str
    sha256: str


class PaperQueries(Desk):
    """Everything about papers that only reads."""

    def position(self, token: str) -> Position:
        """What the QR on the receipt shows to anybody."""
        case = self.store.case_by_token(token)
        procedure, visit = self.procedure_of(case), case.visit
        if visit is None:
            raise NotFound("Kode usulan tidak dikenal")
        moment = case.closed or visit.entered
        return Position(
            number=case.number,
            status=case.status.value,
            step=case.step,
            of=procedure.last,
            activity=procedure.step(case.step).activity,
            since=self.office.calendar().day(moment),
        )

    def review(self, case_id: int) -> Review:
        """Similar applications and national common ones, beside the lembar telaah."""
        case = self.store.case(case_id)
        words = f"{case.title} {case.fact('bidang_urusan') or ''} {case.fact('tujuan') or ''}"
        return Review(
            similar=self.ports.catalogue.similar(case.title, case.organisation),
            common=self.office.common_apps_for(words),
        )

    def paper(self, case_id: int, paper_id: str) -> PaperFile:
        """A paper's bytes; NotFound when the case has no such paper."""
        found = next((p for p in self.store.case(case_id).papers if p.id == paper_id), None)
        if found is None:
            raise NotFound("Berkas tidak ada pada usulan ini", which=paper_id)
        content = self.ports.files.get(found.sha256)
        return PaperFile(content, found.media, found.filename, found.sha256)

    def draft_paper(
        self, actor: Actor, case_id: int, kind: str, *, presentation: str = "", format: str = "pdf"
    ) -> bytes:
        """A paper printed from what is known now, not stored: to look at before making it."""
        case = self.store.case(case_id)
        context = self.paper_context(self.procedure_of(case), case, self.stamps(actor)[0])
        made = papers.make(context, kind, presentation=presentation)
        return self.ports.typeset(made.template, made.data, format=format)

    def paper_context(self, procedure: Procedure, case: Case, by: Stamp) -> papers.Context:
        """What papers are written from."""
        return papers.Context(
            case=case,
            procedure=procedure,
            settings=self.office.settings(),
            calendar=self.office.calendar(),
            now=self.clock.now(),
            by=by,
            people={person.id: person for person in self.seats.people()},
            holders=self.seats.holders(self.today()),
            review=self.review(case.id) if case.id else None,
            events=self.store.events(case.id) if case.id else (),
        )

    def sop_paper(self, *, format: str = "pdf") -> bytes:
        """The newest procedure on paper, without a case."""
        newest = self.versions.newest(self.default.key) or self.default
        made = papers.make(self.paper_context(newest, Case(), Stamp()), "sop")
        return self.ports.typeset(made.template, made.data, format=format)

    def proofs(self, sha256: str) -> tuple[FileProof, ...]:
        """What is known of a file with that hash: papers, and deliverables with their signers.

        Shows number, date, signers and status, never a title or content; empty when unknown.
        """
        if not re.fullmatch(r"[0-9a-f]{64}", sha256):
            return ()
        cases = self.store.cases(CaseRow.state.contains(sha256))
        return tuple(proof for case in cases for proof in self._proofs(case, sha256))

    def _proofs(self, case: Case, sha256: str) -> list[FileProof]:
        calendar = self.office.calendar()
        found = [
            FileProof(
                case_number=case.number,
                label=paper.label,
                number=paper.number,
                day=paper.date or calendar.day(paper.at),
                sha256=sha256,
                status="tercatat",
                signers=(),
            )
            for paper in case.papers
            if paper.sha256 == sha256
        ]
        signed = [a for a in case.approvals if a.subject_sha256 == sha256 and a.signature]
        bound = case.deliverable is not None and case.deliverable.sha256 == sha256
        if signed or bound:
            signers = tuple(
                SignerProof(
                    a.by.name,
                    a.by.title,
                    a.at,
                    a.valid,
                    a.signature.wording if a.signature else "",
                )
                for a in signed
            )
            found.append(
                FileProof(
                    case_number=case.number,
                    label="Paket aplikasi (DELIVERABLE.json)",
                    number="",
                    day=calendar.day(signed[-1].at) if signed else None,
                    sha256=sha256,
                    status="berlaku" if bound else "sudah diganti",
                    signers=signers,
                )
            )
        return found
