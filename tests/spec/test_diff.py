"""What changed, in sentences that an official reads."""

import re

import pytest

from builder.spec import Spec, Types, diff, from_raw, load, plain, stamp, walk
from builder.spec.edit import apply_change, rename

from .texts import KLINIK, changed


def told(new: str, types: Types, old: str = KLINIK) -> list[str]:
    return [one.text for one in diff(load(old, types), load(new, types))]


def test_nothing_changed_nothing_said(klinik: Spec, types: Types) -> None:
    assert diff(klinik, klinik) == () == diff(klinik, load(KLINIK, types))


def test_the_second_revision_of_the_example(example: str, second: str, types: Types) -> None:
    sentences = diff(load(example, types), load(second, types))
    assert [one.text for one in sentences] == [
        "Usaha: nama modal dan omzet bertukar; isi masing-masing tetap.",
        "Entitas Pelaku usaha berganti nama menjadi Pemohon (pelaku_usaha → pemohon).",
        "Isian Telepon pada Pemohon: kini wajib; baris lama yang kosong perlu diisi.",
        "Langkah Verifikasi pada Alur pengajuan: pelaksana ditambah Pimpinan.",
        "Langkah Verifikasi pada Alur pengajuan: catatan boleh diisi menjadi wajib.",
        "Bagian Alamat dan kontak pindah dari Formulir pelaku / Data diri "
        "ke Formulir pelaku / Pelatihan.",
        "Isian Tanggal lahir pada Pemohon: baru (tanggal, wajib); baris lama perlu diisi.",
        "Pilihan Kecil pada Usaha / Skala: baru.",
        "Peran Operator kini boleh menghapus Pemohon, Usaha, dan Peserta pelatihan.",
        "Peran Pimpinan atas Pemohon: Telepon tidak lagi disembunyikan.",
        "Terjemahan: 2 teks berubah (Pelaku usaha, Pemohon).",
    ]
    assert not any(one.loses_data for one in sentences)


def test_what_is_taken_back_would_lose_data(example: str, second: str, types: Types) -> None:
    losing = [one.text for one in diff(load(second, types), load(example, types)) if one.loses_data]
    assert losing == [
        "Isian Tanggal lahir pada Pemohon: dihapus; isinya ikut hilang.",
        "Pilihan Kecil pada Usaha / Skala: dihapus; baris yang memakainya perlu nilai lain.",
    ]


CASES = [
    ("definition: Nama panggilan.", "definition: Nama.", "", "",
     ["Isian Nama pada Hewan: definisi “Nama panggilan.” menjadi “Nama.”"]),
    ("type: decimal, definition: Berat badan., measure: kg, options: {min: \"0.1\"}",
     "type: integer, definition: Berat badan., measure: kg", "", "",
     ["Isian Berat pada Hewan: tipe desimal menjadi bilangan bulat; isi yang tidak cocok akan "
      "hilang."]),
    ("on_delete: cascade, inverse: {", "inverse: {", "", "",
     ["Isian Hewan pada Pemeriksaan: bila tujuan dihapus ikut dihapus menjadi ditolak."]),
    ("kind: done}", "kind: failed}", "", "",
     ["Status Selesai pada Alur periksa: jenis selesai menjadi gagal."]),
    ("computed: sum(tindakan.biaya)", "computed: max(tindakan.biaya)", "", "",
     ["Isian Biaya pada Pemeriksaan: rumus “sum(tindakan.biaya)” menjadi “max(tindakan.biaya)”."]),
    ("rows: unit,", "rows: own,", "", "",
     ["Peran Petugas atas Pemilik dan Hewan: baris unitnya menjadi baris buatannya."]),
    ("readonly: [nik]", "hide: [nik]", "", "",
     ["Peran Petugas atas Pemilik: NIK kini disembunyikan.",
      "Peran Petugas atas Pemilik: NIK tidak lagi hanya dapat dibaca."]),
    ("columns: [nama, pemilik.nama, jenis]", "columns: [pemilik.nama, nama, lahir]", "", "",
     ["Layar Daftar hewan: kolom tampil ditambah Lahir; dikurangi Jenis."]),
    ("sort: [-lahir]", "sort: [lahir]", "", "",
     ["Layar Daftar hewan: urutan baris ditambah Lahir; dikurangi Lahir (dari besar)."]),
    ("publicity: pribadi\n    unit_by", "publicity: open\n    unit_by", "", "",
     ["Entitas Pemilik: kelas informasi publik Pribadi menjadi terbuka."]),
    ("label: Klinik hewan", "label: Klinik satwa", "Klinik hewan: Vet", "Klinik satwa: Vet",
     ["Aplikasi Klinik hewan: sebutan menjadi Klinik satwa.",
      "Terjemahan: 2 teks berubah (Klinik hewan, Klinik satwa)."]),
    ("tells: [petugas]", "tells: [petugas, owner]", "", "",
     ["Langkah Tutup pada Alur periksa: pemberitahuan ditambah pembuat."]),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case[1] for case in CASES])
def test_one_change_is_said_in_words(case: tuple, types: Types) -> None:
    old, new, also, instead, expected = case
    text = changed(KLINIK, old, new)
    text = re.sub(rf"\b{also}\b", instead, text) if also else text
    assert told(text, types) == expected


def test_renaming_an_entity_is_one_sentence(types: Types) -> None:
    old = load(KLINIK, types)
    raw = plain(old)
    changes = rename(raw, old.entity("hewan").id, "satwa", types)
    assert len(changes) > 8
    for change in changes:
        raw = apply_change(raw, change)
    (sentence,) = diff(old, from_raw(raw, types))
    assert sentence.text == "Entitas Hewan berganti nama menjadi Satwa (hewan → satwa)."
    assert sentence.kind == "renamed"


def test_a_new_entity_brings_its_fields_in_one_sentence(types: Types) -> None:
    text = changed(
        KLINIK, "links:\n", "  - name: obat\n    fields: [{name: nama}, {name: dosis}]\nlinks:\n"
    )
    text = stamp(text)
    (sentence,) = diff(load(KLINIK, types), load(text, types))
    assert sentence.text == "Entitas Obat: baru, dengan Nama dan Dosis."
    assert sentence.kind == "added" and not sentence.loses_data
    (sentence,) = diff(load(text, types), load(KLINIK, types))
    assert sentence.text == "Entitas Obat: dihapus; isinya ikut hilang."
    assert sentence.kind == "removed" and sentence.loses_data


def test_two_files_that_were_never_one_are_compared_whole(types: Types) -> None:
    """Without written ids each has ids of its own, the application itself as well."""
    small = "rakit: 1\nname: {name}\nentities:\n  - {{name: {entity}, fields: [{{name: nama}}]}}\n"
    old, new = (small.format(name=n, entity=e) for n, e in (("satu", "tamu"), ("dua", "buku")))
    assert [one.text for one in diff(load(old, types), load(new, types))] == [
        "Aplikasi Satu berganti nama menjadi Dua (satu → dua).",
        "Entitas Buku: baru, dengan Nama.",
        "Entitas Tamu: dihapus; isinya ikut hilang.",
    ]


def test_order_is_told_only_of_what_moved(types: Types) -> None:
    lines = KLINIK.splitlines(keepends=True)
    place = next(n for n, line in enumerate(lines) if "name: tempat" in line)
    first = next(n for n, line in enumerate(lines) if "Nama panggilan" in line)
    lines.insert(first, lines.pop(place))
    assert told("".join(lines), types) == ["Isian Tempat pada Hewan: urutan berubah."]


def test_regrouping_grants_says_nothing(types: Types) -> None:
    old = "- {entities: [periksa, tindakan], can: [read, create, update, delete]}"
    new = ("- {entities: [tindakan], can: [delete, read, create, update]}\n"
           "      - {entities: [periksa], can: [read, create, update, delete]}")  # fmt: skip
    assert told(changed(KLINIK, old, new), types) == []


def test_every_sentence_points_to_a_node_of_one_side(
    second: str, example: str, types: Types
) -> None:
    a, b = load(example, types), load(second, types)
    known = {node.id for spec in (a, b) for node in walk(spec)}
    assert {one.node_id for one in diff(a, b)} <= known
