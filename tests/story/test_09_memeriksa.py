"""Step 9, "Menerima dan mengecek laporan": the Kasi returns it once, then signs."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from builder.demo.people import PASSWORD
from tests.story.conftest import Story
from tests.story.people_at_work import Person
from tests.story.test_05_merancang import wait_for_work
from tests.story.test_07_mereview import change_field, hand_edits_are_there
from tests.story.test_08_mendokumentasikan import send_package

NOTE = "Definisi nama usaha perlu lebih jelas."


def tick(official: Person) -> None:
    official.page.get_by_label("Laporan sudah dibuka dan diperiksa").check()
    official.page.get_by_label("Aplikasi sudah dibuka dan dicoba").check()


def contents(folder: Path) -> dict[str, bytes]:
    """Bytes by the path below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def sign(official: Person, password: str, then: str) -> None:
    """The password again: who signs is who is logged in."""
    official.page.get_by_label("Sandi Anda, untuk menandatangani").fill(password)
    official.press("Setujui dan tandatangani", then=then)


def test_the_kasi_opens_exactly_what_is_to_be_signed(story: Story) -> None:
    ratna = story.at_case("ratna")
    paper = ratna.page.locator(".portal-papers").get_by_role("link", name="Laporan").last
    answer = ratna.context.request.get(story.portal.url + str(paper.get_attribute("href")))
    assert answer.body()[:5] == b"%PDF-"
    ratna.follow("Buka aplikasi yang ditandatangani")
    frame = ratna.page.frame_locator("iframe")
    expect(frame.get_by_role("heading", name="Pelaku usaha")).to_be_visible(timeout=60_000)
    ratna.look()
    ratna = story.at_case("ratna")
    shown = ratna.page.locator("#paket code.text-break").inner_text()
    var = story.portal.folder / "var"
    signed = var / "deliverables" / shown / "application"
    opened = list((var / "previews").glob("paket-*/tree"))
    assert [tree.parent.name for tree in opened] == [f"paket-{shown[:24]}"]
    assert contents(opened[0]) == contents(signed)


def test_it_is_returned_to_the_review_with_a_note(story: Story) -> None:
    ratna = story.at_case("ratna")
    ratna.page.get_by_label("Kembalikan ke langkah").select_option("7")
    ratna.page.get_by_label("Catatan (").fill(NOTE)
    ratna.press("Kembalikan", then="Dikembalikan dengan catatan.")
    ratna.sees("Langkah 7 dari 12")


def test_the_prakom_changes_a_field_and_the_hand_edits_stay(story: Story) -> None:
    sri = story.at_case("sri")
    sri.sees(NOTE)
    change_field(
        story, "Usaha", "Nama", "Definisi (kamus data)", "Nama usaha pada papan atau kemasan."
    )
    sri = story.at_case("sri")
    sri.press("Kirim", then="Langkah selesai dan dikirim.")
    wait_for_work(sri, "Membuat aplikasi dari rancangan")
    assert "pada papan atau kemasan" in (story.app / story.slug / "usaha" / "model.py").read_text()
    hand_edits_are_there(story)
    send_package(story)


def test_the_kasi_sees_what_changed_since(story: Story) -> None:
    ratna = story.at_case("ratna")
    ratna.sees("Berubah sejak Anda terakhir melihat")
    ratna.sees(re.compile("papan atau kemasan"))


def test_a_wrong_password_signs_nothing_and_loses_nothing(story: Story) -> None:
    ratna = story.at_case("ratna")
    tick(ratna)
    ratna.page.get_by_label("Catatan pemeriksaan").fill("Sudah sesuai.")
    sign(ratna, "bukan-sandi-saya", "Belum dapat dilakukan")
    ratna.sees("Langkah 9 dari 12")
    expect(ratna.page.get_by_label("Catatan pemeriksaan")).to_have_value("Sudah sesuai.")
    expect(ratna.page.get_by_label("Laporan sudah dibuka dan diperiksa")).to_be_checked()
    assert "bukan-sandi-saya" not in ratna.page.content()


def test_the_kasi_signs(story: Story) -> None:
    ratna = story.person("ratna")
    tick(ratna)
    sign(ratna, PASSWORD, "Disetujui dan diteruskan.")
    ratna.sees("Langkah 10 dari 12")
