"""Step 7, "Mereview aplikasi": remarks are answered, the design improved, hand edits kept."""

from __future__ import annotations

import re
import subprocess

from playwright.sync_api import expect

from tests.story.conftest import Story
from tests.story.people_at_work import Person
from tests.story.test_05_merancang import try_it, wait_for_work
from tests.story.test_06_mempresentasikan import PINS, READY

SECTION = '"Identitas pelaku usaha"'
METHOD = '''
    def sapaan(self) -> str:
        """Ditulis sendiri oleh prakom."""
        return f"Yth. {self.nama}"
'''


def change_field(story: Story, entity: str, field: str, label: str, value: str) -> None:
    """One input of one field, in the editor; it saves itself."""
    sri = story.at_case("sri")
    sri.follow("Susun rancangan")
    for name in (entity, field):
        sri.follow(re.compile(rf"^{name}\b"), sri.page.get_by_role("main"))
    sri.page.get_by_label(label, exact=True).fill(value)
    sri.page.get_by_label(label, exact=True).blur()
    sri.sees("Tersimpan")
    sri.look()


def git(story: Story, *words: str) -> str:
    """git in the application's repository, as the prakom uses it."""
    done = subprocess.run(
        [
            "git",
            "-C",
            str(story.app),
            "-c",
            "user.name=Sri",
            "-c",
            "user.email=sri@x.invalid",
            *words,
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def hand_edits_are_there(story: Story) -> None:
    """What the prakom wrote by hand stands on `main` and in the folder."""
    package = story.app / story.slug / "pelaku_usaha"
    assert SECTION in (package / "view.py").read_text()
    assert METHOD.strip() in (package / "model.py").read_text()
    assert METHOD.strip() in git(story, "show", f"main:{story.slug}/pelaku_usaha/model.py")


def test_hand_edits_in_the_repository(story: Story) -> None:
    package = story.app / story.slug / "pelaku_usaha"
    view, model = package / "view.py", package / "model.py"
    view.write_text(view.read_text().replace('"Identitas"', SECTION))
    text = model.read_text()
    model.write_text(text.replace("    nik: Mapped", METHOD.lstrip("\n") + "\n    nik: Mapped", 1))
    git(story, "commit", "-a", "-q", "-m", "Sapaan dan judul bagian")
    assert git(story, "status", "--porcelain") == ""
    hand_edits_are_there(story)


def test_every_remark_is_answered_and_its_author_told(story: Story) -> None:
    sri = story.at_case("sri")
    for words, answer in (
        ("Contoh penulisannya belum ada.", "Petunjuk penulisan ditambahkan."),
        ("Urutan menu sudah pas.", "Terima kasih."),
    ):
        remark = sri.page.locator(".portal-remark", has_text=words)
        remark.get_by_label("Jawaban").fill(answer)
        sri.press("Terima", remark, then="Jawaban tersimpan.")
        sri.press("Sudah diberitahukan", remark, then="Tercatat sudah diberitahukan.")
    guest = story.guests[PINS] if story.guests else None
    if guest is not None:
        guest.open(story.room)
        guest.sees("Petunjuk penulisan ditambahkan.")


def test_the_room_is_closed_for_every_phone(story: Story) -> None:
    sri = story.at_case("sri")
    sri.follow("Buka ruang presentasi")
    frame = sri.page.frame_locator("iframe")
    expect(frame.get_by_role("heading").first).to_be_visible(timeout=READY)
    sri.page.get_by_role("button", name="Tutup ruang").first.click()
    sri.press("Tutup ruang", sri.page.get_by_role("dialog"), then="Ruang presentasi ditutup.")
    guest = Person.sit_down(story.browser, story.portal, "terlambat", phone=True)
    assert guest.page.goto(story.room).status == 410
    guest.sees("Ruang ini tidak terbuka")
    guest.context.close()


def test_an_accepted_remark_must_change_the_design(story: Story) -> None:
    sri = story.at_case("sri")
    sri.press("Kirim", then="rancangan belum berubah")


def test_the_improved_design_is_sent_and_made(story: Story) -> None:
    change_field(
        story, "Pelaku usaha", "Telepon", "Petunjuk di bawah isian", "Misalnya 0812-3456-7890."
    )
    sri = story.at_case("sri")
    sri.press("Kirim", then="Langkah selesai dan dikirim.")
    sri.sees("Langkah 8 dari 12")
    wait_for_work(sri, "Membuat aplikasi dari rancangan")
    model = (story.app / story.slug / "pelaku_usaha" / "model.py").read_text()
    assert "Misalnya 0812-3456-7890." in model


def test_hand_edits_survive_the_new_design(story: Story) -> None:
    hand_edits_are_there(story)


def test_the_new_design_can_be_tried(story: Story) -> None:
    try_it(story)
