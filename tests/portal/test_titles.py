"""The browser's tab and a screen reader say which page it is (WCAG 2.2, 2.4.2)."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from builder.house import House
from tests.portal import walk

PAGES = {
    "sri": ("/kotak-masuk/", "/usulan/baru", "/prosedur/", "/katalog/", "/register/"),
    "admin": ("/kantor/", "/kantor/libur", "/pejabat/", "/plugin/", "/kesehatan/", "/rekam-jejak/"),
}


def told(page: str) -> tuple[str, str]:
    """The title and the heading of a page."""
    title = re.search(r"<title>(.*?)</title>", page, re.S)
    heading = re.search(r'<h1 class="page-title">(.*?)</h1>', page, re.S)
    assert title and heading
    return html.unescape(title[1]), html.unescape(heading[1].strip())


@pytest.mark.parametrize("person", PAGES)
def test_a_page_is_titled_by_its_heading(at: Any, person: str) -> None:
    browser = at(person)
    for path in PAGES[person]:
        title, heading = told(browser.get(path).text)
        assert title == f"{heading} – Rakit", path


def test_a_case_and_its_design_are_titled_by_name(at: Any, house: House) -> None:
    number = walk.case_at(house, 5)
    browser = at("sri")
    for path in (f"/usulan/{number}", f"/rancangan/{number}/entitas"):
        title, heading = told(browser.get(path).text)
        assert heading.startswith("Buku Tamu") and title == f"{heading} – Rakit", path
