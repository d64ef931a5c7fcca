"""The tour: one visitor is six people in turn, and sees what he has done already."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from builder import demo
from builder.demo.people import PASSWORD as PUBLIC
from builder.house import House
from builder.portal import tour
from sop_workflow import commands
from sop_workflow.desk import Actor

from . import walk
from .conftest import PASSWORD

BUTTON = re.compile(r'name="username" value="(\w+)"')


@pytest.fixture
def stops(house: House, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Two requests of the office as stops of the tour: at the Kasi and at the Kadis."""
    (house.settings.data_dir / demo.MARK).write_text("")
    people = [
        {"username": name, "password": PASSWORD, "name": name, "role": name}
        for name in ("kasi", "kadis")
    ]
    monkeypatch.setattr(demo, "people", lambda _settings: people)
    first = walk.case_at(house, 4)
    opened = commands.Open(title="Arsip", organisation="Camat", facts=walk.FACTS)
    second = house.cases.do(Actor(person=1), opened).case.id
    walk.attach(house, second, "surat_usulan")
    walk.do(house, "sri", second, commands.Submit)
    house.session.remove()
    told = ((second, 2, "kasi", "Baca."), (first, 4, "kadis", "Putuskan."))
    monkeypatch.setattr(tour, "STOPS", told)
    return [second, first]


def enter(visitor: Any, name: str, number: int) -> Any:
    sent = {"username": name, "password": PASSWORD}
    answer = visitor.post(f"/login/?next=/usulan/{number}", sent)
    assert answer.status_code == 302 and answer.location.endswith(f"/usulan/{number}")
    return visitor.get(answer.location).text


def test_one_browser_becomes_one_person_after_the_other(at: Any, stops: list[int]) -> None:
    visitor = at()
    assert BUTTON.findall(visitor.get("/demo/").text)[:2] == ["kasi", "kadis"]
    assert "Giliran Anda, Kasi Contoh" in enter(visitor, "kasi", stops[0])
    visitor.get("/demo/")
    page = enter(visitor, "kadis", stops[1])
    assert "Giliran Anda, Kadis Contoh" in page and "Kasi Contoh</" not in page


def test_what_was_done_is_marked_and_the_others_keep_their_case(
    at: Any, house: House, stops: list[int]
) -> None:
    page = at().get("/demo/").text
    assert "sudah dikerjakan" not in page and f"<code>{PASSWORD}</code>" in page
    walk.approve(house, "kasi", stops[0], disposisi_instruksi="Untuk diteruskan")
    walk.approve(house, "kabid", stops[0], disposisi_instruksi="Untuk diteruskan")
    house.session.remove()  # both cases are at step 4 now
    page = html.unescape(at().get("/demo/").text)
    assert page.index("1. Arsip") < page.index("sudah dikerjakan") < page.index("2. Buku Tamu")
    assert page.count("sudah dikerjakan") == 1
    assert BUTTON.findall(page[page.index("portal-tour") :]) == ["kadis"]


def test_a_wrong_password_leaves_one_who_one_is(at: Any, house: House) -> None:
    browser = at("kasi")
    browser.get("/kotak-masuk/")
    sent = {"username": "kadis", "password": PUBLIC}
    assert browser.post("/login/", sent).status_code == 401
    assert "Kasi Contoh" in browser.get("/kotak-masuk/").text


def test_every_stop_of_the_demo_is_one_of_its_cases() -> None:
    numbers = [number for number, _step, _who, _words in tour.STOPS]
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6], "the demo tells six"
    assert {who for _number, _step, who, _words in tour.STOPS} <= {
        one.username for one in demo.PEOPLE
    }
