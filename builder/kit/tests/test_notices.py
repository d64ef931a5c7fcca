"""Who is told of a step: exactly those who are named, in the step's own transaction."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select, update

from builder.kit import Refused, flowing, telling
from builder.kit.actor import SYSTEM
from builder.kit.tables import Notice
from builder.kit.testing import OTHER_UNIT, UNIT, Office

from .toy import Loan, Reader, Role
from .toy.model import LoanState as S

PAGE = "/pemberitahuan/"


def told(office: Office) -> list[int]:
    """Whose notices there are, unread ones only."""
    ask = select(Notice.user_id).where(Notice.read_at.is_(None)).order_by(Notice.id)
    return list(office.gate.session.scalars(ask))


def test_the_role_that_is_named_is_told_once_and_nobody_else(office: Office) -> None:
    heads = {office.actor(Role.HEAD, unit).id for unit in (UNIT, OTHER_UNIT)}
    for role in (Role.CLERK, Role.GUEST):
        office.login(role)
    office.move(Role.CLERK, office.row(Loan), "ajukan")
    assert sorted(told(office)) == sorted(heads)


def test_rows_out_of_sight_and_people_who_left_are_not_told(office: Office) -> None:
    from flask_appbuilder.security.sqla.models import User

    loan = office.row_in(Loan, S.DIAJUKAN)
    mine, other = office.actor(Role.CLERK), office.actor(Role.CLERK, OTHER_UNIT)
    left = office.actor(Role.CLERK, "unit-c")
    session = office.gate.session
    session.execute(update(User).where(User.id == left.id).values(active=False))
    session.commit()
    step = next(one for one in office.gate.moves(SYSTEM, loan) if one.name == "pinjamkan")
    told_step = type(step)(**{**vars(step), "tells": (Role.CLERK,)})
    with office.gate.writing():
        telling.tell(office.gate, SYSTEM, loan, told_step, "")
    assert told(office) == [mine.id]
    assert other.id != mine.id


def test_the_owner_is_told_unless_he_took_the_step_himself(office: Office) -> None:
    loan = office.row_in(Loan, S.DIAJUKAN)
    maker = office.actor(Role.GUEST)
    session = office.gate.session
    session.execute(update(Loan).where(Loan.id == loan.id).values(created_by_id=maker.id))
    session.commit()
    office.move(Role.HEAD, loan, "tolak", "Buku rusak.")
    assert told(office) == [maker.id]
    page = office.login(Role.GUEST).get(PAGE).text
    assert "Tolak" in page
    assert "tidak dapat Anda lihat lagi" in page  # a guest reads no loans
    assert "Buku rusak." not in page


def test_a_step_and_its_notices_are_one_transaction(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.actor(Role.HEAD)
    loan = office.row(Loan)
    with office.gate.together(rehearsal=True):
        office.gate.move(SYSTEM, loan, "ajukan")
        assert len(told(office)) == 1
    assert told(office) == []

    def fail(*args: object) -> None:
        raise RuntimeError("notices cannot be written")

    monkeypatch.setattr(flowing.telling, "tell", fail)
    with pytest.raises(RuntimeError):
        office.gate.move(SYSTEM, loan, "ajukan")
    office.gate.session.refresh(loan)
    assert (loan.status, told(office)) == (S.DRAF, [])


def test_a_refused_step_tells_nobody(office: Office) -> None:
    office.actor(Role.HEAD)
    loan = office.row(Loan)

    def never(actor: object, row: object) -> None:
        raise Refused("Tidak hari ini.")

    office.gate.check(Loan, never)
    with pytest.raises(Refused, match="Tidak hari ini"):
        office.move(Role.CLERK, loan, "ajukan")
    assert told(office) == []


def test_the_step_that_was_waited_for_answers_the_notice(office: Office) -> None:
    head = office.actor(Role.HEAD)
    loan, other = office.row(Loan), office.row(Loan)
    for one in (loan, other):
        office.move(Role.CLERK, one, "ajukan")
    assert told(office) == [head.id, head.id]
    office.move(Role.HEAD, loan, "pinjamkan")
    left = office.gate.session.scalars(select(Notice).where(Notice.read_at.is_(None))).all()
    assert [one.row_id for one in left] == [other.id]


def test_the_page_without_scripts(office: Office) -> None:
    loan, second = office.row(Loan), office.row(Loan)
    browser = office.login(Role.HEAD)
    assert "Belum ada pemberitahuan" in browser.get(PAGE).text
    for one in (loan, second):
        office.move(Role.CLERK, one, "ajukan")
    page = browser.get("/toy_loan/list/").text
    assert "Pemberitahuan, 2 belum dibaca" in page
    page = browser.get(PAGE).text
    assert page.index(second.nomor) < page.index(loan.nomor)
    opened = re.search(r'action="(/pemberitahuan/buka/\d+)"', page)
    assert opened is not None
    answer = browser.post(opened[1])
    assert answer.headers["Location"].endswith(f"/toy_loan/show/{second.id}")
    page = browser.get(PAGE).text
    assert "Pemberitahuan, 1 belum dibaca" in page
    assert page.index(loan.nomor) < page.index(second.nomor)  # unread ones first
    browser.post(f"{PAGE}dibaca")
    assert "Pemberitahuan, 0 belum dibaca" in browser.get(PAGE).text
    assert told(office) == []


def test_ones_own_notices_only(office: Office) -> None:
    office.actor(Role.HEAD)
    office.move(Role.CLERK, office.row(Loan), "ajukan")
    id = office.gate.session.scalar(select(Notice.id))
    stranger = office.login(Role.CLERK)
    assert stranger.post(f"{PAGE}buka/{id}").status_code == 404
    stranger.post(f"{PAGE}dibaca/{id}")
    stranger.post(f"{PAGE}dibaca")
    assert len(told(office)) == 1
    assert office.app.test_client().get(PAGE).status_code == 302


def test_rest_gives_ones_own_notices_and_no_data_of_rows_out_of_sight(office: Office) -> None:
    head, clerk = office.token(Role.HEAD), office.token(Role.CLERK)
    loan = office.row(Loan)
    office.move(Role.CLERK, loan, "ajukan")
    rest, url = office.app.test_client(), "/api/v1/pemberitahuan/"
    assert rest.get(url).status_code == 401
    assert rest.get(url, headers=clerk).json == {"count": 0, "unread": 0, "result": []}
    answer = rest.get(url, headers=head).json
    assert (answer["count"], answer["unread"]) == (1, 1)
    (one,) = answer["result"]
    assert (one["step"], one["table"], one["row"], one["about"], one["read"]) == (
        "Ajukan",
        "toy_loan",
        loan.id,
        loan.nomor,
        False,
    )
    office.gate.session.execute(update(Loan).values(deleted_at=loan.created_at))
    office.gate.session.commit()
    (one,) = rest.get(f"{url}?unread=true", headers=head).json["result"]
    assert (one["row"], one["about"], one["url"], one["note"]) == (None, "", "", "")


def test_a_reader_of_own_rows_is_asked_for_himself(office: Office) -> None:
    """Rows of one's own are no scope that two people share."""
    guest, other = office.actor(Role.GUEST), office.actor(Role.GUEST, OTHER_UNIT)
    reader = office.gate.save(guest, Reader(), {"nik": "1234", "nama": "Siti"})
    step = office.gate.scope.flows[Loan].transitions[0]
    told_step = type(step)(**{**vars(step), "tells": (Role.GUEST,)})
    with office.gate.writing():
        telling.tell(office.gate, SYSTEM, reader, told_step, "")
    assert told(office) == [guest.id]
    assert other.id != guest.id


@pytest.mark.parametrize("wild", ["9" * 20, "-" + "9" * 20, str(2**63 - 1)])
def test_a_page_or_a_notice_that_cannot_be_is_none(office: Office, wild: str) -> None:
    head, header = office.login(Role.HEAD), office.token(Role.HEAD)
    assert head.get(f"{PAGE}?page={wild}").status_code == 200
    found = office.app.test_client().get(f"/api/v1{PAGE}?page={wild}", headers=header)
    assert found.status_code == 200 and found.json["result"] == []
    wild = wild.lstrip("-")
    assert head.post(f"{PAGE}buka/{wild}").status_code == 404
    assert head.post(f"{PAGE}dibaca/{wild}").status_code in (302, 404)
    assert head.post(f"/toy_loan/view/{wild}/drop").status_code in (302, 404)
