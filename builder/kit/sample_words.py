"""Words for sample rows, by what a field is called. All people and places in here are invented."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .fields import Field

FLOWERS = (
    "Melati", "Kenanga", "Anggrek", "Cempaka", "Dahlia", "Mawar", "Teratai", "Wijaya",
    "Flamboyan", "Seruni", "Kamboja", "Sedap Malam", "Bugenvil", "Lili", "Tulip", "Krisan",
)  # fmt: skip
GIVEN = (
    "Wulan", "Bagas", "Ratih", "Damar", "Sekar", "Galih", "Laras", "Panji",
    "Kinasih", "Satria", "Puspa", "Raka", "Tirta", "Ayu", "Jaka", "Candra",
)  # fmt: skip
LAST = (
    "Contohwati", "Umpamawan", "Misalkan", "Perumpamaan", "Rekaanto", "Ibaratno", "Andaikata",
    "Khayalan", "Contohadi", "Rekawati", "Misalwan",
)  # fmt: skip
PRICES = (350_000, 1_250_000, 2_750_000, 4_500_000, 850_000, 6_200_000, 1_900_000, 3_400_000)
BUDGETS = (250_000_000, 400_000_000, 175_000_000, 600_000_000, 320_000_000)

PEOPLE = (
    "pelaku", "pegawai", "warga", "penduduk", "peserta", "siswa", "pasien", "anggota", "tamu",
    "pemohon", "pengunjung", "petugas", "guru", "kader", "nelayan", "petani", "pemilik",
    "penerima", "balita", "ibu", "pejabat", "orang", "tenaga",
)  # fmt: skip
PERSON_FIELDS = ("kepala", "penanggung_jawab", "narahubung", "kontak", "ketua", "nama_lengkap")


def plausible(f: Field, n: int) -> Any:
    """The n-th word that suits the field's name and type; None where its type knows better.

    The gate checks it as everything else, and the type's own sample is the way out.
    """
    kind = f.column.type.python_type
    if f.choices or f.target or f.file:
        return None
    widget = str(getattr(f.type, "WIDGET", "text"))
    if kind is Decimal:
        return _amount(f, n) if widget == "money" else None
    if kind is int and f.name.startswith("tahun"):
        return 2024 + n % 3
    if kind is str and widget in ("text", "textarea"):
        return _text(f, n, long=widget == "textarea")
    return None


def _amount(f: Field, n: int) -> Decimal | None:
    if f.name.startswith(("anggaran", "pagu", "plafon")):
        return Decimal(BUDGETS[n % len(BUDGETS)])
    if f.name.startswith(("harga", "biaya", "tarif", "modal", "nilai", "omzet")):
        return Decimal(PRICES[n % len(PRICES)])
    return None


def _text(f: Field, n: int, long: bool) -> str | None:
    name, table = f.name, f.entity.__tablename__
    if any(word in name for word in ("kode", "nomor", "pattern")) or f.limits.get("pattern"):
        digits = f"{n + 1:02}"
        return digits if f.limits.get("pattern") else f"{_letters(table)}-{digits}"
    if name.startswith("alamat"):
        return f"Jalan {FLOWERS[n % len(FLOWERS)]} {1 + n * 7 % 90}, RT 0{1 + n % 4}/RW 02"
    if name.startswith(("tempat", "lokasi", "ruang", "gedung")):
        return f"Gedung {FLOWERS[(n + 3) % len(FLOWERS)]}, lantai {1 + n % 3}"
    if name in PERSON_FIELDS or (name == "nama" and _people(table)):
        return person(n)
    if name in ("nama", "judul", "sebutan", "perihal"):
        return f"{f.entity.__label__} {_numbered(FLOWERS, n)}"
    return f"{f.text} untuk contoh {n + 1}." if long else f"{f.text} {_numbered(FLOWERS, n)}"


def person(n: int) -> str:
    """A full name that nobody has."""
    return f"{GIVEN[n % len(GIVEN)]} {LAST[n % len(LAST)]}"


def _people(table: str) -> bool:
    return any(word in PEOPLE for word in table.split("_"))


def _letters(table: str) -> str:
    return "".join(part[0] for part in table.split("_")).upper()


def _numbered(words: tuple[str, ...], n: int) -> str:
    """Every word once, then with a number: no two are the same."""
    round_, place = divmod(n, len(words))
    return words[place] + (f" {round_ + 1}" if round_ else "")
