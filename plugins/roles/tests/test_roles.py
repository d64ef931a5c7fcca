"""Rights as their template sees them."""

from builder.plugin_host import load_plugins
from builder.spec import Spec, expand, load
from plugins.roles import security_view

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


def test_one_grant_for_each_entity_and_role() -> None:
    seen = security_view(SPEC, SPEC, TYPES)
    petugas, umum = seen["grants"]
    assert (petugas["rights"], petugas["rows"], petugas["hide"]) == (
        "READ | ADD",
        "OWN_ROWS",
        ["gaji"],
    )
    assert (umum["rows"], umum["where"]) == ("", "gaji > 0")
    assert seen["public"] == "UMUM"
