"""Signing asks for the password again, also of a device that is remembered."""

from __future__ import annotations

from typing import Any

from builder.house import House

from . import walk
from .conftest import PASSWORD

PACKAGE = "ab" * 32


def sign(browser: Any, number: int, seen: int, password: str) -> Any:
    browser.get(f"/usulan/{number}")
    sent = {"seen": str(seen), "sha256_seen": PACKAGE, "password": password,
            "periksa_laporan": "y", "periksa_aplikasi": "y"}  # fmt: skip
    return browser.post(f"/usulan/{number}/approve", sent)


def test_a_remembered_device_is_no_place_for_guessing_the_password(at: Any, house: House) -> None:
    number = walk.case_at(house, 9, PACKAGE)
    seen = house.cases.case(number).version
    house.session.remove()
    kasi = at()
    kasi.login("kasi", ingat="y")
    kasi.client.delete_cookie("rakit")
    for n in range(8):
        answer = sign(kasi, number, seen, f"tebakan-{n}")
        assert answer.status_code == 422 and "Kata sandi tidak cocok" in answer.text
    answer = sign(kasi, number, seen, PASSWORD)
    assert answer.status_code == 422 and "Terlalu banyak percobaan" in answer.text
    assert not [a for a in house.cases.case(number).approvals if a.step == 9]


def test_a_form_without_a_password_is_no_guess(at: Any, house: House) -> None:
    number = walk.case_at(house, 9, PACKAGE)
    seen = house.cases.case(number).version
    house.session.remove()
    kasi = at("kasi")
    for _ in range(9):
        assert "Kata sandi tidak cocok" in sign(kasi, number, seen, "").text
    assert sign(kasi, number, seen, PASSWORD).status_code == 302
    assert [a.step for a in house.cases.case(number).approvals if a.valid] == [2, 3, 4, 9]
