"""Step 4, "Mempelajari usulan (perlu/tdk perlu)": the Kadis, with what exists already beside it."""

from __future__ import annotations

from tests.story.conftest import Story


def test_what_exists_already_stands_beside_the_questions(story: Story) -> None:
    dewi = story.at_case("dewi")
    dewi.sees("Aplikasi serupa di katalog")
    dewi.sees("Aplikasi umum nasional di bidang ini")
    dewi.sees("Tidak ada yang serupa.")


def test_it_is_found_necessary(story: Story) -> None:
    dewi = story.at_case("dewi")
    fill = dewi.page.get_by_label
    fill("Aplikasi serupa di katalog dan tanggapannya").fill("Belum ada yang serupa.")
    fill("Aplikasi umum nasional di bidang ini dan tanggapannya").fill("Tidak tercakup.")
    fill("Simpulan telaah").select_option("perlu")
    fill("Instruksi disposisi").select_option("Untuk dirancang")
    dewi.press("Setujui", then="Disetujui dan diteruskan.")
    dewi.sees("Langkah 5 dari 12")


def test_the_study_becomes_a_paper(story: Story) -> None:
    sri = story.at_case("sri")
    sri.make_paper("Lembar telaah")
    sri.sees("Lembar telaah", sri.page.locator(".portal-papers"))
