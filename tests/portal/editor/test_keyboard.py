"""A prakom adds an entity with two fields and a reference, with the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from builder.house import House
from tests.face.keys import Walker
from tests.face.weight import served

from ..conftest import PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture
def address(portal: Flask) -> Iterator[str]:
    with served(portal) as (found, _scale):
        yield found


def add(walk: Walker, form: str, **typed: str) -> None:
    """Fill in the short form `form` and send it with its button."""
    walk.to("Sebutan", most=120)
    walk.page.keyboard.type(typed.pop("Sebutan"))
    for name, words in typed.items():
        walk.to(name.replace("_", " "))
        walk.page.keyboard.type(words)
    walk.follow(f"Tambah {form}")


def test_an_entity_with_two_fields_and_a_reference(
    person: Any, house: House, case: int, address: str
) -> None:
    page = person()
    page.goto(f"{address}/login/")
    walk = Walker(page)
    page.keyboard.type("sri")
    walk.to("Kata sandi")
    page.keyboard.type(PASSWORD)
    with page.expect_event("load"):
        walk.press("Enter")
    page.goto(f"{address}/usulan/{case}")
    walk.follow("Susun rancangan")
    add(walk, "entitas", Sebutan="Gedung", Isian_pertama="Alamat")
    walk.follow("Entitas")
    add(walk, "entitas", Sebutan="Ruang", Isian_pertama="Nama")
    add(walk, "isian", Sebutan="Lantai", Tipe_isian="Bilangan bulat")
    add(walk, "isian", Sebutan="Gedung", Tipe_isian="Rujukan", Bila_rujukan="Gedung")

    app = house.specs.of_case(case)
    assert app is not None
    entities = {one["name"]: one for one in house.specs.draft(app.id).raw["entities"]}
    fields = {one["name"]: one for one in entities["ruang"]["fields"]}
    assert {name: one.get("type", "text") for name, one in fields.items()} == {
        "nama": "text",
        "lantai": "integer",
        "gedung": "reference",
    }
    assert fields["gedung"]["options"]["target"] == "gedung"
