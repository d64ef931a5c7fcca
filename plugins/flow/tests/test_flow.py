"""A flow as its template sees it."""

from builder.plugin_host import load_plugins
from builder.spec import Spec, expand, load
from builder.spec.testing import SMALL
from plugins.flow import flow_view, rakit_joins

TYPES = load_plugins().types
SPEC: Spec = expand(load(SMALL, TYPES), TYPES)
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
