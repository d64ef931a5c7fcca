"""The same pages in a browser that runs no scripts: every way leads to its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.face.reading import listed, rows
from tests.face.test_lists_in_parts import add_books

pytestmark = pytest.mark.browser
Open = Callable[..., Any]


@pytest.fixture
def plain(person: Open, clerk: Any) -> Any:
    return person(java_script_enabled=False, storage_state=clerk)


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).last.click()


def test_a_list_is_sorted_sieved_and_paged(plain: Any, library: str) -> None:
    plain.goto(f"{library}/toy_title/list/")
    plain.click("#urut-harga")
    plain.click(".kit-filter summary")
    plain.select_option("#saring-f_genre", "novel")
    press(plain, "Terapkan")
    plain.click("#berikutnya")
    last = listed(plain)
    assert [one.split()[1] for one in last["rows"]] == ["26", "27", "28", "29", "30"]
    assert last["order"] == ["Harga ascending"]
    plain.go_back()
    assert len(rows(plain)) == 25
    plain.go_forward()
    assert listed(plain) == last
    plain.fill("#cari", "Buku 30")
    press(plain, "Cari")
    assert [one.split()[1] for one in rows(plain)] == ["30"]


def test_a_view_of_ones_own(plain: Any, library: str) -> None:
    plain.goto(f"{library}/toy_title/list/?sort=-judul")
    press(plain, "Simpan tampilan ini")
    dialog = plain.get_by_role("dialog")
    dialog.get_by_label("Nama tampilan").fill("Dari belakang")
    dialog.get_by_role("button", name="Simpan").click()
    assert listed(plain)["chip"] == ["Dari belakang"]
    press(plain, "Hapus tampilan")
    plain.get_by_role("dialog").get_by_role("button", name="Hapus tampilan").click()
    assert "Tampilan sudah dihapus." in plain.inner_text("main")


def test_ticked_rows_are_deleted_together(plain: Any, library: str) -> None:
    plain.goto(f"{library}/toy_title/list/")
    plain.goto(add_books(plain, "Kancil 1", "Kancil 2"))
    plain.get_by_label("Pilih Kancil 1").check()
    plain.get_by_label("Pilih Kancil 2").check()
    press(plain, "Hapus")
    plain.get_by_role("dialog").get_by_role("button", name="Hapus").click()
    assert "Sudah dilakukan pada 2 data." in plain.inner_text("main")
    assert "Tidak ada yang cocok" in plain.inner_text("main")


def test_a_head_with_rows_and_searched_references_is_made_and_deleted(
    plain: Any, library: str
) -> None:
    plain.goto(f"{library}/toy_loan/add")
    assert plain.input_value("[name=reader]") == "", "nothing is chosen beforehand"

    def find(name: str, text: str, label: str) -> None:
        plain.fill(f"[name='{name}__q']", text)
        plain.click(f"button[name=_find][value='{name}']")
        plain.select_option(f"[name='{name}']", label=label)

    find("reader", "pembaca 04", "Pembaca 042")
    find("items-0-title", "Buku 41", "Buku 41 · 1991")
    plain.fill("[name='items-0-jumlah']", "3")
    press(plain, "Tambah baris")
    find("items-1-title", "Buku 5", "Buku 52 · 2002")
    press(plain, "Tambah baris")  # stays empty: no row
    press(plain, "Tambah baris")
    find("items-3-title", "Buku 50", "Buku 50 · 2000")
    plain.check("[name='items-3-_delete']")
    assert plain.locator("[name=reader] option:checked").inner_text() == "Pembaca 042"
    press(plain, "Simpan")
    assert "Sudah disimpan." in plain.inner_text("main"), plain.inner_text("main")
    text = plain.inner_text("main")
    assert "Pembaca 042" in text and "Buku 41" in text and "Buku 52" in text
    assert "Buku 50" not in text and "Rp175.000" in text
    press(plain, "Hapus")
    plain.get_by_role("dialog").get_by_role("button", name="Hapus").click()
    assert "Sudah dihapus." in plain.inner_text("main")


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(plain: Any, library: str) -> None:
    plain.goto(f"{library}/toy_reader/add")
    plain.fill("#nik", "bukan angka")
    plain.fill("#nama", "Nama Panjang")
    press(plain, "Simpan")
    summary = plain.locator("[data-focus]:focus")
    assert "NIK hanya angka." in summary.inner_text()
    assert plain.input_value("#nik") == "bukan angka"
    assert plain.input_value("#nama") == "Nama Panjang"
    assert plain.get_attribute("#nik", "aria-invalid") == "true"
    assert "nik-error" in plain.get_attribute("#nik", "aria-describedby").split()
    assert plain.is_visible("#cabang"), "without scripts no tab hides anything"
