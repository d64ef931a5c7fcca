"""The frame knows which types it has to bring."""

from builder.plugin_host import load_plugins
from builder.spec import Spec, expand, load
from plugins.skeleton import rakit_checks, skeleton_view

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


def test_only_types_in_use_that_have_a_module() -> None:
    seen = skeleton_view(SPEC, SPEC, TYPES)
    assert [one["alias"] for one in seen["types"]] == ["Money", "Text"]


def test_a_package_may_not_hide_a_library() -> None:
    assert rakit_checks(SPEC) == []
    taken = SPEC.model_copy(update={"name": "flask"})
    assert [p.code for p in rakit_checks(taken)] == ["package_taken"]
