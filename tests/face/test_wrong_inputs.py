"""What is wrong stands beside its input, takes the focus, and is never hidden or silent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.face.reading import held

pytestmark = pytest.mark.browser
Open = Callable[..., Any]


@pytest.fixture
def page(person: Open, clerk: Any) -> Any:
    return person(storage_state=clerk)


def save(page: Any) -> None:
    page.get_by_role("button", name="Simpan", exact=True).last.click()


def described(page: Any, id: str) -> str:
    """What a reader of screens says after the name of the control."""
    ids = (page.get_attribute(f"#{id}", "aria-describedby") or "").split()
    return " ".join(page.inner_text(f"#{one}") for one in ids)


def test_a_missing_reference_is_told_at_its_control(page: Any, library: str) -> None:
    page.goto(f"{library}/toy_loan/add")
    save(page)
    assert held(page) == "reader-ts-control", "not the select that nobody sees"
    assert page.get_attribute("#reader-ts-control", "aria-invalid") == "true"
    assert described(page, "reader-ts-control") == "Isian ini wajib diisi."
    page.keyboard.type("Pembaca 017")
    page.locator(".ts-dropdown .option").first.wait_for()
    page.keyboard.press("Enter")
    assert page.input_value("#reader") == "17"
    assert page.get_attribute("#reader-ts-control", "aria-invalid") is None
    assert described(page, "reader-ts-control") == ""
    save(page)  # the row of books is empty: no row, and one is needed
    page.locator("[data-focus]").wait_for()
    assert "Isi paling sedikit 1 baris" in page.inner_text("[data-focus]")
    page.click("[data-focus] a")
    assert held(page) == "baris-items"
    assert page.locator(".ts-control .item").first.inner_text() == "Pembaca 017"


def test_a_required_input_in_a_closed_tab_opens_it(page: Any, library: str) -> None:
    page.goto(f"{library}/toy_reader/add")
    page.fill("#nik", "3507")
    page.fill("#nama", "Nama")
    page.get_by_role("tab", name="Lainnya").click()
    page.select_option("#cabang", "")
    page.get_by_role("tab", name="Data diri").click()
    save(page)
    assert page.is_visible("#cabang") and held(page) == "cabang"
    assert described(page, "cabang") == "Isian ini wajib diisi."
    page.select_option("#cabang", "1")
    page.get_by_role("tab", name="Data diri").click()
    page.fill("#lahir", "2999-01-01")
    save(page)
    assert held(page) == "lahir" and "Paling akhir" in described(page, "lahir")
    assert page.locator(".invalid-feedback").count() == 1
    page.fill("#lahir", "")
    save(page)
    page.wait_for_url("**/toy_reader/show/*")


def test_the_servers_words_take_the_focus_and_lead_to_the_control(page: Any, library: str) -> None:
    page.goto(f"{library}/toy_loan/add")
    page.click("#reader-ts-control")
    page.locator(".ts-dropdown .option", has_text="Pembaca 003").click()
    page.click("#items-0-title-ts-control")
    page.locator(".ts-dropdown:visible .option").first.click()
    page.fill("[name='items-0-jumlah']", "99")
    page.get_by_role("button", name="Tambah baris").click()
    page.fill("[name='items-1-jumlah']", "7")
    save(page)
    page.locator("[data-focus]").wait_for()
    assert page.evaluate("document.activeElement.matches('[data-focus]')")
    assert page.locator(".ts-control .item").first.inner_text() == "Pembaca 003"
    assert page.input_value("[name='items-0-jumlah']") == "99"
    assert page.input_value("[name='items-1-jumlah']") == "7"
    summary = page.locator("[data-focus]")
    assert summary.get_by_role("link").count() == 2
    summary.get_by_role("link", name="Buku pinjaman 1, Jumlah").click()
    assert held(page) == "items-0-jumlah"
    assert "paling banyak 9" in described(page, "items-0-jumlah")
    summary.get_by_role("link", name="Buku pinjaman 2, Buku").click()
    assert held(page) == "items-1-title-ts-control"
    assert page.get_attribute("#items-1-title-ts-control", "aria-invalid") == "true"
    assert "wajib diisi" in described(page, "items-1-title-ts-control")
