"""What is printed on A4: tables stay tables, nothing that one can press, the office at the head."""

from __future__ import annotations

from typing import Any

import pytest

from tests.face.test_accessible import enter

pytestmark = pytest.mark.browser
A4 = 680  # CSS pixels between margins of 15 mm


@pytest.fixture
def paper(person: Any, address: str) -> Any:
    page = person(width=A4)
    enter(page, address)
    page.emulate_media(media="print")
    return page


def shown(page: Any, selector: str) -> int:
    return int(
        page.evaluate(
            "s => [...document.querySelectorAll(s)].filter(e => e.checkVisibility()).length",
            selector,
        )
    )


def test_a_list_is_a_table_on_paper(paper: Any, address: str) -> None:
    paper.goto(f"{address}/surat/list/")
    assert paper.evaluate(
        "getComputedStyle(document.querySelector('tbody td:nth-child(2)')).display"
    ) == ("table-cell")
    assert shown(paper, "thead th") == 6  # without the ticks
    for pressed in (".btn", ".kit-menu", ".kit-filter", "[name=rowid]", ".pagination"):
        assert shown(paper, pressed) == 0, pressed
    assert "Dinas Contoh Kabupaten Uji" in paper.inner_text(".kit-print-head")
    assert paper.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_folded_parts_and_charts_are_whole_on_paper(paper: Any, address: str) -> None:
    paper.goto(f"{address}/bagan-harian/chart/")
    assert shown(paper, "svg.kit-chart") == 1
    assert shown(paper, ".kit-figure tbody td") > 20  # the table of a line, unfolded
    paper.goto(f"{address}/bagan-segera/chart/")
    assert shown(paper, ".kit-figure tbody td") == 0  # a ring names its numbers itself


def test_a_page_of_one_thing_fits_one_sheet(paper: Any, address: str) -> None:
    import pypdfium2

    paper.goto(f"{address}/surat/show/3")
    found = pypdfium2.PdfDocument(paper.pdf(format="A4", prefer_css_page_size=True))
    assert len(found) == 1
    text = found[0].get_textpage().get_text_bounded()
    assert "Rincian surat" in text and "3.750.000" in text and "Kembali" not in text
    assert int(found[0].get_width()) == 595  # points of A4
