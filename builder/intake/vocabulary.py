"""Words in column names, Indonesian and English, that say what a column is about."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MONEY = _words(
    """price harga biaya cost amount total subtotal salary gaji upah anggaran pagu honor bayar
    payment fee tarif saldo balance omzet modal tunjangan retribusi pajak denda freight nominal
    rupiah budget revenue income"""
)
COUNTS = _words("jumlah qty quantity count level urut urutan no nomor rank age umur")
LONG = _words(
    """description deskripsi keterangan notes note catatan alamat address comment komentar isi body
    content uraian remarks bio sinopsis synopsis"""
)
MAIL = _words("email mail surel")
PHONE = _words("phone telepon telp hp mobile wa whatsapp tel telpon")
YEAR = _words("tahun year thn")
PLACE = _words(
    """address alamat city kota state region country negara postal zip fax phone telepon street
    jalan"""
)
"""Words of columns that never stand for a row."""
NAMES = (
    "nama",
    "name",
    "judul",
    "title",
    "nama_lengkap",
    "full_name",
    "label",
    "uraian",
    "perihal",
)
"""Columns that stand for a row, best first."""
CODES = ("nomor", "kode", "code", "number", "no", "username", "email")
NAME_PARTS = (
    ("first_name", "last_name"),
    ("nama_depan", "nama_belakang"),
    ("firstname", "lastname"),
)
OFFICIAL = {"nik": (16, "nik"), "nip": (18, "nip"), "npwp": (15, "npwp"), "kk": (16, "nomor_kk")}
"""Word -> (least length of its column, field type)."""
