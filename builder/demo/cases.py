"""The cases of the demo office: one for each thing that a visitor should see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from builder.demo.clock import DemoClock
from builder.demo.teller import Teller
from builder.house import House
from sop_workflow import commands

Work = Callable[[], None]
SPAN = 60
"""How many days ago the first case began."""


def facts(nth: int, title: str, skpd: str, purpose: str, users: str, tool: str) -> dict[str, str]:
    """The inputs of step 1."""
    return {
        "judul": title,
        "skpd": skpd,
        "surat_nomor": f"000/{nth:03}/CONTOH",
        "surat_tanggal": "2026-01-05",
        "tujuan": purpose,
        "pengguna": users,
        "baris_per_tahun": str(400 * nth),
        "alat_sekarang": tool,
        "pemilik_data": skpd,
        "kontak": "Rina Misalnya, 0800-0000-0000",
    }


def tell(
    house: House,
    clock: DemoClock,
    people: Mapping[str, int],
    work: Work,
    say: Callable[[str], None],
) -> None:
    """All six, oldest first; `say` is told which one is next."""
    now = clock.moment

    def begin(days_ago: int, nth: int, *words: str) -> Teller:
        say(f"{nth} dari 6: {words[0]}")
        clock.moment = now - timedelta(days=days_ago)
        clock.next_day(house.office.calendar())
        given = facts(nth, *words) | {"surat_tanggal": house.cases.today().isoformat()}
        told = Teller.begin(house, clock, people, work, **given)
        told.say = say
        return told

    _finished(begin(SPAN, 1, "Bantuan Alat UMKM", "Dinas Koperasi dan UMKM",
                    "Mendata pelaku usaha dan menyalurkan bantuan alat dengan alur yang jelas.",
                    "Operator kecamatan, verifikator, kepala dinas.", "Lembar kerja"))  # fmt: skip
    _changed(begin(45, 2, "Buku Tamu Digital", "Kecamatan Contoh",
                   "Mencatat tamu kantor dan keperluannya.", "Resepsionis dan camat.",
                   "Buku tulis"))  # fmt: skip
    _presenting(begin(24, 3, "Peminjaman Ruang Rapat", "Sekretariat Daerah",
                      "Mengatur permintaan ruang rapat supaya tidak bertabrakan.",
                      "Seluruh pegawai dan pengelola ruang.", "Pesan singkat"))  # fmt: skip
    _designing(begin(16, 4, "Jadwal Posyandu", "Dinas Kesehatan",
                     "Menyusun jadwal pelayanan posyandu.", "Petugas puskesmas dan kader.",
                     "Lembar kerja"))  # fmt: skip
    _deciding(begin(9, 5, "Arsip Surat Kecamatan", "Kecamatan Contoh",
                    "Menyimpan surat masuk dan keluar.", "Petugas tata usaha.",
                    "Map dan lemari"))  # fmt: skip
    _received(begin(3, 6, "Pengaduan Pasar Rakyat", "Dinas Perdagangan",
                    "Menerima pengaduan pedagang dan pembeli.", "Pedagang, pembeli, petugas pasar.",
                    "Kotak saran"))  # fmt: skip
    clock.moment = now


def _received(told: Teller) -> None:
    told.submit()


def _deciding(told: Teller) -> None:
    told.submit()
    told.day()
    told.approve("ratna", disposisi_instruksi="Untuk diteruskan")
    told.day()
    told.approve("hasan", disposisi_instruksi="Untuk diteruskan")


def _designing(told: Teller) -> None:
    told.to_design()
    told.design("jadwal_posyandu")


def _presenting(told: Teller) -> None:
    told.to_design()
    told.design("ruang_rapat")
    told.submit_design()
    told.day()
    meeting = told.call("Ruang rapat Sekretariat Daerah")
    told.meet(meeting)
    told.remark(meeting, "Rina Misalnya", "Bagian Umum", "Tambahkan jam mulai dan jam selesai.",
                ("peminjaman", "tanggal"))  # fmt: skip
    told.remark(meeting, "Joko Umpamanya", "Bagian Hukum", "Nama ruang sebaiknya dengan lantainya.",
                ("ruang", "nama"))  # fmt: skip
    told.remark(meeting, "Wati Andai", "Bagian Organisasi", "Urutan menunya sudah pas.")


def _to_signatures(told: Teller, name: str, remark: str, at: tuple[str, str]) -> None:
    told.to_design()
    told.design(name)
    told.submit_design()
    told.day(2)
    meeting = told.call("Aula")
    told.meet(meeting)
    told.remark(meeting, "Rina Misalnya", told.case.organisation, remark, at)
    told.hold(meeting)
    told.submit()
    told.day()


def _changed(told: Teller) -> None:
    _to_signatures(
        told, "buku_tamu", "Asal instansi perlu petunjuk pengisian.", ("tamu", "instansi")
    )
    told.answer_all()
    told.change(("tamu", "instansi"), "help", "Nama instansi, atau alamat bila perorangan.")
    told.submit_design()
    told.submit()
    for who in ("ratna", "hasan"):
        told.day()
        told.check(who)
    told.day()
    told.change(("tamu", "instansi"), "required", True)
    _change_after_signing(told, "Asal instansi diwajibkan atas permintaan camat.")
    told.submit_design()
    told.submit()
    told.day()
    told.check("ratna")


def _change_after_signing(told: Teller, note: str) -> None:
    app = told.house.specs.of_case(told.case.id)
    assert app is not None
    revision = told.house.specs.freeze(app.id, author="Sri Contoh")
    told.do("sri", commands.ChangeSpec, revision=str(revision.id), note=note)


def _finished(told: Teller) -> None:
    _to_signatures(
        told,
        "bantuan_alat_umkm",
        "Telepon perlu petunjuk penulisan.",
        ("pelaku_usaha", "telepon"),
    )
    told.answer_all()
    told.change(("pelaku_usaha", "telepon"), "help", "Nomor yang aktif, misalnya 0812-3456-7890.")
    told.submit_design()
    told.submit()
    for who in ("ratna", "hasan", "dewi"):
        told.day()
        told.check(who)
    told.day(2)
    told.finish()
