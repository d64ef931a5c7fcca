"""The dictionary says each field's class and ground."""

from builder.plugin_host import load_plugins
from builder.spec import Spec, expand, load
from builder.spec.testing import SMALL
from plugins.dictionary import dictionary_view

TYPES = load_plugins().types
SPEC: Spec = expand(load(SMALL, TYPES), TYPES)
ORANG = SPEC.entity("orang")


def test_classes_and_grounds_come_from_field_or_entity() -> None:
    seen = dictionary_view(SPEC, SPEC, TYPES)
    gaji = seen["entities"][0]["fields"][2]
    assert (gaji["privacy"], gaji["open"], gaji["ground"]) == ("pribadi spesifik", False, "rahasia")
    assert gaji["rules"] == "min 0"
    assert seen["grounds"][0]["basis"] == "UU 14/2008 Pasal 17 huruf h"
