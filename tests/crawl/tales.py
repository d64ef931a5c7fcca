"""The office of the crawl: the demo's six cases, and one for every other state of a case.

What the pipeline is asked for is done at once, in this process and without the made applications'
own tests: they take minutes, and no page shows more than their number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from builder import app as composition, demo, jobs, pipeline
from builder.delivery import package
from builder.demo.cases import facts
from builder.demo.clock import DemoClock
from builder.demo.teller import Teller
from builder.house import House
from builder.spec import Spec, from_raw, plain
from builder.worker import Job
from sop_workflow import commands
from tests.crawl.specs import LONG


@dataclass
class Office:
    """The house being filled, and where its clock is."""

    house: House
    clock: DemoClock
    people: Mapping[str, int]
    begun: int = 0

    def begin(self, title: str, days_ago: int = 30, **more: str) -> Teller:
        """A case of Sri's, before it is sent; `more` are other inputs of step 1."""
        self.begun += 1
        self.clock.moment = datetime.now(UTC) - timedelta(days=days_ago)
        self.clock.next_day(self.house.office.calendar())
        given = facts(20 + self.begun, title, "Kecamatan Contoh", "Mencatat tamu kantor.",
                      "Resepsionis dan camat.", "Buku tulis")  # fmt: skip
        given |= {"surat_tanggal": self.house.cases.today().isoformat(), **more}
        return Teller.begin(self.house, self.clock, self.people, self.work, **given)

    def work(self) -> None:
        """What the pipeline has to do now."""
        with Session(self.house.engine) as session:
            while pipeline.follow(session):
                pass
        while self._one():
            pass

    def _one(self) -> bool:
        """The next job in the ledger, done here."""
        table = pipeline.handlers(lambda: self.house).table
        with Session(self.house.engine) as session:
            held = jobs.claim(session, "crawl", 600, table)
        if held is None:
            return False
        effect = table[held.kind][0](Job(held, self.house.engine))
        self.house.session.commit()
        with Session(self.house.engine) as session:
            jobs.complete(session, held, effect)
        return True

    def to_review(self, told: Teller, name: str = "buku_tamu") -> str:
        """Steps 1 to 6: designed, shown, three remarks written down."""
        told.to_design()
        told.design(name)
        told.submit_design()
        told.day(2)
        meeting = told.call("Aula")
        told.day(2)
        for who, text in (("Rina Misalnya", "Telepon perlu petunjuk."), ("Joko Umpamanya", LONG)):
            told.remark(meeting, who, told.case.organisation, text)
        told.hold(meeting)
        return meeting

    def to_signatures(self, told: Teller, *signed: str) -> None:
        """Steps 1 to 8, and the officials who signed."""
        self.to_review(told)
        told.submit()
        told.answer_all()
        told.change(("tamu", "instansi"), "help", "Nama instansi, atau alamat bila perorangan.")
        told.submit_design()
        told.submit()
        for who in signed:
            told.day()
            told.check(who)


@contextmanager
def untested() -> Iterator[None]:
    """Packages are built without running the tests in them."""
    check = package.check_application
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            package,
            "check_application",
            lambda root, **more: check(root, **more | {"tests": False}),
        )
        yield


def fill(house: House, portal: Flask, every_type: Mapping[str, Any]) -> dict[str, Any]:
    """All cases; what the crawl has to know of them."""
    clock = DemoClock(datetime.now(UTC))
    told = composition.compose(house.settings, clock)
    with untested():
        office = Office(told, clock, {})
        demo.load(told, portal, clock, office.work, lambda _: None)
        office.people = {
            one.username: told.seats.official_of_user(number).id  # type: ignore[union-attr]
            for number, one in enumerate(demo.PEOPLE, 2)
        }
        said = tell(office, from_raw(dict(every_type), told.plugins.types))
    told.session.commit()
    told.session.remove()
    return said


def tell(office: Office, every_type: Spec) -> dict[str, Any]:
    """One case for each state that the demo does not show."""
    office.begin("Perpustakaan Desa", 1)

    third = office.begin("Retribusi Parkir", 6)
    third.submit()
    third.day()
    third.approve("ratna", disposisi_instruksi="Untuk dipelajari", disposisi_catatan=LONG)

    back = office.begin("Data Jalan Desa", 8)
    back.submit()
    back.day()
    back.do("ratna", commands.Return, to=1, note=f"Surat usulan belum lengkap. {LONG}")

    refused = office.begin("Undian Berhadiah", 12)
    refused.submit()
    refused.day()
    for who in ("ratna", "hasan"):
        refused.approve(who, disposisi_instruksi="Untuk diteruskan")
        refused.day()
    refused.do("dewi", commands.Reject, note="Bukan urusan kantor ini.", facts={
        "telaah_serupa": "Tidak ada.", "telaah_umum": "Tidak ada.",
        "telaah_simpulan": "tidak perlu",
        "disposisi_instruksi": "Untuk dijawab dengan surat penolakan"})  # fmt: skip

    office.begin("Salah Kirim", 3).do("sri", commands.Withdraw, note="Ganda.")

    empty = office.begin("Arsip Digital", 10)
    empty.to_design()

    rich = office.begin("Semua Jenis Isian", 20)
    rich.to_design()
    told = office.house.specs.create(
        rich.case.title, author="Sri Contoh", slug="semua_jenis", case_id=rich.case.id,
        raw=plain(every_type),
    )  # fmt: skip

    review = office.begin("Kartu Antrean", 25)
    meeting = office.to_review(review)
    review.submit()
    first = review.case.remarks[0]
    review.do("sri", commands.AnswerRemark, remark=first.id, answer="Sudah ada.",
              outcome="ditolak")  # fmt: skip

    for nth, signed in enumerate(((), ("ratna", "hasan"), ("ratna", "hasan", "dewi"))):
        office.to_signatures(office.begin(f"Layanan Loket {nth + 1}", 28), *signed)

    failing = office.begin("Peta Sawah", 26)
    office.to_review(failing)
    failing.submit()
    failing.answer_all()
    failing.change(("tamu", "instansi"), "help", "Nama instansi.")
    work, failing.work = failing.work, lambda: None
    failing.submit_design()
    fail(office, "Basis data penuh.")
    failing.work = work

    long = office.begin(
        LONG, 5, skpd=LONG, tujuan=LONG, pengguna=LONG, kontak=LONG, pemilik_data=LONG
    )
    long.submit()
    long.do("sri", commands.Comment, text=LONG)

    waiting = office.begin("Jadwal Ambulans", 26)
    office.to_review(waiting)
    waiting.submit()
    waiting.answer_all()
    waiting.change(("tamu", "instansi"), "help", "Nama instansi.")
    waiting.work = lambda: None
    waiting.submit_design()

    cases = {row.title: row.case_id for row in office.house.cases.cases()}
    return {
        "cases": cases,
        "nodes": nodes(office, told.id),
        "rich": rich.case.id,
        "empty": empty.case.id,
        "review": [review.case.id, meeting],
        "presenting": presenting(office, cases["Peminjaman Ruang Rapat"]),
        "position": long.case.token,
    }


def fail(office: Office, words: str) -> None:
    """The next job ends with these words."""
    with Session(office.house.engine) as session:
        while pipeline.follow(session):
            pass
        held = jobs.claim(session, "crawl", 600)
        assert held is not None
        jobs.fail(session, held, words, final=True)


def presenting(office: Office, number: int) -> list[Any]:
    """The case that is shown to its users now, and the meeting."""
    return [number, office.house.cases.case(number).presentations[-1].id]


def nodes(office: Office, app_id: int) -> dict[str, str]:
    """Node of a design -> what kind it is: the editor has a form for each kind."""
    found: dict[str, str] = {}

    def walk(value: Any, kind: str) -> None:
        if isinstance(value, list):
            for one in value:
                walk(one, kind)
        elif isinstance(value, dict):
            if "id" in value:
                own = value.get("kind") or value.get("type") or ""
                found[str(value["id"])] = f"{kind} {own}".strip()
            for key, inner in value.items():
                walk(inner, key)

    walk(office.house.specs.draft(app_id).raw, "spec")
    return found
