"""What was deleted is kept aside: shown to those who may delete, and brought back by them."""

from __future__ import annotations

from builder.kit.testing import OTHER_UNIT, Office

from .toy import Loan, Reader, Role, Title


def test_the_list_leads_to_what_was_deleted_and_it_comes_back(office: Office) -> None:
    reader = office.row(Reader, nama="Siti Aminah", nik="1234")
    browser = office.login(Role.CLERK)
    browser.post(f"/toy_reader/delete/{reader.id}")
    assert "Siti Aminah" not in browser.get("/toy_reader/list/").text
    assert "/toy_reader/deleted" in browser.get("/toy_reader/list/").text
    page = browser.get("/toy_reader/deleted").text
    assert "Siti Aminah" in page and f"/toy_reader/restore/{reader.id}" in page
    assert browser.post(f"/toy_reader/restore/{reader.id}").status_code == 302
    assert browser.get(f"/toy_reader/show/{reader.id}").status_code == 200
    assert "Siti Aminah" not in browser.get("/toy_reader/deleted").text
    acts = [one.act for one in office.gate.history(office.actor(Role.CLERK), reader)]
    assert acts == ["restore", "delete", "add"]


def test_only_rows_that_one_could_have_deleted(office: Office) -> None:
    other = office.row(Reader, OTHER_UNIT, nama="Budi")
    office.gate.delete(office.actor(Role.CLERK, OTHER_UNIT), other)
    browser = office.login(Role.CLERK)
    assert "Budi" not in browser.get("/toy_reader/deleted").text
    assert browser.post(f"/toy_reader/restore/{other.id}").status_code == 404
    head = office.login(Role.HEAD)  # sees every reader, deletes none
    assert "/toy_reader/deleted" not in head.get("/toy_reader/list/").text
    for answer in (head.get("/toy_reader/deleted"), head.post(f"/toy_reader/restore/{other.id}")):
        assert answer.status_code in (302, 403)
    assert office.count(Reader) == 0
    living = office.row(Reader)
    assert browser.post(f"/toy_reader/restore/{living.id}").status_code == 404


def test_where_deleting_is_for_good_there_is_no_such_page(office: Office) -> None:
    browser = office.login(Role.CLERK)
    assert browser.get("/toy_loan_item/deleted").status_code == 404
    assert "/toy_loan_item/deleted" not in browser.get("/toy_loan_item/list/").text


def test_what_a_row_refers_to_comes_back_first(office: Office) -> None:
    clerk = office.actor(Role.CLERK)
    loan = office.row(Loan)
    reader = loan.reader
    office.gate.delete(clerk, loan)
    office.gate.delete(clerk, reader)
    loan_url, reader_url = f"/toy_loan/restore/{loan.id}", f"/toy_reader/restore/{reader.id}"
    browser = office.login(Role.CLERK)
    answer = browser.post(loan_url, follow_redirects=True)
    assert "Pembaca yang dirujuknya juga terhapus; pulihkan Pembaca itu dahulu." in answer.text
    assert office.count(Loan) == 0
    for url in (reader_url, loan_url):
        browser.post(url)
    assert (office.count(Reader), office.count(Loan)) == (1, 1)


def test_the_words_about_a_deleted_double_lead_somewhere(office: Office) -> None:
    clerk = office.actor(Role.CLERK)
    title = office.row(Title, judul="Kembali", tahun=2001)
    office.gate.delete(clerk, title)
    refused = office.errors(Title, judul="Kembali", tahun=2001)
    assert "Pulihkan data itu" in " ".join(refused.values())
    page = office.login(Role.CLERK).get("/toy_title/deleted").text
    assert "Kembali" in page and "/toy_title/restore/" in page
    office.gate.restore(clerk, title)
    assert office.count(Title) == 1
