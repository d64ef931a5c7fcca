"""What goes out by REST is written out."""

from builder.plugin_host import load_plugins
from builder.spec import Spec, expand, load
from builder.spec.testing import SMALL
from plugins.api import api_view, rakit_joins

TYPES = load_plugins().types
SPEC: Spec = expand(load(SMALL, TYPES), TYPES)
ORANG = SPEC.entity("orang")


def test_every_column_is_named() -> None:
    assert api_view(SPEC, ORANG, TYPES)["columns"] == ["nama", "atasan", "gaji", "status"]
    assert [j.function for j in rakit_joins(SPEC, TYPES)] == ["OrangApi"]
