"""The delivered tests say what the specification says."""

from builder.plugin_host import load_plugins
from builder.spec import Check, Spec, expand, load
from builder.spec.testing import SMALL
from plugins.delivered_tests.entity import entity_view
from plugins.delivered_tests.flow import flow_view
from plugins.delivered_tests.rights import rights_view
from plugins.delivered_tests.rules import rules_facts

TYPES = load_plugins().types
SPEC: Spec = expand(load(SMALL, TYPES), TYPES)
ORANG = SPEC.entity("orang")


def test_limits_have_a_good_and_a_bad_value() -> None:
    seen = entity_view(SPEC, ORANG, TYPES)
    assert seen["required"] == ["nama"]
    assert [(one["name"], one["good"], one["bad"]) for one in seen["limits"]] == [
        ("nama", '"x" * 40', '"x" * 41'),
        ("gaji", "0", "-1"),
    ]


def test_only_what_holds_for_every_row_is_foretold() -> None:
    seen = rights_view(SPEC, SPEC, TYPES)
    # somebody else's row is not his, but he may add one; what the public sees depends on the row
    assert seen["rows"] == [{"cls": "Orang", "role": "PETUGAS", "own": "add", "other": "add"}]
    everything = ["nama", "atasan", "gaji", "status"]
    assert seen["closed"] == [
        {"cls": "Orang", "role": "PETUGAS", "hidden": ["gaji"], "readonly": []},
        {"cls": "Orang", "role": "UMUM", "hidden": everything, "readonly": []},
    ]


MIXED = """
rakit: 1
name: campur
units: unit
entities:
  - name: unit
    fields: [{name: nama, required: true}]
  - name: orang
    unit_by: unit
    fields:
      - {name: nama, required: true}
      - {name: unit, type: reference, required: true, default: user.unit, options: {target: unit}}
  - name: surat
    fields:
      - {name: judul, required: true}
      - {name: dari, type: reference, required: true, options: {target: orang}}
roles:
  - {name: a, grants: [{entities: ["*"], can: [read, create]}]}
  - {name: b, grants: [{entities: [orang], rows: unit}, {entities: [surat], can: [read, create]}]}
  - {name: c, grants: [{entities: [surat], can: [read, create]}]}
  - {name: d, grants: [{entities: [orang], can: [read, create], hide: [nama]}]}
  - {name: e, grants: [{entities: [orang], can: [read, create], hide: [unit]}]}
  - {name: f, grants: [{entities: [orang], rows: own}, {entities: [surat], can: [read, create]}]}
"""


def test_who_may_add_needs_what_is_required() -> None:
    spec = expand(load(MIXED, TYPES), TYPES)
    rows = rights_view(spec, spec, TYPES)["rows"]
    seen = {(one["cls"], one["role"]): (one["own"], one["other"]) for one in rows}
    assert seen["Surat", "A"] == ("read add", "read add")
    assert seen["Surat", "B"] == ("read add", "read")  # sees nobody of another unit
    assert seen["Surat", "C"] == ("read", "read")  # sees nobody
    assert seen["Orang", "D"] == ("read", "read")  # may not say who it is
    assert seen["Orang", "E"] == ("read add", "read add")  # always in one's own unit
    assert ("Surat", "F") not in seen  # that depends on who made the person


def test_a_rule_that_nobody_can_foretell_has_no_example() -> None:
    def facts(test: str) -> object:
        check = Check(id="caaaaaaa", name="uji", test=test, message="Salah.")
        return rules_facts(SPEC, ORANG.model_copy(update={"checks": (check,)}), TYPES)["checks"]

    for test in (
        "has_role('petugas')",
        "user.name != 'x'",
        "gaji < 0",
        "today() > today()",
    ):
        assert facts(test) == [], test
    assert facts("gaji < 1000") == [
        {
            "name": "uji",
            "yes": {"state": "", "own": [{"name": "gaji", "kind": "value", "value": 2}]},
            "no": {"state": "", "own": [{"name": "gaji", "kind": "value", "value": 1000}]},
        }
    ]


def test_states_that_nobody_reaches_are_left_out() -> None:
    seen = flow_view(SPEC, SPEC.flows[0], TYPES)
    assert (seen["states"], seen["first"]) == (["BARU", "TETAP"], "BARU")
    assert seen["open"] == [{"state": "TETAP", "names": ["gaji"]}]
    assert seen["noted"] == [{"step": "angkat", "state": "BARU"}]
    assert seen["moves"] == [{"state": "BARU", "role": "PETUGAS", "steps": ["angkat"]}]
