"""The office's SOP is held word for word; what it leaves open is marked and editable."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from sop_workflow.diagram import mermaid, strip_svg, symbol_svg
from sop_workflow.errors import BadInput, NotFound, ProcedureError
from sop_workflow.findings import findings
from sop_workflow.kelengkapan import CONDITIONS
from sop_workflow.printed import paper_text
from sop_workflow.procedure import DEFAULT, END, load_text
from sop_workflow.versions import ProcedureVersions
from tests.procedure.office import PROCEDURE, Office


def lines(text: str) -> list[str]:
    return [re.sub(r"[ \t]+$", "", line) for line in text.splitlines() if line.strip()]


def test_the_yaml_prints_as_the_offices_own_text_word_for_word(shared: Path) -> None:
    paper = (shared / "sop" / "sop-pembuatan-aplikasi-database.txt").read_text(encoding="utf-8")
    assert lines(paper_text(PROCEDURE)) == lines(paper)


def test_twelve_steps_four_roles_six_decisions_and_an_empty_ket() -> None:
    assert [s.number for s in PROCEDURE.steps] == list(range(1, 13))
    assert len(PROCEDURE.roles) == 4
    assert [s.number for s in PROCEDURE.steps if s.decides] == [2, 3, 4, 9, 10, 11]
    assert {s.remark for s in PROCEDURE.steps} == {""}


def test_what_the_paper_leaves_open_is_marked_as_assumed() -> None:
    assert all(a.assumed and a.reason for a in PROCEDURE.assumptions)
    assert all(c.assumed for c in PROCEDURE.checks)
    assert [s.number for s in PROCEDURE.steps if "pelaksana" in s.assumed] == [5, 6, 7, 8]
    no = {s.number: s.no_targets for s in PROCEDURE.steps if s.no_targets}
    assert no == {2: (1,), 3: (1,), 4: (END,), 9: (7, 8), 10: (7, 8), 11: (7, 8)}


def test_every_named_condition_is_known() -> None:
    named = {name for step in PROCEDURE.steps for name in step.conditions}
    assert named == set(CONDITIONS)


def test_periksa_sop_lists_the_papers_own_faults() -> None:
    found = {f.code: f for f in findings(PROCEDURE)}
    assert set(found) == {
        "identitas_kosong",
        "salah_ketik",
        "kalimat_terpotong",
        "skpd_tanpa_kolom",
        "satuan_waktu",
        "tanpa_pelaksana",
        "tanpa_cabang_tidak",
        "output_sama",
        "output_tidak_dibuat",
        "tanpa_bukti",
    }
    assert found["salah_ketik"].proposal.startswith("Perbup No. 6")
    assert found["output_tidak_dibuat"].where == "langkah 9"
    assert all(f.text and f.proposal for f in found.values())


def test_a_mended_paper_has_no_findings_of_that_kind() -> None:
    text = DEFAULT.read_text(encoding="utf-8")
    text = text.replace("Perbup N0.", "Perbup No.").replace("untuk memahami\n", "belajar\n")
    codes = {f.code for f in findings(load_text(text))}
    assert not {"salah_ketik", "kalimat_terpotong"} & codes


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            'nilai: staf_prakom, assumed: true, alasan: "Baris 5',
            'nilai: lurah, assumed: true, alasan: "Baris 5',
            "lurah",
        ),
        ("nilai: [7, 8]", "nilai: [12]", "langkah 9 ke 12"),
        ("  - nomor: 3", "  - nomor: 30", "bernomor urut"),
        ("tanda: {staf_prakom: Mulai}", "tanda: {staf_prakom: Awal}", "dibuka oleh Mulai"),
        ("assumed: true", "assumed: false", "asumsi"),
        ("kunci: pembuatan", "kuncii: pembuatan", "kuncii"),
        ("sop: 1", "sop: [", "bukan YAML"),
    ],
)
def test_a_file_that_cannot_be_walked_is_refused_with_its_place(
    old: str, new: str, says: str
) -> None:
    text = DEFAULT.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(ProcedureError, match=re.escape(says)):
        load_text(text.replace(old, new))


def test_an_amendment_is_a_new_version_and_running_cases_stay_on_theirs(office: Office) -> None:
    case = office.at(3)
    versions = ProcedureVersions(office.session, clock=office.clock)
    new = versions.amend("admin", PROCEDURE.key, {"tidak.11": [8]})
    assert new.version == 2 and new.step(11).no_targets == (8,)
    assert office.service.procedure_of(case).step(11).no_targets == (7, 8)
    later = office.open("Arsip kedua")
    assert later.procedure_version == 2
    with pytest.raises(BadInput):
        versions.amend("admin", PROCEDURE.key, {"tidak.99": [1]})
    with pytest.raises(ProcedureError):
        versions.amend("admin", PROCEDURE.key, {"tidak.2": [9]})
    with pytest.raises(NotFound):
        versions.get(PROCEDURE.key, 9)


def test_another_procedure_file_replaces_the_text_as_the_next_version(office: Office) -> None:
    office.open()
    plain = PROCEDURE.plain()
    plain["judul"] = "SOP BARU"
    versions = ProcedureVersions(office.session, clock=office.clock)
    new = versions.replace("admin", yaml.safe_dump(plain, allow_unicode=True))
    assert (new.version, new.title) == (2, "SOP BARU")


def test_one_document_has_one_hash() -> None:
    text = DEFAULT.read_text(encoding="utf-8")
    assert load_text(text).sha256 == PROCEDURE.sha256
    assert load_text(text.replace("1 bulan", "2 bulan")).sha256 != PROCEDURE.sha256


def test_the_diagram_has_every_step_once_and_every_branch() -> None:
    text = mermaid(PROCEDURE)
    assert len(re.findall(r"^    L\d+[\[({]", text, re.M)) == 12
    assert text.count("|Tidak|") == 9 and "Akhir" in text


def test_symbols_follow_the_paper_and_assumed_ones_are_dashed() -> None:
    strip = strip_svg(PROCEDURE, 1, 12)
    # Six diamonds, and one arrow head (a triangle) for each of the eleven arrows.
    assert strip.count("<rect") == 6 and strip.count("<polygon") == 6 + 11
    assert strip.count("stroke-dasharray") == 4
    assert "Mulai" in strip and "Selesai" in strip
    assert "polygon" in symbol_svg(PROCEDURE.step(2), "kini")


def test_an_off_page_connector_bears_the_same_letter_on_both_pages() -> None:
    first = strip_svg(PROCEDURE, 1, 6, letters=("", "A"))
    second = strip_svg(PROCEDURE, 7, 12, letters=("A", ""))
    assert ">A</text>" in first and ">A</text>" in second
