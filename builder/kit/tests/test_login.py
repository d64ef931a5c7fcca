"""Guessing passwords is limited, at the page and at the REST door; a new one ends old logins."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from builder.kit.application import trust_proxies
from builder.kit.rate import Rate, caller
from builder.kit.testing import PASSWORD, Office

from .toy import Role

WORDS = "Terlalu sering gagal masuk. Tunggu lima menit, lalu coba lagi."


@pytest.fixture(autouse=True)
def few_attempts(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    security: Any = office.application.appbuilder.sm
    monkeypatch.setattr(security, "failed", Rate(limit=3, seconds=300))
    monkeypatch.setattr(security, "failed_there", Rate(limit=5, seconds=300))


def enter(browser: FlaskClient, name: str, password: str) -> Any:
    return browser.post("/login/", data={"username": name, "password": password})


def test_after_many_failures_even_the_right_password_waits(office: Office) -> None:
    office.actor(Role.CLERK), office.actor(Role.HEAD)
    clerk, head = "petugas1", "kepala2"
    for _ in range(3):
        answer = enter(office.app.test_client(), clerk, "salah")
        assert answer.status_code == 302
    refused = enter(office.app.test_client(), f" {clerk.upper()} ", PASSWORD)
    assert refused.status_code == 429 and refused.headers["Retry-After"] == "300"
    assert WORDS in refused.text
    login = {"username": clerk, "password": PASSWORD, "provider": "db"}
    assert office.app.test_client().post("/api/v1/security/login", json=login).status_code == 401
    inside = office.app.test_client()
    assert enter(inside, head, PASSWORD).status_code == 302, "others still come in"
    assert inside.get("/toy_loan/list/").status_code == 200


def test_one_password_tried_with_many_names_is_limited_too(office: Office) -> None:
    office.actor(Role.CLERK)
    for n in range(5):
        login = {"username": f"orang{n}", "password": "123456", "provider": "db"}
        office.app.test_client().post("/api/v1/security/login", json=login)
    assert enter(office.app.test_client(), "petugas1", PASSWORD).status_code == 429


def test_whoever_comes_in_is_not_counted(office: Office) -> None:
    office.actor(Role.CLERK)
    for _ in range(7):
        assert "login" not in enter(office.app.test_client(), "petugas1", PASSWORD).location


def test_a_new_password_ends_the_logins_made_with_the_old_one(office: Office) -> None:
    here, other = office.login(Role.CLERK), office.login(Role.CLERK)
    sent = {"present": PASSWORD, "password": "Sandi-lain-77", "conf_password": "Sandi-lain-77"}
    assert here.post("/resetmypassword/form", data=sent).status_code == 302
    assert here.get("/toy_loan/list/").status_code == 200, "who changed it stays"
    assert "login" in other.get("/toy_loan/list/").location


def test_guessing_the_present_password_of_an_open_login_is_limited(office: Office) -> None:
    browser = office.login(Role.CLERK)
    new = {"password": "Sandi-lain-77", "conf_password": "Sandi-lain-77"}
    for n in range(8):
        browser.post("/resetmypassword/form", data={"present": f"salah{n}", **new})
    page = browser.post("/resetmypassword/form", data={"present": PASSWORD, **new})
    assert page.status_code == 200 and "Terlalu sering salah" in page.text


@pytest.mark.parametrize(("proxies", "seen"), [(0, "127.0.0.1"), (1, "203.0.113.9")])
def test_only_proxies_that_were_named_say_where_a_guess_comes_from(proxies: int, seen: str) -> None:
    app = Flask(__name__)
    app.config["PROXIES"] = proxies
    trust_proxies(app)
    app.add_url_rule("/", "who", caller)
    headers = {"X-Forwarded-For": "198.51.100.7, 203.0.113.9"}
    assert app.test_client().get("/", headers=headers).text == seen
