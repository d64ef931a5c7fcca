"""CSV out and in, rows from elsewhere, samples, everything for whoever takes over."""

from __future__ import annotations

import json
import re
import sqlite3
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask_appbuilder import Model
from sqlalchemy import update
from sqlalchemy.schema import CreateTable

from builder.kit import Refused
from builder.kit.choices import Choices
from builder.kit.fields import Field, fields
from builder.kit.tables import KitBase
from builder.kit.testing import OTHER_UNIT, Office
from builder.kit.transfer import masked, safe, unsafe

from .toy import Branch, Loan, LoanItem, Reader, Role, Title


def bring(office: Office, role: Role, text: str, *, sure: bool = True, table: str = "title") -> Any:
    browser = office.login(role)
    url = f"/toy_{table}/import"
    look = browser.post(url, data={"file": (BytesIO(text.encode()), "a.csv")})
    if not sure:
        return look
    if 'name="token"' not in look.text:
        return look
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', look.text)
    return browser.post(url, data=dict(hidden))


def test_no_cell_is_run_as_a_formula() -> None:
    for text in ("=1+1", "+cmd", "-x", "@sum", "\tx"):
        assert safe(text)[0] == "'"
        assert unsafe(safe(text)) == text
    for text in ("-5", "+62812", "-1.500,25", "biasa"):
        assert safe(text) == text


def test_export_is_what_the_list_shows(office: Office) -> None:
    office.row(Title, judul="=HYPERLINK()", harga=1500)
    office.row(Title, judul="Lain", genre="novel")
    browser = office.login(Role.CLERK)
    answer = browser.get("/toy_title/export?q=hyper")
    assert answer.headers["Content-Disposition"].endswith('"toy_title.csv"')
    lines = answer.text.removeprefix("\ufeff").strip().split("\r\n")
    assert lines[0].startswith("Judul,Tahun,Genre")
    assert len(lines) == 2
    assert lines[1].startswith("'=HYPERLINK()")
    assert "1500.00" in lines[1]


def test_export_obeys_rows_hidden_fields_and_classes(office: Office) -> None:
    office.row(Reader, nik="111122223333", lahir="2000-01-02")
    other = office.row(Reader, OTHER_UNIT, nik="999988887777")
    clerk = office.login(Role.CLERK).get("/toy_reader/export").text
    assert "111122223333" in clerk
    assert other.nik not in clerk
    head = office.login(Role.HEAD).get("/toy_reader/export").text
    assert "NIK" not in head
    assert other.nama in head
    assert office.login(Role.GUEST).get("/toy_reader/export").status_code in (302, 403)
    assert masked("111122223333") == "********3333"


def test_export_of_many_rows_comes_in_pieces(office: Office) -> None:
    rows = [{"id": n, "kode": f"K{n}", "nama": f"Cabang {n}"} for n in range(1000, 2201)]
    folder = Path(office.app.config["UPLOAD_FOLDER"]) / "rows"
    folder.mkdir()
    (folder / "toy_branch.jsonl").write_text("\n".join(json.dumps(r) for r in rows))
    with office.app.app_context():
        assert office.application.load_rows(folder) == {"toy_branch": 1201}
        assert office.application.load_rows(folder) == {"toy_branch": 0}
    office.row(Branch)
    assert office.count(Branch) == 1202 or office.count(Branch) == 1203


def test_import_looks_first_and_writes_all_or_nothing(office: Office) -> None:
    good = "Judul;Tahun;Harga;Genre\nSatu;2001;1.500;Novel\nDua;2002;2000;novel\n"
    look = bring(office, Role.CLERK, good, sure=False)
    assert look.status_code == 200
    without_key = bring(office, Role.CLERK, "Judul;Harga\nSatu;1500\n", sure=False)
    told = ["setiap baris menjadi data baru" in one.text for one in (look, without_key)]
    assert told == [False, True]
    assert office.count(Title) == 0
    bad = good + "Tiga;1800;x;\n;2003;1;\n"
    answer = bring(office, Role.CLERK, bad)
    assert answer.status_code == 422
    assert office.count(Title) == 0
    for words in ("Tulis jumlah uang", "Judul wajib diisi."):
        assert words in answer.text
    assert bring(office, Role.CLERK, good).status_code == 302
    assert office.count(Title) == 2


def test_import_twice_changes_nothing_and_a_changed_line_changes_its_row(office: Office) -> None:
    text = "nik,nama\n1111,Siti\n2222,Budi\n"
    assert bring(office, Role.CLERK, text, table="reader").status_code == 302
    again = bring(office, Role.CLERK, text, table="reader", sure=False)
    assert again.status_code == 200
    bring(office, Role.CLERK, text, table="reader")
    assert office.count(Reader) == 2
    bring(office, Role.CLERK, "NIK,Nama\n1111,Siti Aminah\n", table="reader")
    found = office.gate.session.query(Reader).filter_by(nik="1111").one()
    assert found.nama == "Siti Aminah"
    assert found.version == 2


def test_a_line_that_does_not_fit_its_headings_is_told(office: Office) -> None:
    look = bring(office, Role.CLERK, "nik,nama\n1111,Siti, S.Kom\n", table="reader")
    assert look.status_code == 422
    assert "lebih banyak daripada kolomnya" in look.text
    twice = bring(office, Role.CLERK, "nik,nama,Nama\n1111,Siti,Budi\n", table="reader")
    assert twice.status_code == 422
    assert "Kolom ini ada dua kali" in twice.text
    assert office.count(Reader) == 0


def test_files_as_other_programs_write_them(office: Office) -> None:
    assert bring(office, Role.CLERK, "nik,nama\r1111,Siti\r", table="reader").status_code == 302
    assert office.count(Reader) == 1
    long = '"' + "x" * 200_000
    look = bring(office, Role.CLERK, f"nik,nama\n2222,{long}\n", table="reader")
    assert look.status_code == 422
    assert "tanda kutipnya tidak ditutup" in look.text


def test_two_fields_of_one_label_are_told_apart(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(Reader.__table__.columns.lahir.info, "label", "Nama")
    monkeypatch.setattr(fields(Reader)["lahir"], "text", "Nama")
    office.row(Reader, nik="1111", nama="Siti", lahir="2000-01-02")
    text = office.login(Role.CLERK).get("/toy_reader/export").text
    assert text.removeprefix("\ufeff").startswith("NIK,nama,lahir,Cabang")
    assert bring(office, Role.CLERK, text.replace("Siti", "Ani"), table="reader").status_code == 302
    row = office.gate.session.query(Reader).one()
    assert (row.nama, str(row.lahir)) == ("Ani", "2000-01-02")


def test_import_says_nothing_of_foreign_rows(office: Office) -> None:
    office.row(Reader, OTHER_UNIT, nik="3333", nama="Budi")
    for name in ("Budi", "Tebakan"):  # the right guess is answered like a wrong one
        answer = bring(office, Role.CLERK, f"nik,nama\n3333,{name}\n", table="reader")
        assert answer.status_code == 422
        assert "bukan wewenang" in answer.text


def test_import_stays_within_ones_rows_and_fields(office: Office) -> None:
    office.row(Reader, OTHER_UNIT, nik="3333")
    answer = bring(office, Role.CLERK, "nik,nama\n3333,Dicuri\n", table="reader")
    assert answer.status_code == 422
    assert "bukan wewenang" in answer.text
    foreign = f"nik,nama,cabang\n4444,A,{OTHER_UNIT}\n"
    assert bring(office, Role.CLERK, foreign, table="reader").status_code == 422
    assert office.count(Reader) == 1
    assert bring(office, Role.CLERK, "nik,sandi\n1,2\n", table="reader").status_code == 422
    assert bring(office, Role.HEAD, "nik\n1\n", table="reader").status_code in (302, 403)
    with pytest.raises(Refused), office.app.test_request_context():
        from builder.kit.importing import Import

        Import(office.actor(Role.HEAD), Reader).run("nama\nA\n", rehearsal=False)


def test_an_import_does_not_tell_what_stands_in_rows_of_others(office: Office) -> None:
    """A line that says the same as a row would be "tetap": whoever guesses would be told."""
    office.row(Reader, OTHER_UNIT, nik="3333", nama="Siti")
    answers = [
        bring(office, Role.CLERK, f"nik,nama\n3333,{guess}\n", sure=False, table="reader")
        for guess in ("Siti", "Budi")
    ]
    assert [one.status_code for one in answers] == [422, 422]
    assert all("bukan wewenang" in one.text for one in answers)


def test_what_was_exported_can_be_imported(office: Office) -> None:
    for n in range(3):
        office.row(Title, judul=f"J{n}", harga=1000 + n, genre="ilmiah", bahasa="en")
    text = office.login(Role.CLERK).get("/toy_title/export").text
    assert text.count("J1,1900,Karya ilmiah,Inggris,1001.00,Ya,") == 1  # words, not codes
    look = bring(office, Role.CLERK, text, sure=False)
    assert look.status_code == 200, look.text
    assert bring(office, Role.CLERK, text).status_code == 302
    assert office.count(Title) == 3
    assert {row.version for row in office.gate.session.query(Title)} == {1}


class Colour(Choices):
    RED = "merah", "Merah"
    DARK = "gelap", "Merah, gelap"
    BLUE = "biru", "Biru"
    SAME = "langit", "biru"
    ODD = "merah_tua", "gelap"


@pytest.mark.parametrize("many", [False, True])
def test_a_choice_that_its_label_does_not_name_stands_by_its_code(many: bool) -> None:
    f = Field.__new__(Field)
    f.choices, f.many, f.type = Colour, many, None
    written = {str(one): f.export([one] if many else one) for one in Colour}
    assert written == {
        "merah": "Merah", "gelap": "gelap", "biru": "biru", "langit": "langit",
        "merah_tua": "merah_tua",
    }  # fmt: skip
    for code, text in written.items():
        assert f.parse(text) == ([code] if many else code), text
    if many:
        assert f.parse("Merah, langit") == ["merah", "langit"]
        assert f.export(["merah", "langit"]) == "Merah, langit"


def test_samples_fill_every_entity_and_repeat(office: Office) -> None:
    with office.app.app_context():
        made = office.application.load_samples(4)
    assert made == {"toy_branch": 4, "toy_reader": 4, "toy_title": 4, "toy_loan": 4}
    assert office.count(LoanItem) >= 4
    assert len({str(row.status) for row in office.gate.session.query(Loan)}) > 1


def test_a_bad_line_stops_everything_and_is_named(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "rows"
    folder.mkdir()
    (folder / "toy_branch.jsonl").write_text('{"id": 1, "kode": "A", "nama": "A"}\n')
    (folder / "toy_title.jsonl").write_text('{"id": 1, "judul": "A", "tahun": "x"}\n')
    with office.app.app_context(), pytest.raises(ValueError, match="baris 1"):
        office.application.load_rows(folder)
    assert office.count(Branch) == 0


def test_what_the_tables_refuse_is_told_by_file(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "rows"
    folder.mkdir()
    for line, words in (
        ('{"id": 1, "nik": "1111", "nama": "A", "cabang": 77}', "rujukan ke baris yang tidak ada"),
        ('{"id": 1, "nik": "1111", "cabang": 77}', "Nama wajib diisi"),
    ):
        (folder / "toy_reader.jsonl").write_text(line + "\n")
        with office.app.app_context(), pytest.raises(ValueError, match=words) as caught:
            office.application.load_rows(folder)
        assert "toy_reader.jsonl" in str(caught.value)
    said = office.app.test_cli_runner().invoke(args=["load-rows", str(folder)])
    assert said.exit_code == 1 and "Nama wajib diisi" in said.output


def test_a_required_field_that_the_file_lacks_gets_its_default(
    office: Office, tmp_path: Path
) -> None:
    folder = tmp_path / "rows"
    folder.mkdir()
    (folder / "toy_title.jsonl").write_text('{"id": 1, "judul": "A", "harga": "5"}\n')
    with office.app.app_context():
        office.application.load_rows(folder)
    title = office.gate.session.query(Title).one()
    assert (title.tahun, title.aktif) == (2020, True)


def test_dump_holds_every_row(office: Office, tmp_path: Path) -> None:
    office.row(Title, judul="O'Hara; DROP")
    with office.app.app_context():
        counts = office.application.dump(tmp_path / "dump")
    assert counts["toy_title"] == 1
    assert (tmp_path / "dump" / "toy_title.csv").read_text().count("\n") == 2
    said = (tmp_path / "dump" / "data.sql").read_text()
    empty = sqlite3.connect(":memory:")
    for table in (*KitBase.metadata.sorted_tables, *Model.metadata.sorted_tables):
        empty.execute(str(CreateTable(table)))
    for entity in office.application.entities:
        empty.execute(str(CreateTable(entity.__table__)))
    empty.executescript(said)
    assert empty.execute("SELECT judul FROM toy_title").fetchall() == [("O'Hara; DROP",)]
    assert empty.execute("SELECT DISTINCT password FROM ab_user").fetchall() == [("",)]


def test_dump_sets_references_that_come_too_early_afterwards(
    office: Office, tmp_path: Path
) -> None:
    """A branch that was put under a younger one: PostgreSQL refuses the row before its parent."""
    first = office.row(Branch)
    second = office.row(Branch)
    under = update(Branch.__table__).where(Branch.id == first.id).values(induk_id=second.id)
    with office.app.app_context():
        office.application.db.session.execute(under)
        office.application.dump(tmp_path / "dump")
    said = (tmp_path / "dump" / "data.sql").read_text().splitlines()
    late = f'UPDATE "toy_branch" SET "induk_id" = {second.id} WHERE "id" = {first.id};'
    assert said.index(late) > max(n for n, line in enumerate(said) if "INSERT" in line)
