"""Anybody may ask whether a file is one that the office recorded; nothing else is told."""

from io import BytesIO
from typing import Any

from builder.house import House
from sop_workflow import commands
from sop_workflow.desk import Actor

LETTER = b"%PDF-1.4\n%surat usulan\n"


def recorded(house: House) -> str:
    """The number of a case with one letter in it."""
    sri = Actor(person=1)
    opened = commands.Open(title="Aplikasi Rahasia", organisation="Dinas Contoh", facts={})
    case = house.cases.do(sri, opened).case
    attach = commands.Attach(
        case_id=case.id,
        seen=case.version,
        kind="surat_usulan",
        content=LETTER,
        filename="surat.pdf",
        number="001/2026",
    )
    return house.cases.do(sri, attach).case.number


def test_a_recorded_file_is_known_by_its_bytes_alone(house: House, at: Any) -> None:
    number = recorded(house)
    guest = at()
    guest.get("/periksa-berkas/")
    answer = guest.post(
        "/periksa-berkas/",
        {"berkas": (BytesIO(LETTER), "nama-lain.bin")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 200
    assert number in answer.text and "001/2026" in answer.text
    assert "Aplikasi Rahasia" not in answer.text


def test_a_changed_file_is_not_known(house: House, at: Any) -> None:
    recorded(house)
    guest = at()
    guest.get("/periksa-berkas/")
    answer = guest.post(
        "/periksa-berkas/",
        {"berkas": (BytesIO(LETTER + b"x"), "surat.pdf")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 200 and "Tidak dikenal" in answer.text


def test_no_file_is_told_what_to_do(at: Any) -> None:
    guest = at()
    guest.get("/periksa-berkas/")
    answer = guest.post("/periksa-berkas/", {}, content_type="multipart/form-data")
    assert answer.status_code == 422 and "Pilih berkas" in answer.text
