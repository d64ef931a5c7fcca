"""Background work on the page of its case: how far, by whom called off, begun anew."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy.orm import Session

from builder import jobs, pipeline
from builder.house import House
from builder.portal import work
from sop_workflow.commands import Open
from sop_workflow.desk import Actor


@pytest.fixture
def number(house: House) -> int:
    """A case that Sri handles."""
    done = house.cases.do(
        Actor(person=1, name="Sri Contoh"), Open(title="Buku Tamu", organisation="Dinas Contoh")
    )
    with house.session() as session:
        session.execute(_handled(done.case.id))
        session.commit()
    return done.case.id


def _handled(case_id: int) -> Any:
    from sqlalchemy import update

    from sop_workflow.storage.tables import CaseRow

    return update(CaseRow).where(CaseRow.id == case_id).values(handler=1)


def put(house: House, number: int, kind: str = "deliver", **more: Any) -> int:
    with Session(house.engine) as session, session.begin():
        return jobs.enqueue(
            session, kind, f"uji-{kind}", {"case": number}, lane=pipeline.lane(number), **more
        )


def hold(house: House, percent: int, note: str) -> jobs.Claim:
    with Session(house.engine) as session:
        held = jobs.claim(session, "uji", 30)
        assert held is not None
        jobs.progress(session, held, percent, note)
    return held


def test_what_is_being_done_is_said_in_words(at: Any, house: House, number: int) -> None:
    put(house, number)
    hold(house, 35, "uji|34|135")
    sri = at("sri")
    page = sri.get(f"/usulan/{number}").text
    assert "Menjalankan uji 34 dari 135" in page and 'value="35"' in page
    assert f'hx-get="/pekerjaan/{number}"' in page
    part = sri.get(f"/pekerjaan/{number}", headers={"HX-Request": "true"}).text
    assert "Menjalankan uji 34 dari 135" in part and "<html" not in part
    sri.get("/lang/en")
    assert "Running test 34 of 135" in sri.get(f"/pekerjaan/{number}").text


def test_every_word_of_the_pipeline_has_a_sentence() -> None:
    from pathlib import Path

    source = Path(pipeline.__file__).read_text()
    said = set(re.findall(r'job\.progress\(\d+, f?"(\w+)', source)) | pipeline.CHECKING.keys()
    assert said == work.NOTES.keys()
    assert work.note_words("uji|a|b").endswith("uji a dari b")
    assert work.note_words("kalimat lama") == "kalimat lama"


def test_its_handler_may_call_it_off_and_begin_anew(at: Any, house: House, number: int) -> None:
    job = put(house, number)
    held = hold(house, 50, "kode")
    sri, kasi = at("sri"), at("kasi")
    kasi.get(f"/usulan/{number}")
    assert f"/pekerjaan/{number}/{job}/batal" not in kasi.last
    assert kasi.post(f"/pekerjaan/{number}/{job}/batal").status_code == 403
    assert f"/pekerjaan/{number}/{job}/batal" in sri.get(f"/usulan/{number}").text
    assert sri.post(f"/pekerjaan/{number}/{job}/batal").status_code == 302
    with Session(house.engine) as session:
        assert not jobs.renew(session, held, 30)  # its worker stops it
        jobs.drop(session, held)
    page = sri.get(f"/usulan/{number}").text
    assert "Dibatalkan oleh Sri Contoh" in page and "Mulai lagi" in page
    assert 'hx-trigger="every 2s"' not in page
    assert sri.post(f"/pekerjaan/{number}/{job}/batal").status_code == 302
    assert sri.post(f"/pekerjaan/{number}/{job}/ulangi").status_code == 302
    page = sri.get(f"/usulan/{number}").text
    assert "menunggu" in page and "Dibatalkan oleh" not in page


def test_what_came_of_it_stands_there_when_one_comes_back(
    at: Any, house: House, number: int
) -> None:
    put(house, number, "design_paper")
    held = hold(house, 50, "dokumen|Manual")
    sri = at("sri")
    sri.get(f"/usulan/{number}")
    with Session(house.engine) as session:
        jobs.complete(session, held)
    part = sri.get(f"/pekerjaan/{number}", headers={"HX-Request": "true"}).text
    assert "selesai" in part and "Tampilkan hasilnya" in part and "/batal" not in part
    assert "Tampilkan hasilnya" not in sri.get(f"/usulan/{number}").text


def test_work_of_another_case_is_not_touched(at: Any, house: House, number: int) -> None:
    job = put(house, number)
    sri = at("sri")
    sri.get(f"/usulan/{number}")
    assert sri.post(f"/pekerjaan/{number + 1}/{job}/batal").status_code == 404
    assert sri.post(f"/pekerjaan/{number}/{job + 1}/batal").status_code == 404
    assert sri.get("/pekerjaan/99").status_code == 404
