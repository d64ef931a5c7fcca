"""Step 3, "Meneruskan usulan": the Kabid passes it on, and nobody else can."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.story.conftest import Story


def test_only_the_kabid_can_pass_it_on(story: Story) -> None:
    for name in ("sri", "ratna"):
        someone = story.at_case(name)
        expect(someone.page.get_by_role("button", name="Setujui", exact=True)).to_have_count(0)


def test_a_return_needs_a_reason(story: Story) -> None:
    hasan = story.at_case("hasan")
    hasan.press("Kembalikan", then="Belum dapat dilakukan")
    hasan.sees("Langkah 3 dari 12")


def test_the_kabid_sees_the_note_of_the_kasi_and_passes_it_on(story: Story) -> None:
    hasan = story.at_case("hasan")
    hasan.sees("Mohon dilanjutkan ke Kabid.")
    hasan.page.get_by_label("Instruksi disposisi").select_option("Untuk diteruskan")
    hasan.page.get_by_label("Batas waktu disposisi").fill("2026-12-31")
    hasan.press("Setujui", then="Disetujui dan diteruskan.")
    hasan.sees("Langkah 4 dari 12")
