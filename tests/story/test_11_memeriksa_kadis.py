"""Step 11, "Menerima dan mengecek laporan": the Kadis signs, and the case is back at the prakom."""

from __future__ import annotations

from builder.demo.people import PASSWORD
from tests.story.conftest import Story
from tests.story.test_09_memeriksa import sign, tick


def test_the_kadis_signs(story: Story) -> None:
    dewi = story.at_case("dewi")
    story.package = dewi.page.locator("#paket code.text-break").inner_text()
    tick(dewi)
    sign(dewi, PASSWORD, "Disetujui dan diteruskan.")
    dewi.sees("Langkah 12 dari 12")


def test_the_prakom_finds_it_in_the_inbox(story: Story) -> None:
    sri = story.person("sri")
    sri.open("/kotak-masuk/")
    sri.sees("Langkah 12: Melaksanakan sosialisasi kepada pengguna")
