"""The words in which differences are told to an official."""

from __future__ import annotations

from typing import Any

from . import naming

KINDS = {
    "Spec": "Aplikasi", "Entity": "Entitas", "Field": "Isian", "Link": "Hubungan",
    "Role": "Peran", "Flow": "Alur", "State": "Status", "Transition": "Langkah",
    "Choice": "Pilihan", "Section": "Bagian", "Tab": "Tab", "View": "Tampilan tersimpan",
    "Check": "Aturan", "Card": "Kartu", "Chart": "Grafik", "MenuItem": "Menu",
    "Exclusion": "Pengecualian", "Inverse": "Daftar baris",
}  # fmt: skip
"""A screen of any kind is a `Layar`."""

SWITCHES = {
    "required": ("wajib", "tidak wajib"),
    "unique": ("tidak boleh kembar", "boleh kembar"),
    "inline": ("disunting di formulir induk", "disunting tersendiri"),
    "history": ("menyimpan riwayat", "tanpa riwayat"),
    "soft_delete": ("dihapus ke keranjang", "dihapus langsung"),
    "radio": ("tampil sebagai tombol pilihan", "tampil sebagai daftar pilihan"),
    "retired": ("tidak dipakai lagi", "dipakai"),
    "public": ("terbuka tanpa masuk", "perlu masuk"),
    "landscape": ("mendatar", "tegak"),
}
KEYS = {
    "definition": "definisi", "help": "petunjuk", "type": "tipe", "default": "nilai awal",
    "computed": "rumus", "required_if": "syarat wajib", "visible_if": "syarat tampil",
    "readonly_if": "syarat terkunci", "privacy": "kelas data pribadi",
    "publicity": "kelas informasi publik", "max_length": "panjang terbanyak",
    "min_length": "panjang tersedikit", "min": "batas bawah", "max": "batas atas",
    "pattern": "pola", "pattern_message": "pesan pola", "target": "tujuan rujukan",
    "on_delete": "bila tujuan dihapus", "by": "pelaksana", "at": "dari status",
    "to": "ke status", "note": "catatan", "needs": "syarat", "tells": "pemberitahuan",
    "message": "pesan", "columns": "kolom tampil", "filters": "saringan", "sort": "urutan baris",
    "fields": "isian", "where": "syarat baris", "test": "syarat", "description": "keterangan",
    "display": "isian wakil", "open": "isian yang tetap terbuka", "basis": "dasar hukum",
    "reason": "alasan", "until": "berlaku sampai", "measure": "satuan",
    "remark": "catatan penyusun",
    "unit_by": "jalan ke unit", "tree": "pohon", "indexes": "indeks", "checks": "aturan",
    "owner": "pemilik", "units": "entitas unit", "language": "bahasa", "between": "dua sisinya",
    "names": "nama tiap sisi", "labels": "sebutan tiap sisi", "sets": "isian yang diisi",
    "digits": "angka di belakang koma", "max_mb": "ukuran berkas terbesar (MB)",
    "accept": "jenis berkas", "reset": "hitungan nomor", "issued": "nomor diberikan saat",
    "filter": "baris yang boleh dipilih", "level": "tingkat wilayah",
    "min_rows": "baris tersedikit",
    "rows": "daftar baris", "card": "isi kartu", "start": "tanggal mulai", "end": "tanggal akhir",
    "title": "judul", "location": "lokasi", "color_by": "warna menurut", "value": "nilai",
    "screen": "layar tujuan", "group_by": "kelompok", "totals": "jumlahan",
    "sign": "penanda tangan",
    "parameters": "pertanyaan", "paper": "kertas", "format": "bentuk berkas", "intro": "pembuka",
    "icon": "gambar", "entity": "entitas", "roles": "peran", "kind": "jenis",
}  # fmt: skip
VALUES = {
    "privacy": {"none": "bukan data pribadi", "general": "umum", "specific": "spesifik"},
    "publicity": {"open": "terbuka"},
    "note": {"none": "tidak ada", "optional": "boleh diisi", "required": "wajib"},
    "on_delete": {"restrict": "ditolak", "cascade": "ikut dihapus", "clear": "dikosongkan"},
    "kind": {"running": "berjalan", "done": "selesai", "failed": "gagal"},
    "reset": {"never": "tidak pernah mulai lagi", "year": "per tahun", "month": "per bulan"},
    "by": {"owner": "pembuat"},
    "tells": {"owner": "pembuat"},
}
DEFAULTS = {"note": "none", "on_delete": "restrict", "reset": "year", "kind": "running"}
"""What an unwritten key says, where silence would read as nothing."""

TYPES = {
    "text": "teks", "long_text": "teks panjang", "rich_text": "teks berformat",
    "integer": "bilangan bulat", "decimal": "desimal", "money": "rupiah", "percent": "persen",
    "boolean": "ya/tidak", "date": "tanggal", "time": "jam", "datetime": "tanggal dan jam",
    "year": "tahun", "choice": "pilihan", "multichoice": "banyak pilihan", "email": "surel",
    "phone": "telepon", "url": "alamat web", "file": "berkas", "image": "gambar",
    "location": "lokasi", "numbering": "nomor otomatis", "reference": "rujukan",
    "state": "status alur", "nik": "NIK", "nip": "NIP", "npwp": "NPWP", "nomor_kk": "nomor KK",
    "kode_wilayah": "kode wilayah", "kode_rekening": "kode rekening",
    "nomor_surat": "nomor surat", "uuid": "UUID", "json": "data bebas",
}  # fmt: skip
WIDER = {
    "text": ("long_text", "rich_text"),
    "long_text": ("rich_text",),
    "integer": ("decimal", "money"),
    "year": ("integer", "decimal"),
    "date": ("datetime",),
    "file": (),
}
"""Type -> types that hold everything that it holds."""
ANY_TEXT = ("text", "long_text", "rich_text")

VERBS = {
    "read": "melihat", "create": "menambah", "update": "mengubah", "delete": "menghapus",
    "export": "mengekspor", "import": "mengimpor",
}  # fmt: skip
SCOPES = {"all": "semua baris", "own": "baris buatannya", "unit": "baris unitnya"}


def keeps_data(old: str, new: str) -> bool:
    """Whether every value of the old type fits the new one."""
    short = old not in ("long_text", "rich_text", "file", "image", "json", "multichoice")
    return new in WIDER.get(old, ()) or (new in ANY_TEXT and (new != "text" or short))


def say(raw: dict[str, Any]) -> str:
    """What people call a node."""
    written = raw.get("label")
    return str(written) if written else naming.label_of(str(raw.get("name") or ""))


def list_of(words: list[str]) -> str:
    """`a, b, dan c`."""
    if len(words) < 3:
        return " dan ".join(words)
    return ", ".join(words[:-1]) + ", dan " + words[-1]
