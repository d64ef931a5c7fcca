"""A made application with the keyboard alone: come in, make a row with a searched reference."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.face.keys import Walker
from tests.face.library import PASSWORD
from tests.face.reading import held

pytestmark = pytest.mark.browser
Open = Callable[..., Any]


def chosen(page: Any, text: str) -> None:
    """Type into the search that has the focus, and take what is found."""
    page.keyboard.type(text)
    page.locator(".ts-dropdown:visible .option", has_text=text).first.wait_for()
    page.keyboard.press("Enter")
    page.locator(".ts-control .item", has_text=text).wait_for()
    assert page.locator(".ts-dropdown:visible").count() == 0


def test_come_in_and_make_a_row(person: Open, library: str) -> None:
    page = person()
    page.goto(f"{library}/login/")
    walk = Walker(page)
    if held(page) != "username":
        walk.to("Nama pengguna")
    page.keyboard.type("petugas")
    walk.to("Kata sandi")
    page.keyboard.type(PASSWORD)
    with page.expect_event("load"):
        walk.press("Enter")
    page.keyboard.press("Tab")
    assert walk.here()["name"] == "Langsung ke isi", "the first stop passes the menu"
    walk.press("Enter")
    walk.follow("Tambah")

    walk.to("Pembaca")
    assert page.locator(".ts-dropdown:visible").count() == 0, "passing by opens nothing"
    chosen(page, "Pembaca 042")
    walk.to("Tanggal")
    walk.press("ArrowUp")
    date = page.input_value("#tanggal")
    assert date
    walk.to("Buku")
    chosen(page, "Buku 41")
    walk.to("Jumlah")
    walk.press("Control+a")
    page.keyboard.type("3")
    walk.to("Tambah baris")
    walk.press("Enter")
    assert held(page) == "items-1-title-ts-control", "the new row has the focus"
    chosen(page, "Buku 42")
    walk.in_reading_order()
    walk.follow("Simpan")

    text = page.inner_text("main")
    assert "Sudah disimpan." in text and "Pembaca 042" in text
    assert "Buku 41" in text and "Buku 42" in text and "Rp165.000" in text

    walk.to("Hapus")
    walk.press("Enter")
    dialog = page.get_by_role("dialog")
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    walk.press("Escape")
    assert not dialog.is_visible()
    assert walk.here()["name"] == "Hapus", "the focus is back where it came from"


def test_a_missing_row_is_made_in_place(person: Open, library: str, clerk: Any) -> None:
    page = person(storage_state=clerk)
    page.goto(f"{library}/toy_loan/add")
    walk = Walker(page)
    walk.to("Tambah baru Pembaca")
    walk.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("NIK").wait_for()
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    walk.press("Escape")
    assert walk.here()["name"] == "Tambah baru Pembaca"
    walk.press("Enter")
    dialog.get_by_label("NIK").wait_for()
    assert walk.here()["name"].startswith("NIK")
    page.keyboard.type("bukan angka")
    walk.to("Nama")
    page.keyboard.type("Wati Baru")
    walk.press("Enter")
    page.locator("dialog [data-focus]").wait_for()
    assert "NIK hanya angka." in page.inner_text("dialog [data-focus]")
    walk.to("NIK", most=2)  # the link of the summary
    walk.press("Enter")
    walk.press("Control+a")
    page.keyboard.type("350799")
    walk.press("Enter")
    page.locator(".ts-control .item", has_text="Wati Baru").wait_for()
    assert page.get_by_role("dialog").count() == 0
    assert held(page) == "reader-ts-control"
