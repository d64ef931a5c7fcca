"""Papers that come from outside are named, and a signed scan takes the printed one's place."""

from __future__ import annotations

import io
import threading
from pathlib import Path
from typing import Any

import pytest

from builder import pictures
from builder.house import House
from sop_workflow import commands
from sop_workflow.desk import Actor

from .walk import NUMBER, PDF, TELAAH, case_at, do


def upload(browser: Any, house: House, number: int, **form: str) -> Any:
    browser.get(f"/usulan/{number}")
    sent = {"seen": str(house.cases.case(number).version), **form}
    content = (io.BytesIO(PDF + str(form).encode()), "Denah ruang 2.pdf")
    answer = browser.post(f"/berkas/{number}/lampirkan", {**sent, "content": content})
    house.session.rollback()
    return answer


def test_other_papers_are_told_apart(at: Any, house: House) -> None:
    number, sri = case_at(house, 5), at("sri")
    assert upload(sri, house, number, kind="lampiran").status_code == 302
    assert upload(sri, house, number, kind="lampiran", label="Contoh formulir").status_code == 302
    labels = [one.label for one in house.cases.case(number).papers[-2:]]
    assert labels == ["Denah ruang 2", "Contoh formulir"]


def test_a_signed_scan_keeps_the_number_and_replaces_the_print(at: Any, house: House) -> None:
    number = case_at(house, 7)
    meeting = house.cases.case(number).presentations[-1].id
    made = commands.MakePaper(
        case_id=number, kind="berita_acara_presentasi", number="005/7", presentation=meeting
    )
    house.cases.do(Actor(person=NUMBER["sri"]), made)
    house.session.remove()
    sri = at("sri")
    page = sri.get(f"/usulan/{number}").text
    assert "Berita acara presentasi (23-11-2026), pindaian bertanda tangan" in page
    value = f"berita_acara_presentasi/{meeting}"
    assert f'value="{value}"' in page
    for _twice in range(2):
        assert upload(sri, house, number, kind=value).status_code == 302
    scan = house.cases.case(number).papers[-1]
    assert (scan.kind, scan.presentation, scan.made) == ("berita_acara_presentasi", meeting, False)
    assert (scan.label, scan.number) == ("Berita acara presentasi (bertanda tangan)", "005/7")


def test_a_kind_that_was_never_made_is_no_scan(at: Any, house: House) -> None:
    number, sri = case_at(house, 5), at("sri")
    page = sri.get(f"/usulan/{number}").text
    assert "pindaian bertanda tangan" not in page


def test_a_rejected_case_stays_with_the_prakom_until_the_skpd_has_its_letter(
    at: Any, house: House
) -> None:
    number = case_at(house, 4)
    facts = {**TELAAH, "telaah_simpulan": "tidak perlu"}
    do(house, "kadis", number, commands.Reject, note="Sudah ada.", facts=facts)
    house.session.remove()
    sri = at("sri")
    waits = "Surat penolakan belum dibuat"
    inbox = sri.get("/kotak-masuk/").text
    assert waits in inbox and f"/usulan/{number}" in inbox
    page = sri.get(f"/usulan/{number}").text
    assert waits in page and '<option value="surat_penolakan/">' in page
    assert waits not in at("kadis").get("/kotak-masuk/").text
    sent = {
        "paper": "surat_penolakan/",
        "number": "555/1",
        "seen": str(house.cases.case(number).version),
    }
    assert sri.post(f"/berkas/{number}/buat", sent).status_code == 302
    house.session.rollback()
    assert waits not in sri.get("/kotak-masuk/").text
    assert waits not in sri.get(f"/usulan/{number}").text


def test_what_is_lacking_leads_to_its_place(at: Any, house: House) -> None:
    page = at("sri").get(f"/usulan/{case_at(house, 6)}").text
    assert 'href="#presentasi">Belum ada presentasi.' in page and 'id="presentasi"' in page


def test_two_who_look_at_a_paper_at_once_both_see_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both draw it, since it was not kept yet; the slower one finds the other's there."""
    both = threading.Barrier(2, timeout=30)

    def drawn(_pdf: bytes) -> bytes:
        both.wait()
        return b"\x89PNG picture"

    monkeypatch.setattr(pictures, "_ask", drawn)
    writes = Path.write_bytes

    def slow(path: Path, content: bytes) -> int:
        done = writes(path, content)
        both.wait()  # now both have written what they will put in place
        return done

    monkeypatch.setattr(Path, "write_bytes", slow)
    seen: list[bytes] = []
    viewers = [
        threading.Thread(target=lambda: seen.append(pictures.first_page(PDF, "ab" * 32, tmp_path)))
        for _one in range(2)
    ]
    for one in viewers:
        one.start()
    for one in viewers:
        one.join(30)
    assert seen == [b"\x89PNG picture"] * 2
    assert [one.suffix for one in (tmp_path / "pictures" / "ab").iterdir()] == [".png"]


def test_a_picture_that_a_busy_machine_did_not_make_in_time_is_made_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as busy:
        busy.setattr(pictures, "SECONDS", 0.001)
        assert pictures.first_page(PDF, "cd" * 32, tmp_path).startswith(b"\x89PNG")
    assert not list(tmp_path.rglob("*.png"))
    assert pictures.first_page(PDF, "cd" * 32, tmp_path).startswith(b"\x89PNG")
    assert list(tmp_path.rglob("*.png"))
