"""Step 2, "Menerima dan mempelajari usulan": the Kasi decides on a phone."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.story.conftest import Story


def test_the_kasi_sees_what_waits_and_what_it_is(story: Story) -> None:
    ratna = story.person("ratna")
    ratna.open("/kotak-masuk/")
    ratna.sees("Bantuan Alat UMKM")
    ratna.follow(re.compile("Buka usulan Bantuan Alat UMKM"))
    ratna.sees("Langkah 2 dari 12")
    ratna.sees("Berubah sejak Anda terakhir melihat")
    ratna.sees("Lembar kerja")


def test_the_bar_of_decisions_stays_and_covers_nothing_for_good(story: Story) -> None:
    page = story.at_case("ratna").page
    bar = page.get_by_role("region", name="Keputusan")
    expect(bar).to_be_in_viewport()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    last = page.get_by_role("link", name="Posisi usulan untuk SKPD")
    expect(last).to_be_in_viewport()
    gap = page.evaluate(
        "([a, b]) => b.getBoundingClientRect().top - a.getBoundingClientRect().bottom",
        [last.element_handle(), bar.element_handle()],
    )
    assert gap > 0


def test_without_an_instruction_it_is_not_passed_on(story: Story) -> None:
    ratna = story.at_case("ratna")
    ratna.page.get_by_label("Catatan (").fill("Sudah saya baca.")
    ratna.press("Setujui", then="Instruksi disposisi belum diisi")
    expect(ratna.page.get_by_label("Catatan (")).to_have_value("Sudah saya baca.")


def test_a_stale_page_is_refused_and_keeps_what_was_typed(story: Story) -> None:
    ratna = story.at_case("ratna")
    old = ratna.context.new_page()
    ratna.listen(old)
    old.goto(ratna.page.url)
    ratna.page.get_by_label("Catatan disposisi").fill("Periksa juga pemilik datanya.")
    ratna.press("Simpan isian", then="Isian tersimpan.")

    old.get_by_label("Instruksi disposisi").select_option("Untuk diteruskan")
    old.get_by_label("Catatan (").fill("Mohon dilanjutkan ke Kabid.")
    old.get_by_role("button", name="Setujui", exact=True).click()
    expect(old.get_by_text("Belum dapat dilakukan")).to_be_visible()
    ratna.look(old)
    expect(old.get_by_label("Instruksi disposisi")).to_have_value("Untuk diteruskan")
    expect(old.get_by_label("Catatan (")).to_have_value("Mohon dilanjutkan ke Kabid.")
    old.get_by_role("button", name="Setujui", exact=True).click()
    expect(old.get_by_text("Disetujui dan diteruskan.")).to_be_visible()
    ratna.look(old)
    expect(old.get_by_text("Mohon dilanjutkan ke Kabid.").first).to_be_visible()
    old.close()


def test_what_is_decided_cannot_be_decided_again(story: Story) -> None:
    ratna = story.at_case("ratna")
    ratna.sees("Langkah 3 dari 12")
    expect(ratna.page.get_by_role("button", name="Setujui", exact=True)).to_have_count(0)
