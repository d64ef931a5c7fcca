"""The demonstration's application as its users meet it, in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.app.served import PASSWORD

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
ENGLISH = ("Choose...", "Select", "Save", "Delete", "Edit", "Add ", "Search", "Login", "Back")


@pytest.fixture
def people(person: Open, demo_address: str) -> Iterator[Callable[..., Any]]:
    """A page in which somebody of that role has logged in; it must not complain at the end."""
    said: list[str] = []
    known: dict[str, Any] = {}

    def enter(role: str, width: int = 1280) -> Any:
        if role not in known:
            page = known[role] = person(width=width)
            page.on("pageerror", lambda error: said.append(f"{role}: {error}"))
            page.set_default_timeout(8000)
            page.on("dialog", lambda dialog: dialog.accept())
            page.goto(f"{demo_address}/login/")
            page.fill("#username", role)
            page.fill("#password", PASSWORD)
            page.click("form[name=login] button[type=submit]")
            page.wait_for_selector(".kit-menu-bottom", state="attached")
        return known[role]

    yield enter
    assert said == []


def choose(page: Any, field: str, words: str = "") -> None:
    """Open a reference's list, type, take the first answer; short lists are plain selects."""
    if page.locator(f"#{field}-ts-control").count():
        page.click(f"#{field}-ts-control")
        page.locator(f"#{field}-ts-dropdown .option").first.wait_for()
        page.keyboard.type(words)
        page.locator(f"#{field}-ts-dropdown .option", has_text=words).first.click()
        return
    texts = page.locator(f"#{field} option").all_inner_texts()
    page.select_option(f"#{field}", label=next(t for t in texts if words in t and t != texts[0]))


def shown(page: Any) -> str:
    return str(page.inner_text("body"))


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def test_a_request_goes_from_draft_to_handed_over(
    people: Callable[..., Any], demo_address: str
) -> None:
    operator = people("operator")
    operator.goto(f"{demo_address}/pengajuan/add")
    press(operator, "Simpan")
    assert "/add" in operator.url, "an empty form was saved"
    choose(operator, "usaha")
    choose(operator, "program", "Melati")
    choose(operator, "rincian-0-alat", "Alat Melati")
    operator.fill("#rincian-0-jumlah", "2")
    press(operator, "Tambah baris")
    choose(operator, "rincian-1-alat", "Alat Kenanga")
    operator.fill("#rincian-1-jumlah", "0")
    press(operator, "Simpan")
    assert "/add" in operator.url, "a number below the least was saved"
    operator.fill("#rincian-1-jumlah", "3")
    press(operator, "Simpan")
    operator.wait_for_url("**/show/*")
    assert "Rp4.450.000" in shown(operator)  # 2 x 350.000 + 3 x 1.250.000
    row = operator.url
    press(operator, "Ajukan")
    assert "Diajukan" in operator.inner_text(".kit-flow [aria-current=step]")
    assert operator.get_by_role("link", name="Ubah").count() == 0, "still open after sending"

    verifier = people("verifikator", 390)
    verifier.goto(row)
    assert verifier.get_by_role("button", name="Setujui").count() == 0
    press(verifier, "Verifikasi")  # opens the dialog with the note
    verifier.fill("#catatan-verifikasi", "Berkas lengkap.")
    verifier.click("#langkah-verifikasi form button[type=submit]")
    verifier.wait_for_load_state()
    assert "Diverifikasi" in verifier.inner_text(".kit-flow [aria-current=step]")

    head = people("pimpinan")
    head.goto(row)
    press(head, "Setujui")
    assert "Disetujui" in head.inner_text(".kit-flow [aria-current=step]")

    verifier.goto(row)
    press(verifier, "Serahkan")
    assert "Isi tanggal penyerahan dahulu." in shown(verifier)
    verifier.get_by_role("link", name="Ubah").click()
    verifier.fill("#tanggal_serah", "2020-01-01")
    press(verifier, "Simpan")
    assert "Tanggal penyerahan tidak boleh sebelum tanggal pengajuan." in shown(verifier)
    today = verifier.evaluate("new Date(Date.now() + 2 * 864e5).toISOString().slice(0, 10)")
    verifier.fill("#tanggal_serah", today)
    press(verifier, "Simpan")
    verifier.wait_for_url("**/show/*")
    press(verifier, "Serahkan")
    assert "Diserahkan" in verifier.inner_text(".kit-flow [aria-current=step]")
    assert "Data ini sudah diproses" in shown(verifier)
    verifier.click("details summary")
    assert "Berkas lengkap." in shown(verifier)


PAGES = (
    "pengajuan/list/",
    "pengajuan/show/2",
    "pengajuan/add",
    "pelaku_usaha/list/",
    "pelaku_usaha/show/1",
    "pelaku_usaha/edit/1",
    "pelaku_usaha/import",
    "usaha/add",
    "pelatihan/edit/1",
    "ringkasan/",
)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("role", ["operator", "verifikator", "pimpinan"])
def test_pages_fit_and_speak_indonesian(
    people: Callable[..., Any], demo_address: str, role: str, width: int
) -> None:
    page = people(role, width)
    for path in PAGES:
        answer = page.goto(f"{demo_address}/{path}")
        assert answer.status in (200, 403), path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        text = shown(page)
        assert text.strip(), path
        assert not [word for word in ENGLISH if word in text], path
        if answer.status == 403:
            assert page.locator("a[href]").count(), f"{path}: a dead end"
