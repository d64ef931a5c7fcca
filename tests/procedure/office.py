"""An office for tests: named people in four seats, a clock, and fakes for the ports."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from sop_workflow import canonical
from sop_workflow.case import Attendee, Case
from sop_workflow.commands import (
    AddRemark,
    AnswerRemark,
    Approve,
    Attach,
    BindDeliverable,
    CallPresentation,
    Command,
    HoldPresentation,
    MakePaper,
    Open,
    Submit,
    TellRemark,
)
from sop_workflow.desk import Actor, Ports
from sop_workflow.errors import NotFound
from sop_workflow.ports import Similar, SpecState
from sop_workflow.procedure import Procedure, load
from sop_workflow.service import CaseService, Done
from sop_workflow.storage import install_triggers, metadata

PROCEDURE = load()
START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # a Monday, nine o'clock in Jakarta
PDF = b"%PDF-1.7\nsurat usulan\n"
PROPOSAL: dict[str, Any] = {
    "surat_nomor": "005/12/2026",
    "surat_tanggal": "2026-11-20",
    "tujuan": "Mencatat bantuan alat",
    "pengguna": "Lima petugas dan satu kepala bidang",
    "baris_per_tahun": 1200,
    "alat_sekarang": "Lembar kerja",
    "pemilik_data": "Bidang UMKM",
    "kontak": "Sri, 0800-000-0000",
}


def sha(text: str) -> str:
    return canonical.sha256(text)


class FixedClock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.moment = START

    def now(self) -> datetime:
        return self.moment

    def pass_days(self, days: float) -> None:
        self.moment += timedelta(days=days)


class FakeSpecs:
    """Revisions by id; the newest one of the only case is the current one."""

    def __init__(self) -> None:
        self.revisions: dict[str, SpecState] = {}
        self.newest: str = ""

    def add(self, revision: str, **wrong: Any) -> SpecState:
        state = SpecState(revision, sha(revision), **wrong)
        self.revisions[revision], self.newest = state, revision
        return state

    def current(self, case_id: int, *, since: str = "") -> SpecState | None:
        return self.revisions.get(self.newest)

    def describe(self, revision: str, *, since: str = "") -> SpecState | None:
        return self.revisions.get(revision)


class FakeDeliverables:
    """Every deliverable opens unless a test says why not."""

    def __init__(self) -> None:
        self.wrong: tuple[str, ...] = ()

    def problems(self, sha256: str) -> tuple[str, ...]:
        return self.wrong


class MemoryFiles:
    """Bytes by hash."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def put(self, content: bytes) -> str:
        self.kept[canonical.sha256(content)] = content
        return canonical.sha256(content)

    def get(self, sha256: str) -> bytes:
        if sha256 not in self.kept:
            raise NotFound("Berkas tidak ditemukan", which=sha256)
        return self.kept[sha256]


class FakeCatalogue:
    def similar(self, title: str, organisation: str) -> tuple[Similar, ...]:
        return (Similar("Data UMKM", "Dinas Koperasi"),)


def fake_typeset(template: Path, data: Mapping[str, Any], *, format: str = "pdf") -> bytes:
    return b"%PDF-" + json.dumps([template.name, data], sort_keys=True).encode()


class Office:
    """Sari and Budi are prakom; Kasim, Karta and Kadir hold the three deciding seats."""

    def __init__(self, engine: sa.Engine, procedure: Procedure = PROCEDURE) -> None:
        metadata.create_all(engine)
        with engine.begin() as connection:
            install_triggers(connection)
        self.engine, self.clock = engine, FixedClock()
        self.specs, self.deliverables = FakeSpecs(), FakeDeliverables()
        self.files = MemoryFiles()
        self.session = Session(engine, expire_on_commit=False)
        ports = Ports(
            spec=self.specs,
            deliverable=self.deliverables,
            files=self.files,
            typeset=fake_typeset,
            catalogue=FakeCatalogue(),
        )
        self.service = CaseService(self.session, clock=self.clock, procedure=procedure, ports=ports)
        seats = self.service.seats
        seats.seed("admin")
        self.person: dict[str, int] = {}
        for name, seat in (
            ("Sari", "staf_prakom"),
            ("Budi", "staf_prakom"),
            ("Kasim", "kasi"),
            ("Karta", "kabid"),
            ("Kadir", "kadis"),
        ):
            person = seats.add_person("admin", name, qualification="Programmer")
            self.person[name] = person.id
            seats.assign("admin", person.id, seat, start=date(2026, 1, 1))
        self.spare = seats.add_person("admin", "Tamu Kantor").id

    def actor(self, name: str) -> Actor:
        return Actor.system() if name == "Sistem" else Actor(person=self.person[name])

    def do(self, name: str, command: Command) -> Done:
        return self.service.do(self.actor(name), command)

    def now(self, name: str, case: Case, command: type[Command], /, **fields: Any) -> Case:
        """The command as if the page had just been loaded; the case afterwards."""
        seen = self.service.case(case.id).version
        return self.do(name, command(case_id=case.id, seen=seen, **fields)).case

    # a walk

    def open(self, title: str = "Bantuan Alat", **facts: Any) -> Case:
        given = {**PROPOSAL, **facts}
        return self.do("Sari", Open(title=title, organisation="Dinas Koperasi", facts=given)).case

    def step(self, case: Case) -> Case:
        """Do what the current step asks for, completely."""
        return _WALK[case.step](self, case)

    def at(self, step: int) -> Case:
        """A case that has reached that step."""
        case = self.open()
        while case.step < step:
            case = self.step(case)
        return case

    def approve(self, name: str, case: Case, **fields: Any) -> Case:
        """Approve what the person's page shows now."""
        page = self.service.page(self.actor(name), case.id)
        command = Approve(
            case_id=case.id, seen=page.case.version, sha256_seen=page.subject_sha256, **fields
        )
        return self.do(name, command).case

    def attach(self, name: str, case: Case, kind: str, content: bytes = PDF, **more: Any) -> Case:
        return self.now(
            name, case, Attach, kind=kind, content=content, filename=f"{kind}.pdf", **more
        )


def _propose(office: Office, case: Case) -> Case:
    case = office.attach("Sari", case, "surat_usulan")
    return office.now("Sari", case, Submit)


def _dispose(name: str, instruction: str) -> Any:
    def walk(office: Office, case: Case) -> Case:
        return office.approve(name, case, facts={"disposisi_instruksi": instruction})

    return walk


REVIEWED = {
    "telaah_serupa": "Data UMKM tidak mencatat bantuan",
    "telaah_umum": "Tidak ada",
    "telaah_simpulan": "perlu",
    "disposisi_instruksi": "Untuk dirancang",
}


def _study(office: Office, case: Case) -> Case:
    return office.approve("Kadir", case, facts=REVIEWED)


def _design(office: Office, case: Case) -> Case:
    if not office.specs.newest:
        office.specs.add("rev-1")
    return office.now("Sari", case, Submit, revision=office.specs.newest)


def meet(office: Office, case: Case, *, remark: bool = True) -> Case:
    """One presentation from the invitation to its minutes."""
    at = office.clock.now() + timedelta(days=3)
    case = office.now("Sari", case, CallPresentation, at=at, place="Aula", agenda="Coba")
    meeting = case.presentations[-1].id
    case = office.now("Sari", case, MakePaper, kind="undangan_presentasi", presentation=meeting)
    if remark:
        office.service.do(
            Actor.guest("Bu Ani", "Bidang UMKM"),
            AddRemark(case_id=case.id, text="NIK salah", node="abcdefgh", presentation=meeting),
        )
    return office.now(
        "Sari",
        case,
        HoldPresentation,
        presentation=meeting,
        attendance=(Attendee("Bu Ani", "Bidang UMKM"),),
        minutes="Dibuka pukul 9.",
        previewed=True,
        no_remarks=not remark,
    )


def _present(office: Office, case: Case) -> Case:
    state = case.spec.sha256 if case.spec else ""
    case = office.now(
        "Sistem",
        case,
        Attach,
        kind="rancangan",
        content=PDF + state.encode(),
        filename="rancangan.pdf",
        made=True,
        spec_sha256=state,
    )
    return office.now("Sari", meet(office, case), Submit)


def _improve(office: Office, case: Case) -> Case:
    for remark in case.remarks:
        if remark.answered is None:
            office.now(
                "Sari", case, AnswerRemark, remark=remark.id, answer="Baik", outcome="diterima"
            )
            office.now("Sari", case, TellRemark, remark=remark.id, how="halaman ruang")
    shown = {p.revision for p in case.presentations}
    if office.specs.newest in shown:
        office.specs.add(f"rev-{len(office.specs.revisions) + 1}")
    return office.now("Sari", case, Submit, revision=office.specs.newest)


def bind(office: Office, case: Case, name: str = "") -> Case:
    """The system binds a deliverable of the submitted design."""
    spec = case.spec
    assert spec is not None
    return office.now(
        "Sistem",
        case,
        BindDeliverable,
        deliverable_sha256=sha(f"deliverable {name} {spec.sha256}"),
        spec_sha256=spec.sha256,
        revision=spec.revision,
    )


def _write(office: Office, case: Case) -> Case:
    for kind in ("manual", "laporan"):
        content = PDF + kind.encode() + str(case.version).encode()
        office.attach("Sari", case, kind, content)
    if (
        case.deliverable is None
        or case.spec is None
        or (case.deliverable.spec_sha256 != case.spec.sha256)
    ):
        bind(office, office.service.case(case.id))
    return office.now("Sari", case, Submit)


def _examine(name: str) -> Any:
    def walk(office: Office, case: Case) -> Case:
        checked = {"periksa_laporan": True, "periksa_aplikasi": True}
        return office.approve(name, case, facts=checked, confirmed=True)

    return walk


SOCIALISED = {
    "sosialisasi_tanggal": "2026-12-21",
    "sosialisasi_tempat": "Aula",
    "sosialisasi_hadir": [{"name": "Bu Ani", "unit": "Bidang UMKM"}],
    "sosialisasi_catatan": "Semua mencoba",
    "bast_nomor": "027/1/2026",
    "bast_tanggal": "2026-12-22",
    "bast_penerima": "Bu Ani",
}


def _socialise(office: Office, case: Case) -> Case:
    for kind in ("undangan_sosialisasi", "bast"):
        office.now("Sari", case, MakePaper, kind=kind)
    return office.now("Sari", case, Submit, facts=SOCIALISED)


_WALK = {
    1: _propose,
    2: _dispose("Kasim", "Untuk diteruskan"),
    3: _dispose("Karta", "Untuk dipelajari"),
    4: _study,
    5: _design,
    6: _present,
    7: _improve,
    8: _write,
    9: _examine("Kasim"),
    10: _examine("Karta"),
    11: _examine("Kadir"),
    12: _socialise,
}
