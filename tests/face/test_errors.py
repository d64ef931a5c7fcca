"""Every error says what happened, which one it was, and the way out: as page, part and JSON."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from werkzeug.exceptions import TooManyRequests

from tests.face import office

CODES = [400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503]
OTHER = [406, 410, 415, 501, 502]


@pytest.fixture(scope="module")
def broken(app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An office whose pages go wrong in every way."""
    made = office.make(tmp_path_factory.mktemp("broken"))

    @made.route("/rusak/<int:code>")
    def wrong(code: int) -> Any:
        if code == 500:
            raise RuntimeError("kata sandi basis data: rahasia")
        if code == 429:
            raise TooManyRequests(retry_after=42)
        abort(code)

    @made.route("/dengan-kata")
    def own() -> Any:
        abort(404, "Usulan ini sudah ditarik.")

    @made.route("/unggah", methods=["POST"])
    def upload() -> Any:
        abort(413)

    return made


@pytest.fixture
def browser_of(broken: Flask) -> FlaskClient:
    return broken.test_client()


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(("language", "home"), [("id", "Ke beranda"), ("en", "To the home page")])
def test_the_page_of_an_error(browser_of: FlaskClient, code: int, language: str, home: str) -> None:
    browser_of.get(f"/lang/{language}")
    answer = browser_of.get(f"/rusak/{code}")
    page = answer.text
    assert answer.status_code == code
    assert f'empty-header">{code}<' in page
    assert home in page and f'lang="{language}"' in page
    assert "rahasia" not in page
    if code in (403, 404, 405, 409):
        assert f"/rusak/{code}" in page


@pytest.mark.parametrize("code", OTHER)
def test_codes_without_words_of_their_own(browser_of: FlaskClient, code: int) -> None:
    answer = browser_of.get(f"/rusak/{code}")
    assert answer.status_code == code and f'empty-header">{code}<' in answer.text
    assert "Ke beranda" in answer.text
    if code in OTHER[:1]:
        assert "Permintaan tidak dapat dibaca" in answer.text


@pytest.mark.parametrize("code", CODES)
def test_programs_and_parts_get_the_same_words(browser_of: FlaskClient, code: int) -> None:
    title = re.search(r'<h1 class="empty-title">(.*?)</h1>', browser_of.get(f"/rusak/{code}").text)
    assert title
    asked = browser_of.get(f"/rusak/{code}", headers={"Accept": "application/json"})
    assert asked.status_code == code
    assert asked.json and asked.json["message"].startswith(f"{title[1]}. ")
    part = browser_of.get(f"/rusak/{code}", headers={"HX-Request": "true"})
    assert part.status_code == code
    assert part.text.strip().endswith("</div>") and "<html" not in part.text
    assert f'data-error="{code}"' in part.text and title[1] in part.text


def test_programs_are_answered_in_words(browser_of: FlaskClient) -> None:
    answer = browser_of.get("/api/v1/tidak-ada")
    assert answer.status_code == 404
    assert answer.json == {
        "message": "Halaman tidak ditemukan. Alamatnya salah, atau datanya sudah dihapus. "
        "Mulailah dari beranda. Alamat: /api/v1/tidak-ada"
    }


def test_what_a_view_says_itself_is_shown(browser_of: FlaskClient) -> None:
    assert "Usulan ini sudah ditarik." in browser_of.get("/dengan-kata").text


def test_which_one_it_was(
    broken: Flask, browser_of: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    broken.config["MAX_CONTENT_LENGTH"] = 210 * 1024 * 1024
    assert "Paling besar 210 MB." in browser_of.get("/rusak/413").text
    limited = browser_of.get("/rusak/429")
    assert "dalam 42 detik" in limited.text and limited.headers["Retry-After"] == "42"
    assert browser_of.post("/rusak/400").status_code == 405
    assert "GET" in browser_of.post("/rusak/400").headers["Allow"]
    with caplog.at_level(logging.ERROR):
        page = browser_of.get("/rusak/500").text
    mark = re.search(r"Kode kesalahan: ([0-9a-f]{8})", page)
    assert mark and f"error {mark[1]}: GET /rusak/500" in caplog.text


def test_a_part_never_becomes_the_login_page(browser_of: FlaskClient) -> None:
    whole = browser_of.get("/surat/list/")
    assert whole.status_code == 302 and "/login/" in whole.location
    part = browser_of.get("/surat/list/", headers={"HX-Request": "true"})
    assert part.status_code == 401 and "Anda belum masuk" in part.text
    asked = browser_of.get("/surat/list/", headers={"Accept": "application/json"})
    assert asked.status_code == 401 and asked.json


def test_who_may_not_is_shown_the_way_to_log_in(browser_of: FlaskClient) -> None:
    page = browser_of.get("/rusak/403").text
    assert 'href="/login/?next=/rusak/403' in page


@pytest.mark.browser
def test_a_part_that_fails_says_so_on_the_page(person: Any, address: str) -> None:
    page = person()
    page.goto(f"{address}/kit/daftar")
    page.evaluate(
        """() => { const box = document.createElement("button"); box.id = "coba";
        box.setAttribute("hx-get", "/tidak-ada"); box.textContent = "Coba";
        document.querySelector("main").append(box); htmx.process(box); }"""
    )
    assert not page.is_visible("#kit-trouble")
    page.click("#coba")
    page.locator("#kit-trouble").wait_for()
    said = page.inner_text("#kit-trouble")
    assert "Halaman tidak ditemukan" in said and "/tidak-ada" in said
    assert page.inner_text("#coba") == "Coba"
    page.click("#kit-trouble button")
    assert not page.is_visible("#kit-trouble")
    page.route("**/tidak-ada", lambda route: route.abort())
    page.click("#coba")
    page.locator("#kit-trouble").wait_for()
    assert "Sambungan terputus" in page.inner_text("#kit-trouble")
