"""Step 12, "Melaksanakan sosialisasi kepada pengguna": handed over, and what is held then."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

from tests.story.conftest import Story
from tests.story.people_at_work import Person
from tests.story.test_07_mereview import git, hand_edits_are_there

TESTS = ("tests/test_pelaku_usaha.py", "tests/flow", "tests/test_types.py")
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
        sri.make_paper(paper)
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


def test_what_was_signed_is_whole_and_is_what_stands_in_the_folder(story: Story) -> None:
    signed = story.portal.folder / "var" / "deliverables" / story.package
    assert "utuh" in story.portal.rakit("verify", str(signed))
    assert (story.app / "KELUAR.md").is_file()
    hand_edits_are_there(story)
    assert git(story, "status", "--porcelain") == ""
    for path in (signed / "application").rglob("*.py"):
        there = story.app / path.relative_to(signed / "application")
        assert path.read_bytes() == there.read_bytes(), there


def test_the_application_passes_its_own_tests(story: Story) -> None:
    """Some of them: all were run for each package that was to be signed."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *TESTS],
        cwd=story.app,
        env={
            **os.environ,
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_the_skpd_can_take_it_along(story: Story, tmp_path: Path) -> None:
    sri = story.at_case("sri")
    with sri.page.expect_download() as saved:
        sri.page.get_by_role("link", name="Unduh paket serahan").click()
    with zipfile.ZipFile(saved.value.path()) as archive:
        archive.extractall(tmp_path)
    assert "utuh" in story.portal.rakit("verify", str(tmp_path / story.slug))
    assert (tmp_path / story.slug / "application" / "KELUAR.md").is_file()
    assert (tmp_path / story.slug / "documents" / "manual.pdf").is_file()


def test_the_record_is_intact(story: Story) -> None:
    assert "Rekam jejak utuh." in story.portal.rakit("audit", "verify")
