"""Step 10, "Menerima dan mengecek laporan": the Kabid signs."""

from __future__ import annotations

from builder.demo.people import PASSWORD
from tests.story.conftest import Story
from tests.story.test_09_memeriksa import sign, tick


def test_without_having_looked_nothing_is_signed(story: Story) -> None:
    hasan = story.at_case("hasan")
    sign(hasan, PASSWORD, "Laporan sudah dibuka dan diperiksa belum dicentang")
    hasan.sees("Langkah 10 dari 12")


def test_the_kabid_signs(story: Story) -> None:
    hasan = story.at_case("hasan")
    tick(hasan)
    sign(hasan, PASSWORD, "Disetujui dan diteruskan.")
    hasan.sees("Langkah 11 dari 12")
