"""Fixtures of the editor's tests: one office for a module, a case at step 5 for each test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from flask import Flask

from builder import app as composition
from builder.house import House

from ..conftest import PEOPLE, Browser, TestClock, settings_in
from .designing import Editor, at_step_5


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, empty_office: Path) -> Iterator[House]:
    """The office with its seats taken; tests of a module share it, each with a case of its own."""
    folder = tmp_path_factory.mktemp("designers")
    (folder / "rakit.db").write_bytes(empty_office.read_bytes())
    rooms = composition.compose(settings_in(folder), TestClock())
    rooms.seats.seed("uji")
    for number, (_username, name, seat, _role) in enumerate(PEOPLE, 1):
        if seat:
            person = rooms.seats.add_person("uji", name, user_id=number, qualification="Programmer")
            rooms.seats.assign("uji", person.id, seat, start=date(2020, 1, 1))
    rooms.office.seed_common_apps("uji")
    rooms.cases.versions.register(rooms.procedure)
    rooms.session.commit()
    rooms.session.remove()
    yield rooms
    rooms.session.remove()
    rooms.engine.dispose()


@pytest.fixture(scope="module")
def portal(house: House) -> Flask:
    app = composition.create_portal(house.settings, house)
    app.testing = True
    return app


@pytest.fixture(scope="module")
def at(portal: Flask) -> Any:
    """`at("sri")`: that person's browser, logged in once."""
    browsers: dict[str, Browser] = {}

    def open_browser(username: str) -> Browser:
        if username not in browsers:
            browsers[username] = Browser(portal)
            assert browsers[username].login(username).status_code == 302
        return browsers[username]

    return open_browser


@pytest.fixture
def case(house: House, request: pytest.FixtureRequest) -> Iterator[int]:
    """A case that has come to its design, of this test alone."""
    house.session.remove()
    yield at_step_5(house, f"{crc32(request.node.nodeid.encode())}/2026")
    house.session.remove()


@pytest.fixture
def editor(house: House, at: Any, case: int) -> Editor:
    """Sri's browser in the editor of the case."""
    return Editor(house, at("sri"), case)
