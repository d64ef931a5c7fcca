"""What inputs, values and kinds of nodes are called on the pages of the editor."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _, lazy_gettext as _l

LABELS: dict[str, Any] = {
    "label": _l("Sebutan"),
    "name": _l("Nama teknis"),
    "plural": _l("Sebutan untuk banyak"),
    "description": _l("Keterangan"),
    "display": _l("Isian yang mewakili satu baris"),
    "tree": _l("Rujukan ke atasan (pohon)"),
    "unit_by": _l("Jalan ke unit kerja pemilik baris"),
    "privacy": _l("Data pribadi (UU 27/2022)"),
    "publicity": _l("Informasi publik (UU 14/2008)"),
    "history": _l("Simpan riwayat perubahan"),
    "soft_delete": _l("Hapus ke keranjang"),
    "unique": _l("Tidak boleh kembar"),
    "Entity.unique": _l("Gabungan isian yang tidak boleh kembar"),
    "indexes": _l("Gabungan isian yang sering dicari"),
    "type": _l("Tipe isian"),
    "definition": _l("Definisi (kamus data)"),
    "help": _l("Petunjuk di bawah isian"),
    "measure": _l("Satuan"),
    "required": _l("Wajib diisi"),
    "required_if": _l("Wajib diisi bila"),
    "visible_if": _l("Tampil hanya bila"),
    "readonly_if": _l("Terkunci bila"),
    "default": _l("Nilai awal"),
    "computed": _l("Rumus (dihitung, tidak diisi)"),
    "remark": _l("Catatan penyusun"),
    "min": _l("Nilai terkecil"),
    "max": _l("Nilai terbesar"),
    "digits": _l("Angka di belakang koma"),
    "min_length": _l("Paling sedikit huruf"),
    "max_length": _l("Paling banyak huruf"),
    "pattern": _l("Pola"),
    "pattern_message": _l("Pesan bila pola tidak cocok"),
    "choices": _l("Pilihan"),
    "radio": _l("Tampil sebagai tombol pilihan"),
    "target": _l("Entitas yang dituju"),
    "on_delete": _l("Bila yang dituju dihapus"),
    "filter": _l("Hanya boleh memilih baris yang"),
    "Inverse.name": _l("Daftar balik: nama teknis"),
    "Inverse.label": _l("Daftar balik: sebutan"),
    "Inverse.inline": _l("Disunting di formulir induk"),
    "Inverse.min_rows": _l("Paling sedikit baris"),
    "max_mb": _l("Ukuran berkas terbesar (MB)"),
    "accept": _l("Akhiran nama berkas yang diterima"),
    "reset": _l("Hitungan mulai lagi"),
    "issued": _l("Nomor diberikan pada langkah"),
    "level": _l("Tingkat wilayah"),
    "test": _l("Syarat yang harus benar"),
    "message": _l("Pesan bila tidak terpenuhi"),
    "fields": _l("Isian"),
    "Check.fields": _l("Pesan tampil di isian"),
    "between": _l("Dua entitas yang berhubungan"),
    "names": _l("Nama teknis tiap sisi"),
    "labels": _l("Sebutan di tiap sisi"),
    "basis": _l("Dasar hukum"),
    "reason": _l("Akibat bila dibuka"),
    "until": _l("Dikecualikan sampai"),
    "public": _l("Untuk umum, tanpa masuk"),
    "State.kind": _l("Kedudukan"),
    "open": _l("Isian yang tetap dapat diubah"),
    "entity": _l("Entitas"),
    "at": _l("Dari status"),
    "to": _l("Ke status"),
    "by": _l("Oleh"),
    "KanbanScreen.by": _l("Kolom papan menurut"),
    "Chart.by": _l("Dikelompokkan menurut"),
    "note": _l("Catatan pelaku"),
    "needs": _l("Syarat"),
    "sets": _l("Mengisi isian"),
    "tells": _l("Memberi tahu"),
    "owner": _l("Perangkat daerah pemilik"),
    "language": _l("Bahasa sebutan"),
    "units": _l("Entitas unit kerja"),
    "roles": _l("Hanya untuk peran"),
    "columns": _l("Kolom"),
    "Section.columns": _l("Isian per baris"),
    "filters": _l("Saringan"),
    "sort": _l("Urutan baris"),
    "where": _l("Hanya baris yang"),
    "rows": _l("Daftar baris"),
    "card": _l("Isian pada kartu"),
    "start": _l("Tanggal mulai"),
    "end": _l("Tanggal akhir"),
    "title": _l("Judul"),
    "location": _l("Isian titik lokasi"),
    "color_by": _l("Warna menurut"),
    "value": _l("Angka yang dihitung"),
    "screen": _l("Layar yang dibuka"),
    "Chart.kind": _l("Bentuk grafik"),
    "format": _l("Bentuk berkas"),
    "paper": _l("Kertas"),
    "landscape": _l("Mendatar"),
    "parameters": _l("Ditanyakan sebelum dicetak"),
    "group_by": _l("Dikelompokkan menurut"),
    "totals": _l("Kolom yang dijumlah"),
    "sign": _l("Jabatan penanda tangan"),
    "intro": _l("Kalimat pembuka"),
    "icon": _l("Nama gambar kecil"),
    "i18n": _l("Terjemahan bahasa Inggris"),
}
HELP: dict[str, Any] = {
    "name": _l("Huruf kecil, angka, garis bawah. Yang merujuknya ikut berganti."),
    "choices": _l(
        "Satu pilihan satu baris, nama: Sebutan. Tambahkan [pensiun] bila tidak dipakai lagi."
    ),
    "Entity.unique": _l("Satu gabungan satu baris, misalnya: nama, tahun."),
    "indexes": _l("Satu gabungan satu baris, misalnya: nama, tahun."),
    "unit_by": _l("Misalnya usaha.pelaku.unit; untuk hak per unit kerja."),
    "default": _l("Misalnya 1, true, today, atau user.unit."),
    "computed": _l("Misalnya jumlah * alat.harga atau sum(rincian.subtotal)."),
    "required_if": _l("Misalnya status == 'ditolak'."),
    "visible_if": _l("Misalnya status == 'ditolak'."),
    "filter": _l("Syarat dengan isian entitas yang dituju, misalnya aktif."),
    "sets": _l("Satu isian satu baris, misalnya: alasan = note."),
    "i18n": _l("Satu teks satu baris, misalnya: Pelaku usaha = Business owner."),
    "needs": _l("Misalnya count(rincian) > 0."),
    "test": _l("Misalnya empty(tutup) or tutup >= buka."),
    "where": _l("Misalnya status == 'disetujui'."),
    "value": _l("Misalnya count(rows) atau sum(rows.total)."),
    "Inverse.name": _l("Kosongkan bila entitas yang dituju tidak menampilkan daftar barisnya."),
    "accept": _l("Misalnya pdf, jpg."),
    "pattern": _l("Ekspresi reguler yang harus cocok seluruhnya."),
    "NumberingOptions.pattern": _l("Misalnya {seq:04}/{unit}/{month_roman}/{year}."),
    "names": _l("Wajib bila kedua sisi entitas yang sama."),
    "DateOptions.min": _l("today atau tanggal seperti 2026-12-31."),
    "DateOptions.max": _l("today atau tanggal seperti 2026-12-31."),
    "fields": _l("Centang yang tampil; angka menentukan urutannya."),
    "columns": _l("Centang yang tampil; angka menentukan urutannya."),
}
VALUES: dict[str, Any] = {
    "privacy.none": _l("Bukan data pribadi"),
    "privacy.general": _l("Data pribadi umum"),
    "privacy.specific": _l("Data pribadi spesifik"),
    "publicity.open": _l("Terbuka"),
    "on_delete.restrict": _l("Ditolak selama masih dirujuk"),
    "on_delete.cascade": _l("Ikut dihapus"),
    "on_delete.clear": _l("Rujukan dikosongkan"),
    "reset.never": _l("Tidak pernah"),
    "reset.year": _l("Tiap tahun"),
    "reset.month": _l("Tiap bulan"),
    "note.none": _l("Tidak ada"),
    "note.optional": _l("Boleh diisi"),
    "note.required": _l("Wajib diisi"),
    "kind.running": _l("Masih berjalan"),
    "kind.done": _l("Selesai"),
    "kind.failed": _l("Gagal"),
    "kind.bar": _l("Batang"),
    "kind.line": _l("Garis"),
    "kind.donut": _l("Donat"),
    "language.id": _l("Indonesia"),
    "language.en": _l("Inggris"),
    "format.pdf": "PDF",
    "format.xlsx": "Excel",
    "format.both": _l("PDF dan Excel"),
    "by.owner": _l("Pembuat baris"),
    "tells.owner": _l("Pembuat baris"),
    "level.provinsi": _l("Provinsi"),
    "level.kabupaten": _l("Kabupaten atau kota"),
    "level.kecamatan": _l("Kecamatan"),
    "level.desa": _l("Desa atau kelurahan"),
}
KINDS: dict[str, Any] = {
    "Spec": _l("Aplikasi"),
    "Entity": _l("Entitas"),
    "Field": _l("Isian"),
    "Link": _l("Hubungan"),
    "Role": _l("Peran"),
    "Flow": _l("Alur"),
    "State": _l("Status"),
    "Transition": _l("Langkah"),
    "Section": _l("Bagian"),
    "Tab": _l("Tab"),
    "View": _l("Tampilan tersimpan"),
    "Check": _l("Aturan antar-isian"),
    "Card": _l("Kartu angka"),
    "Chart": _l("Grafik"),
    "MenuItem": _l("Butir menu"),
    "Exclusion": _l("Pengecualian informasi"),
    "Choice": _l("Pilihan"),
    "Inverse": _l("Daftar balik"),
    "ListScreen": _l("Daftar"),
    "FormScreen": _l("Formulir"),
    "DetailScreen": _l("Rincian"),
    "KanbanScreen": _l("Papan"),
    "CalendarScreen": _l("Kalender"),
    "MapScreen": _l("Peta"),
    "DashboardScreen": _l("Beranda"),
    "ReportScreen": _l("Laporan"),
    "PublicScreen": _l("Halaman publik"),
}
SCREENS = {
    "list": KINDS["ListScreen"],
    "form": KINDS["FormScreen"],
    "detail": KINDS["DetailScreen"],
    "kanban": KINDS["KanbanScreen"],
    "calendar": KINDS["CalendarScreen"],
    "map": KINDS["MapScreen"],
    "dashboard": KINDS["DashboardScreen"],
    "report": KINDS["ReportScreen"],
    "public": KINDS["PublicScreen"],
}
VERBS = {
    "read": _l("Lihat"),
    "create": _l("Buat"),
    "update": _l("Ubah"),
    "delete": _l("Hapus"),
    "export": _l("Ekspor"),
    "import": _l("Impor"),
}
SEVERITY = {
    "error": (_l("Salah"), "danger"),
    "gap": (_l("Belum lengkap"), "warning"),
    "advice": (_l("Saran"), "secondary"),
}


def label(model: str, key: str) -> str:
    """What the input of a key is called; a plugin's own key is called by its words."""
    last = key.rpartition(".")[2]
    found = LABELS.get(f"{model}.{last}", LABELS.get(last))
    return str(found) if found is not None else last.replace("_", " ").capitalize()


def help_of(model: str, key: str) -> str:
    """The hint below an input, often none."""
    last = key.rpartition(".")[2]
    if last in ("columns", "fields") and model in ("Section", "Check") and last == "columns":
        return ""
    if model == "Inverse" and last != "name":
        return ""
    found = HELP.get(f"{model}.{last}", HELP.get(last, ""))
    return str(found) if model != "Check" or last != "fields" else ""


def value(key: str, word: str) -> str:
    """What a word of a closed list is called."""
    found = VALUES.get(f"{key.rpartition('.')[2]}.{word}")
    return str(found) if found is not None else word


def kind(model: str) -> str:
    """What a node of that model is called."""
    return str(KINDS.get(model, model))


def none_chosen(key: str) -> str:
    """The first line of a list in which nothing need be chosen."""
    if key.rpartition(".")[2] in ("privacy", "publicity"):
        return _("Menurut entitasnya")
    return _("Tidak ada")
