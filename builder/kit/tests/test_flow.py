"""Every state, every role: only the steps that are written down."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from builder.kit import Invalid, Refused
from builder.kit.actor import SYSTEM, Actor
from builder.kit.testing import OTHER_UNIT, Office

from . import toy
from .toy import Loan, LoanItem, Role, Title
from .toy.model import LoanState as S
from .toy.screens import FLOW

MOVES = {
    (S.DRAF, Role.CLERK): {"ajukan"},
    (S.DIAJUKAN, Role.HEAD): {"tolak", "pinjamkan"},
}


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD, Role.GUEST])
@pytest.mark.parametrize("state", S)
def test_all_pairs(office: Office, state: S, role: Role) -> None:
    loan = office.row_in(Loan, state)
    actor = office.actor(role)
    offered = {step.name for step in office.gate.moves(actor, loan)}
    assert offered == MOVES.get((state, role), set())
    for step in FLOW.transitions:
        if step.name not in offered:
            with pytest.raises(Refused):
                office.gate.move(actor, loan, step.name, "Catatan.")


@pytest.mark.parametrize("state", S)
def test_locked_after_the_first_state_but_for_open_fields(office: Office, state: S) -> None:
    loan = office.row_in(Loan, state)
    clerk, head = office.actor(Role.CLERK), office.actor(Role.HEAD)
    assert office.gate.locked(loan) == (state not in (S.DRAF, S.DIAJUKAN))
    if state is S.DRAF:
        office.gate.save(clerk, loan, {"tanggal": "2026-01-01"})
        return
    with pytest.raises((Refused, Invalid)):
        office.gate.save(clerk, loan, {"tanggal": "2026-01-01"})
    with pytest.raises(Refused):
        office.gate.delete(clerk, loan)
    if state is S.DIAJUKAN:
        office.gate.save(head, loan, {"alasan": "Sedang dilihat."})


def test_details_close_with_their_head(office: Office) -> None:
    clerk = office.actor(Role.CLERK)
    loan = office.row_in(Loan, S.DIAJUKAN)
    item, title = loan.items[0], office.row(Title)
    for attempt in (
        lambda: office.gate.save(clerk, item, {"jumlah": 2}),
        lambda: office.gate.delete(clerk, item),
        lambda: office.gate.save(clerk, LoanItem(), {"loan": loan.id, "title": title.id}),
        lambda: office.gate.save(clerk, loan, {"items": [{"title": title.id}]}),
    ):
        with pytest.raises((Refused, Invalid)):
            attempt()


def test_note_is_required_where_written(office: Office) -> None:
    loan = office.row_in(Loan, S.DIAJUKAN)
    with pytest.raises(Invalid) as caught:
        office.move(Role.HEAD, loan, "tolak", "  ")
    assert caught.value.errors.keys() == {"note"}
    office.move(Role.HEAD, loan, "tolak", "Buku rusak.")
    assert loan.alasan == "Buku rusak."


def test_owner_may_take_his_step_and_nobody_elses(office: Office) -> None:
    loan = office.row(Loan)
    stranger = Actor("lain", frozenset({str(Role.GUEST)}), office.unit("unit-a"), 4711)
    with pytest.raises(Refused):
        office.gate.move(stranger, loan, "ajukan")


def test_a_refused_step_leaves_no_trace(office: Office) -> None:
    loan = office.row(Loan)
    with pytest.raises(Refused):
        office.move(Role.HEAD, loan, "pinjamkan")
    assert loan.status == S.DRAF
    assert {entry.act for entry in office.gate.history(SYSTEM, loan)} == {"add"}


def test_a_step_on_a_row_out_of_sight(office: Office) -> None:
    loan = office.row(Loan, OTHER_UNIT)
    with pytest.raises(Refused, match="bukan wewenang"):
        office.move(Role.CLERK, loan, "ajukan")


def test_number_is_given_at_its_step_and_without_gap(office: Office) -> None:
    first, second, third = office.row(Loan), office.row(Loan), office.row(Loan)
    assert first.nomor is None
    office.move(Role.CLERK, first, "ajukan")
    with pytest.raises(Refused):
        office.move(Role.CLERK, second, "ajukan", unit=OTHER_UNIT)
    office.move(Role.CLERK, third, "ajukan")
    assert [row.nomor.split("/")[0] for row in (first, third)] == ["0001", "0002"]


def test_double_click_is_one_step(tmp_path: Path) -> None:
    """Ten people press at once: one step, one number, nine refusals."""
    office = Office(toy.create_app(f"sqlite:///{tmp_path / 'toy.db'}", tmp_path))
    race(office)


def race(office: Office) -> None:
    loan = office.row(Loan)
    clerk, id = office.actor(Role.CLERK), loan.id
    office.gate.session.remove()
    ready, results = threading.Barrier(8), []

    def press() -> None:
        row = office.gate.get(clerk, Loan, id)
        ready.wait()
        try:
            office.gate.move(clerk, row, "ajukan")
            results.append("done")
        except Refused:
            results.append("refused")
        finally:
            office.gate.session.remove()

    threads = [threading.Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["done"] + ["refused"] * 7
    fresh = office.gate.get(clerk, Loan, id)
    assert fresh.nomor.startswith("0001/")
    assert [e.act for e in office.gate.history(clerk, fresh)] == ["move", "add"]


def test_many_numbers_at_once_have_no_gap(tmp_path: Path) -> None:
    office = Office(toy.create_app(f"sqlite:///{tmp_path / 'toy.db'}", tmp_path))
    numbers(office)


def numbers(office: Office) -> None:
    ids = [office.row(Loan).id for _ in range(8)]
    clerk = office.actor(Role.CLERK)
    office.gate.session.remove()
    given: list[str] = []

    def submit(id: int) -> None:
        row = office.gate.get(clerk, Loan, id)
        office.gate.move(clerk, row, "ajukan")
        given.append(row.nomor.split("/")[0])
        office.gate.session.remove()

    threads = [threading.Thread(target=submit, args=(id,)) for id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given) == [f"{n:04}" for n in range(1, 9)]
