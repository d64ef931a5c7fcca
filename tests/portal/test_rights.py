"""Who may open which page of the office's families."""

from __future__ import annotations

from typing import Any

import pytest

EVERYBODY = (
    "/register/",
    "/register/laporan",
    "/register/kegiatan?tahun=2026&bulan=11",
    "/prosedur/",
    "/prosedur/pemantauan",
    "/katalog/",
)
ADMINISTRATOR = (
    "/asumsi/",
    "/pejabat/",
    "/pejabat/baru",
    "/pejabat/orang/1",
    "/kantor/",
    "/kantor/libur",
    "/kantor/aplikasi-umum",
    "/plugin/",
    "/kesehatan/",
    "/rekam-jejak/",
    "/users/list/",
    "/roles/list/",
)


@pytest.mark.parametrize("url", EVERYBODY)
def test_everybody_of_the_office_opens(at: Any, url: str) -> None:
    assert at("sri").get(url).status_code == 200


@pytest.mark.parametrize("url", ADMINISTRATOR)
def test_only_the_administrator_opens(at: Any, url: str) -> None:
    assert at("admin").get(url).status_code == 200
    refused = at("sri").get(url)
    assert refused.status_code in (302, 403)
    assert "/pejabat" not in refused.headers.get("Location", "")


@pytest.mark.parametrize("url", [*EVERYBODY, *ADMINISTRATOR])
def test_a_stranger_is_sent_to_the_login_page(at: Any, url: str) -> None:
    answer = at().get(url)
    assert answer.status_code == 302
    assert "/login/" in answer.location


@pytest.mark.parametrize(
    "url",
    [
        "/pejabat/baru",
        "/pejabat/orang/1/akun/sandi",
        "/kantor/",
        "/kantor/tampilan",
        "/asumsi/",
        "/rekam-jejak/periksa",
    ],
)
def test_staff_cannot_send_the_administrators_forms(at: Any, url: str) -> None:
    browser = at("sri")
    browser.get("/register/")
    assert browser.post(url, {"name": "x"}).status_code in (302, 403)


def test_the_menu_shows_the_administrators_part_to_him_alone(at: Any) -> None:
    assert "/pejabat/" in at("admin").get("/register/").text
    assert "/pejabat/" not in at("sri").get("/register/").text
