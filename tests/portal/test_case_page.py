"""The page of a case: what each person is shown of it, and what stands beside the signature."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from builder import demo
from builder.demo.people import OFFICE
from builder.house import House
from builder.portal.signoff import signoff, superseded
from sop_workflow import commands
from sop_workflow.case import Paper
from sop_workflow.desk import Actor

SRI, KASI = Actor(person=1), Actor(person=2)
FACTS = {
    "judul": "Buku Tamu",
    "skpd": "Dinas Contoh",
    "surat_nomor": "001/2026",
    "surat_tanggal": "2026-11-20",
    "tujuan": "Mencatat tamu",
    "pengguna": "Resepsionis",
    "baris_per_tahun": 800,
    "alat_sekarang": "Buku tulis",
    "pemilik_data": "Dinas Contoh",
    "kontak": "Rina Misalnya",
}
SHA = "ab" * 32


def at_the_kasi(house: House) -> Any:
    """A whole proposal that waits for the Kasi."""
    case = house.cases.do(
        SRI, commands.Open(title="Buku Tamu", organisation="Dinas Contoh", facts=FACTS)
    ).case
    attach = commands.Attach(
        case_id=case.id,
        seen=case.version,
        kind="surat_usulan",
        content=b"%PDF-1.4\n%surat\n",
        filename="surat.pdf",
        number="001/2026",
    )
    case = house.cases.do(SRI, attach).case
    return house.cases.do(SRI, commands.Submit(case_id=case.id, seen=case.version)).case


def test_the_person_whose_turn_it_is_is_told_so_and_what_is_lacking(at: Any, house: House) -> None:
    case = at_the_kasi(house)
    page = at("kasi").get(f"/usulan/{case.id}").text
    assert "Giliran Anda, Kasi Contoh" in page and "Yang masih kurang" in page
    assert 'id="keputusan"' in page


def test_others_are_not_asked_for_what_they_cannot_give(at: Any, house: House) -> None:
    case = at_the_kasi(house)
    page = at("sri").get(f"/usulan/{case.id}").text
    assert "Giliran Kasi Contoh" in page and "Giliran Anda" not in page
    assert "Yang masih kurang" not in page and "Yang belum dikerjakan pada langkah ini" in page


def test_why_a_case_came_back_is_shown_at_every_look(at: Any, house: House) -> None:
    case = at_the_kasi(house)
    back = commands.Return(case_id=case.id, seen=case.version, to=1, note="Lengkapi pemilik data.")
    house.cases.do(KASI, back)
    sri = at("sri")
    for _look in range(2):
        page = sri.get(f"/usulan/{case.id}").text
        turn = page[page.index("portal-turn-head") : page.index('id="riwayat"')]
        assert "Dikembalikan oleh Kasi Contoh" in turn and "Lengkapi pemilik data." in turn


def test_the_twelve_steps_are_folded_until_there_is_room(at: Any, house: House) -> None:
    page = at("kasi").get(f"/usulan/{at_the_kasi(house).id}").text
    assert '<details class="card kit-fold" data-open-on-desk>' in page


def test_withdrawing_says_what_it_means(at: Any, house: House) -> None:
    case = at_the_kasi(house)
    page = at("sri").get(f"/usulan/{case.id}/lain/withdraw").text
    assert "tidak dapat dilanjutkan" in page


def paper(key: str, kind: str, sha256: str = "", presentation: str = "") -> Paper:
    return Paper(
        id=key,
        kind=kind,
        label=kind,
        step=8,
        sha256=sha256 or key,
        size=1,
        media="application/pdf",
        filename=f"{key}.pdf",
        number="",
        date=None,
        made=True,
        at=datetime(2026, 11, 23, tzinfo=UTC),
        seq=1,
        presentation=presentation,
    )


def signing(*papers: Paper, binds: str = "deliverable") -> Any:
    deliverable = SimpleNamespace(sha256=SHA)
    case = SimpleNamespace(deliverable=deliverable, papers=papers, is_open=True)
    return SimpleNamespace(case=case, step=SimpleNamespace(binds=binds))


def deliver(house: House, documents: dict[str, str]) -> None:
    folder = house.settings.data_dir / "deliverables" / SHA
    folder.mkdir(parents=True)
    manifest = {
        "format": 1,
        "application": {},
        "documents": documents,
        "checks": [{"name": "pengujian", "passed": True, "words": "19 pengujian lulus."}],
    }
    (folder / "DELIVERABLE.json").write_text(json.dumps(manifest))


def test_checks_and_documents_come_from_the_signed_manifest(house: House) -> None:
    deliver(house, {"manual.pdf": "m" * 64, "laporan.pdf": "l" * 64})
    old, new = paper("p1", "manual", "x" * 64), paper("p2", "manual", "m" * 64)
    found = signoff(house, signing(old, new))
    assert found is not None
    assert [c["words"] for c in found["checks"]] == ["19 pengujian lulus."]
    by_hash = {d["sha256"]: d["paper"] for d in found["documents"]}
    assert by_hash == {"m" * 64: "p2", "l" * 64: ""}


def test_a_package_that_is_gone_is_said_beside_the_signature(house: House) -> None:
    found = signoff(house, signing())
    assert found is not None and "DELIVERABLE.json" in found["error"]


def test_steps_that_sign_nothing_show_no_package(house: House) -> None:
    assert signoff(house, signing(binds="")) is None


def test_a_newer_paper_replaces_only_one_of_its_kind_and_meeting() -> None:
    papers = (
        paper("a", "undangan", presentation="r1"),
        paper("b", "undangan", presentation="r2"),
        paper("c", "manual"),
        paper("d", "manual"),
        paper("e", "lampiran"),
        paper("f", "lampiran"),
    )
    assert superseded(signing(*papers)) == {"c"}
    assert superseded(signing(*papers, replace(papers[0], id="g"))) == {"a", "c"}


def test_the_demo_leads_from_its_login_page_to_the_tour(house: House, request: Any) -> None:
    (house.settings.data_dir / demo.MARK).write_text("{}")
    guest = request.getfixturevalue("at")()
    assert 'href="/demo/"' in guest.get("/login/").text


def test_an_office_without_the_demo_offers_no_tour(at: Any) -> None:
    assert 'href="/demo/"' not in at().get("/login/").text


def test_letters_of_the_demo_office_name_their_place() -> None:
    """An unset place would print as 'belum diisi' beside every date."""
    assert OFFICE["kota"]


def test_a_paper_can_be_made_again_and_the_older_one_is_kept_as_replaced(
    at: Any, house: House
) -> None:
    number = at_the_kasi(house).id
    sri = at("sri")
    for words in (">Tanda terima", ", buat lagi</option>"):
        page = sri.get(f"/usulan/{number}").text
        assert words in page
        sent = {"paper": "tanda_terima/", "seen": str(house.cases.case(number).version)}
        assert sri.post(f"/berkas/{number}/buat", sent).status_code == 302
        house.session.rollback()
    papers = [p for p in house.cases.case(number).papers if p.kind == "tanda_terima"]
    assert len(papers) == 2
    assert "Berkas yang sudah diganti" in sri.get(f"/usulan/{number}").text
