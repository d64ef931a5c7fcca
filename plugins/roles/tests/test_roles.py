"""Rights as their template sees them."""

from builder.plugin_host import load_plugins
from builder.spec import Spec, expand, load
from builder.spec.testing import SMALL
from plugins.roles import security_view

TYPES = load_plugins().types
SPEC: Spec = expand(load(SMALL, TYPES), TYPES)
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
