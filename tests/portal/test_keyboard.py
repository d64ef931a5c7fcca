"""A chief decides with the keyboard alone: comes in, opens the case, writes a note, approves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from builder.house import House
from tests.face.keys import Walker

from .conftest import PASSWORD
from .walk import case_at

pytestmark = pytest.mark.browser
Open = Callable[..., Any]


@pytest.mark.parametrize("width", [1280, 390])
def test_a_case_is_decided(person: Open, house: House, address: str, width: int) -> None:
    number = case_at(house, 3)
    page = person(width=width)
    page.goto(f"{address}/login/")
    walk = Walker(page)
    assert walk.here()["name"] == "Nama pengguna", "the page begins there"
    page.keyboard.type("kabid")
    walk.to("Kata sandi")
    page.keyboard.type(PASSWORD)
    with page.expect_event("load"):
        walk.press("Enter")
    walk.to("Langsung ke isi", most=1)
    walk.press("Enter")
    walk.follow("Buka usulan Buku Tamu")
    assert page.url.rstrip("/").endswith(f"/usulan/{number}")
    walk.to("Catatan (wajib", most=80)
    page.keyboard.type("Lanjutkan, jaga datanya.")
    walk.in_reading_order()
    walk.follow("Setujui")

    assert "Belum dapat dilakukan" in page.inner_text(":focus"), "what is wrong has the focus"
    assert page.input_value("#catatan") == "Lanjutkan, jaga datanya.", "nothing typed is lost"
    instruction = "#isian-disposisi_instruksi"
    assert page.get_attribute(instruction, "aria-invalid") == "true"
    said = page.get_attribute(instruction, "aria-describedby")
    assert page.inner_text(f"#{said}").strip() == "Instruksi disposisi belum diisi."
    walk.to("Instruksi disposisi belum diisi.")
    walk.press("Enter")  # the line of what is lacking leads to its input
    assert walk.here()["id"] == instruction[1:]
    walk.press("ArrowDown")
    assert page.input_value(instruction) == "Untuk diteruskan"
    walk.to("Catatan (wajib", most=80)
    walk.follow("Setujui")
    assert house.cases.case(number).step == 4
    page.goto(f"{address}/usulan/{number}")
    assert "Lanjutkan, jaga datanya." in page.inner_text("main")
