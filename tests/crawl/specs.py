"""A specification with every field type, once with short names and once with the longest."""

from __future__ import annotations

from typing import Any

import yaml

from builder.plugin_host import Plugins
from builder.spec import Spec, from_raw

LONG = "Pertanggungjawabankesekretariatandaerahkabupatencontohx"
"""55 characters that can be broken nowhere."""
OPTIONS: dict[str, dict[str, Any]] = {
    "choice": {"choices": [{"name": "merah"}, {"name": "biru"}]},
    "multichoice": {"choices": [{"name": "pagi"}, {"name": "siang"}, {"name": "malam"}]},
    "numbering": {"pattern": "{seq:03}/C/{year}"},
    "reference": {"target": "golongan"},
}
FRAME = """
rakit: 1
name: semua_jenis
label: Semua jenis isian
entities:
  - name: golongan
    plural: Golongan
    display: [nama]
    fields: [{name: nama, required: true}]
  - name: kosong
    plural: Belum berisi
    fields: [{name: nama, required: true}]
  - name: butir
    display: [nama]
    fields:
      - {name: nama, required: true}
      - {name: banyak, type: integer, measure: kg, default: 1}
      - name: catatan
        type: reference
        required: true
        options:
          target: catatan
          on_delete: cascade
          inverse: {name: butir, label: Butir catatan, inline: true}
roles:
  - name: petugas
    grants: [{entities: ["*"], can: [read, create, update, delete, import, export]}]
  - {name: pembaca, grants: [{entities: ["*"], can: [read]}]}
flows:
  - name: alur
    entity: catatan
    states:
      - {name: baru}
      - {name: diperiksa}
      - {name: ditolak, kind: failed}
      - {name: selesai, kind: done}
    transitions:
      - {name: periksa, at: [baru], to: diperiksa, by: [petugas]}
      - {name: kembalikan, at: [diperiksa], to: baru, by: [petugas], note: required}
      - {name: selesaikan, at: [diperiksa], to: selesai, by: [petugas], note: optional}
      - {name: tolak, at: [diperiksa], to: ditolak, by: [petugas], note: required}
screens:
  - name: daftar_catatan
    kind: list
    entity: catatan
    columns: [isi_text, isi_date, isi_money, isi_choice, isi_boolean, isi_state]
    filters: [isi_choice, isi_date, isi_money, isi_reference.nama, isi_boolean]
    sort: [-isi_date]
    views: [{label: Yang merah, where: isi_choice == 'merah'}]
"""


def every_type(plugins: Plugins) -> dict[str, Any]:
    """Its raw form. `catatan` has each type; the long entity has them under 55-letter names."""
    raw: dict[str, Any] = yaml.safe_load(FRAME)
    types = sorted(plugins.types)
    short = [{"name": "judul", "required": True, "help": "Seperti di surat."}]
    short += [field(kind, f"isi_{kind}") for kind in types]
    named = {"name": LONG.lower(), "label": LONG, "required": True, "help": LONG}
    long = [named, *(field(kind, stretched(kind), LONG) for kind in types if kind != "state")]
    raw["entities"] += [
        {"name": "catatan", "plural": "Catatan", "display": ["judul"], "fields": short},
        {"name": stretched("entitas"), "label": LONG, "plural": LONG,
         "display": [LONG.lower()], "fields": long},
    ]  # fmt: skip
    return raw


def stretched(word: str) -> str:
    """A name of 55 characters."""
    return f"{word}_{LONG.lower()}"[:55]


def field(kind: str, name: str, label: str = "") -> dict[str, Any]:
    """One field of that type."""
    made: dict[str, Any] = {"name": name, "type": kind}
    if label:
        made["label"] = label
    if kind in OPTIONS:
        made["options"] = OPTIONS[kind]
    return made


def specification(plugins: Plugins) -> Spec:
    """The same, checked."""
    return from_raw(every_type(plugins), plugins.types)
