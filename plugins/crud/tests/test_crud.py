"""Tables and screens as their templates see them."""

from pathlib import Path

from builder.plugin_host import load_plugins
from builder.spec import Spec, expand, load
from builder.spec.testing import SMALL
from plugins.crud.icons import ANY, BY_WORD, icon_of
from plugins.crud.menu import menu_view
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


def test_an_entity_has_an_icon_by_the_first_known_word_of_its_name() -> None:
    wanted = {
        "pelaku_usaha": "user",
        "surat_masuk": "mail",
        "data_pegawai": "id-badge-2",
        "unit_kerja": "building-community",
        "unit": "building-community",
        "unit_ukur": "ruler",
        "xyz": ANY,
    }
    assert {name: icon_of(name) for name in wanted} == wanted
    import builder.kit.frontend

    known = (Path(builder.kit.frontend.__file__).parent / "icons.txt").read_text().split()
    assert {*BY_WORD.values(), ANY} <= set(known)


def test_an_icon_that_is_written_is_kept_and_groups_need_none_inside() -> None:
    assert [line["icon"] for line in menu_view(SPEC, SPEC, TYPES)["menu"]] == [icon_of("orang")]
    menu = """
menu:
  - {screen: orang_list, icon: building_bank}
"""
    written = expand(load(SMALL + menu, TYPES), TYPES)
    assert [line["icon"] for line in menu_view(written, written, TYPES)["menu"]] == [
        "building-bank"
    ]
