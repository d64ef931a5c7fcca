"""Forms and lists whose references have 100,000 rows: small pages, few questions, an index."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, insert, text

from builder.kit import choosing
from builder.kit.database import now
from builder.kit.testing import Office
from builder.kit.tests.toy import Loan, Reader, Role, Title, create_app

MANY, LARGEST = 100_000, 60_000
PAGES = ("/toy_loan/add", "/toy_loan/edit/1", "/toy_loan/list/", "/toy_loan/show/1")


class Statements(list[str]):
    """Every statement since it was last cleared."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Two loans of 30 books each; readers and books of 100,000 rows."""
    folder: Path = tmp_path_factory.mktemp("many")
    office = Office(create_app(f"sqlite:///{folder / 'many.db'}", folder))
    unit = office.unit("unit-a")
    stamp = {"created_at": now(), "updated_at": now(), "version": 1}
    readers = [
        {"id": n, "nik": f"{10**9 + n}", "nama": f"Pembaca {n:06}", "cabang_id": unit, **stamp}
        for n in range(1, MANY + 1)
    ]
    books = [
        {"id": n, "judul": f"Buku {n:06}", "tahun": 2000, "harga": 1000, "aktif": True, **stamp}
        for n in range(1, MANY + 1)
    ]
    session = office.gate.session
    session.execute(insert(Reader), readers)
    session.execute(insert(Title), books)
    session.commit()
    for n in (1, 2):
        items = [{"title": MANY - 100 * n - k, "jumlah": 1} for k in range(30)]
        office.row(Loan, reader=MANY - n, items=items)
    return office


@pytest.fixture(scope="module")
def browser(office: Office) -> FlaskClient:
    return office.login(Role.CLERK)


@pytest.fixture
def statements(office: Office) -> Iterator[Statements]:
    found, engine = Statements(), office.gate.session.get_bind()

    def note(*args: Any) -> None:
        found.append(args[2])

    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("page", "most"), [(PAGES[0], 16), (PAGES[1], 22), (PAGES[2], 14), (PAGES[3], 16)]
)
def test_pages_stay_small_and_ask_little(
    browser: FlaskClient, statements: Statements, page: str, most: int
) -> None:
    answer = browser.get(page)
    assert answer.status_code == 200
    assert len(answer.data) < LARGEST
    assert len(statements) <= most, "\n\n".join(statements)


def test_the_saved_value_is_shown_and_nothing_else(browser: FlaskClient) -> None:
    page = browser.get("/toy_loan/edit/1").text
    assert f'<option value="{MANY - 1}" selected>Pembaca {MANY - 1:06}</option>' in page
    assert f'<option value="{MANY - 100}" selected>Buku {MANY - 100:06}' in page
    assert page.count("<option value=") == 2 * (1 + 30) + 1  # one empty beside each, and the blank


def test_ten_rows_and_thirty_ask_the_same(
    office: Office, browser: FlaskClient, statements: Statements
) -> None:
    small = office.row(Loan, reader=7, items=[{"title": n} for n in range(1, 11)])
    counts = []
    for id in (small.id, 2):
        browser.get(f"/toy_loan/edit/{id}")
        statements.clear()
        browser.get(f"/toy_loan/edit/{id}")
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_a_refused_form_is_small_too(browser: FlaskClient, statements: Statements) -> None:
    typed = {"reader": "5", "tanggal": "lusa sekali"}
    typed |= {f"items-{n}-title": str(n + 1) for n in range(30)}
    answer = browser.post("/toy_loan/add", data=typed)
    assert answer.status_code == 422
    assert len(answer.data) < LARGEST
    reads = [one for one in statements if one.startswith("SELECT")]
    labels = [one for one in reads if "FROM toy_title" in one and " IN (" in one]
    assert len(labels) == 1, "\n\n".join(reads)


def test_a_search_asks_an_index_first_and_answers_little(
    office: Office, browser: FlaskClient, statements: Statements
) -> None:
    by_number = browser.get("/toy_loan/choices/reader?q=10000500").json["results"]
    assert [one["label"] for one in by_number][:2] == ["Pembaca 050000", "Pembaca 050001"]
    assert len(browser.get("/toy_loan/choices/reader?q=pembaca").json["results"]) == choosing.FOUND
    last = browser.get(f"/toy_loan/choices/reader?q=pembaca {MANY}").json["results"]
    assert last[0]["label"] == f"Pembaca {MANY}"
    statements.clear()
    with office.app.test_request_context():
        begins = choosing.starts(Reader, "nik", "1000050")
    compiled = begins.compile(compile_kwargs={"literal_binds": True})
    session = office.gate.session
    how = session.execute(text(f"EXPLAIN QUERY PLAN SELECT id FROM toy_reader WHERE {compiled}"))
    steps = " ".join(row[3] for row in how)
    assert "USING" in steps and "INDEX" in steps and "SCAN" not in steps, steps
