"""A case walks from the letter to the hand-over, and every step asks for its own papers."""

from __future__ import annotations

import pytest

from sop_workflow.case import Status
from sop_workflow.commands import Open, Submit
from sop_workflow.errors import Incomplete
from sop_workflow.evolve import fold
from sop_workflow.storage.chain import verify
from tests.procedure.office import Office


def test_a_case_walks_all_twelve_steps(office: Office) -> None:
    case = office.open()
    seen = [case.step]
    while case.is_open:
        case = office.step(case)
        seen.append(case.step)
    assert seen == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 12]
    assert case.status is Status.FINISHED and case.closed is not None
    assert [a.step for a in case.approvals if a.valid] == [2, 3, 4, 9, 10, 11]
    assert all(a.signature and not a.signature.certified for a in case.approvals[3:])
    assert verify(office.session) == ()
    assert fold(office.service.history(case.id)) == office.service.case(case.id)


@pytest.mark.parametrize("step", range(1, 13))
def test_every_step_blocks_until_its_kelengkapan_is_there_and_says_what_lacks(
    office: Office, step: int
) -> None:
    if step == 1:
        case = office.do("Sari", Open(title="Arsip", organisation="Dinas")).case
    else:
        case = office.at(step)
    if step in (5, 7):
        office.specs.add("salah", errors=("Entitas tanpa kolom",), gaps=("NIK belum berdefinisi",))
    if step == 9:
        office.deliverables.wrong = ("Laporan tidak dapat dibuka",)
    who = {2: "Kasim", 3: "Karta", 4: "Kadir", 9: "Kasim", 10: "Karta", 11: "Kadir"}.get(step)
    with pytest.raises(Incomplete) as refused:
        if who:
            office.approve(who, case)
        else:
            office.now("Sari", case, Submit)
    found = {m.key for m in refused.value.missing}
    assert found == EXPECTED[step]
    assert all(m.text and m.way_out for m in refused.value.missing)
    assert office.service.case(case.id).version == case.version
    assert office.service.missing(case.id) == refused.value.missing


EXPECTED = {
    1: {
        "surat_nomor",
        "surat_tanggal",
        "tujuan",
        "pengguna",
        "baris_per_tahun",
        "alat_sekarang",
        "pemilik_data",
        "kontak",
        "surat_usulan",
    },
    2: {"disposisi_instruksi"},
    3: {"disposisi_instruksi"},
    4: {"telaah_serupa", "telaah_umum", "telaah_simpulan", "disposisi_instruksi"},
    5: {"spesifikasi"},
    6: {"rancangan", "presentasi"},
    7: {"c15", "spesifikasi"},
    8: {"manual", "laporan", "deliverable"},
    9: {"periksa_laporan", "periksa_aplikasi", "dapat_dibuka"},
    10: {"periksa_laporan", "periksa_aplikasi"},
    11: {"periksa_laporan", "periksa_aplikasi"},
    12: {
        "sosialisasi_tanggal",
        "sosialisasi_tempat",
        "sosialisasi_hadir",
        "sosialisasi_catatan",
        "bast_nomor",
        "bast_tanggal",
        "bast_penerima",
        "undangan_sosialisasi",
        "bast",
    },
}


def test_the_expectation_covers_every_step(office: Office) -> None:
    assert set(EXPECTED) == {step.number for step in office.service.default.steps}
