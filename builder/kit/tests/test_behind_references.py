"""What rows refer to has rights of its own: its name, its fields, in every list and file."""

from __future__ import annotations

import re
from typing import Any

import pytest

from builder.kit import EDIT, EXPORT, OWN_UNIT, READ, Grant
from builder.kit.testing import OTHER_UNIT, Office

from .toy import Loan, Reader, Role


@pytest.fixture
def head(office: Office, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The head sees every loan, but only the readers of her own branch."""
    grants = office.application.scope._grants
    own = Grant(Reader, Role.HEAD, READ | EDIT, OWN_UNIT, hide=("nik",))
    monkeypatch.setitem(grants, (Reader, str(Role.HEAD)), own)
    rights = READ | EDIT | EXPORT
    monkeypatch.setitem(grants, (Loan, str(Role.HEAD)), Grant(Loan, Role.HEAD, rights))
    return office.actor(Role.HEAD)


@pytest.fixture
def loans(office: Office) -> tuple[Any, Any]:
    mine = office.row(Loan, reader=office.row(Reader, nama="Siti").id)
    other = office.row(Loan, OTHER_UNIT, reader=office.row(Reader, OTHER_UNIT, nama="Budi").id)
    return mine, other


def show(monkeypatch: pytest.MonkeyPatch, office: Office, **what: Any) -> None:
    view = office.application.view_of(Loan)
    for name, value in what.items():
        monkeypatch.setattr(view, name, value)


def test_a_foreign_row_is_a_number_and_its_fields_are_empty(
    office: Office, head: Any, loans: tuple[Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    show(monkeypatch, office, list_columns=("nomor", "reader", "reader.nama", "reader.cabang.nama"))
    mine, other = loans
    page = office.login(Role.HEAD).get("/toy_loan/list/").text
    assert page.count("Siti") >= 2
    assert "Budi" not in page
    assert f"Pembaca #{other.reader_id}" in page
    assert f"/toy_reader/show/{mine.reader_id}" in page
    assert f"/toy_reader/show/{other.reader_id}" not in page
    assert "Budi" not in office.login(Role.HEAD).get(f"/toy_loan/show/{other.id}").text
    assert "Siti" in office.login(Role.HEAD).get(f"/toy_loan/show/{mine.id}").text


def test_neither_filter_nor_order_tells_of_it(
    office: Office, head: Any, loans: tuple[Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    show(monkeypatch, office, filters=("reader.nama",), list_columns=("nomor", "reader.nama"))
    office.row(Loan, reader=office.row(Reader, nama="Andi").id)
    browser = office.login(Role.HEAD)

    def shown(asked: str) -> list[int]:
        return [int(n) for n in re.findall(r'id="baris-(\d+)"', browser.get(asked).text)]

    assert shown("/toy_loan/list/?f_reader.nama=siti") == [loans[0].id]
    assert shown("/toy_loan/list/?f_reader.nama=budi") == []
    order = shown("/toy_loan/list/?sort=reader.nama")
    assert len(order) == 3 and order[1] != loans[1].id  # between Andi and Siti it would tell


def test_neither_file_nor_journal_tells_of_it(
    office: Office, head: Any, loans: tuple[Any, Any]
) -> None:
    with office.app.app_context():
        office.application.sync_permissions()
    text = office.login(Role.HEAD).get("/toy_loan/export").text
    assert "Siti" in text
    assert "Budi" not in text
    _, other = loans
    told = {
        change.after
        for row in loans
        for entry in office.gate.history(head, row)
        for change in entry.changes
        if change.label == "Pembaca"
    }
    assert told == {"Siti", f"#{other.reader_id}"}


def test_a_name_holds_nothing_hidden(
    office: Office, head: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Reader, "__display__", ("nama", "nik"))
    reader = office.row(Reader, nama="Siti", nik="11112222")
    loan = office.row(Loan, reader=reader.id)
    browser = office.login(Role.HEAD)
    for page in (f"/toy_reader/edit/{reader.id}", f"/toy_loan/show/{loan.id}"):
        assert "11112222" not in browser.get(page).text, page
    words = [c.after for entry in office.gate.history(head, loan) for c in entry.changes]
    assert not any("11112222" in word for word in words)


def test_personal_names_are_masked_for_who_does_not_keep_the_rows(
    office: Office, head: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    grants = office.application.scope._grants
    monkeypatch.setitem(grants, (Loan, str(Role.HEAD)), Grant(Loan, Role.HEAD, READ | EXPORT))
    monkeypatch.setattr(Reader, "__display__", ("lahir", "nama"))
    office.row(Loan, reader=office.row(Reader, nama="Siti Aminah", lahir="2000-01-02").id)
    with office.app.app_context():
        office.application.sync_permissions()
    text = office.login(Role.HEAD).get("/toy_loan/export").text
    assert "Siti Aminah" not in text and "*inah" in text
