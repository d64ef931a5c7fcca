"""Pages of plain Flask-AppBuilder in the face: complete, Indonesian, without foreign parts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from builder.kit import face
from tests.face import office

PAGES = [
    "/",
    "/surat/list/",
    "/surat/list/?_flt_0_subject=Permohonan&page_LetterView=1",
    "/surat/add",
    "/surat/edit/1",
    "/surat/show/1",
    "/bidang/list/",
    "/bidang/list/1",
    "/users/list/",
    "/users/add",
    "/users/show/1",
    "/users/edit/1",
    "/users/userinfo/",
    "/roles/list/",
    "/roles/add",
    "/roles/show/1",
    "/groups/list/",
    "/groups/add",
    "/resetmypassword/form",
    "/userinfoeditview/form",
    "/permissions/list/",
    "/viewmenus/list/",
    "/permissionviews/list/",
    "/userstatschartview/chart/",
    "/bidang-ringkas/list/",
    "/daftar-bidang/list/",
    "/daftar-bidang/show/1",
    "/daftar-bidang/edit/1",
    "/tempat/list/",
    "/tempat/show/1",
    "/tempat/add",
    "/tempat/edit/1",
    "/tempat-gambar/list/",
    "/surat-blok/list/",
    "/surat-blok/show/1",
    "/surat-blok/add",
    "/surat-baris/list/",
    "/surat-baris/add",
    "/bagan-biaya/chart/",
    "/bagan-biaya/chart/1",
    "/bagan-biaya/chart/0?_flt_0_subject=tidak-ada",
    "/bagan-segera/chart/",
    "/bagan-harian/chart/",
    "/bagan-lama/chart/",
    "/dua-tampilan/list/",
    "/swagger/v1",
    "/register/form",
    "/kit",
    "/kit/daftar",
    "/kit/kosong",
    "/kit/rincian",
    "/kit/isian",
    "/kit/salah",
]


def words(page: str) -> str:
    """What people read: without scripts, tags and values."""
    body = re.sub(r"<(script|style|svg|option|li)\b.*?</\1>", " ", page, flags=re.S)
    return re.sub(r"<[^>]+>", " ", body)


@pytest.mark.parametrize("path", PAGES)
def test_page_has_no_inline_script_style_or_foreign_host(admin: FlaskClient, path: str) -> None:
    answer = admin.get(path)
    assert answer.status_code == 200
    page = answer.text
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", page)
    assert not re.search(r"(src|href)=\"(https?:)?//(?!contoh\.test)", page)
    assert "jquery" not in page.lower()


def test_page_is_english_when_asked(admin: FlaskClient) -> None:
    admin.get("/lang/en")
    page = admin.get("/surat/list/").text
    assert 'lang="en"' in page
    assert "Search and filter" in page and "Cari dan saring" not in page
    admin.get("/lang/id")


def test_values_read_as_people_write_them(admin: FlaskClient) -> None:
    page = words(admin.get("/surat/show/3").text)
    assert "3 November 2026" in page
    assert "3.750.000" in page
    assert "Ya" in page and "True" not in page


def test_every_answer_carries_the_security_headers(visitor: FlaskClient) -> None:
    for path in ("/login/", "/tidak-ada", "/_kit/office.css", "/_kit/static/kit.css"):
        headers = visitor.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'; script-src 'self'; style-src 'self'" in policy
        assert "frame-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


def test_one_page_may_frame_the_gateway(app: Flask) -> None:
    with app.test_request_context("/"):
        face.guard.allow("frame-src", "http://127.0.0.1:8081")
        policy = face.guard.policy()
    assert "frame-src http://127.0.0.1:8081;" in policy
    with app.test_request_context("/"):
        assert "frame-src 'none'" in face.guard.policy()
        with pytest.raises(ValueError, match="Known: default-src"):
            face.guard.allow("frame", "x")


def test_installing_too_late_is_refused(app: Flask) -> None:
    with pytest.raises(RuntimeError, match=r"before AppBuilder\.init_app"):
        face.install(app)


def test_versioned_files_are_kept_by_browsers(app: Flask, visitor: FlaskClient) -> None:
    with app.test_request_context("/"):
        url = face.asset("kit.css")
    assert "?v=" in url
    assert "immutable" in visitor.get(url).headers["Cache-Control"]
    assert "immutable" not in visitor.get("/_kit/static/kit.css").headers["Cache-Control"]


def test_addresses_follow_the_prefix_of_the_proxy(visitor: FlaskClient) -> None:
    page = visitor.get("/login/", headers={"X-Forwarded-Prefix": "/sub/app"}).text
    for found in re.findall(r'(?:href|src|action)="(/[^"]*)"', page):
        assert found.startswith("/sub/app/"), found


def test_a_form_without_token_is_refused_in_words(admin: FlaskClient) -> None:
    answer = admin.post("/surat/add", data={"subject": "Tanpa token"})
    assert answer.status_code == 400
    assert "terlalu lama terbuka" in answer.text


def test_empty_boxes_of_a_search_are_dropped(admin: FlaskClient) -> None:
    answer = admin.get("/surat/list/?_flt_0_subject=&_flt_1_sent=2026-11-02")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/surat/list/?_flt_1_sent=2026-11-02"
    assert admin.get(answer.headers["Location"]).status_code == 200


def test_wrong_input_is_said_beside_the_field_and_stays(admin: FlaskClient) -> None:
    page = admin.get("/surat/add").text
    data = {"csrf_token": office.token(page), "subject": "", "cost": "banyak", "note": "Tetap ada"}
    answer = admin.post("/surat/add", data=data).text
    assert "Isian ini wajib diisi." in answer
    assert "Harus bilangan." in answer
    assert 'value="banyak"' in answer
    assert "Tetap ada" in answer


def test_adding_editing_and_deleting_work_as_plain_forms(admin: FlaskClient) -> None:
    page = admin.get("/surat/add").text
    data = {
        "csrf_token": office.token(page),
        "subject": "Surat uji",
        "sent": "2026-11-23",
        "unit": "1",
    }
    assert admin.post("/surat/add", data=data).status_code == 302
    page = admin.get("/surat/list/?_flt_2_subject=Surat uji").text
    pk = re.search(r"/surat/delete/(\d+)", page)
    assert pk
    answer = admin.post(f"/surat/delete/{pk[1]}", data={"csrf_token": office.token(page)})
    assert answer.status_code == 302
    assert admin.get(f"/surat/show/{pk[1]}").status_code == 404


def test_demo_people_log_in_with_one_button(visitor: FlaskClient) -> None:
    page = visitor.get("/login/").text
    assert "Coba sebagai" in page and "Siti Rahmawati, S.Kom." in page
    form = page[page.index("Coba sebagai") :]
    fields = dict(re.findall(r'name="([^"]+)"\s+value="([^"]*)"', form.split("</form>")[0]))
    assert visitor.post("/login/", data=fields).status_code == 302
    assert "Siti Rahmawati" in visitor.get("/").text


def test_an_office_may_change_its_name_and_colour_while_it_runs(
    app: Flask, visitor: FlaskClient
) -> None:
    name = iter(["Dinas Satu", "Dinas Dua"] * 20)
    before = dict(app.config)
    app.config["KIT_OFFICE"] = lambda: next(name)
    app.config["KIT_PRIMARY"] = lambda: "#7a1f1f"
    try:
        page = visitor.get("/login/").text
        assert "Dinas Satu" in page or "Dinas Dua" in page
        assert "--kit-primary:#7a1f1f" in visitor.get("/_kit/office.css").text
    finally:
        app.config.update(before)


@pytest.mark.parametrize("developing", [False, True])
def test_the_living_pages_are_for_development(developing: bool) -> None:
    app = Flask(__name__)
    app.debug = developing
    face.install(app)
    shown = {rule.rule for rule in app.url_map.iter_rules()}
    assert ("/kit" in shown, "/kit/<name>" in shown) == (developing, developing)


def test_built_files_name_no_other_host(built: Path) -> None:
    for name in ("tabler.css", "vendor.js"):
        text = (built / name).read_text(encoding="utf-8")
        assert not re.search(r"url\(['\"]?(https?:)?//", text), name
        assert "sourceMappingURL" not in text
