"""What was typed and not saved comes back, to the one who typed it."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from builder.kit.database import now
from builder.kit.drafts import DAYS, DRAFTS, kept_pairs
from builder.kit.tables import Draft
from builder.kit.testing import OTHER_UNIT, Office

from . import toy
from .toy import Loan, Reader, Role, Title

PAGE = "/toy_title/add"


def found(pattern: str, page: str) -> str:
    hit = re.search(pattern, page)
    assert hit, pattern
    return hit[1]


def word(browser: FlaskClient, page: str = PAGE) -> str:
    return found(r'name="_typist" value="([^"]+)"', browser.get(page).text)


def keep(browser: FlaskClient, page: str = PAGE, **typed: str) -> Any:
    return browser.post("/_kit/draft", query_string={"page": page}, data=typed)


def waiting(browser: FlaskClient, page: str = PAGE) -> bool:
    return "Ada isian yang belum disimpan" in browser.get(page).text


def test_what_is_typed_comes_back_and_goes_when_saved(office: Office) -> None:
    browser = office.login(Role.CLERK)
    assert not waiting(browser)
    typed = {"judul": "Setengah jadi", "tahun": "2001", "aktif": "true"}
    assert keep(browser, _typist=word(browser), **typed).status_code == 204
    assert waiting(browser)
    assert "Setengah jadi" not in browser.get(PAGE).text
    again = browser.get(f"{PAGE}?draft=1").text
    assert 'value="Setengah jadi"' in again and "sudah kembali" in again
    assert 'id="aktif" name="aktif" value="true" checked' in again
    assert browser.post(PAGE, data={**typed, "harga": "1"}).status_code == 302
    assert not waiting(browser)


def test_a_refused_form_is_kept_and_can_be_thrown_away(office: Office) -> None:
    browser = office.login(Role.CLERK)
    assert browser.post(PAGE, data={"judul": "Salah", "tahun": "1"}).status_code == 422
    assert waiting(browser)
    page = browser.get(PAGE).text
    drop = found(r'action="(/_kit/draft[^"]*drop=1)"', page).replace("&amp;", "&")
    answer = browser.post(drop, data={"_typist": word(browser)})
    assert answer.headers["Location"] == PAGE
    assert not waiting(browser)


def test_rows_of_details_come_back_too(office: Office) -> None:
    title, browser = office.row(Title), office.login(Role.CLERK)
    typed = {"items-0-title": str(title.id), "items-3-jumlah": "4", "version": ""}
    keep(browser, "/toy_loan/add", _typist=word(browser, "/toy_loan/add"), **typed)
    page = browser.get("/toy_loan/add?draft=1").text
    assert f'<option value="{title.id}" selected>' in page
    assert 'name="items-3-jumlah" value="4"' in page


def test_a_draft_is_nobody_elses(office: Office) -> None:
    mine, other = office.login(Role.CLERK), office.login(Role.CLERK, OTHER_UNIT)
    keep(mine, _typist=word(mine), judul="Rahasia saya")
    assert not waiting(other)
    assert "Rahasia" not in other.get(f"{PAGE}?draft=1").text
    for forged in ("", "1", "1.abc", word(mine).replace(".", "1.", 1)):
        assert keep(other, _typist=forged, judul="Titipan").status_code == 403
    assert "Titipan" not in mine.get(f"{PAGE}?draft=1").text
    for page in ("//jahat.test/", "https://jahat.test", "/a?b", "/" + "x" * 130):
        assert keep(mine, page, _typist=word(mine)).status_code == 403


def test_no_secrets_and_not_too_much(office: Office) -> None:
    from werkzeug.datastructures import MultiDict

    typed = MultiDict([("nama", "a"), ("password", "x"), ("csrf_token", "y"), ("_more", "z")])
    assert kept_pairs(typed) == [("nama", "a")]
    browser = office.login(Role.CLERK)
    assert keep(browser, _typist=word(browser), judul="x" * 300_000).status_code == 413
    for n in range(DRAFTS + 5):
        keep(browser, f"/halaman/{n}", _typist=word(browser), judul="x")
    assert office.gate.session.query(Draft).count() == DRAFTS


def test_old_drafts_are_forgotten(office: Office) -> None:
    browser, session = office.login(Role.CLERK), office.gate.session
    keep(browser, _typist=word(browser), judul="Lama")
    session.execute(update(Draft).values(at=now() - timedelta(days=DAYS + 1)))
    session.commit()
    assert not waiting(browser)
    keep(browser, "/lain", _typist=word(browser), judul="Baru")
    assert [one.form for one in session.query(Draft)] == ["/lain"]


def test_a_draft_of_a_changed_row_says_what_is_stored_now(office: Office) -> None:
    title, browser = office.row(Title, judul="Awal", rak="A1"), office.login(Role.CLERK)
    page = f"/toy_title/edit/{title.id}"
    typed = {"judul": "Punya saya", "tahun": str(title.tahun), "rak": "A1", "aktif": "true"}
    keep(browser, page, _typist=word(browser, page), version=str(title.version), **typed)
    assert "diubah orang lain" not in browser.get(page).text
    office.gate.save(office.actor(Role.HEAD), title, {"judul": "Punya dia"})
    assert "diubah orang lain" in browser.get(page).text
    back = browser.get(f"{page}?draft=1").text
    assert "Tersimpan sekarang: Punya dia" in back and 'value="Punya saya"' in back
    assert "Tersimpan sekarang: A1" not in back
    assert f'name="version" value="{title.version}"' in back


def test_files_are_to_be_chosen_again(office: Office) -> None:
    browser = office.login(Role.CLERK)
    png = (BytesIO(b"\x89PNG\r\n\x1a\n" + b"0" * 30), "a.png")
    browser.post("/toy_reader/add", data={"nik": "", "nama": "Siti", "foto": png})
    back = browser.get("/toy_reader/add?draft=1").text
    assert "Berkas perlu dipilih lagi." in back and 'value="Siti"' in back
    assert "foto__stored" not in back


@pytest.fixture
def guarded(tmp_path: Path) -> Office:
    """The toy with its tokens asked for."""
    app = toy.create_app(f"sqlite:///{tmp_path / 'g.db'}", tmp_path, WTF_CSRF_ENABLED=True)
    app.config["WTF_CSRF_ENABLED"] = False
    office = Office(app)
    office.actor(Role.CLERK)
    return office


def test_a_form_sent_after_the_login_ended_is_not_lost(guarded: Office) -> None:
    browser = guarded.login(Role.CLERK)
    guarded.app.config["WTF_CSRF_ENABLED"] = True
    page = browser.get(PAGE).text
    typed = {
        "_typist": found(r'name="_typist" value="([^"]+)"', page),
        "csrf_token": found(r'name="csrf_token" value="([^"]+)"', page),
        "judul": "Dua jam menulis",
    }
    stranger = guarded.app.test_client()
    answer = stranger.post(PAGE, data=typed)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/login/?next=")
    assert "Isian Anda" not in stranger.get(f"{PAGE}?draft=1").text
    assert 'value="Dua jam menulis"' in browser.get(f"{PAGE}?draft=1").text
    token = {"csrf_token": "lama"}
    again = browser.post(PAGE, data={**typed, **token, "judul": "Sekali lagi"})
    assert again.headers["Location"] == f"{PAGE}?draft=1"
    assert 'value="Sekali lagi"' in browser.get(f"{PAGE}?draft=1").text
    assert browser.post(PAGE, data={"judul": "x", **token}).status_code == 400
    assert guarded.count(Title) == 0


def test_the_way_to_a_missing_row_and_back(office: Office) -> None:
    browser = office.login(Role.CLERK)
    typed = {"tanggal": "2026-03-04", "items-0-jumlah": "3", "_new": "items-0-title"}
    leave = browser.post("/toy_loan/add", data=typed)
    assert leave.headers["Location"] == "/toy_title/add?_for=/toy_loan/add&_as=items-0-title"
    page = browser.get(leave.headers["Location"]).text
    assert "Anda kembali ke isian sebelumnya" in page and "/toy_loan/add?draft=1" in page
    values = {"judul": "Yang dicari", "tahun": "2001", "harga": "1", "aktif": "true"}
    back = browser.post(leave.headers["Location"], data=values)
    assert back.headers["Location"] == "/toy_loan/add?draft=1"
    page = browser.get("/toy_loan/add?draft=1").text
    made = office.gate.session.query(Title).one()
    assert re.search(rf'<option value="{made.id}" selected>Yang dicari', page)
    assert 'value="2026-03-04"' in page and 'name="items-0-jumlah" value="3"' in page
    for key in ("tanggal", "entah", "items-0-jumlah", "items-x-title"):
        assert browser.post("/toy_loan/add", data={"_new": key}).status_code == 404
    lost = browser.post("/toy_title/add?_for=//jahat.test&_as=x", data={**values, "tahun": "1999"})
    assert lost.headers["Location"].startswith("/toy_title/show/")


def test_a_missing_row_in_place_needs_only_what_it_needs(office: Office) -> None:
    browser = office.login(Role.CLERK)
    page = browser.get("/toy_loan/add").text
    assert 'name="_new" value="reader"' in page and 'data-short="/toy_reader/add?_short=1"' in page
    short = browser.get("/toy_reader/add?_short=1").text
    assert set(re.findall(r' name="([a-z]+)"', short)) == {"nik", "nama", "cabang"}
    assert "<html" not in short and 'id="baru-nik"' in short
    wrong = browser.post("/toy_reader/add?_short=1", data={"nik": "", "nama": "Siti"})
    assert wrong.status_code == 422 and "NIK wajib diisi." in wrong.text
    data = {"nik": "4321", "nama": "Siti", "cabang": str(office.unit("unit-a"))}
    made = browser.post("/toy_reader/add?_short=1", data=data)
    assert made.json == {"id": office.gate.session.query(Reader).one().id, "label": "Siti"}
    assert browser.get("/toy_loan/add?_short=1").status_code == 404, "a loan needs its rows"
    loan = office.row(Loan)
    head = office.login(Role.HEAD).get(f"/toy_loan/edit/{loan.id}").text
    assert 'value="reader"' not in head, "the head may not add readers"


def test_a_long_reference_is_searched_without_scripts(office: Office) -> None:
    for n in range(55):
        office.row(Reader, nama=f"Pembaca {chr(97 + n // 8) * 3}{chr(97 + n % 8) * 3}")
    browser = office.login(Role.CLERK)
    asked = {"reader__q": "cccddd", "_find": "reader", "tanggal": "2026-03-04"}
    page = browser.post("/toy_loan/add", data=asked)
    assert page.status_code == 200
    assert re.search(r'<option value="\d+" selected>Pembaca cccddd', page.text)
    assert "1 ditemukan" in page.text and 'value="2026-03-04"' in page.text
    page = browser.get("/toy_loan/list/?f_reader__q=cccddd&_find=f_reader")
    assert re.search(r'<option value="\d+">Pembaca cccddd', page.text)
