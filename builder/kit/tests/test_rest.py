"""REST: nothing more and nothing less than the pages."""

from __future__ import annotations

from io import BytesIO

import pytest

from builder.kit.testing import OTHER_UNIT, Office

from .test_screens import PNG
from .toy import Loan, LoanItem, Reader, Role, Title


def test_without_token_nothing(office: Office) -> None:
    rest = office.app.test_client()
    for method in (rest.get, rest.post):
        assert method("/api/v1/toy_reader/").status_code == 401
    assert rest.get("/api/v1/toy_title/").status_code == 200  # open to the public


def test_the_public_gets_open_fields_and_rows(office: Office) -> None:
    office.row(Title, judul="Terbuka")
    office.row(Title, judul="Rusak", aktif=False, rusak="ya")
    answer = office.app.test_client().get("/api/v1/toy_title/").json
    assert answer["count"] == 1
    assert set(answer["result"][0]) == {"id", "version", "judul", "tahun", "genre", "aktif"}


def test_paging_with_true_total(office: Office) -> None:
    for n in range(7):
        office.row(Title, judul=f"J{n}")
    header, rest = office.token(Role.CLERK), office.app.test_client()
    seen = []
    for page in range(3):
        url = f"/api/v1/toy_title/?page={page}&page_size=3&order=-judul"
        answer = rest.get(url, headers=header).json
        assert answer["count"] == 7
        seen += [row["judul"] for row in answer["result"]]
    assert seen == [f"J{n}" for n in range(6, -1, -1)]
    found = rest.get("/api/v1/toy_title/?judul=J3", headers=header).json
    assert found["count"] == 1
    assert rest.get("/api/v1/toy_title/?sandi=1", headers=header).status_code == 422


def test_a_reference_that_does_not_exist_makes_no_parent(office: Office) -> None:
    header, rest = office.token(Role.CLERK), office.app.test_client()
    before = office.count(Reader)
    for value in (4711, {"nama": "Baru"}, [1], "x", True):
        answer = rest.post("/api/v1/toy_loan/", json={"reader": value}, headers=header)
        assert answer.status_code == 422, value
        assert "reader" in answer.json["errors"]
    assert office.count(Reader) == before


@pytest.mark.parametrize("number", [str(2**63), "9" * 30, "²", "9" * 5000])
def test_a_number_that_no_row_can_have_finds_nothing(office: Office, number: str) -> None:
    office.row(Loan)
    header, rest = office.token(Role.CLERK), office.app.test_client()
    assert rest.get(f"/api/v1/toy_reader/{number}", headers=header).status_code in (404, 405)
    asked = rest.get(f"/api/v1/toy_loan/?reader={number}", headers=header)
    assert asked.status_code == 422
    sent = rest.post("/api/v1/toy_loan/", json={"reader": number}, headers=header)
    assert sent.status_code == 422 and "reader" in sent.json["errors"]
    assert rest.get(f"/api/v1/toy_loan/?page={number}", headers=header).status_code == 200
    pages = office.login(Role.CLERK)
    assert pages.get(f"/toy_loan/show/{number}").status_code == 404
    for path in (f"list/?f_reader={number}", f"list/?page={number}", f"add?reader={number}"):
        assert pages.get(f"/toy_loan/{path}").status_code == 200, path


def test_a_duplicate_is_422(office: Office) -> None:
    office.row(Reader, nik="1234")
    header, rest = office.token(Role.CLERK), office.app.test_client()
    answer = rest.post("/api/v1/toy_reader/", json={"nik": "1234", "nama": "A"}, headers=header)
    assert answer.status_code == 422
    assert answer.json == {"errors": {"nik": "NIK ini sudah terdaftar."}}


def test_a_row_with_its_details(office: Office) -> None:
    title, reader = office.row(Title, harga=10), office.row(Reader)
    header, rest = office.token(Role.CLERK), office.app.test_client()
    body = {"reader": reader.id, "items": [{"title": title.id, "jumlah": 2}]}
    answer = rest.post("/api/v1/toy_loan/", json=body, headers=header)
    assert answer.status_code == 201, answer.json
    assert answer.json["total"] == "20.00"
    id = answer.json["id"]
    moved = rest.post(f"/api/v1/toy_loan/{id}/ajukan", json={}, headers=header)
    assert moved.json["status"] == "diajukan"
    assert rest.post(f"/api/v1/toy_loan/{id}/ajukan", json={}, headers=header).status_code == 403
    assert rest.put(f"/api/v1/toy_loan/{id}", json={"tanggal": "2020-01-01"}, headers=header
                    ).status_code in (403, 422)  # fmt: skip
    assert rest.delete(f"/api/v1/toy_loan/{id}", headers=header).status_code == 403
    item = office.gate.session.query(LoanItem).one()
    assert rest.put(f"/api/v1/toy_loan_item/{item.id}", json={"jumlah": 9}, headers=header
                    ).status_code == 403  # fmt: skip


def test_version_is_asked_where_given(office: Office) -> None:
    title = office.row(Title)
    header, rest = office.token(Role.CLERK), office.app.test_client()
    url = f"/api/v1/toy_title/{title.id}"
    assert rest.put(url, json={"judul": "A", "version": 1}, headers=header).status_code == 200
    assert rest.put(url, json={"judul": "B", "version": 1}, headers=header).status_code == 403


def test_what_was_read_can_be_sent_back(office: Office) -> None:
    loan = office.row(Loan)
    header, rest = office.token(Role.CLERK), office.app.test_client()
    body = rest.get(f"/api/v1/toy_loan/{loan.id}", headers=header).json
    assert rest.put(f"/api/v1/toy_loan/{loan.id}", json=body, headers=header).status_code == 200


def test_not_an_object(office: Office) -> None:
    header, rest = office.token(Role.CLERK), office.app.test_client()
    for body in ([], "x", None, 3):
        answer = rest.post("/api/v1/toy_title/", json=body, headers=header)
        assert answer.status_code == 422


def test_files_come_by_upload_only(office: Office) -> None:
    header, rest = office.token(Role.CLERK), office.app.test_client()
    answer = rest.post(
        "/api/v1/toy_reader/upload/foto",
        data={"file": (BytesIO(PNG), "a.png")},
        headers=header,
    )
    assert answer.status_code == 201
    name = answer.json["name"]
    body = {"nik": "1234", "nama": "Siti", "foto": name}
    assert rest.post("/api/v1/toy_reader/", json=body, headers=header).status_code == 201
    other = office.token(Role.CLERK, OTHER_UNIT)
    stolen = rest.post("/api/v1/toy_reader/", json={**body, "nik": "9"}, headers=other)
    assert stolen.status_code == 422


def test_openapi_is_there(office: Office) -> None:
    answer = office.login(Role.CLERK).get("/api/v1/_openapi")
    assert answer.status_code == 200
    assert "/api/v1/toy_loan/{pk}/{name}" in answer.text
