"""Files that cannot be papers: refused with their name and the limit, and nothing is kept."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from builder.house import House
from tests.proofs.office import FACTS, PDF, Visitor, boxes, new_case, words

MB = 1024 * 1024
At = Callable[..., Visitor]
Files = Callable[[], set[Path]]
WRONG = {
    "empty": (b"", "Berkas kosong"),
    "a program called .pdf": (b"MZ\x90\x00 program", "Berkas ini bukan PDF"),
    "a page called .pdf": (b"<html><script>alert(1)</script>", "Berkas ini bukan PDF"),
    "over the limit": (PDF + b"x" * (2 * MB), "Paling besar 2 MB."),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_file_is_refused_by_its_name_and_the_case_stays_as_it_was(
    at: At, house: House, files: Files, kind: str
) -> None:
    content, told = WRONG[kind]
    number = new_case(house)
    before = files()
    version = house.cases.case(number).version
    answer = at("sri").upload(number, content, "pindaian 7.pdf")
    assert answer.status_code == 422
    assert told in words(answer) and "pindaian 7.pdf" in words(answer)
    case = house.cases.case(number)
    assert (case.version, case.papers) == (version, ())
    assert all(path.stat().st_size <= 2 * MB for path in files() - before)


def test_no_file_at_all_is_said(at: At, house: House) -> None:
    number = new_case(house)
    sri = at("sri")
    sri.look(f"/usulan/{number}")
    answer = sri.send(f"/berkas/{number}/lampirkan", kind="surat_usulan")
    assert answer.status_code == 422 and "Berkas kosong" in words(answer)


@pytest.mark.parametrize("kind", WRONG)
def test_a_request_with_a_wrong_letter_is_kept_and_the_letter_asked_again(
    at: At, house: House, kind: str
) -> None:
    content, told = WRONG[kind]
    sri = at("sri")
    sri.look("/usulan/baru")
    letter = {"surat_usulan": (BytesIO(content), "surat 7.pdf")}
    answer = sri.post("/usulan/baru", {**FACTS, "judul": f"Usulan {kind}", **letter})
    assert answer.status_code == 302
    page = sri.look(answer.location)
    assert "Usulan tersimpan, berkasnya belum." in page and told in page
    number = int(answer.location.rpartition("/")[2])
    case = house.cases.case(number)
    assert (case.title, case.papers) == (f"Usulan {kind}", ())
    assert sri.upload(number, PDF).status_code == 302
    house.session.remove()
    assert len(house.cases.case(number).papers) == 1


def test_a_form_over_every_limit_is_a_page_in_words_and_changes_nothing(
    at: At, house: House, files: Files
) -> None:
    number = new_case(house)
    before = files(), house.cases.case(number).version
    answer = at("sri").upload(number, PDF + b"x" * (4 * MB))
    assert answer.status_code == 413
    page = words(answer)
    assert "Berkas terlalu besar" in page and "pilih berkas yang lebih kecil" in page
    assert "Ke beranda" in page and "<html lang=" in answer.text
    house.session.remove()
    assert (files(), house.cases.case(number).version) == before


def test_a_program_gets_the_same_words_as_data(at: At) -> None:
    sri = at("sri")
    sri.look("/kotak-masuk/")
    answer = sri.client.post(
        "/usulan/baru", data=b"x" * (4 * MB), headers={"Accept": "application/json"}
    )
    assert answer.status_code == 413
    assert answer.json["message"].startswith("Berkas terlalu besar")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00not text", b"", b"\x00\x01"])
def test_a_design_file_that_is_no_text_is_refused_and_the_design_stays(
    at: At, house: House, content: bytes
) -> None:
    number = new_case(house, step=5)
    sri = at("sri")
    sri.look(f"/rancangan/{number}")
    sri.look(f"/rancangan/{number}/berkas")
    app = house.specs.of_case(number)
    assert app is not None
    before = house.specs.draft(app.id).raw
    file = (BytesIO(content), "rancangan.yaml")
    answer = sri.send(f"/rancangan/{number}/berkas", file=file, text="ketikan saya")
    assert answer.status_code == 422
    assert "rancangan tidak berubah" in words(answer)
    assert content == b"" or not content.startswith(b"\xff") or "ketikan saya" in boxes(answer)
    house.session.remove()
    assert house.specs.draft(app.id).raw == before
