"""The editor of a specification: forms, refusals, two people, undo."""

from __future__ import annotations

from typing import Any

import pytest

from builder.house import House
from builder.spec import load, plain

from .designing import EXAMPLE, Editor, at_step_5, example, meaning, words


@pytest.fixture
def case(house: House) -> int:
    return at_step_5(house)


@pytest.fixture
def editor(house: House, at: Any, case: int) -> Editor:
    return Editor(house, at("sri"), case)


def test_the_first_visit_makes_the_application(editor: Editor) -> None:
    assert editor.raw["label"] == "Bantuan Alat UMKM"
    assert "Tambah entitas" in editor.browser.last


def test_an_entity_and_its_fields_come_by_forms(editor: Editor) -> None:
    editor.add((), "entities", label="Pelaku Usaha", first="Nama")
    editor.add(("pelaku_usaha",), "fields", label="NIK", type="nik", required="y")
    assert [field["name"] for field in editor.node("pelaku_usaha")["fields"]] == ["nama", "nik"]
    page = words(editor.page("pelaku_usaha"))
    assert "Pelaku Usaha" in page and "NIK" in page
    editor.save(("pelaku_usaha", "nik"), definition="Nomor Induk Kependudukan.", unique=True)
    node = editor.node("pelaku_usaha", "nik")
    assert node["unique"] is True and node["definition"] == "Nomor Induk Kependudukan."


def test_every_tab_opens_for_an_empty_and_for_a_full_design(editor: Editor) -> None:
    tabs = ("entitas", "relasi", "layar", "alur", "peran", "periksa", "berkas", "riwayat",
            "perubahan")  # fmt: skip
    for tab in tabs:
        editor.get(tab)
    editor.get("berkas")
    editor.post("berkas", text=EXAMPLE.read_text(encoding="utf-8"))
    for tab in tabs:
        editor.get(tab)


def test_every_node_of_a_full_design_has_its_form(editor: Editor) -> None:
    editor.get("berkas")
    editor.post("berkas", text=EXAMPLE.read_text(encoding="utf-8"))
    spec = editor.spec()
    pages = [*spec.entities, *spec.links, *spec.flows, *spec.roles, *spec.screens]
    pages += [field for table in spec.tables for field in table.fields]
    for node in pages:
        page = editor.get(f"bagian/{node.id}")
        assert f"/simpan/{node.id}" in page


def test_a_file_goes_up_comes_down_the_same_and_is_undone_at_once(editor: Editor) -> None:
    before = editor.raw
    editor.get("berkas")
    editor.post("berkas", text=EXAMPLE.read_text(encoding="utf-8"))
    types = editor.house.plugins.types
    assert meaning(editor.raw) == meaning(example(types))
    down = editor.browser.get(f"{editor.base}/berkas/unduh").get_data(as_text=True)
    assert plain(load(down, editor.house.plugins.types)) == editor.raw
    editor.get("berkas")
    editor.post("urung")
    assert editor.raw == before


def test_a_wrong_file_is_refused_with_all_its_lines_and_stays(editor: Editor) -> None:
    editor.get("berkas")
    text = """rakit: 1
name: coba
entities:
  - name: 9salah
    fields:
      - {name: a, tipe: x}
"""
    page = words(editor.post("berkas", 422, text=text))
    assert "Baris 4" in page and "Baris 6" in page
    assert "9salah" in page
    assert editor.raw["entities"] == []
