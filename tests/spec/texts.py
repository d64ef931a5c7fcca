"""A specification with one of everything, into which the tests put one mistake at a time."""

from builder.spec import stamp

BARE = """\
rakit: 1
name: klinik
label: Klinik hewan
units: unit
exclusions:
  - {name: pribadi, basis: UU 14/2008 Pasal 17 huruf h}
entities:
  - name: unit
    display: [nama]
    tree: induk
    privacy: none
    publicity: open
    fields:
      - {name: nama, definition: Nama unit., required: true}
      - {name: induk, type: reference, definition: Unit di atasnya., options: {target: unit}}
  - name: pemilik
    privacy: general
    publicity: pribadi
    unit_by: unit
    fields:
      - {name: nama, definition: Nama lengkap., required: true, publicity: open}
      - {name: nik, type: nik, definition: Nomor KTP., unique: true}
      - name: unit
        type: reference
        definition: Unit pelayan.
        default: user.unit
        options: {target: unit}
  - name: hewan
    privacy: none
    publicity: open
    unit_by: pemilik.unit
    indexes: [[jenis, lahir]]
    fields:
      - {name: nama, definition: Nama panggilan., required: true}
      - name: pemilik
        type: reference
        definition: Pemilik hewan.
        required: true
        options: {target: pemilik, inverse: {name: hewan, inline: true}}
      - name: jenis
        type: choice
        definition: Jenis hewan.
        default: kucing
        options:
          choices:
            - {name: kucing}
            - {name: sapi, label: Sapi atau kerbau}
      - {name: lahir, type: date, definition: Tanggal lahir., options: {max: today}}
      - {name: berat, type: decimal, definition: Berat badan., measure: kg, options: {min: "0.1"}}
      - {name: tempat, type: location, definition: Letak kandang.}
  - name: periksa
    label: Pemeriksaan
    privacy: none
    publicity: open
    fields:
      - name: nomor
        type: numbering
        definition: Nomor periksa.
        options: {pattern: "{seq:04}/{year}", issued: mulai}
      - name: hewan
        type: reference
        definition: Yang diperiksa.
        required: true
        options: {target: hewan, on_delete: cascade, inverse: {name: periksa}}
      - {name: tanggal, type: date, definition: Hari periksa., required: true, default: today}
      - {name: status, type: state, definition: Kedudukan.}
      - {name: catatan, type: long_text, definition: Catatan dokter., visible_if: status != 'antre'}
      - {name: biaya, type: money, definition: Biaya., computed: sum(tindakan.biaya)}
    checks:
      - name: sudah_lahir
        test: empty(hewan.lahir) or tanggal >= hewan.lahir
        message: Belum lahir.
        fields: [tanggal]
  - name: tindakan
    privacy: none
    publicity: open
    fields:
      - name: periksa
        type: reference
        definition: Pemeriksaan induk.
        required: true
        options: {target: periksa, on_delete: cascade, inverse: {name: tindakan, inline: true}}
      - {name: nama, definition: Nama tindakan., required: true}
      - {name: biaya, type: money, definition: Tarif., required: true, options: {min: 0}}
links:
  - name: kepemilikan_bersama
    between: [pemilik, hewan]
    privacy: general
    publicity: pribadi
    fields:
      - {name: sejak, type: date, definition: Mulai kapan.}
roles:
  - name: dokter
    grants:
      - {entities: ["*"]}
      - {entities: [periksa, tindakan], can: [read, create, update, delete]}
  - name: petugas
    grants:
      - {entities: [pemilik, hewan], can: [read, create, update], rows: unit, readonly: [nik]}
  - name: umum
    public: true
    grants:
      - {entities: [hewan], rows: jenis == 'sapi'}
flows:
  - name: alur_periksa
    entity: periksa
    states:
      - {name: antre}
      - {name: berjalan, open: [catatan]}
      - {name: selesai, kind: done}
    transitions:
      - {name: mulai, at: [antre], to: berjalan, by: [dokter]}
      - name: tutup
        at: [berjalan]
        to: selesai
        by: [owner, dokter]
        note: required
        needs: count(tindakan) > 0
        message: Isi tindakan dahulu.
        sets: {catatan: note}
        tells: [petugas]
screens:
  - name: daftar_hewan
    kind: list
    entity: hewan
    columns: [nama, pemilik.nama, jenis]
    sort: [-lahir]
    views:
      - {label: Ternak, where: jenis == 'sapi'}
  - name: formulir_hewan
    kind: form
    entity: hewan
    sections:
      - {label: Hewan, fields: [nama, pemilik, jenis, lahir]}
      - {label: Riwayat, rows: periksa}
  - {name: papan, kind: kanban, entity: periksa, by: status, card: [hewan.nama]}
  - {name: kalender, kind: calendar, entity: periksa, start: tanggal, title: hewan.nama}
  - {name: peta, kind: map, entity: hewan, location: tempat}
  - name: beranda
    kind: dashboard
    cards:
      - {label: Antre, entity: periksa, where: status == 'antre', screen: papan}
      - {label: Pendapatan, entity: periksa, value: sum(rows.biaya)}
  - {name: rekap, kind: report, entity: tindakan, columns: [nama, biaya], totals: [biaya]}
  - {name: ternak, kind: public, entity: hewan, columns: [nama, jenis]}
menu:
  - {screen: beranda}
  - label: Data
    children:
      - {screen: daftar_hewan}
      - {screen: papan}
      - {screen: kalender}
      - {screen: peta}
      - {screen: rekap}
i18n:
  en:
    Klinik hewan: Vet
    Kucing: Cat
"""

KLINIK = stamp(BARE)
"""The same with ids."""


def changed(text: str, old: str, new: str) -> str:
    """The text with one passage replaced, which must stand there."""
    assert old in text, old
    return text.replace(old, new, 1)
