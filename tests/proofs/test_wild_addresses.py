"""Addresses that nobody gave out: every one is a page in words, none is a fault of the portal."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from builder.house import House
from builder.portal.previewing import links, trees
from builder.preview.links import Links, Order, Room
from tests.proofs.conftest import Office
from tests.proofs.office import Visitor, new_case, words

At = Callable[..., Visitor]
WILD = (
    "x",
    "a" * 3000,
    "..%2f..%2fetc%2fpasswd",
    "%00",
    "%ED%A0%80",
    "\u202eevil\u202c",
    "' OR 1=1 --",
    "{{7*7}}${7*7}",
    "<script>alert(1)</script>",
    "0",
    "-1",
    "None",
    "☃",
)
HUGE = ("0", "9" * 18, "9" * 19, "9" * 40, "9" * 5000)


@pytest.fixture(scope="module")
def number(office: Office) -> int:
    found = new_case(office.house, step=2)
    office.house.session.remove()
    return found


@pytest.fixture(scope="module")
def room(office: Office, number: int) -> Room:
    """A room as the presenter's page makes it; its tree was never made."""
    return Room(f"{number}-p1", "buku-tamu", ("camat",), int(time.time()) + 3600)


def address(token: str) -> str:
    return token if "%" in token else quote(token, safe="")


@pytest.mark.parametrize("token", WILD)
def test_a_position_is_found_by_its_code_only(at: At, token: str) -> None:
    answer = at().get(f"/posisi/{address(token)}")
    assert answer.status_code == 404
    assert "Halaman tidak ditemukan" in words(answer)
    page = words(answer)
    told = page.replace(f"Alamat: /posisi/{token}", "")
    assert len(page) < 2000 and (token not in told or len(token) < 5)


def test_the_right_code_shows_step_and_number_and_no_title(
    at: At, house: House, number: int
) -> None:
    case = house.cases.case(number)
    page = at().look(f"/posisi/{case.token}")
    assert case.number in page and "Langkah 2 dari 12" in page
    assert case.title not in page and case.organisation not in page
    cut = at().get(f"/posisi/{case.token[:-1]}")
    assert cut.status_code == 404


@pytest.mark.parametrize("token", WILD)
@pytest.mark.parametrize("below", ["", "/camat", "/catatan"])
def test_a_presentation_opens_by_its_link_only(at: At, token: str, below: str) -> None:
    guest = at()
    guest.get("/login/")
    url = f"/presentasi/{address(token)}{below}"
    answer = guest.post(url, {"text": "x"}) if below == "/catatan" else guest.get(url)
    assert answer.status_code in (403, 404)
    page = words(answer)
    assert "Tautan ini tidak dikenal" in page or "Halaman tidak ditemukan" in page
    assert "<script>alert(1)" not in answer.text


def refused(at: At, token: str, status: int, told: str) -> None:
    guest = at()
    guest.get("/login/")
    for answer in (
        guest.get(f"/presentasi/{token}"),
        guest.post(f"/presentasi/{token}", {"name": "Ani"}),
        guest.get(f"/presentasi/{token}/camat"),
        guest.post(f"/presentasi/{token}/catatan", {"text": "Salah"}),
    ):
        assert answer.status_code == status
        page = words(answer)
        assert told in page and "Minta tautan atau kode QR yang baru" in page


def test_a_forged_link_opens_nothing(at: At, house: House, room: Room) -> None:
    token = links(house).make_room(room)
    middle = len(token) // 2
    for forged in (
        token[:-1],
        token[:middle] + ("A" if token[middle] != "A" else "B") + token[middle + 1 :],
        token.replace(".", ""),
    ):
        refused(at, forged, 403, "Tautan ini tidak dikenal")


def test_an_expired_link_says_so(at: At, house: House, room: Room) -> None:
    over = links(house).make_room(replace(room, expiry=int(time.time()) - 1))
    refused(at, over, 410, "Masa berlaku tautan ini sudah habis.")


def test_a_link_of_another_office_or_of_another_kind_opens_nothing(
    at: At, house: House, room: Room
) -> None:
    foreign = Links("kunci kantor lain", trees(house).revoked).make_room(room)
    refused(at, foreign, 403, "Tautan ini tidak dikenal")
    order = links(house).make(Order(room.tree, "camat", "perangkat", room.expiry))
    refused(at, order, 403, "Tautan ini tidak dikenal")


def test_a_closed_room_says_so(at: At, house: House, room: Room) -> None:
    closed = replace(room, id=f"{room.id}-tutup")
    token = links(house).make_room(closed)
    links(house).close(closed.id)
    refused(at, token, 410, "Presentasi ini sudah ditutup.")


def test_a_room_of_a_case_that_is_not_there_is_not_found(at: At, house: House, room: Room) -> None:
    guest = at()
    token = links(house).make_room(room)
    guest.get(f"/presentasi/{token}")
    assert guest.post(f"/presentasi/{token}", {"name": "Ani"}).status_code == 302
    for number in ("9" * 6, "9" * 30, "tidak"):
        away = links(house).make_room(replace(room, id=f"{number}-p1"))
        answer = guest.get(f"/presentasi/{away}")
        assert answer.status_code == 404 and "tidak ditemukan" in words(answer)


@pytest.mark.parametrize("number", HUGE)
@pytest.mark.parametrize(
    "pattern",
    [
        "/usulan/{}",
        "/usulan/{}/lain/withdraw",
        "/berkas/{}/p1",
        "/berkas/{}/p1/halaman-pertama.png",
        "/rancangan/{}",
        "/rancangan/{}/entitas",
        "/pratinjau/{}",
        "/pratinjau/{}/paket",
        "/ruang/{}/p1",
        "/prosedur/?usulan={}",
    ],
)
def test_a_number_of_no_case_is_not_found(at: At, number: str, pattern: str) -> None:
    answer = at("sri").get(pattern.format(number))
    known = answer.status_code == 200 and "?usulan=" in pattern
    assert answer.status_code == 404 or known, answer.status
    assert known or "tidak ditemukan" in words(answer)


@pytest.mark.parametrize("number", HUGE[2:])
@pytest.mark.parametrize(
    "pattern",
    ["/usulan/{}/submit", "/usulan/{}/comment", "/berkas/{}/buat", "/berkas/{}/lampirkan",
     "/pekerjaan/{}/1/ulangi", "/pekerjaan/1/{}/ulangi", "/rancangan/{}/urung"],
)  # fmt: skip
def test_a_form_for_no_case_is_not_found(at: At, number: str, pattern: str) -> None:
    sri = at("sri")
    sri.look("/kotak-masuk/")
    answer = sri.post(pattern.format(number), {"seen": "1", "text": "x", "kind": "x"})
    assert answer.status_code == 404, answer.status


@pytest.mark.parametrize("token", WILD)
def test_wild_names_below_a_case_are_not_found(at: At, number: int, token: str) -> None:
    sri = at("sri")
    sri.look("/kotak-masuk/")
    part = address(token)
    for url in (
        f"/berkas/{number}/{part}",
        f"/berkas/{number}/{part}/halaman-pertama.png",
        f"/ruang/{number}/{part}",
        f"/usulan/{number}/lain/{part}",
        f"/rancangan/{number}/bagian/{part}",
        f"/register/{part}",
        f"/katalog/{part}",
    ):
        answer = sri.get(url)
        assert answer.status_code == 404, (url, answer.status)
        assert "tidak ditemukan" in words(answer)
    assert sri.post(f"/usulan/{number}/{part}", {"seen": "1"}).status_code in (404, 405)


@pytest.mark.parametrize(
    "url", ["/kotak-masuk/?q=a%00", "/katalog/a%00", "/prosedur/?versi=%00", "/register/surat%00"]
)
def test_nul_in_an_address_names_nothing(at: At, url: str) -> None:
    """PostgreSQL refuses such a text; it must not come that far."""
    answer = at("sri").get(url)
    assert answer.status_code == 404 and "Halaman tidak ditemukan" in words(answer)


@pytest.mark.parametrize("name", ["sri\0", "' OR '1'='1", "x" * 5000, "\u202esri", ""])
def test_a_wild_name_does_not_log_in(at: At, name: str) -> None:
    stranger = at()
    answer = stranger.login(name)
    assert answer.status_code in (200, 401)
    assert stranger.get("/kotak-masuk/").status_code == 302


@pytest.mark.parametrize("year", ["0", "-1", "99999", "9" * 5000, "dua", "٢٠٢٦"])
def test_a_year_that_is_none_shows_this_one(at: At, year: str) -> None:
    for url in ("/register/surat?tahun={}&bulan={}", "/prosedur/pemantauan?tahun={}&semester={}"):
        assert at("sri").get(url.format(year, year)).status_code == 200


def test_a_guest_with_a_wild_name_is_shown_as_he_wrote_it(at: At, house: House, room: Room) -> None:
    guest = at()
    token = links(house).make_room(room)
    guest.get(f"/presentasi/{token}")
    for empty in ("", "   ", "\n"):
        answer = guest.post(f"/presentasi/{token}", {"name": empty, "unit": "Dinas"})
        assert answer.status_code == 422 and "Isi nama Anda." in words(answer)
    wild = "<script>alert(1)</script> {{7*7}} " + "é" * 300
    assert guest.post(f"/presentasi/{token}", {"name": wild, "unit": wild}).status_code == 302
    answer = guest.get(f"/presentasi/{token}")
    assert answer.status_code == 200
    assert "<script>alert(1)" not in answer.text and "{{7*7}}" in answer.text


def test_a_role_that_the_room_does_not_offer_is_not_found(at: At, house: House, room: Room) -> None:
    guest = at()
    token = links(house).make_room(room)
    guest.get(f"/presentasi/{token}")
    guest.post(f"/presentasi/{token}", {"name": "Ani"})
    for role in ("admin", "Camat", "%2e%2e", "x" * 500):
        assert guest.get(f"/presentasi/{token}/{role}").status_code == 404


@pytest.mark.parametrize("url", ["/tidak-ada", "/usulan/abc", "/posisi/", "/presentasi/x/y/z"])
def test_a_page_that_is_not_there_is_said_with_the_way_home(at: At, url: str) -> None:
    for visitor in (at(), at("sri")):
        answer = visitor.get(url)
        assert answer.status_code == 404
        assert "Halaman tidak ditemukan" in words(answer) and "Ke beranda" in words(answer)
        assert "Werkzeug" not in answer.text and '<html lang="id"' in answer.text


def test_a_page_opened_the_wrong_way_is_said(at: At, number: int) -> None:
    answer = at("sri").get(f"/usulan/{number}/submit")
    assert answer.status_code == 405
    assert "Cara membuka halaman ini tidak tepat" in words(answer)


def test_a_fault_of_ours_shows_words_and_nothing_of_the_inside(
    office: Office, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise KeyError("rahasia-dalam")

    sri = at("sri")
    sri.look("/kotak-masuk/")
    monkeypatch.setattr(office.house.cases, "inbox", broken, raising=False)
    answer = visited_as_served(office.portal, sri, "/kotak-masuk/")
    assert answer.status_code == 500
    assert "Terjadi kesalahan pada aplikasi" in words(answer)
    assert "rahasia-dalam" not in answer.text and "Traceback" not in answer.text


def visited_as_served(portal: Flask, visitor: Visitor, url: str) -> TestResponse:
    """As the server answers: tests otherwise see the exception itself."""
    portal.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        return visitor.get(url)
    finally:
        portal.config["PROPAGATE_EXCEPTIONS"] = None
