"""Specifications of a given size, always the same: entities in a chain of references."""

from __future__ import annotations

SIZES = (5, 20, 100)
"""How many entities."""

FIELDS = """\
      - name: kode
        definition: Kode {n}.
        required: true
        unique: true
        options: {{max_length: 20}}
      - {{name: nama, definition: Nama {n}., required: true}}
      - {{name: keterangan, type: long_text, definition: Keterangan {n}.}}
      - {{name: jumlah, type: integer, definition: Jumlah {n}., options: {{min: 0}}}}
      - {{name: harga, type: money, definition: Harga {n}.}}
      - {{name: tanggal, type: date, definition: Tanggal {n}.}}
      - {{name: aktif, type: boolean, definition: Aktif {n}., default: true}}
      - name: jenis
        type: choice
        definition: Jenis {n}.
        options: {{choices: [{{name: satu}}, {{name: dua}}, {{name: tiga}}]}}
"""


def specification(entities: int) -> str:
    """YAML of an application with that many entities, 8 fields each and a reference to the last."""
    out = ["rakit: 1", f"name: contoh_{entities}", "entities:"]
    for n in range(1, entities + 1):
        out += [f"  - name: barang_{n}", "    privacy: none", "    publicity: open", "    fields:"]
        out.append(FIELDS.format(n=n).rstrip("\n"))
        if n > 1:
            options = f"options: {{target: barang_{n - 1}, inverse: {{name: daftar_{n}}}}}"
            about = f"name: induk, type: reference, definition: Induk {n}."
            out.append(f"      - {{{about}, {options}}}")
    out += [
        "roles:",
        '  - {name: operator, grants: [{entities: ["*"], can: [read, create, update, delete]}]}',
    ]
    return "\n".join(out) + "\n"
