"""Step 4, "Mempelajari usulan (perlu/tdk perlu)": the Kadis, with what exists already beside it.

A second request gets the other answer and ends with the letter of refusal.
"""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.story.conftest import Story
from tests.story.people_at_work import Person
from tests.story.test_01_mengajukan import REQUEST, fill, letter

TITLE = "Daftar Hadir Rapat"
REASON = "Sudah tercakup aplikasi yang dipakai bersama."


def test_what_exists_already_stands_beside_the_questions(story: Story) -> None:
    dewi = story.at_case("dewi")
    dewi.sees("Aplikasi serupa di katalog")
    dewi.sees("Aplikasi umum nasional di bidang ini")
    dewi.sees("Tidak ada yang serupa.")


def test_it_is_found_necessary(story: Story) -> None:
    dewi = story.at_case("dewi")
    fill(
        dewi,
        {
            "Aplikasi serupa di katalog dan tanggapannya": "Belum ada yang serupa.",
            "Aplikasi umum nasional di bidang ini dan tanggapannya": "Tidak tercakup.",
        },
    )
    dewi.page.get_by_label("Simpulan telaah").select_option("perlu")
    dewi.page.get_by_label("Instruksi disposisi").select_option("Untuk dirancang")
    dewi.press("Setujui", then="Disetujui dan diteruskan.")
    dewi.sees("Langkah 5 dari 12")


def test_the_study_becomes_a_paper(story: Story) -> None:
    sri = story.at_case("sri")
    sri.make_paper("Lembar telaah")
    sri.sees("Lembar telaah", sri.page.locator(".portal-papers"))


def test_a_second_request_comes_as_far_as_the_kadis(story: Story, tmp_path: Path) -> None:
    sri = story.person("sri")
    sri.open("/kotak-masuk/")
    sri.follow("Ajukan usulan")
    fill(sri, REQUEST | {"Nama aplikasi yang diusulkan": TITLE})
    sri.press("Simpan usulan", then="tersimpan")
    story.refused = int(sri.page.url.partition("/usulan/")[2].partition("#")[0].strip("/"))
    sri.page.get_by_label("Jenis berkas").select_option(label="Surat usulan (PDF)")
    sri.page.get_by_label("Berkas PDF").set_input_files(letter(tmp_path))
    sri.press("Lampirkan", then="Berkas dilampirkan")
    sri.make_paper("Tanda terima")
    sri.press("Kirim", then="Langkah selesai dan dikirim.")
    for name in ("ratna", "hasan"):
        official = story.at_case(name, story.refused)
        official.page.get_by_label("Instruksi disposisi").select_option("Untuk diteruskan")
        official.press("Setujui", then="Disetujui dan diteruskan.")


def test_what_is_not_needed_cannot_be_approved(story: Story) -> None:
    dewi = story.at_case("dewi", story.refused)
    fill(
        dewi,
        {
            "Aplikasi serupa di katalog dan tanggapannya": "Tidak ada.",
            "Aplikasi umum nasional di bidang ini dan tanggapannya": "Ada, dipakai bersama.",
        },
    )
    dewi.page.get_by_label("Simpulan telaah").select_option("tidak perlu")
    dewi.page.get_by_label("Instruksi disposisi").select_option(
        "Untuk dijawab dengan surat penolakan"
    )
    dewi.press("Setujui", then="Tolak usulan, atau ubah simpulannya.")
    expect(dewi.page.get_by_label("Simpulan telaah")).to_have_value("tidak perlu")


def test_a_refusal_needs_its_reason(story: Story) -> None:
    dewi = story.person("dewi")
    dewi.press("Tolak", then="Belum dapat dilakukan")
    dewi.page.get_by_label("Catatan (").fill(REASON)
    dewi.press("Tolak", then="Usulan ditolak.")
    expect(dewi.page.get_by_role("button", name="Setujui", exact=True)).to_have_count(0)


def test_the_prakom_writes_to_the_skpd(story: Story) -> None:
    sri = story.at_case("sri", story.refused)
    sri.sees(REASON)
    sri.make_paper("Surat penolakan")
    paper = sri.page.locator(".portal-papers").get_by_role("link", name="Surat penolakan").last
    answer = sri.context.request.get(story.portal.url + str(paper.get_attribute("href")))
    assert answer.body()[:5] == b"%PDF-"


def test_the_skpd_learns_of_it_by_the_receipt(story: Story) -> None:
    sri = story.person("sri")
    link = sri.page.get_by_role("link", name="Posisi usulan untuk SKPD")
    visitor = Person.sit_down(story.browser, story.portal, "skpd", phone=True)
    visitor.open(str(link.get_attribute("href")))
    visitor.sees(re.compile("ditolak"))
    assert REASON not in visitor.page.locator("body").inner_text()
    visitor.context.close()
