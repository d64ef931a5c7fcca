"""The page of a case holds many forms: sending one does not cost what was typed into another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builder.house import House

from .conftest import PASSWORD
from .walk import case_at

pytestmark = pytest.mark.browser
SIMILAR = "Aplikasi serupa di katalog dan tanggapannya"
CONCLUSION, LIMIT, COMMENT = "Simpulan telaah", "Batas waktu disposisi", "Tulis komentar"
KEPT = "Yang Anda ketik dan belum dikirim masih ada di halaman ini."


def log_in(page: Any, address: str, name: str) -> None:
    page.goto(f"{address}/login/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/kotak-masuk/**")


@pytest.fixture
def kadis(person: Callable[..., Any], house: House, address: str) -> Any:
    """The chief at step 4, who has typed half of it."""
    number = case_at(house, 4)
    page = person(width=390)
    log_in(page, address, "kadis")
    page.goto(f"{address}/usulan/{number}")
    page.get_by_label(SIMILAR).fill("Belum ada yang serupa.")
    page.get_by_label(CONCLUSION).select_option("perlu")
    page.get_by_label(LIMIT).fill("2026-12-24")
    page.locator("#catatan").fill("Segera.")
    return page


def shown(page: Any) -> tuple[str, ...]:
    return tuple(page.get_by_label(one).input_value() for one in (SIMILAR, CONCLUSION, LIMIT))


TYPED = ("Belum ada yang serupa.", "perlu", "2026-12-24")


def test_a_comment_leaves_the_decision_as_it_was_typed(kadis: Any) -> None:
    kadis.get_by_label(COMMENT).fill("Mohon datanya.")
    kadis.get_by_role("button", name="Kirim komentar").click()
    kadis.get_by_text("Komentar terkirim.").wait_for()
    assert shown(kadis) == TYPED
    assert kadis.locator("#catatan").input_value() == "Segera."
    assert kadis.get_by_label(COMMENT).input_value() == "", "what was sent does not come back"
    assert kadis.get_by_text(KEPT).is_visible()


def test_a_look_elsewhere_leaves_it_too(kadis: Any) -> None:
    here = kadis.url
    kadis.get_by_role("link", name="Kotak masuk").first.click()
    kadis.wait_for_url("**/kotak-masuk/**")
    kadis.goto(here)
    assert shown(kadis) == TYPED


def test_a_refused_file_and_a_refused_decision_cost_nothing(kadis: Any, tmp_path: Path) -> None:
    here, wrong = kadis.url, tmp_path / "surat.pdf"
    wrong.write_text("bukan PDF")
    kadis.get_by_text("Buat atau lampirkan berkas").click()
    kadis.get_by_label("Berkas PDF").set_input_files(wrong)
    kadis.get_by_role("button", name="Lampirkan").click()
    kadis.get_by_text("Berkas ini bukan PDF").wait_for()
    assert shown(kadis) == TYPED
    kadis.get_by_role("button", name="Setujui").click()
    kadis.get_by_text("Kelengkapan langkah ini belum ada").wait_for()
    assert shown(kadis) == TYPED
    kadis.goto(here)
    assert shown(kadis) == TYPED


def test_what_was_saved_is_not_unsent_but_the_note_beside_it_is(kadis: Any) -> None:
    kadis.get_by_role("button", name="Simpan isian").click()
    kadis.get_by_text("Isian tersimpan.").wait_for()
    assert shown(kadis) == TYPED
    assert kadis.locator("#catatan").input_value() == "Segera."
    kadis.locator("#catatan").fill("")
    kadis.reload()
    assert not kadis.get_by_text(KEPT).is_visible()


def test_who_comes_after_him_at_this_browser_finds_nothing(kadis: Any, address: str) -> None:
    here = kadis.url
    kadis.goto(f"{address}/logout/")
    log_in(kadis, address, "kadis")
    kadis.goto(here)
    assert shown(kadis) == ("", "", "") and not kadis.get_by_text(KEPT).is_visible()


def test_a_file_over_the_limit_is_refused_before_it_is_sent(
    person: Callable[..., Any], house: House, address: str, tmp_path: Path
) -> None:
    large = tmp_path / "surat.pdf"
    with large.open("wb") as file:
        file.truncate((house.settings.upload_mb + 2) * 1024 * 1024)
    page = person(width=390)
    log_in(page, address, "sri")
    page.goto(f"{address}/usulan/baru")
    page.get_by_label("Tujuan aplikasi").fill("Mencatat tamu dan keperluannya.")
    page.get_by_label("Surat usulan (PDF)").set_input_files(large)
    page.get_by_role("button", name="Simpan usulan").click()
    words = page.get_by_role("alert").filter(has_text="Berkas terlalu besar")
    words.wait_for()
    assert page.get_by_label("Tujuan aplikasi").input_value() == "Mencatat tamu dan keperluannya."
    assert page.evaluate("document.activeElement.id") == "berkas-surat_usulan"
    small = tmp_path / "kecil.pdf"
    small.write_bytes(b"%PDF-1.7")
    page.get_by_label("Surat usulan (PDF)").set_input_files(small)
    assert words.count() == 0
