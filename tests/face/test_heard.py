"""What the gate and the field types say is heard in English where the page is English."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_babel import force_locale

from builder.kit.face.heard import heard
from builder.kit.frontend import sentences
from builder.kit.testing import Office
from builder.kit.tests.toy import Loan, Reader, create_app
from builder.kit.tests.toy.screens import Role
from builder.plugin_host import load_plugins
from tests.face import language


@pytest.fixture(scope="module")
def office(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("toy")
    return Office(create_app(f"sqlite:///{folder / 'toy.db'}", folder))


@pytest.fixture
def english(office: Office) -> Iterator[None]:
    with office.app.test_request_context("/"), force_locale("en"):
        yield


def english_browser(office: Office, role: Role = Role.CLERK) -> FlaskClient:
    browser = office.login(role)
    browser.get("/lang/en")
    return browser


def untranslated(answer: Any) -> dict[str, str]:
    return language.untranslated(language.Page(answer.text).texts)


@pytest.mark.parametrize(
    ("said", "in_english"),
    [
        ("Nama usaha wajib diisi.", "Nama usaha must be filled in."),
        ("Modal paling sedikit Rp1.000.000.", "Modal: Rp1.000.000 at least."),
        ("Paling panjang 80 huruf.", "At most 80 letters."),
        (
            "Usaha ini masih dipakai 3 Pengajuan; hapus atau ubah itu dahulu.",
            "This Usaha is still used by 3 Pengajuan; delete or change that first.",
        ),
        ("Kuota tahun ini sudah habis.", "Kuota tahun ini sudah habis."),
        ("", ""),
    ],
)
def test_a_sentence_is_found_with_what_stands_in_it(
    english: None, said: str, in_english: str
) -> None:
    assert heard(said) == in_english


def test_every_sentence_has_english(english: None) -> None:
    found = sentences.kit()
    assert len(found) > 80
    for said in found:
        whole = said
        for place in sentences.PLACES:
            whole = whole.replace(f"%({place})s", f"«{place}»")
        said_so = heard(whole)
        assert said_so != whole, said
        assert all(f"«{p}»" in said_so for p in sentences.PLACES if f"%({p})s" in said), said


def test_every_type_refuses_in_english(english: None) -> None:
    """Nonsense for each of our own types: no word of what it answers is Indonesian."""
    refused = 0
    for name, one in load_plugins().types.items():
        for folder in ("core_types", "indonesia_types"):
            path = Path("plugins") / folder / "runtime" / f"{name}.py"
            if not path.is_file():
                continue
            clean = importlib.import_module(f"plugins.{folder}.runtime.{name}").clean
            for nonsense in ("??", "9" * 40, "1.2.3.4,5", "x" * 5000, "99.99.99"):
                try:
                    clean(nonsense)
                except ValueError as error:
                    refused += 1
                    assert not language.untranslated([heard(error)]), (name, one, str(error))
    assert refused > 40


def test_a_form_that_is_refused_is_english_throughout(office: Office) -> None:
    browser = english_browser(office)
    typed = {"nik": "", "nama": "", "lahir": "besok lusa", "cabang": "999999"}
    answer = browser.post("/toy_reader/add", data=typed)
    assert answer.status_code == 422 and "must be filled in." in answer.text
    assert not untranslated(answer)
    lie = (BytesIO(b"<script>"), "a.png")
    file = browser.post("/toy_reader/add", data={**typed, "foto": lie})
    assert "does not match its ending" in file.text and not untranslated(file)
    rows = browser.post("/toy_loan/add", data={"items-0-jumlah": "banyak"})
    assert rows.status_code == 422 and not untranslated(rows)


def test_what_is_refused_on_a_row_is_english(office: Office) -> None:
    office.row(Reader, cabang=office.unit("unit-a"))
    browser = english_browser(office, Role.HEAD)
    used = browser.post(f"/toy_branch/delete/{office.unit('unit-a')}", follow_redirects=True)
    assert "is still used by" in used.text
    loan = office.row(Loan, items=[{}])
    url = f"/toy_loan/move/{loan.id}/ajukan"
    office.login(Role.CLERK).post(url, data={"version": str(loan.version)})
    noted = browser.post(
        f"/toy_loan/move/{loan.id}/tolak", data={"note": ""}, follow_redirects=True
    )
    assert "A note must be filled in." in noted.text and "note:" not in noted.text


def test_an_import_is_refused_in_english(office: Office) -> None:
    browser = english_browser(office)
    none = browser.post("/toy_title/import", data={})
    assert "Choose a CSV file first." in none.text
    file = (BytesIO(b"judul,tahun,nomor\n,besok,1\nB,2001,2\n"), "a.csv")
    bad = browser.post("/toy_title/import", data={"file": file})
    assert bad.status_code == 422 and not untranslated(bad)
