"""An import of many lines goes on beside the page: how far, called off, found again."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient

from builder.kit import bringing
from builder.kit.importing import Import
from builder.kit.testing import Office

from .toy import Role, Title

URL = "/toy_title/import"
HEAD = "judul,tahun,harga\n"
LINES = "".join(f"Buku {n},19{n},1000\n" for n in range(10, 40))


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bringing, "AT_ONCE", 5)
    monkeypatch.setattr(bringing, "BREATH", 0)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Imports stop at their third line until this is set."""
    go, line, seen = threading.Event(), Import._line, []

    def waiting(self: Import, *args: Any) -> None:
        seen.append(args[0])
        if len(seen) == 3:
            assert go.wait(20)
        line(self, *args)

    monkeypatch.setattr(Import, "_line", waiting)
    yield go
    go.set()


def bring(browser: FlaskClient, text: str) -> str:
    """Where it goes on."""
    answer = browser.post(URL, data={"file": (BytesIO(text.encode()), "a.csv")})
    assert answer.status_code == 302
    return str(answer.location)


def over(browser: FlaskClient, address: str) -> str:
    """The page when nothing is worked on any more."""
    for _ in range(2000):
        page = browser.get(address).text
        if "<progress" not in page:
            return page
        time.sleep(0.02)
    raise AssertionError("it never ends")


def token(page: str) -> str:
    found = re.search(r'name="token" value="([0-9a-f]{32})"', page)
    assert found
    return found[1]


def test_looked_at_agreed_to_and_found_again(office: Office) -> None:
    browser = office.login(Role.CLERK)
    address = bring(browser, HEAD + LINES)
    page = over(browser, address)
    assert "Yang akan terjadi" in page and office.count(Title) == 0
    sent = browser.post(URL, data={"token": token(page), "confirm": "yes"})
    page = over(browser, sent.location)
    assert "Impor selesai" in page and "30 ditambah, 0 diubah, 0 tetap." in page
    assert office.count(Title) == 30
    start = browser.get(URL).text
    assert address.replace("&", "&amp;") in start, "whoever comes back finds the result"
    assert office.login(Role.HEAD).get(address).status_code in (302, 403, 404)
    assert browser.get(address.replace("toy_title", "toy_reader")).status_code == 404


def test_it_says_how_far_it_is_and_is_called_off(office: Office, held: threading.Event) -> None:
    browser = office.login(Role.CLERK)
    address = bring(browser, HEAD + LINES)
    for _ in range(2000):
        page = browser.get(address).text
        if "2 dari 30 baris" in page:
            break
        time.sleep(0.02)
    assert "Memeriksa baris" in page and "2 dari 30 baris" in page
    assert browser.post(URL, data={"token": token(page), "_cancel": "1"}).status_code == 302
    held.set()
    page = over(browser, address)
    assert "Dibatalkan; belum ada yang disimpan." in page and 'type="file"' in page
    assert office.count(Title) == 0


def test_what_is_wrong_is_listed_and_the_file_can_be_brought_again(office: Office) -> None:
    browser = office.login(Role.CLERK)
    page = over(browser, bring(browser, HEAD + LINES + "Tanpa tahun,abc,1\n"))
    assert "Tulis bilangan bulat." in page and "Impor sekarang" not in page
    assert 'type="file"' in page


def test_a_server_that_went_away_is_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Import, *args: Any) -> None:
        raise RuntimeError("listrik padam")

    monkeypatch.setattr(Import, "_line", broken)
    browser = office.login(Role.CLERK)
    page = over(browser, bring(browser, HEAD + LINES))
    assert "Impor terhenti; belum ada yang disimpan." in page and 'type="file"' in page
