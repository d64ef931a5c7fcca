"""Several rows of a list at once: through the gate, each for itself."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from flask.testing import FlaskClient

from builder.kit.testing import OTHER_UNIT, Office

from .toy import Loan, Reader, Role, Title

LOANS, READERS = "/toy_loan", "/toy_reader"


def send(browser: FlaskClient, table: str, act: str, *rows: Any, **more: str) -> str:
    """Do it with these rows as the list shows them; the page that comes then."""
    ticked = [one if isinstance(one, str) else f"{one.id}.{one.version}" for one in rows]
    data = {"act": act, "rowid": ticked, **more}
    return unescape(browser.post(f"{table}/ticked", data=data, follow_redirects=True).text)


def acts(page: str) -> list[str]:
    return re.findall(r'name="act" value="([^"]+)"', page)


def now(office: Office, *loans: Any) -> list[Any]:
    """The same loans as they stand in the database."""
    office.gate.session.expire_all()
    return [office.gate.session.get(Loan, one.id) for one in loans]


def test_a_list_offers_what_this_person_may_do_with_its_rows(office: Office) -> None:
    loan = office.row(Loan, items=[{}])
    clerk, head = office.login(Role.CLERK), office.login(Role.HEAD)
    page = clerk.get(f"{LOANS}/list/").text
    assert acts(page) == ["langkah-ajukan", "hapus"]
    assert f'name="rowid" value="{loan.id}.{loan.version}" form="dicentang"' in page
    assert 'aria-label="Pilih semua di halaman ini"' in page
    shown = head.get(f"{LOANS}/list/").text
    assert acts(shown) == [] and "rowid" not in shown, "he may do nothing with a draft"
    send(clerk, LOANS, "langkah-ajukan", loan)
    assert acts(head.get(f"{LOANS}/list/").text) == ["langkah-tolak", "langkah-pinjamkan"]
    assert acts(clerk.get(f"{LOANS}/list/").text) == [], "what was sent in cannot be deleted"


def test_one_refusal_does_not_keep_the_others(office: Office) -> None:
    loans = [office.row(Loan, items=[{}]) for _ in range(3)]
    clerk = office.login(Role.CLERK)
    send(clerk, LOANS, "langkah-ajukan", loans[1])
    page = send(clerk, LOANS, "langkah-ajukan", loans[0], now(office, loans[1])[0], loans[2])
    assert [str(one.status) for one in now(office, *loans)] == ["diajukan"] * 3
    assert "Sudah dilakukan pada 2 data." in page
    assert re.search(r"1 data tidak diubah\. [^:]+: Langkah ini tidak dapat Anda lakukan", page)


def test_a_note_goes_with_its_step(office: Office) -> None:
    loans = [office.row(Loan, items=[{}]) for _ in range(2)]
    send(office.login(Role.CLERK), LOANS, "langkah-ajukan", *loans)
    head = office.login(Role.HEAD)
    without = send(
        head, LOANS, "langkah-tolak", *now(office, loans[0]), **{"note-langkah-tolak": " "}
    )
    assert "Catatan wajib diisi." in without and "note:" not in without
    notes = {"note-langkah-tolak": "Belum lengkap.", "note-langkah-pinjamkan": "lain"}
    send(head, LOANS, "langkah-tolak", *now(office, *loans), **notes)
    found = [(str(one.status), one.alasan) for one in now(office, *loans)]
    assert found == [("ditolak", "Belum lengkap.")] * 2


def test_rows_of_others_and_forged_ones_stay(office: Office) -> None:
    mine, other = office.row(Reader), office.row(Reader, OTHER_UNIT)
    book = office.row(Title)
    clerk = office.login(Role.CLERK)
    page = send(clerk, READERS, "hapus", mine, other, "1", "-1.1", f"{10**17}.1", "1.1;drop")
    assert "Sudah dilakukan pada 1 data." in page and "2 data tidak diubah." in page
    assert f"#{other.id}" in page and other.nama not in page, "its name is not told"
    left = office.gate.session.query(Reader.id).all()
    assert [one.id for one in left] == [other.id]
    send(office.login(Role.GUEST), "/toy_title", "hapus", book)
    assert office.count(Title) == 1


def test_what_somebody_else_changed_meanwhile_is_left_alone(office: Office) -> None:
    reader = office.row(Reader)
    looked_at = f"{reader.id}.{reader.version}"
    office.gate.save(office.actor(Role.CLERK), reader, {"nama": "Nama baru"})
    page = send(office.login(Role.CLERK), READERS, "hapus", looked_at)
    assert "baru saja diubah orang lain" in page and office.count(Reader) == 1


def test_nothing_ticked_and_the_way_back(office: Office) -> None:
    office.row(Title, judul="Alpha", genre="novel")
    clerk = office.login(Role.CLERK)
    assert "Centang dahulu barisnya." in send(clerk, "/toy_title", "hapus")
    asked = {"act": "hapus", "query": "f_genre=novel&page=3&next=//x"}
    answer = clerk.post("/toy_title/ticked", data=asked)
    assert answer.headers["Location"] == "/toy_title/list/?f_genre=novel"
    unknown = clerk.post("/toy_title/ticked", data={"act": "apa", "rowid": "1.1"})
    assert unknown.status_code == 302 and office.count(Title) == 1
