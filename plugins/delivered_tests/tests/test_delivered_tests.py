"""The delivered tests say what the specification says."""

from builder.plugin_host import load_plugins
from builder.spec import Check, Spec, expand, load
from builder.spec.testing import SMALL
from plugins.delivered_tests.entity import entity_view, rights_view
from plugins.delivered_tests.flow import flow_view
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
    assert rights_view(SPEC, SPEC, TYPES)["rows"] == []


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
    assert (seen["states"], seen["open"]) == (["BARU", "TETAP"], ["BARU", "TETAP"])
    assert seen["moves"] == [{"state": "BARU", "role": "PETUGAS", "steps": ["angkat"]}]
