"""What may be put into a row, and the words when it may not."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from builder.kit import Invalid, Refused
from builder.kit.testing import OTHER_UNIT, UNIT, Office

from .toy import Branch, Loan, LoanItem, Reader, Role, Title


@pytest.mark.parametrize("name", ["judul", "harga"])
def test_required(office: Office, name: str) -> None:
    assert office.errors(Title, **{name: ""}).keys() == {name}


def test_every_error_is_told_at_once(office: Office) -> None:
    errors = office.errors(Title, judul="", tahun=1800, harga="abc", genre="lain")
    assert errors.keys() == {"judul", "tahun", "harga", "genre"}


def test_limits_are_told_in_words(office: Office) -> None:
    assert office.errors(Title, tahun=1899) == {"tahun": "Tahun paling sedikit 1900."}
    assert office.errors(Title, tahun=1900) == {}
    assert office.errors(Reader, nama="x" * 41) == {"nama": "Nama paling panjang 40 huruf."}
    assert office.errors(Reader, lahir="2999-01-01").keys() == {"lahir"}


def test_pattern_has_its_own_words(office: Office) -> None:
    assert office.errors(Reader, nik="12ab") == {"nik": "NIK hanya angka."}


def test_unique_also_against_deleted_rows(office: Office) -> None:
    reader = office.row(Reader)
    assert office.errors(Reader, nik=reader.nik) == {"nik": "NIK ini sudah terdaftar."}
    office.gate.delete(office.actor(Role.CLERK), reader)
    assert "dihapus" in office.errors(Reader, nik=reader.nik)["nik"]


def test_unique_together(office: Office) -> None:
    office.row(Title, judul="A", tahun=2000)
    assert office.errors(Title, judul="A", tahun=2001) == {}
    assert office.errors(Title, judul="A", tahun=2000).keys() == {"tahun"}


def test_required_if(office: Office) -> None:
    assert office.errors(Title, aktif=False, rusak="").keys() == {"rusak"}
    assert office.errors(Title, aktif=False, rusak="robek") == {}


def test_readonly_if_looks_at_the_row(office: Office) -> None:
    clerk = office.actor(Role.CLERK)
    title = office.row(Title, genre="ilmiah")
    with pytest.raises(Invalid) as caught:
        office.gate.save(clerk, title, {"rak": "A1"})
    assert caught.value.errors.keys() == {"rak"}


def test_check_over_fields(office: Office) -> None:
    assert office.errors(Title, harga=1_000_000) == {"harga": "Buku ini terlalu mahal."}


def test_retired_choice_stays_but_is_not_chosen_anew(office: Office) -> None:
    assert office.errors(Title, genre="kaset").keys() == {"genre"}


def test_defaults_of_a_new_row(office: Office) -> None:
    clerk = office.actor(Role.CLERK)
    title = office.gate.save(clerk, Title(), {"judul": "A", "harga": 1})
    assert (title.tahun, title.aktif) == (2020, True)
    reader = office.gate.save(clerk, Reader(), {"nik": "1234", "nama": "Siti"})
    assert reader.cabang_id == clerk.unit
    assert (reader.created_by_id, reader.updated_by_id) == (clerk.id, clerk.id)


def test_computed_is_a_snapshot_at_save(office: Office) -> None:
    title = office.row(Title, harga=1000)
    loan = office.row(Loan, items=[{"title": title.id, "jumlah": 3}])
    assert loan.total == 3000
    office.gate.save(office.actor(Role.CLERK), title, {"harga": 5000})
    assert loan.total == 3000
    office.gate.save(office.actor(Role.CLERK), loan, {"items": [{"id": loan.items[0].id}]})
    assert loan.total == 15000


def test_computed_follows_a_row_saved_alone(office: Office) -> None:
    clerk = office.actor(Role.CLERK)
    loan = office.row(Loan, items=[{"title": office.row(Title, harga=1000).id}])
    other = office.row(Title, harga=500)
    item = office.gate.save(clerk, LoanItem(), {"loan": loan.id, "title": other.id, "jumlah": 2})
    assert loan.total == 2000
    office.gate.delete(clerk, item)
    assert loan.total == 1000


def test_computed_and_system_fields_are_not_typed(office: Office) -> None:
    for name, value in (("total", "1"), ("nomor", "X"), ("status", "dipinjam")):
        assert office.errors(Loan, **{name: value}) == {name: "Isian ini diisi oleh sistem."}


def test_unknown_field(office: Office) -> None:
    assert office.errors(Title, lain="x") == {"lain": "Isian ini tidak dikenal."}


def test_inline_rows_are_one_transaction_with_their_parent(office: Office) -> None:
    title = office.row(Title)
    errors = office.errors(Loan, items=[{"title": title.id}, {"title": title.id, "jumlah": 99}])
    assert set(errors) == {"items.1.title", "items.1.jumlah"}
    assert office.count(Loan) == 0
    assert office.errors(Loan, items=[]).keys() == {"items"}


def test_inline_rows_are_changed_added_and_removed(office: Office) -> None:
    clerk = office.actor(Role.CLERK)
    one, two = office.row(Title, harga=100), office.row(Title, harga=10)
    loan = office.row(Loan, items=[{"title": one.id}])
    old = loan.items[0].id
    rows = [{"id": old, "_delete": True}, {"title": two.id, "jumlah": 4}]
    office.gate.save(clerk, loan, {"items": rows})
    assert [(i.title_id, i.jumlah) for i in office.gate.rows_of(clerk, loan, "items")] == [
        (two.id, 4)
    ]
    assert loan.total == 40
    last = office.gate.rows_of(clerk, loan, "items")[0].id
    with pytest.raises(Invalid) as caught:
        office.gate.save(clerk, loan, {"items": [{"id": last, "_delete": True}]})
    assert caught.value.errors.keys() == {"items"}


def test_an_inline_row_of_another_parent_is_not_touched(office: Office) -> None:
    mine, other = office.row(Loan), office.row(Loan)
    with pytest.raises(Invalid):
        office.gate.save(
            office.actor(Role.CLERK), mine, {"items": [{"id": other.items[0].id, "jumlah": 9}]}
        )


def test_reference_obeys_its_filter_and_the_rows_one_sees(office: Office) -> None:
    broken = office.row(Title, aktif=False, rusak="robek")
    errors = office.errors(Loan, items=[{"title": broken.id}])
    assert errors.keys() == {"items.0.title"}
    hidden = office.row(Reader, OTHER_UNIT)
    clerk = office.actor(Role.CLERK)
    values = office.values(Loan, UNIT) | {"reader": hidden.id}
    with pytest.raises(Invalid) as caught:
        office.gate.save(clerk, Loan(), values)
    assert caught.value.errors.keys() == {"reader"}


def test_a_tree_has_no_circle(office: Office) -> None:
    head = office.actor(Role.HEAD)
    top = office.row(Branch)
    below = office.row(Branch, induk=top.id)
    with pytest.raises(Invalid):
        office.gate.save(head, top, {"induk": below.id})


def test_a_ring_in_old_data_stops_nobody(office: Office) -> None:
    first, second = office.row(Branch), office.row(Branch)
    for under, above in ((first, second), (second, first)):
        ring = update(Branch.__table__).where(Branch.id == under.id).values(induk_id=above.id)
        office.gate.session.execute(ring)
    office.gate.session.commit()
    office.gate.session.expire_all()
    made = office.row(Branch)
    office.gate.save(office.actor(Role.HEAD), made, {"induk": first.id})
    assert made.induk_id == first.id


def test_stale_page_is_refused(office: Office) -> None:
    clerk = office.actor(Role.CLERK)
    title = office.row(Title)
    seen = title.version
    office.gate.save(clerk, title, {"rak": "A"}, seen)
    with pytest.raises(Refused, match="diubah orang lain"):
        office.gate.save(clerk, title, {"rak": "B"}, seen)


def test_saving_nothing_changes_nothing(office: Office) -> None:
    title = office.row(Title)
    before = (title.version, len(office.gate.history(office.actor(Role.CLERK), title)))
    office.gate.save(office.actor(Role.CLERK), title, {"judul": title.judul})
    after = (title.version, len(office.gate.history(office.actor(Role.CLERK), title)))
    assert after == before


def test_nothing_is_written_beside_the_gate(office: Office) -> None:
    title = office.row(Title)
    title.judul = "Lewat samping"
    with pytest.raises(RuntimeError, match=r"gate\.save"):
        office.gate.session.flush()
    office.gate.session.rollback()


def test_own_checks_stand_beside_the_declared_ones(office: Office) -> None:
    def no_zero(actor: object, title: Title) -> None:
        if title.harga == 0:
            raise Invalid({"harga": "Tidak boleh gratis."})

    office.gate.check(Title, no_zero)
    assert office.errors(Title, harga=0) == {"harga": "Tidak boleh gratis."}
