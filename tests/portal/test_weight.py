"""The portal's pages within the limits: the first one that somebody opens, and every later one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect

from builder.house import House
from tests.face.weight import (
    FIRST_BYTES,
    FIRST_REQUESTS,
    LATER_BYTES,
    LATER_REQUESTS,
    Scale,
    served,
    settle,
)
from tests.portal import walk
from tests.portal.conftest import PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture
def weighed(portal: Flask) -> Iterator[tuple[str, Scale]]:
    with served(portal) as found:
        yield found


def taken(scale: Scale) -> tuple[int, int, list[tuple[str, int]]]:
    """What was asked for, without the question how work goes on: nobody works here."""
    seen = [one for one in scale.take()[2] if not one[0].startswith("/pekerjaan/")]
    return len(seen), sum(size for _, size in seen), seen


def enter(page: Any, address: str) -> None:
    page.goto(f"{address}/login/")
    page.fill("#username", "sri")
    page.fill("#password", PASSWORD)
    page.click("form[name=login] button[type=submit]")
    settle(page)


def test_the_first_page_is_light_and_later_ones_ask_for_nothing_more(
    house: House, weighed: tuple[str, Scale], person: Any
) -> None:
    """From the login on; a case with its papers, the editor with its design."""
    address, scale = weighed
    number = walk.case_at(house, 10)
    page = person()
    page.goto(f"{address}/login/")
    settle(page)
    requests, size, seen = taken(scale)
    assert requests <= FIRST_REQUESTS and size <= FIRST_BYTES, seen
    enter(page, address)
    scale.take()
    for path in (
        f"/usulan/{number}",
        f"/rancangan/{number}/entitas",
        "/prosedur/",
        "/kotak-masuk/",
    ):
        page.goto(f"{address}{path}")
        settle(page)
        requests, size, seen = taken(scale)
        assert requests <= LATER_REQUESTS and size <= LATER_BYTES, seen


def test_any_page_may_be_the_first(house: House, weighed: tuple[str, Scale], person: Any) -> None:
    """As after a new version, or by a link in a message, with nothing kept by the browser."""
    address, scale = weighed
    number = walk.case_at(house, 10)
    page = person()
    enter(page, address)
    for path in ("/kotak-masuk/", f"/usulan/{number}", f"/rancangan/{number}/entitas"):
        fresh = person(storage_state=page.context.storage_state())
        scale.take()
        fresh.goto(f"{address}{path}")
        settle(fresh)
        requests, size, seen = taken(scale)
        assert requests <= FIRST_REQUESTS and size <= FIRST_BYTES, seen


def test_a_paper_is_pictured_when_one_comes_to_it(
    house: House, weighed: tuple[str, Scale], person: Any
) -> None:
    address, scale = weighed
    number = walk.case_at(house, 10)
    page = person()
    enter(page, address)
    page.goto(f"{address}/usulan/{number}")
    settle(page)
    scale.take()
    last = page.locator("#berkas img").last
    last.scroll_into_view_if_needed()
    expect(last).to_have_js_property("naturalWidth", 216)
    settle(page)
    asked = [path for path, _size in taken(scale)[2]]
    assert asked and all(path.endswith("halaman-pertama.png") for path in asked)
    plain = person(storage_state=page.context.storage_state(), java_script_enabled=False)
    plain.goto(f"{address}/usulan/{number}")
    shown = plain.locator("#berkas img:visible")
    assert shown.count() == plain.locator("#berkas .portal-paper").count() > 0
    expect(shown.first).to_have_js_property("naturalWidth", 216)
