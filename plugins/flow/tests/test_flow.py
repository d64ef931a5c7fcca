"""A flow as its template sees it."""

from builder.plugin_host import load_plugins
from builder.spec import Spec, expand, load
from plugins.flow import flow_view, rakit_joins

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


def test_owner_is_no_role_and_the_first_state_is_where_it_begins() -> None:
    seen = flow_view(SPEC, SPEC.flows[0], TYPES)
    assert (seen["initial"], seen["enum"], seen["constant"]) == ("BARU", "StatusOrang", "ALUR")
    assert seen["transitions"][0]["roles"] == ["OWNER", "Role.PETUGAS"]
    assert seen["transitions"][0]["sets"] == [{"field": "gaji", "value": "1"}]


def test_what_stays_open_and_how_it_ends() -> None:
    seen = flow_view(SPEC, SPEC.flows[0], TYPES)
    assert seen["open"] == [{"state": "TETAP", "fields": ["gaji"]}]
    assert seen["final"] == [{"state": "TETAP", "kind": "done"}]
    assert [(j.module, j.function, j.into) for j in rakit_joins(SPEC)] == [
        ("orang.flow", "ALUR", "flows")
    ]
