"""The room is shut, but who spoke up in it still learns what became of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from builder.house import House
from builder.portal.previewing import links
from builder.preview.links import Room
from sop_workflow import commands
from sop_workflow.case import Case
from sop_workflow.desk import Actor

from .conftest import TestClock
from .walk import case_at, do

SAID, ANSWER = "Hurufnya kecil.", "Hurufnya sudah dibesarkan."


@pytest.fixture
def case(house: House) -> Case:
    """A presentation in which Rina said something that was answered since."""
    number = case_at(house, 6)
    at = house.clock.now() + timedelta(hours=1)
    called = do(house, "sri", number, commands.CallPresentation, at=at, place="Aula")
    meeting = called.presentations[-1].id
    remark = commands.AddRemark(case_id=number, text=SAID, presentation=meeting)
    said = house.cases.do(Actor.guest("Rina Misalnya", "Bagian Umum"), remark).case
    answer = {"remark": said.remarks[-1].id, "answer": ANSWER, "outcome": "diterima"}
    return do(house, "sri", number, commands.AnswerRemark, **answer)


@pytest.fixture(params=["expired", "closed"])
def over(request: Any, portal: Flask, house: House, case: Case) -> str:
    """The address of a room whose time is over, or that was shut."""
    room = Room(f"{case.id}-{case.presentations[-1].id}", "coba", ("camat",), 1_000_000_000)
    if request.param == "closed":
        room = Room(room.id, room.tree, room.roles, 4_000_000_000)
        links(house).close(room.id)
    return f"/presentasi/{links(house).make_room(room)}"


def test_the_answer_is_shown_to_who_gives_the_same_name(at: Any, over: str) -> None:
    guest = at()
    first = guest.get(over)
    assert first.status_code == 410 and "Pernah memberi catatan di ruang ini?" in first.text
    assert SAID not in first.text and ANSWER not in first.text
    told = {"name": " rina  misalnya", "unit": "bagian umum"}
    for seen in (guest.post(over, told), guest.get(over)):
        assert seen.status_code == 410 and SAID in seen.text and ANSWER in seen.text


def test_another_name_sees_nothing_and_may_try_again(at: Any, over: str) -> None:
    guest = at()
    guest.get(over)
    guest.post(over, {"name": "Joko", "unit": "Bagian Umum"})
    page = guest.get(over).text
    assert ANSWER not in page and "Lihat jawaban" in page


def test_nothing_is_tried_or_said_there_any_more(
    at: Any, house: House, case: Case, over: str
) -> None:
    guest = at()
    guest.get(over)
    guest.post(over, {"name": "Rina Misalnya", "unit": "Bagian Umum"})
    assert guest.get(f"{over}/camat").status_code == 410
    guest.get(over)
    assert guest.post(f"{over}/catatan", {"text": "Lagi"}).status_code == 410
    house.session.rollback()
    assert len(house.cases.case(case.id).remarks) == 1


def test_a_forged_link_asks_for_no_name(at: Any, over: str) -> None:
    page = at().get(over[:-4] + "aaaa")
    assert page.status_code == 403 and "Pernah memberi catatan" not in page.text


def test_a_room_that_was_shut_too_early_opens_again(
    at: Any, house: House, case: Case, clock: TestClock
) -> None:
    clock.time = datetime.now(UTC)  # links end by the real clock
    meeting = case.presentations[-1].id
    host = f"/ruang/{case.id}/{meeting}"
    sri = at("sri")
    page = sri.get(host).text
    found = re.search(r'href="[^"]*(/r/[A-Z0-9-]+)"', page)
    assert found and "Tutup ruang" in page
    assert at().get(found.group(1), follow_redirects=True).status_code == 200
    assert sri.post(f"{host}/tutup").status_code == 302
    page = sri.get(host).text
    assert "Ruang ini sudah ditutup" in page and "/r/" not in page, "no code that opens nothing"
    assert at().get(found.group(1), follow_redirects=True).status_code == 410
    kasi = at("kasi")
    assert "Buka lagi" not in kasi.get(host).text
    assert kasi.post(f"{host}/buka").status_code == 403
    assert sri.post(f"{host}/buka").status_code == 302
    assert at().get(found.group(1), follow_redirects=True).status_code == 200
