"""The people of the demo office, all invented, and its letterhead."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "contoh-rakit-1"
"""Known to everybody: these accounts are refused on a public address unless DEMO=1."""

OFFICE = {
    "pemerintah": "Pemerintah Kabupaten Contoh",
    "nama_kantor": "Dinas Komunikasi dan Informatika",
    "kota": "Kota Contoh",
    "alamat": "Jalan Contoh Nomor 1, Kota Contoh",
    "telepon": "(000) 000-000",
}


HEAD = "Kepala Dinas Komunikasi dan Informatika"
"""As it stands above a signature; the procedure calls the seat Kadis."""


@dataclass(frozen=True)
class Person:
    """One demo account: who it is, and the seat it holds."""

    username: str
    name: str
    seat: str
    title: str
    nip: str = ""
    rank: str = ""
    qualification: str = ""


PEOPLE = (
    Person("sri", "Sri Contoh", "staf_prakom", "Staf Prakom", "199001012015012001",
           "Penata Muda Tk. I, III/b", "S-1 Komputer / Teknik Informatika"),
    Person("bayu", "Bayu Misal", "staf_prakom", "Staf Prakom", "199202022017011002",
           "Penata Muda, III/a", "Programmer"),
    Person("ratna", "Ratna Umpama", "kasi", "Kasi Pengembangan Aplikasi Pemerintahan",
           "198503032010012003", "Penata Tk. I, III/d"),
    Person("hasan", "Hasan Ibarat", "kabid", "Kabid Layanan e-Gov", "197804042005011004",
           "Pembina, IV/a"),
    Person("dewi", "Dewi Andaikan", "kadis", "Kepala Dinas", "197005051998032005",
           "Pembina Utama Muda, IV/c"),
)  # fmt: skip
ADMIN = Person("admin", "Admin Contoh", "", "Administrator")
