"""The delivered tests say what the specification says."""

from builder.plugin_host import load_plugins
from builder.spec import Spec, expand, load
from plugins.delivered_tests.entity import entity_view, rights_view
from plugins.delivered_tests.flow import flow_view

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


def test_limits_have_a_good_and_a_bad_value() -> None:
    seen = entity_view(SPEC, ORANG, TYPES)
    assert seen["required"] == ["nama"]
    assert [(one["name"], one["good"], one["bad"]) for one in seen["limits"]] == [
        ("nama", '"x" * 40', '"x" * 41'),
        ("gaji", "0", "-1"),
    ]


def test_only_what_holds_for_every_row_is_foretold() -> None:
    assert rights_view(SPEC, SPEC, TYPES)["rows"] == []


def test_states_that_nobody_reaches_are_left_out() -> None:
    seen = flow_view(SPEC, SPEC.flows[0], TYPES)
    assert (seen["states"], seen["open"]) == (["BARU", "TETAP"], ["BARU", "TETAP"])
    assert seen["moves"] == [{"state": "BARU", "role": "PETUGAS", "steps": ["angkat"]}]
