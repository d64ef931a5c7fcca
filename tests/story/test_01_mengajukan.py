"""Step 1, "Mengajukan usulan pembuatan aplikasi": the prakom enters what the SKPD's letter asks."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from builder.demo.teller import LETTER
from builder.pictures import WIDTH
from builder.typeset import typeset
from tests.story.conftest import Story
from tests.story.people_at_work import Person

REQUEST = {
    "Nama aplikasi yang diusulkan": "Bantuan Alat UMKM",
    "SKPD pengusul": "Dinas Koperasi dan UMKM",
    "Nomor surat usulan": "518/017/CONTOH",
    "Tanggal surat usulan": "2026-01-05",
    "Tujuan aplikasi": "Mendata pelaku usaha dan menyalurkan bantuan alat dengan alur yang jelas.",
    "Siapa yang memakai": "Operator kecamatan, verifikator dinas, kepala dinas.",
    "Perkiraan baris data setahun": "1200",
    "Alat yang dipakai sekarang": "Lembar kerja",
    "Pemilik data": "Dinas Koperasi dan UMKM",
    "Narahubung SKPD": "Rina Misalnya, 0800-0000-0000",
}


def letter(folder: Path) -> Path:
    """A real, small PDF, as it comes from the SKPD."""
    data = {
        "judul": REQUEST["Nama aplikasi yang diusulkan"],
        "skpd": REQUEST["SKPD pengusul"],
        "surat_nomor": REQUEST["Nomor surat usulan"],
        "surat_tanggal": REQUEST["Tanggal surat usulan"],
        "tujuan": REQUEST["Tujuan aplikasi"],
        "pengguna": REQUEST["Siapa yang memakai"],
    }
    path = folder / "surat-usulan.pdf"
    path.write_bytes(typeset(LETTER, data))
    return path


def fill(sri: Person, values: dict[str, str]) -> None:
    for label, value in values.items():
        sri.page.get_by_label(label, exact=True).fill(value)


def test_the_office_starts_empty_and_says_what_to_do_first(story: Story) -> None:
    sri = story.person("sri")
    sri.sees("Tidak ada yang menunggu Anda")
    sri.follow("Ajukan usulan")
    sri.sees("Surat usulan dari SKPD")


def test_what_was_typed_stays_when_something_is_refused(story: Story) -> None:
    sri = story.person("sri")
    fill(sri, REQUEST | {"Perkiraan baris data setahun": "kira-kira seribu"})
    sri.press("Simpan usulan", then="Belum dapat dilakukan")
    for label, value in REQUEST.items():
        if label != "Perkiraan baris data setahun":
            expect(sri.page.get_by_label(label, exact=True)).to_have_value(value)
    rows = sri.page.get_by_label("Perkiraan baris data setahun", exact=True)
    expect(rows).to_have_value("kira-kira seribu")
    rows.fill(REQUEST["Perkiraan baris data setahun"])
    sri.press("Simpan usulan", then="tersimpan")
    found = re.search(r"/usulan/(\d+)", sri.page.url)
    assert found
    story.case = int(found.group(1))


def test_without_the_letter_it_is_not_sent_and_says_so(story: Story) -> None:
    sri = story.at_case("sri")
    sri.sees("Surat usulan (PDF) belum ada")
    sri.press("Kirim", then="Kelengkapan langkah ini belum ada")
    sri.sees("Lampirkan Surat usulan (PDF)")


def test_a_file_that_is_no_pdf_is_refused_by_its_content(story: Story, tmp_path: Path) -> None:
    sri = story.at_case("sri")
    wrong = tmp_path / "surat.pdf"
    wrong.write_text("bukan PDF")
    sri.page.get_by_label("Berkas PDF").set_input_files(wrong)
    sri.press("Lampirkan", then="Belum dapat dilakukan")


def test_letter_and_receipt(story: Story, tmp_path: Path) -> None:
    sri = story.at_case("sri")
    sri.page.get_by_label("Jenis berkas").select_option(label="Surat usulan (PDF)")
    sri.page.get_by_label("Berkas PDF").set_input_files(letter(tmp_path))
    sri.press("Lampirkan", then="Berkas dilampirkan")
    sri.sees("Kelengkapan langkah ini sudah ada")
    sri.make_paper("Tanda terima")
    picture = sri.page.get_by_alt_text(re.compile("Halaman pertama Tanda terima"))
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", WIDTH, timeout=30_000)


def test_the_position_is_public_and_says_no_more_than_the_step(story: Story) -> None:
    sri = story.at_case("sri")
    address = sri.page.get_by_role("link", name="Posisi usulan untuk SKPD").get_attribute("href")
    assert address and len(address.rpartition("/")[2]) >= 16
    visitor = Person.sit_down(story.browser, story.portal, "tamu", phone=True)
    visitor.open(address)
    visitor.sees("Langkah 1 dari 12")
    words = visitor.page.locator("body").inner_text()
    assert "Rina" not in words and "Lembar kerja" not in words
    visitor.context.close()


def test_it_is_sent_to_the_kasi(story: Story) -> None:
    sri = story.at_case("sri")
    sri.press("Kirim", then="Langkah selesai dan dikirim.")
    sri.sees("Langkah 2 dari 12")
