"""Whose rows, whose fields: the gate for every role."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from builder.kit import EDIT, READ, Invalid, Refused
from builder.kit.actor import Actor
from builder.kit.testing import OTHER_UNIT, Office

from .toy import Branch, Loan, Reader, Role, Title


def test_own_unit_in_list_get_and_save(office: Office) -> None:
    mine, other = office.row(Reader), office.row(Reader, OTHER_UNIT)
    clerk = office.actor(Role.CLERK)
    found = office.gate.session.scalars(office.gate.select(clerk, Reader)).all()
    assert [row.id for row in found] == [mine.id]
    with pytest.raises(Refused):
        office.gate.get(clerk, Reader, other.id)
    with pytest.raises(Refused):
        office.gate.save(clerk, other, {"nama": "Dicuri"})
    with pytest.raises(Refused):
        office.gate.delete(clerk, other)


def test_unit_through_references(office: Office) -> None:
    mine, other = office.row(Loan), office.row(Loan, OTHER_UNIT)
    found = office.gate.session.scalars(office.gate.select(office.actor(Role.CLERK), Loan)).all()
    assert mine in found
    assert other not in found


def test_a_row_cannot_be_moved_out_of_ones_unit(office: Office) -> None:
    reader = office.row(Reader)
    with pytest.raises(Refused, match="bukan wewenang"):
        office.gate.save(office.actor(Role.CLERK), reader, {"cabang": office.unit(OTHER_UNIT)})
    office.gate.session.refresh(reader)
    assert reader.cabang_id == office.unit("unit-a")


def test_own_rows(office: Office) -> None:
    guest, other = office.actor(Role.GUEST), office.actor(Role.GUEST, OTHER_UNIT)
    values = {"nik": "1234", "nama": "Siti", "cabang": office.unit("unit-a")}
    with pytest.raises(Invalid):
        office.gate.save(guest, Reader(), values)  # a guest sees no branch to choose
    made = office.gate.save(guest, Reader(), {"nik": "1234", "nama": "Siti"})
    assert office.gate.get(guest, Reader, made.id) is made
    with pytest.raises(Refused):
        office.gate.get(other, Reader, made.id)


def test_no_grant_no_row(office: Office) -> None:
    office.row(Title)
    nobody = Actor("siapa")
    assert not office.gate.may(nobody, READ, Title)
    assert office.gate.session.scalars(office.gate.select(nobody, Title)).all() == []


def test_rows_by_expression(office: Office) -> None:
    shown, hidden = office.row(Title), office.row(Title, aktif=False, rusak="ya")
    public = office.actor(Role.PUBLIC)
    found = office.gate.session.scalars(office.gate.select(public, Title)).all()
    assert shown in found
    assert hidden not in found


def test_hidden_and_readonly_fields(office: Office) -> None:
    head = office.actor(Role.HEAD)
    assert "nik" not in office.gate.readable(head, Reader)
    assert "nik" in office.gate.readable(office.actor(Role.CLERK), Reader)
    reader = office.row(Reader)
    for name, value in (("nik", reader.nik), ("nik", "9999"), ("lahir", "2000-01-01")):
        with pytest.raises(Invalid) as caught:
            office.gate.save(head, reader, {name: value})
        assert caught.value.errors.keys() == {name}
    office.gate.save(head, reader, {"nama": "Boleh"})


def test_the_public_sees_open_fields_only(office: Office) -> None:
    public = office.actor(Role.PUBLIC)
    assert office.gate.readable(public, Title) == {"judul", "tahun", "genre", "aktif"}
    assert office.gate.readable(public, Branch) == {"kode", "nama"}
    assert office.gate.readable(public, Reader) == set()


def test_two_roles_do_not_open_hidden_fields_of_foreign_rows(office: Office) -> None:
    both = Actor("dua", frozenset({str(Role.CLERK), str(Role.HEAD)}), office.unit("unit-a"), 99)
    assert "nik" not in office.gate.readable(both, Reader)
    assert office.gate.may(both, EDIT, Reader)


def test_the_journal_hides_what_is_hidden(office: Office) -> None:
    reader = office.row(Reader)
    seen = office.gate.history(office.actor(Role.HEAD), reader)
    assert "NIK" not in {change.label for entry in seen for change in entry.changes}
    known = office.gate.history(office.actor(Role.CLERK), reader)
    assert "NIK" in {change.label for entry in known for change in entry.changes}


def test_deleted_rows_are_nowhere(office: Office) -> None:
    clerk = office.actor(Role.CLERK)
    reader = office.row(Reader)
    office.gate.delete(clerk, reader)
    assert office.gate.session.scalars(select(Reader)).all() == []
    with pytest.raises(Refused):
        office.gate.get(clerk, Reader, reader.id)
    office.gate.restore(clerk, reader)
    assert office.gate.get(clerk, Reader, reader.id) is reader


def test_what_is_referred_to_is_not_deleted(office: Office) -> None:
    loan = office.row(Loan)
    with pytest.raises(Refused, match="masih dipakai 1 Peminjaman"):
        office.gate.delete(office.actor(Role.CLERK), loan.reader)


def test_cascade_takes_the_details_along(office: Office) -> None:
    from .toy import LoanItem

    loan = office.row(Loan)
    office.gate.delete(office.actor(Role.CLERK), loan)
    assert office.count(Loan) == 0
    assert office.count(LoanItem) == 0
