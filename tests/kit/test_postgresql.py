"""What must hold on PostgreSQL too: the toy library of kit's own tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.kit.actor import SYSTEM
from builder.kit.testing import OTHER_UNIT, UNIT, Office
from builder.kit.tests import test_flow, toy
from builder.kit.tests.toy import Branch, Loan, Reader, Role, Title

pytestmark = pytest.mark.postgres


@pytest.fixture
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    url = os.environ.get("TEST_POSTGRES_URL") or request.getfixturevalue("postgres_url")
    office = Office(toy.create_app(url, tmp_path))
    yield office
    engine = office.gate.session.get_bind()
    office.gate.session.remove()
    engine.dispose()


def test_every_office_begins_empty_but_no_foreign_database_is_emptied(office: Office) -> None:
    office.row(Title)
    office.login(Role.CLERK)
    again = Office(office.app)
    assert again.count(Title) == 0
    assert again.row(Title).id == 1
    del office.app.extensions["beginning"]
    stranger = Office(office.app)
    with pytest.raises(RuntimeError, match="masih kosong"):
        Office(office.app)
    assert stranger.count(Title) == 1


def test_double_click_is_one_step(office: Office) -> None:
    test_flow.race(office)


def test_many_numbers_at_once_have_no_gap(office: Office) -> None:
    test_flow.numbers(office)


def test_new_rows_go_on_after_loaded_ids(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "rows"
    folder.mkdir()
    (folder / "toy_branch.jsonl").write_text('{"id": 70, "kode": "A", "nama": "A"}\n')
    with office.app.app_context():
        office.application.load_rows(folder)
    assert office.gate.save(SYSTEM, Branch(), {"kode": "B", "nama": "B"}).id == 71


def test_doors_of_one_role(office: Office) -> None:
    assert office.doors(Role.CLERK, Reader, UNIT) == "read add edit delete export import"
    assert office.doors(Role.CLERK, Reader, OTHER_UNIT) == ""


def test_pages_with_search_filter_and_order(office: Office) -> None:
    office.row(Title, judul="Alpha", genre="novel")
    office.row(Loan)
    browser = office.login(Role.CLERK)
    for url in (
        "/toy_title/list/?q=ALP&f_genre=novel&f_aktif=true&sort=-judul&view=0",
        "/toy_loan/list/?f_status=draf&f_tanggal_min=2020-01-01&sort=reader.nama",
        "/toy_loan/add",
        "/toy_title/export",
    ):
        assert browser.get(url).status_code == 200, url


def test_samples(office: Office) -> None:
    with office.app.app_context():
        assert set(office.application.load_samples(3).values()) == {3}
