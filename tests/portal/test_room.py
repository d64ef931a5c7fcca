"""What guests may do in the room of a presentation."""

from __future__ import annotations

import time
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from builder.house import House
from builder.kit.rate import Rate
from builder.portal import room as rooms
from builder.portal.previewing import links
from builder.preview.links import Room

from . import walk


@pytest.fixture
def token(house: House, monkeypatch: pytest.MonkeyPatch) -> str:
    """The link of a room; nobody has written a remark from here yet."""
    monkeypatch.setattr(rooms, "REMARKS", Rate(limit=6, seconds=60))
    monkeypatch.setattr(rooms, "REMARKS_THERE", Rate(limit=60, seconds=60))
    number = walk.case_at(house, 6)
    over = int(time.time()) + 3600
    return str(links(house).make_room(Room(f"{number}-p1", "buku-tamu", ("camat",), over)))


def guest(at: Any, token: str) -> Any:
    """A phone that has said whose it is, and has opened the preview."""
    browser = at()
    browser.get(f"/presentasi/{token}")
    browser.post(f"/presentasi/{token}", {"name": "Ani"})
    browser.get(f"/presentasi/{token}/camat")
    return browser


def remark(browser: Any, token: str, text: str) -> str:
    """Send it; what the next page says."""
    answer = browser.post(f"/presentasi/{token}/catatan", {"text": text, "role": "camat"})
    assert answer.status_code == 302
    return str(browser.get(answer.location).text)


def count(house: House) -> int:
    house.session.remove()
    return len(house.cases.case(1).remarks)


def test_a_device_writes_six_remarks_a_minute_and_keeps_what_it_typed(
    at: Any, house: House, token: str
) -> None:
    phone = guest(at, token)
    for n in range(6):
        assert "sudah masuk" in remark(phone, token, f"Catatan {n}")
    page = remark(phone, token, "Catatan ketujuh")
    assert "Terlalu cepat" in page and "Catatan ketujuh" in page
    assert count(house) == 6
    assert "sudah masuk" in remark(guest(at, token), token, "Dari ponsel lain")


def test_a_device_that_throws_its_session_away_is_limited_too(
    at: Any, house: House, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Remarks go into a record from which nothing can be taken out again."""
    monkeypatch.setattr(rooms, "REMARKS_THERE", Rate(limit=3, seconds=60))
    pages = [remark(guest(at, token), token, f"Banjir {n}") for n in range(5)]
    assert ["Terlalu cepat" in page for page in pages] == [False, False, False, True, True]
    assert count(house) == 3


def test_the_link_of_a_room_is_valid_for_the_hours_of_the_setting(house: House, clock: Any) -> None:
    number = walk.case_at(house, 6)
    case = house.cases.case(number)
    meeting = SimpleNamespace(id="P1")
    for hours in (24, 72):
        made = replace(house, settings=replace(house.settings, link_hours=hours))
        room, _roles = rooms.room_of(made, case, meeting)
        left = room.expiry - clock.now().timestamp()
        assert hours * 3600 <= left <= (hours + 24) * 3600
