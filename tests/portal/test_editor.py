"""The editor of a specification: forms, refusals, two people, undo."""

from __future__ import annotations

from typing import Any

import pytest

from builder.house import House

from .designing import Editor, at_step_5, words


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
