"""Lists exchange a part of the page: address, Back, Forward and reload show what stood there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.face.reading import held, listed, rows

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def books(person: Open, library: str, clerk: Any) -> Any:
    """The list of books, marked, so that a page that was loaded anew is known."""
    page = person(storage_state=clerk)
    page.goto(f"{library}/toy_title/list/")
    page.evaluate("document.body.dataset.same = 'yes'")
    return page


def go(page: Any, act: Callable[[], Any], address: str) -> dict[str, Any]:
    """Do it, wait for the part that comes, and read the list."""
    with page.expect_response(lambda answer: answer.url.endswith(address)):
        act()
    page.wait_for_url(f"**{address}")
    page.locator("html:not(:has(.htmx-request, .htmx-settling))").wait_for(state="attached")
    return listed(page)


def test_back_forward_and_reload_show_what_stood_there(books: Any) -> None:
    begin = "/toy_title/list/"
    states = [listed(books)]
    states.append(go(books, lambda: books.click("#urut-harga"), f"{begin}?sort=harga"))
    books.click(".kit-filter summary")
    sieved = f"{begin}?sort=harga&f_genre=novel"
    states.append(go(books, lambda: books.select_option("#saring-f_genre", "novel"), sieved))
    states.append(go(books, lambda: books.click("#berikutnya"), f"{sieved}&page=2"))
    assert len(rows(books)) == 5 and states[-1]["order"] == ["Harga ascending"]
    assert held(books) == "daftar", "the next page has no next page: the part has the focus"
    found = f"{begin}?sort=harga&q=Buku%201&f_genre=novel"
    states.append(go(books, lambda: books.fill("#cari", "Buku 1"), found))
    assert held(books) == "cari"
    wanted = [n for n in range(1, 31) if "1" in str(n)]
    assert [int(one.split()[1]) for one in rows(books)] == wanted
    assert books.evaluate("document.body.dataset.same") == "yes", "no page was loaded"

    def back(act: Callable[[], Any], state: dict[str, Any]) -> None:
        with books.expect_event("load"):  # nothing is stored in the browser: the page is asked anew
            act()
        assert listed(books) == state

    back(books.go_back, states[3])
    back(books.go_back, states[2])
    back(books.go_forward, states[3])
    back(books.reload, states[3])
    back(books.go_back, states[2])
    back(books.go_back, states[1])
    back(books.go_back, states[0])


def test_what_is_selected_is_kept_under_a_name_and_forgotten(books: Any) -> None:
    begin = "/toy_title/list/"
    go(books, lambda: books.click("#urut-tahun"), f"{begin}?sort=tahun")
    books.get_by_role("button", name="Simpan tampilan ini").click()
    dialog = books.get_by_role("dialog")
    dialog.get_by_label("Nama tampilan").fill("Paling tua")
    dialog.get_by_role("button", name="Simpan").click()
    books.get_by_role("link", name="Paling tua").wait_for()
    kept = listed(books)
    assert kept["chip"] == ["Paling tua"] and kept["address"].endswith("?sort=tahun")
    books.evaluate("document.body.dataset.same = 'yes'")
    all_of_them = go(books, lambda: books.get_by_role("link", name="Semua").click(), begin)
    assert all_of_them["chip"] == ["Semua"]
    again = go(
        books, lambda: books.get_by_role("link", name="Paling tua").click(), f"{begin}?sort=tahun"
    )
    assert again == kept and held(books).startswith("tampilan-saya-")
    assert books.evaluate("document.body.dataset.same") == "yes", "no page was loaded"
    books.get_by_role("button", name="Hapus tampilan").click()
    dialog = books.get_by_role("dialog")
    assert "Paling tua" in dialog.inner_text()
    dialog.get_by_role("button", name="Hapus tampilan").click()
    books.wait_for_load_state()
    assert "Tampilan sudah dihapus." in books.inner_text("main")
    assert books.get_by_role("link", name="Paling tua").count() == 0


def add_books(page: Any, *titles: str) -> str:
    """New books, by their form; the address of the list that shows these only."""
    begin = page.url.partition("?")[0].removesuffix("list/")
    for title in titles:
        page.goto(f"{begin}add")
        page.fill("#judul", title)
        page.fill("#harga", "1000")
        page.get_by_role("button", name="Simpan").last.click()
        page.wait_for_url(f"{begin}show/*")
    return f"{begin}list/?q={titles[0].split()[0]}"


def test_what_is_ticked_is_done_together(books: Any) -> None:
    books.goto(add_books(books, "Zebra 1", "Zebra 2", "Zebra 3"))
    bar = books.get_by_role("group", name="Untuk yang dicentang")
    assert not bar.is_visible()
    everything = books.get_by_label("Pilih semua di halaman ini")
    everything.check()
    assert bar.is_visible() and "3 dicentang" in bar.inner_text()
    books.get_by_label("Pilih Zebra 2").uncheck()
    assert "2 dicentang" in bar.inner_text() and not everything.is_checked()
    assert everything.evaluate("(box) => box.indeterminate")
    assert Axe().run(books, options={"runOnly": RULES}).response["violations"] == []
    bar.get_by_role("button", name="Hapus").click()
    dialog = books.get_by_role("dialog")
    assert "akan dihapus" in dialog.inner_text()
    dialog.get_by_role("button", name="Hapus").click()
    books.wait_for_load_state()
    assert "Sudah dilakukan pada 2 data." in books.inner_text("main")
    assert [one.split()[1] for one in rows(books)] == ["2"] and books.url.endswith("?q=Zebra")
