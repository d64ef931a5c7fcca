"""Tables and screens as their templates see them."""

from builder.plugin_host import load_plugins
from builder.spec import Spec, expand, load
from builder.spec.testing import SMALL
from plugins.crud.model import model_view
from plugins.crud.screen import screen_view

TYPES = load_plugins().types
SPEC: Spec = expand(load(SMALL, TYPES), TYPES)
ORANG = SPEC.entity("orang")


def test_a_field_says_only_what_differs_from_the_default() -> None:
    nama = model_view(SPEC, ORANG, TYPES)["fields"][0]
    assert nama["annotation"] == "Text"
    said = {a["key"]: a["code"] or a["value"] for a in nama["args"]}
    assert said == {"unique": True, "max_length": "40", "publicity": "rahasia"}


def test_a_reference_to_the_own_table_is_quoted_and_has_its_remote_side() -> None:
    atasan = model_view(SPEC, ORANG, TYPES)["fields"][1]
    assert (atasan["annotation"], atasan["relation"]) == ("int | None", '"Orang | None"')
    assert {a["key"]: a["value"] for a in atasan["with"]} == {
        "back_populates": "bawahan",
        "remote_side": "Orang.id",
    }


def test_inverses_that_no_section_shows_stand_below_the_detail_page() -> None:
    assert screen_view(SPEC, ORANG)["details"] == ["bawahan"]
