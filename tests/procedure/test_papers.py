"""Papers: every kind is typeset, text stays text, what is unknown prints 'belum diisi'."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
import python_calamine

from builder.typeset import TypesetError, first_page_png, typeset
from sop_workflow import papers, xlsx
from sop_workflow.case import Case
from sop_workflow.commands import Attach, MakePaper, Record
from sop_workflow.errors import BadInput, NotFound
from sop_workflow.papers.words import minutes_date, or_blank, terbilang
from sop_workflow.registers import KEYS, Registers
from tests.procedure.office import SOCIALISED, Office, bind

HOSTILE = '#panic("x") *tebal* $1$ <b> "kutip" \\ ` @label\nbaris dua'


def context(office: Office, case: Case) -> papers.Context:
    stamp = office.service.stamps(office.actor("Sari"))[0]
    return office.service.paper_context(office.service.procedure_of(case), case, stamp)


@pytest.fixture
def walked(office: Office) -> papers.Context:
    """A case at step 12, with hostile words wherever people type."""
    case = office.open(HOSTILE, tujuan=HOSTILE, kontak=HOSTILE)
    while case.step < 12:
        case = office.step(case)
    case = office.now("Sari", case, Record, facts={**SOCIALISED, "sosialisasi_catatan": HOSTILE})
    return context(office, case)


def test_every_paper_is_typeset_with_hostile_text_and_twice_the_same(
    walked: papers.Context,
) -> None:
    meeting = walked.case.presentations[0].id
    for key, kind in papers.KINDS.items():
        made = papers.make(
            walked, key, presentation=meeting if kind.per_presentation else "", number=HOSTILE
        )
        pdf = typeset(made.template, made.data)
        assert pdf.startswith(b"%PDF-"), key
        assert pdf == typeset(made.template, made.data), key


def test_a_case_that_knows_nothing_prints_belum_diisi_and_invents_nothing(office: Office) -> None:
    made = papers.make(context(office, office.open()), "lembar_disposisi")
    rows = dict(map(tuple, made.data["blocks"][0]["rows"]))
    assert rows["Rujukan SRIKANDI"] == "belum diisi"
    assert made.data["office"]["nama_kantor"] == ""
    sop = papers.make(context(office, office.open("Lain")), "sop").data
    values = {value for name, value in sop["identity"] if name != "Nama SOP"}
    assert values == {"belum diisi"}


def test_the_receipt_holds_the_public_address_as_qr(office: Office) -> None:
    office.service.office.set("admin", {"alamat_publik": "http://192.168.1.5:8080/"})
    case = office.open()
    made = papers.make(context(office, case), "tanda_terima")
    block = next(b for b in made.data["blocks"] if b["type"] == "qr")
    assert block["address"] == f"http://192.168.1.5:8080/posisi/{case.token}"
    assert block["svg"].startswith("<svg")


def test_the_examination_sheet_says_it_is_not_certified(walked: papers.Context) -> None:
    made = papers.make(walked, "lembar_pemeriksaan")
    assert "tidak tersertifikasi" in made.data["blocks"][-1]["text"]
    assert [s["name"] for s in made.data["signers"]] == ["Kasim", "Karta", "Kadir"]
    assert all("sidik" in s["lines"][1] for s in made.data["signers"])


def test_the_sop_shows_the_live_position(walked: papers.Context) -> None:
    data = papers.make(walked, "sop").data
    states = [row["state"] for page in data["pages"] for row in page["rows"]]
    assert states == ["selesai"] * 11 + ["sedang berjalan"]
    assert [(page["into"], page["out"]) for page in data["pages"]] == [(False, True), (True, False)]


def test_the_sop_says_its_assumptions_in_words(walked: papers.Context) -> None:
    found = [line["about"] for line in papers.make(walked, "sop").data["assumptions"]]
    assert "Langkah 5: pelaksana" in found and "Satuan waktu" in found
    assert not [line for line in found if "." in line]


def test_a_record_of_a_meeting_names_the_design_by_its_hash(walked: papers.Context) -> None:
    meeting = next(one for one in walked.case.presentations if one.held)
    made = papers.make(walked, "berita_acara_presentasi", presentation=meeting.id)
    rows = next(b for b in made.data["blocks"] if b["type"] == "pairs")["rows"]
    assert rows == [["Sidik rancangan (SHA-256)", walked.case.specs[0].sha256]]


def test_an_invitation_says_the_hour_that_was_recorded(office: Office) -> None:
    case = office.at(12)
    office.now("Sari", case, Record, facts={"sosialisasi_pukul": "09.00 WIB"})
    made = papers.make(context(office, office.service.case(case.id)), "undangan_sosialisasi")
    rows = dict(next(b for b in made.data["blocks"] if b["type"] == "pairs")["rows"])
    assert rows["Pukul"] == "09.00 WIB" and rows["Acara"].startswith("Sosialisasi")


def test_the_first_page_is_a_picture(walked: papers.Context) -> None:
    made = papers.make(walked, "sop")
    assert first_page_png(made.template, made.data).startswith(b"\x89PNG")
    assert typeset(made.template, made.data, format="svg").startswith(b"<svg")


def test_f4_paper_is_larger_than_a4(office: Office) -> None:
    case = office.open()
    sizes = []
    for size in ("a4", "f4"):
        office.service.office.set("admin", {"kertas": size})
        made = papers.make(context(office, case), "tanda_terima")
        svg = typeset(made.template, made.data, format="svg").decode()
        found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
        assert found
        sizes.append((round(float(found[1]) / 2.8346), round(float(found[2]) / 2.8346)))
    assert sizes == [(210, 297), (215, 330)]


def test_a_made_paper_is_stored_with_its_hash_and_a_draft_is_not(office: Office) -> None:
    case = office.open()
    draft = office.service.draft_paper(office.actor("Sari"), case.id, "tanda_terima")
    assert draft.startswith(b"%PDF-") and office.service.case(case.id).papers == ()
    done = office.do(
        "Sari", MakePaper(case_id=case.id, seen=case.version, kind="tanda_terima", number="1")
    )
    paper = done.case.papers[0]
    assert paper.made and done.paper_id == paper.id
    assert office.service.paper(case.id, paper.id).sha256 == paper.sha256


def test_the_public_proof_names_signers_and_status_of_exactly_that_file(office: Office) -> None:
    case = office.at(12)
    assert case.deliverable
    proof = office.service.proofs(case.deliverable.sha256)[0]
    assert [s.name for s in proof.signers] == ["Kasim", "Karta", "Kadir"]
    assert proof.status == "berlaku" and all(s.valid for s in proof.signers)
    assert "tidak tersertifikasi" in proof.signers[0].wording
    old = case.deliverable.sha256
    bind(office, case, "baru")
    gone = office.service.proofs(old)[0]
    assert gone.status == "sudah diganti" and not any(s.valid for s in gone.signers)
    letter = office.service.proofs(case.papers[0].sha256)[0]
    assert (letter.label, letter.case_number) == ("Surat usulan (PDF)", case.number)
    assert office.service.proofs("0" * 64) == office.service.proofs("%") == ()
    assert "judul" not in repr(proof) and case.title not in repr(proof)


def test_the_procedure_is_printed_without_a_case(office: Office) -> None:
    assert office.service.sop_paper().startswith(b"%PDF-")


def test_unknown_papers_and_presentations_are_refused(office: Office) -> None:
    case = office.at(6)
    with pytest.raises(BadInput):
        papers.make(context(office, case), "surat_cinta")
    with pytest.raises(BadInput) as refused:
        papers.make(context(office, case), "notulen")
    assert refused.value.field == "presentation"


def test_a_template_may_not_ask_for_packages_or_other_formats(tmp_path: Path) -> None:
    template = tmp_path / "x.typ"
    template.write_text('#import "@preview/cetz:0.3.0"\nx')
    with pytest.raises(TypesetError, match="paket luar"):
        typeset(template, {})
    template.write_text("#let x = ")
    with pytest.raises(TypesetError, match=r"x\.typ"):
        typeset(template, {})
    with pytest.raises(TypesetError):
        typeset(template, {}, format="docx")
    with pytest.raises(TypesetError):
        typeset(tmp_path / "y.typ", {})


def test_a_template_sees_no_other_file_of_the_machine(tmp_path: Path) -> None:
    (tmp_path / "rahasia.txt").write_text("rahasia")
    template = tmp_path / "x.typ"
    for path in ("rahasia.txt", str(tmp_path / "rahasia.txt"), "../rahasia.txt"):
        template.write_text(f'#read("{path}")')
        with pytest.raises(TypesetError):
            typeset(template, {})


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (15, "lima belas"),
        (20, "dua puluh"),
        (23, "dua puluh tiga"),
        (100, "seratus"),
        (115, "seratus lima belas"),
        (1000, "seribu"),
        (2026, "dua ribu dua puluh enam"),
        (1_500_000, "satu juta lima ratus ribu"),
    ],
)
def test_numbers_are_spelled(number: int, words: str) -> None:
    assert terbilang(number) == words


def test_minutes_spell_their_date_and_values_are_shown_as_written_here() -> None:
    assert minutes_date(date(2026, 11, 23)) == (
        "hari Senin tanggal dua puluh tiga bulan November tahun dua ribu dua puluh enam"
    )
    assert (or_blank(12000), or_blank(""), or_blank(None), or_blank(True)) == (
        "12.000",
        "belum diisi",
        "belum diisi",
        "ya",
    )


def test_the_three_registers_are_views_over_papers_and_events(office: Office) -> None:
    case = office.at(12)
    case = office.step(case)
    found = {key: Registers(office.service).register(key, 2026) for key in KEYS}
    assert [row[5] for row in found["surat"].rows] == [
        "Usulan pembuatan aplikasi Bantuan Alat",
        "Undangan presentasi rancangan aplikasi Bantuan Alat",
        "Undangan sosialisasi aplikasi Bantuan Alat",
    ]
    assert found["surat"].rows[0][2] == "005/12/2026"
    assert {row[3] for row in found["laporan"].rows} >= {
        "Buku manual",
        "Laporan pembuatan aplikasi",
    }
    deeds = [row[3] for row in found["kegiatan"].rows]
    assert (deeds[0], deeds[-1]) == ("Mengajukan usulan", "Menyelesaikan usulan")
    walk = [step for day, step in (row[1:3] for row in found["kegiatan"].rows) if step]
    assert walk == sorted(walk, key=int), "within a day in the order of the record"
    assert [row[0] for row in found["kegiatan"].rows] == list(range(1, len(deeds) + 1))
    assert Registers(office.service).register("surat", 2025).rows == ()
    with pytest.raises(NotFound):
        Registers(office.service).register("rahasia", 2026)


def test_a_register_is_printed_and_typeset(office: Office) -> None:
    office.attach("Sari", office.open(HOSTILE), "surat_usulan")
    assert Registers(office.service).pdf("surat", 2026).startswith(b"%PDF-")


def test_excel_keeps_text_as_text_and_dates_as_dates() -> None:
    rows = [(1, "=1+1", date(2026, 11, 23), "0012"), (2, "<&>\x00\n", None, HOSTILE)]
    made = xlsx.workbook("Register/Surat", ("No", "Teks", "Tanggal", "Kode"), rows)
    assert made == xlsx.workbook("Register/Surat", ("No", "Teks", "Tanggal", "Kode"), rows)
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(made))
    assert book.sheet_names == ["Register Surat"]
    assert book.get_sheet_by_index(0).to_python() == [
        ["No", "Teks", "Tanggal", "Kode"],
        [1.0, "=1+1", date(2026, 11, 23), "0012"],
        [2.0, "<&>\n", "", HOSTILE],
    ]
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        for name in package.namelist():
            ElementTree.fromstring(package.read(name))


def test_a_paper_may_be_as_large_as_the_installation_allows(office: Office) -> None:
    case = office.open("Buku tamu")
    large = b"%PDF-1.7\n" + b"x" * (1 << 20)
    office.service.ports = replace(office.service.ports, upload_mb=1)
    with pytest.raises(BadInput) as refused:
        office.now("Sari", case, Attach, kind="lampiran", content=large, filename="pindaian.pdf")
    assert refused.value.way_out == "Paling besar 1 MB."
    office.service.ports = replace(office.service.ports, upload_mb=40)
    larger = large * 26
    case = office.now("Sari", case, Attach, kind="lampiran", content=larger, filename="besar.pdf")
    assert [paper.size for paper in case.papers] == [len(larger)]


def test_a_paper_is_registered_under_the_number_that_it_prints(office: Office) -> None:
    case = office.now("Sari", office.open("Lain"), MakePaper, kind="tanda_terima")
    assert case.papers[-1].number == case.number
    case = office.at(12)
    case = office.now("Sari", case, MakePaper, kind="bast")
    assert case.papers[-1].number == "", "what is not filled in is no number"
    case = office.now("Sari", case, Record, facts={"bast_nomor": "027/1/2026"})
    case = office.now("Sari", case, MakePaper, kind="bast")
    assert case.papers[-1].number == "027/1/2026"
    year = office.service.today().year
    rows = Registers(office.service).register("laporan", year).rows
    assert "027/1/2026" in {row[2] for row in rows}
