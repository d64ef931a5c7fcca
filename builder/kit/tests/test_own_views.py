"""Selections of a list that people keep for themselves."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from flask.testing import FlaskClient

from builder.kit.own_views import MOST
from builder.kit.tables import OwnView
from builder.kit.testing import OTHER_UNIT, Office

from .toy import Reader, Role, Title

LIST = "/toy_title/list/"


def keep(browser: FlaskClient, name: str, query: str, table: str = "toy_title") -> Any:
    return browser.post(f"/{table}/view", data={"name": name, "query": query})


def test_a_view_of_ones_own_is_kept_shown_and_deleted(office: Office) -> None:
    office.row(Title, judul="Alpha", genre="novel")
    office.row(Title, judul="Beta", genre="ilmiah")
    browser = office.login(Role.CLERK)
    assert "Simpan tampilan ini" not in browser.get(LIST).text
    asked = browser.get(f"{LIST}?f_genre=novel&sort=-judul&page=2").text
    query = re.search(r'name="query" value="([^"]*)"', asked)
    assert query and unescape(query[1]) == "f_genre=novel&sort=-judul"
    answer = keep(browser, " Novel <b>saya ", "f_genre=novel&sort=-judul&page=3&lain=x")
    assert answer.headers["Location"] == f"{LIST}?f_genre=novel&sort=-judul"
    page = browser.get(answer.headers["Location"]).text
    assert "Novel &lt;b&gt;saya" in page and "Alpha" in page and "Beta" not in page
    assert "Simpan tampilan ini" not in page, "it is kept already"
    keep(browser, "Novel <b>saya", "f_genre=ilmiah")
    kept = office.gate.session.query(OwnView).one()
    assert kept.query == "f_genre=ilmiah", "the same name again replaces it"
    assert "Hapus tampilan" in browser.get(f"{LIST}?f_genre=ilmiah").text
    assert browser.post(f"/toy_title/view/{kept.id}/drop").status_code == 302
    assert "Novel &lt;b&gt;saya" not in browser.get(LIST).text


def test_it_is_nobody_elses_and_gives_no_rights(office: Office) -> None:
    office.row(Reader, nik="987654321", nama="Terbuka")
    head, clerk = office.login(Role.HEAD), office.login(Role.CLERK)
    keep(head, "Menebak", "q=987654321&sort=nik&f_nik=987654321", "toy_reader")
    assert "Menebak" in head.get("/toy_reader/list/").text
    assert "Terbuka" not in head.get("/toy_reader/list/?q=987654321").text
    assert "Menebak" not in clerk.get("/toy_reader/list/").text
    id = office.gate.session.query(OwnView).one().id
    clerk.post(f"/toy_reader/view/{id}/drop")
    head.post(f"/toy_title/view/{id}/drop")
    assert office.gate.session.query(OwnView).count() == 1
    assert keep(office.login(Role.GUEST), "x", "q=a").status_code in (302, 403)
    assert keep(office.app.test_client(), "x", "q=a").status_code == 403
    assert office.gate.session.query(OwnView).count() == 1


def test_what_cannot_be_kept_is_said(office: Office) -> None:
    browser = office.login(Role.CLERK, OTHER_UNIT)
    said = {
        "Tulis nama tampilannya.": ("  ", "q=a"),
        "Saring, cari atau urutkan dahulu": ("Kosong", "page=2&lain=3"),
        "terlalu panjang": ("Panjang", "q=" + "a" * 3000),
    }
    for words, (name, query) in said.items():
        keep(browser, name, query)
        assert words in browser.get(LIST).text
    for n in range(MOST + 1):
        keep(browser, f"Tampilan {n}", f"q={n}")
    assert f"Paling banyak {MOST} tampilan" in browser.get(LIST).text
    assert office.gate.session.query(OwnView).count() == MOST
