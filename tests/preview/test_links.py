"""Links open one thing, for one time, and nothing else."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from builder.preview.links import (
    Closed,
    Expired,
    Forged,
    LinkError,
    Links,
    NoSuchRole,
    Order,
    Room,
    expires_in,
)

ORDER = Order("umkm-7", "operator", "perangkat-1", 2_000_000_000)
ROOM = Room("ruang-1", "umkm-7", ("operator", "pimpinan"), 2_000_000_000)


@pytest.fixture
def links(tmp_path: Path) -> Links:
    return Links("k" * 40, tmp_path / "revoked")


def test_what_is_ordered_is_what_is_read(links: Links) -> None:
    staff = Order("umkm-7", "", "s", 2_000_000_000, room="ruang-1", staff=True)
    for order in (ORDER, staff):
        assert links.read(links.make(order), now=1_900_000_000) == order
    assert links.read_room(links.make_room(ROOM), now=1_900_000_000) == ROOM


def test_a_link_is_short_enough_for_a_qr_code(links: Links) -> None:
    assert len(links.make_room(ROOM)) < 160


def test_every_changed_character_is_seen(links: Links) -> None:
    token = links.make(ORDER)
    for place, letter in enumerate(token):
        changed = token[:place] + ("A" if letter != "A" else "B") + token[place + 1 :]
        # the last letter of base64 holds unused bits; another one may spell the same signature
        if place < len(token) - 1:
            with pytest.raises(Forged):
                links.read(changed)


@pytest.mark.parametrize("token", ["", ".", "x" * 5000, "e30.e30", "W10.aa"])
def test_nonsense_is_forged_not_an_error(links: Links, token: str) -> None:
    with pytest.raises(Forged):
        links.read(token)


def test_an_expired_link_says_so_and_how_to_go_on(links: Links) -> None:
    with pytest.raises(Expired) as caught:
        links.read(links.make(ORDER), now=2_000_000_000)
    assert caught.value.status == 410
    assert "Minta tautan" in str(caught.value)


def test_a_link_of_another_installation_opens_nothing(links: Links, tmp_path: Path) -> None:
    with pytest.raises(Forged):
        links.read(Links("z" * 40, tmp_path).make(ORDER))


def test_room_links_and_orders_are_not_exchangeable(links: Links) -> None:
    with pytest.raises(Forged):
        links.read(links.make_room(ROOM))
    with pytest.raises(Forged):
        links.read_room(links.make(ORDER))


def test_each_device_that_enters_a_room_is_somebody_else(links: Links) -> None:
    entered = [links.enter(ROOM, "operator") for _ in range(8)]
    assert len({order.session for order in entered}) == 8
    changed = links.enter(ROOM, "pimpinan", entered[0].session)
    assert changed.session == entered[0].session


def test_a_room_gives_only_its_own_roles(links: Links) -> None:
    with pytest.raises(NoSuchRole) as caught:
        links.enter(ROOM, "admin")
    assert caught.value.status == 404


def test_closing_a_room_shuts_its_link_and_its_orders_but_no_other(links: Links) -> None:
    other = Room("ruang-2", "umkm-7", ("operator",), expires_in(1))
    order, elsewhere = links.enter(ROOM, "operator"), links.enter(other, "operator")
    links.close("ruang-1")
    links.close("ruang-1")
    with pytest.raises(Closed):
        links.read(links.make(order), now=time.time())
    with pytest.raises(Closed):
        links.read_room(links.make_room(ROOM), now=time.time())
    assert links.read(links.make(elsewhere)) == elsewhere
    assert links.read(links.make(ORDER), now=time.time()) == ORDER


@pytest.mark.parametrize("name", ["", "..", "a/b", "UPPER", "a" * 81, "a b", "-a"])
def test_names_that_are_no_names_are_not_signed(links: Links, name: str) -> None:
    with pytest.raises(LinkError):
        links.make(Order(name, "operator", "s", 2_000_000_000))
    with pytest.raises(LinkError):
        links.close(name)


def test_a_room_has_a_code_that_can_be_typed(tmp_path: Path) -> None:
    made = Links("kunci", tmp_path / ".revoked")
    token = made.make_room(Room("1-a", "pohon", ("operator",), 2_000_000_000))
    code = made.short(token)
    assert code == made.short(token) and len(code) == 9
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("-", "")):
        assert made.long(typed) == token
    assert Links("kunci lain", tmp_path / ".revoked").short(token) != code
    for wrong in ("", "K7M2", "../../etc", "0000-0000", "2222-2222", code + "2"):
        with pytest.raises(Forged):
            made.long(wrong)
