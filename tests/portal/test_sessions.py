"""Logging in, passwords, and forms that outlive a session."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from flask import Flask

from builder.house import House
from builder.kit.rate import Rate
from builder.passwords import PasswordError, check_password, first_password
from builder.portal import login

from .conftest import PASSWORD


@pytest.fixture(autouse=True)
def no_failures_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login, "FAILURES", Rate(limit=8, seconds=300))
    monkeypatch.setattr(login, "BY_ADDRESS", Rate(limit=60, seconds=300))


@pytest.fixture
def end_sessions(portal: Flask, monkeypatch: pytest.MonkeyPatch) -> Any:
    """After calling it, cookies signed so far are too old, as after SESSION_HOURS."""

    def end() -> None:
        from itsdangerous import TimestampSigner

        real = TimestampSigner.get_timestamp
        monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: real(self) + 11 * 3600)

    return end


def test_a_wrong_password_and_an_unknown_name_get_the_same_words(at: Any) -> None:
    one, two = at().login("sri", "salah"), at().login("siapa", "salah")
    assert one.status_code == two.status_code == 401
    words = "Nama pengguna atau kata sandi salah."
    assert words in one.text and words in two.text


def test_many_failures_close_the_door_even_for_the_right_password(at: Any) -> None:
    browser = at()
    for _ in range(8):
        browser.login("sri", "salah")
    assert browser.login("sri", PASSWORD).status_code == 429
    assert at().login("kasi").status_code == 302, "others still come in"


def test_a_machine_with_many_addresses_guesses_no_more_often(at: Any) -> None:
    """Of IPv6 one machine has 2^64 addresses."""
    browser = at()

    def guess(address: str, password: str) -> int:
        browser.client.environ_base = {**browser.client.environ_base, "REMOTE_ADDR": address}
        return int(browser.login("sri", password).status_code)

    for n in range(8):
        assert guess(f"2001:db8:1:2::{n:x}", "salah") == 401
    assert guess("2001:db8:1:2:ffff::1", PASSWORD) == 429
    assert guess("2001:db8:1:3::1", PASSWORD) == 302


def test_a_device_is_remembered_only_when_asked(at: Any) -> None:
    browser = at()
    browser.login("sri")
    assert browser.client.get_cookie("rakit_ingat") is None
    other = at()
    other.login("sri", ingat="y")
    cookie = other.client.get_cookie("rakit_ingat")
    assert cookie is not None and cookie.http_only
    other.client.delete_cookie("rakit")
    assert other.get("/register/").status_code == 200


def test_what_was_typed_comes_back_after_logging_in_again(
    at: Any, house: House, end_sessions: Any
) -> None:
    admin = at("admin")
    admin.get("/kantor/")
    end_sessions()
    here = {"Referer": "http://localhost/kantor/"}
    sent = {"nama_kantor": "Kantor Panjang", "password": "Rahasia-lain-1"}
    answer = admin.post("/kantor/", sent, headers=here)
    assert answer.status_code == 303 and "next=/kantor/" in answer.location
    assert house.office.settings()["nama_kantor"] == "", "nothing is sent by itself"
    kept = "".join(p.read_text() for p in (house.settings.data_dir / "kept").iterdir())
    assert "Kantor Panjang" in kept and "Rahasia-lain-1" not in kept
    admin.get(answer.location)
    back = admin.post(answer.location, {"username": "admin", "password": PASSWORD})
    page = admin.get(back.location)
    assert 'value="Kantor Panjang"' in page.text and "sudah kembali" in page.text
    assert 'value="Kantor Panjang"' not in admin.get("/kantor/").text, "once"


def test_a_remembered_device_gets_its_form_back_at_once(at: Any, end_sessions: Any) -> None:
    admin = at()
    admin.login("admin", ingat="y")
    admin.get("/kantor/")
    end_sessions()
    answer = admin.post("/kantor/", {"nama_kantor": "Kantor Panjang"})
    assert (answer.status_code, answer.location) == (303, "/kantor/")
    assert 'value="Kantor Panjang"' in admin.get("/kantor/").text


def test_nobody_gets_what_another_typed(at: Any, end_sessions: Any) -> None:
    admin = at("admin")
    admin.get("/pejabat/baru")
    end_sessions()
    answer = admin.post("/pejabat/baru", {"name": "Rahasia Contoh"})
    admin.get(answer.location)
    admin.post(answer.location, {"username": "sri", "password": PASSWORD})
    assert "Rahasia Contoh" not in admin.get("/usulan/baru").text
    assert "Rahasia Contoh" not in admin.get("/pejabat/baru", follow_redirects=True).text


def test_a_strangers_form_is_not_kept(at: Any, house: House) -> None:
    stranger = at()
    stranger.get("/login/")
    stranger.client.delete_cookie("rakit")
    answer = stranger.client.post("/kantor/", data={"nama_kantor": "x", "csrf_token": "y"})
    assert answer.status_code == 400
    assert not (house.settings.data_dir / "kept").exists()


def test_a_form_without_the_sessions_own_token_is_not_kept(
    at: Any, house: House, end_sessions: Any
) -> None:
    admin = at("admin")
    admin.get("/kantor/")
    end_sessions()
    answer = admin.client.post("/kantor/", data={"nama_kantor": "x", "csrf_token": "forged"})
    assert answer.status_code == 400
    assert not (house.settings.data_dir / "kept").exists()


def test_a_form_of_an_older_page_comes_back_to_be_sent_again(at: Any) -> None:
    """Logged in anew in another tab: the first tab's form has a token of a session long gone."""
    admin = at("admin")
    admin.get("/kantor/")
    old = admin.token()
    with admin.client.session_transaction() as session:
        session["csrf_token"] = "0" * 40
    here = {"Origin": "http://localhost", "Referer": "http://localhost/kantor/"}
    sent = {"nama_kantor": "Kantor Panjang", "csrf_token": old}
    answer = admin.client.post("/kantor/", data=sent, headers=here)
    assert (answer.status_code, answer.location) == (303, "/kantor/")
    page = admin.get("/kantor/").text
    assert 'value="Kantor Panjang"' in page and "terlalu lama terbuka" in page
    assert admin.post("/kantor/", {"nama_kantor": "Kantor Panjang"}).status_code == 302


@pytest.mark.parametrize("origin", ["http://jahat.example", "null", ""])
def test_a_form_of_another_site_is_refused_and_not_kept(at: Any, house: House, origin: str) -> None:
    admin = at("admin")
    sent = {"nama_kantor": "Kantor Jahat", "csrf_token": "curian"}
    answer = admin.client.post("/kantor/", data=sent, headers={"Origin": origin} if origin else {})
    assert answer.status_code == 400 and "terlalu lama terbuka" in answer.text
    assert "muat ulang" in answer.text
    assert not (house.settings.data_dir / "kept").exists()


def test_a_login_page_left_open_overnight_is_shown_anew(at: Any, end_sessions: Any) -> None:
    browser = at()
    browser.get("/login/")
    end_sessions()
    sent = {"username": "sri", "password": PASSWORD}
    answer = browser.post("/login/", sent, headers={"Origin": "http://localhost"})
    assert (answer.status_code, answer.location) == (303, "/login/")
    assert "terlalu lama terbuka" in browser.get("/login/").text
    assert browser.post("/login/", sent).status_code == 302


def test_a_form_that_is_too_large_is_not_kept(at: Any, house: House, end_sessions: Any) -> None:
    admin = at("admin")
    admin.get("/kantor/")
    end_sessions()
    assert admin.post("/kantor/", {"alamat": "x" * 300_000}).status_code == 303
    assert not list((house.settings.data_dir / "kept").glob("*"))


def test_changing_ones_own_password_asks_for_the_present_one(at: Any) -> None:
    browser = at("sri")
    url = "/resetmypassword/form"
    assert browser.get(url).status_code == 200

    def change(present: str, new: str) -> Any:
        browser.get(url)
        sent = {"present": present, "password": new, "conf_password": new}
        return browser.post(url, sent)

    new = "Sandi-lain-77"
    assert "belum benar" in change("bukan-itu-1", new).text
    assert "huruf dan angka" in change(PASSWORD, "semuahuruf").text
    assert "harus berbeda" in change(PASSWORD, PASSWORD).text
    assert at().login("sri", PASSWORD).status_code == 302
    assert change(PASSWORD, new).status_code == 302
    assert at().login("sri", new).status_code == 302


def test_a_password_that_was_given_is_changed_first(at: Any) -> None:
    admin, given = at("admin"), "Sandi-awal-88"
    person_page = "/pejabat/orang/1"
    assert "sri" in admin.get(person_page).text
    assert admin.post(f"{person_page}/akun/sandi", {"password": given}).status_code == 302
    person = at()
    person.login("sri", given)
    asked = person.client.get("/kotak-masuk/")
    assert asked.status_code == 302 and asked.location.endswith("/resetmypassword/form")
    person.get("/resetmypassword/form")
    own = {"present": given, "password": "Milik-sendiri-9", "conf_password": "Milik-sendiri-9"}
    assert person.post("/resetmypassword/form", own).status_code == 302
    assert person.client.get("/kotak-masuk/").status_code == 200
    again = at()
    again.login("sri", "Milik-sendiri-9")
    assert again.client.get("/kotak-masuk/").status_code == 200


def test_a_new_password_ends_every_other_login_also_remembered_ones(at: Any) -> None:
    """Why people change a password: somebody else knows it."""
    here, stolen, found = at("sri"), at(), at()
    stolen.login("sri", ingat="y")
    found.login("sri", ingat="y")
    found.client.delete_cookie("rakit")  # a copy of the remembered device's cookie is all he has
    here.get("/resetmypassword/form")
    new = {"present": PASSWORD, "password": "Sandi-lain-77", "conf_password": "Sandi-lain-77"}
    assert here.post("/resetmypassword/form", new).status_code == 302
    assert here.get("/register/").status_code == 200, "who changed it stays"
    for other in (stolen, found):
        assert "/login/" in other.get("/register/").location


def test_the_device_on_which_it_was_changed_stays_remembered(at: Any) -> None:
    browser = at()
    browser.login("sri", ingat="y")
    browser.get("/resetmypassword/form")
    new = {"present": PASSWORD, "password": "Sandi-lain-77", "conf_password": "Sandi-lain-77"}
    browser.post("/resetmypassword/form", new)
    browser.client.delete_cookie("rakit")
    assert browser.get("/register/").status_code == 200


def test_an_administrators_new_password_ends_the_logins_of_that_account(at: Any) -> None:
    sri, admin = at(), at("admin")
    sri.login("sri", ingat="y")
    admin.get("/pejabat/orang/1")
    admin.post("/pejabat/orang/1/akun/sandi", {"password": "Sandi-awal-88"})
    assert "/login/" in sri.get("/register/").location
    assert admin.get("/register/").status_code == 200


def test_a_device_is_not_remembered_by_a_password_that_was_given(at: Any) -> None:
    """It would come back by its cookie, past the page that asks for a password of its own."""
    admin, person = at("admin"), at()
    admin.get("/pejabat/orang/1")
    admin.post("/pejabat/orang/1/akun/sandi", {"password": "Sandi-awal-88"})
    person.login("sri", "Sandi-awal-88", ingat="y")
    person.client.delete_cookie("rakit")
    assert "/login/" in person.get("/register/").location


def test_passwords_given_on_the_page_of_all_accounts_are_changed_first_too(at: Any) -> None:
    admin, person, new = at("admin"), at(), at()
    given = {"password": "Sandi-awal-88", "conf_password": "Sandi-awal-88"}
    admin.get("/resetpassword/form?pk=1")
    assert admin.post("/resetpassword/form?pk=1", given).status_code == 302
    admin.get("/users/add")
    account = {"first_name": "Baru", "last_name": "Contoh", "username": "baru", "active": "y",
               "email": "baru@contoh.invalid", "roles": "2", **given}  # fmt: skip
    assert admin.post("/users/add", account).status_code == 302
    for browser, name in ((person, "sri"), (new, "baru")):
        browser.login(name, "Sandi-awal-88")
        assert browser.client.get("/kotak-masuk/").location.endswith("/resetmypassword/form")
    admin.get("/resetpassword/form?pk=1")
    assert admin.post("/resetpassword/form?pk=999", given).status_code == 404


def test_guessing_the_present_password_is_limited(at: Any) -> None:
    browser, url = at("sri"), "/resetmypassword/form"

    def change(present: str) -> Any:
        browser.get(url)
        new = {"password": "Sandi-lain-77", "conf_password": "Sandi-lain-77"}
        return browser.post(url, {"present": present, **new})

    for n in range(8):
        assert "belum benar" in change(f"tebakan-{n}").text
    assert "Terlalu sering salah" in change(PASSWORD).text
    assert at().login("sri").status_code == 302, "logging in is not closed by it"


def test_the_portal_gives_no_tokens_to_programs(at: Any) -> None:
    """Flask-AppBuilder's REST login would be a second door, at which nobody counts guesses."""
    browser = at("sri")
    browser.get("/register/")
    answer = browser.client.post(
        "/api/v1/security/login",
        json={"username": "sri", "password": PASSWORD, "provider": "db"},
        headers={"X-CSRFToken": browser.token()},
    )
    assert answer.status_code == 404


@pytest.mark.parametrize("weak", ["", "pendek1", "hanyahurufsaja", "1234567890", "aaaaaaaaaa1"])
def test_weak_passwords_are_refused(weak: str) -> None:
    with pytest.raises(PasswordError) as refused:
        check_password(weak)
    assert not weak or weak not in str(refused.value)


def test_a_password_that_holds_the_name_is_refused() -> None:
    with pytest.raises(PasswordError):
        check_password("kasi-2026-xyz", "kasi")


def test_first_passwords_keep_the_rule_and_differ() -> None:
    made = {first_password() for _ in range(20)}
    assert len(made) == 20
    for one in made:
        check_password(one)


def test_the_language_can_be_switched(at: Any) -> None:
    browser = at("sri")
    assert browser.get("/lang/en").status_code == 302
    page = browser.get("/register/").text
    assert re.search(r'<html lang="en"', page) and "Registers" in page


def test_an_upload_of_an_ended_session_asks_for_the_file_again(at: Any, end_sessions: Any) -> None:
    admin = at()
    admin.login("admin", ingat="y")
    admin.get("/kantor/")
    end_sessions()
    sent = {"warna": "#112233", "logo": (io.BytesIO(b"x"), "a.png")}
    answer = admin.post("/kantor/tampilan", sent, content_type="multipart/form-data",
                        headers={"Referer": "http://localhost/kantor/"})  # fmt: skip
    assert answer.status_code == 303
    page = admin.get("/kantor/").text
    assert 'value="#112233"' in page and "Berkas harus dipilih lagi" in page


def test_who_comes_for_the_first_time_is_not_scolded(at: Any) -> None:
    stranger = at()
    start = stranger.client.get("/")
    assert start.status_code == 302 and start.location.endswith("/login/")
    asked = stranger.client.get("/register/?x=1")
    assert asked.location.endswith("/login/?next=/register/?x%3D1")
    page = stranger.client.get(asked.location).text
    assert "Silakan masuk dahulu" in page and "alert-danger" not in page
