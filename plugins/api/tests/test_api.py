"""What goes out by REST is written out."""

from builder.plugin_host import load_plugins
from builder.spec import Spec, expand, load
from plugins.api import api_view, rakit_joins

TYPES = load_plugins().types
TEXT = """
rakit: 1
name: kecil
exclusions:
  - {name: rahasia, basis: "UU 14/2008 Pasal 17 huruf h"}
entities:
  - name: orang
    publicity: rahasia
    fields:
      - {name: nama, required: true, unique: true, options: {max_length: 40}}
      - {name: atasan, type: reference, options: {target: orang, inverse: {name: bawahan}}}
      - {name: gaji, type: money, privacy: specific, options: {min: 0}}
      - {name: status, type: state}
roles:
  - {name: petugas, grants: [{entities: ["*"], can: [read, create], rows: own, hide: [gaji]}]}
  - {name: umum, public: true, grants: [{entities: [orang], rows: "gaji > 0"}]}
flows:
  - name: alur
    entity: orang
    states: [{name: baru}, {name: tetap, kind: done, open: [gaji]}, {name: lupa}]
    transitions:
      - name: angkat
        at: [baru]
        to: tetap
        by: [owner, petugas]
        note: required
        sets: {gaji: "1"}
"""
SPEC: Spec = expand(load(TEXT, TYPES), TYPES)
ORANG = SPEC.entity("orang")


def test_every_column_is_named() -> None:
    assert api_view(SPEC, ORANG, TYPES)["columns"] == ["nama", "atasan", "gaji", "status"]
    assert [j.function for j in rakit_joins(SPEC, TYPES)] == ["OrangApi"]
