"""Step 8, "Membuat buku manual dan laporan": made with the package to be signed."""

from __future__ import annotations

from tests.story.conftest import Story
from tests.story.test_05_merancang import wait_for_work

PACKAGE = "Manual, laporan, dan paket aplikasi"


def send_package(story: Story) -> None:
    """Papers and package are there; they go to the Kasi."""
    sri = story.at_case("sri")
    wait_for_work(sri, PACKAGE, seconds=180)
    sri = story.at_case("sri")
    papers = sri.page.locator(".portal-papers")
    sri.sees("Buku manual", papers)
    sri.sees("Laporan", papers)
    sri.press("Kirim", then="Langkah selesai dan dikirim.")
    sri.sees("Langkah 9 dari 12")


def test_manual_report_and_package(story: Story) -> None:
    send_package(story)


def test_the_papers_are_pdf(story: Story) -> None:
    sri = story.at_case("sri")
    for name in ("Buku manual", "Laporan"):
        link = sri.page.locator(".portal-papers").get_by_role("link", name=name).last
        answer = sri.context.request.get(story.portal.url + str(link.get_attribute("href")))
        assert answer.status == 200 and answer.body()[:5] == b"%PDF-"
