"""A house in a temporary folder, with five people, and a browser for each of them."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_appbuilder.security.sqla.models import Role, User
from sqlalchemy.orm import Session
from werkzeug.security import generate_password_hash
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from builder import app as composition
from builder.house import House
from builder.office_setup import make_roles
from builder.settings import Settings
from builder.tables import prepare_database

PASSWORD = "Rahasia-2026"
PEOPLE = (
    ("sri", "Sri Contoh", "staf_prakom", "Pegawai"),
    ("kasi", "Kasi Contoh", "kasi", "Pegawai"),
    ("kabid", "Kabid Contoh", "kabid", "Pegawai"),
    ("kadis", "Kadis Contoh", "kadis", "Pegawai"),
    ("admin", "Ada Contoh", "", "Admin"),
)
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


class TestClock:
    """A clock that stands until it is moved."""

    __test__ = False

    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> datetime:
        return self.time

    def forward(self, **by: float) -> None:
        self.time += timedelta(**by)


@pytest.fixture(scope="session")
def empty_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared database with the five accounts; each test copies the file."""
    folder = tmp_path_factory.mktemp("office")
    open_accounts(settings_in(folder))
    return folder / "rakit.db"


def open_accounts(settings: Settings) -> None:
    """A prepared database with the five accounts."""
    prepare_database(settings)
    engine = sa.create_engine(settings.database_url)
    hashed = generate_password_hash(PASSWORD, method="pbkdf2:sha256:1")
    with Session(engine) as session, session.begin():
        make_roles(session)
        roles = {role.name: role for role in session.scalars(sa.select(Role))}
        for username, name, _seat, role in PEOPLE:
            first, _, last = name.partition(" ")
            session.add(
                User(
                    first_name=first,
                    last_name=last,
                    username=username,
                    password=hashed,
                    active=True,
                    email=f"{username}@contoh.invalid",
                    roles=[roles[role]],
                    created_by_fk=sa.null(),
                    changed_by_fk=sa.null(),
                )
            )
            session.flush()  # one after the other: their ids are their places in PEOPLE
    engine.dispose()


def settings_in(folder: Path, **more: str) -> Settings:
    return Settings.from_env({"DATA_DIR": str(folder), "APPS_DIR": str(folder / "apps"), **more})


@pytest.fixture
def clock() -> TestClock:
    return TestClock()


@pytest.fixture
def house(tmp_path: Path, empty_office: Path, clock: TestClock) -> Iterator[House]:
    """The office with its seats taken."""
    (tmp_path / "rakit.db").write_bytes(empty_office.read_bytes())
    yield from opened(settings_in(tmp_path), clock)


def opened(settings: Settings, clock: TestClock) -> Iterator[House]:
    """The house on a database with the accounts; everybody takes his seat."""
    rooms = composition.compose(settings, clock)
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


@pytest.fixture
def portal(house: House) -> Flask:
    app = composition.create_portal(house.settings, house)
    app.testing = True
    return app


class Browser:
    """One person's browser without scripts: follows forms as a person does."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.last = ""

    def get(self, url: str, **more: Any) -> TestResponse:
        answer = self.client.get(url, **more)
        if answer.mimetype == "text/html":
            self.last = answer.text
        return answer

    def token(self) -> str:
        found = re.search(r'csrf-token" content="([^"]+)"', self.last)
        assert found, "the page before has no token"
        return found.group(1)

    def post(self, url: str, data: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        """Send a form with the token of the page looked at last."""
        sent = {"csrf_token": self.token(), **(data or {})}
        answer = self.client.post(url, data=sent, **more)
        if answer.mimetype == "text/html" and answer.status_code != 302:
            self.last = answer.text
        return answer

    def login(self, username: str, password: str = PASSWORD, **more: str) -> TestResponse:
        self.get("/login/")
        answer = self.post("/login/", {"username": username, "password": password, **more})
        if answer.status_code == 302:
            self.get(answer.location, follow_redirects=True)
        return answer


@pytest.fixture
def at(portal: Flask) -> Any:
    """`at("sri")`: a browser in which that person is logged in."""

    def open_browser(username: str = "") -> Browser:
        browser = Browser(portal)
        if username:
            assert browser.login(username).status_code == 302
        return browser

    return open_browser


@pytest.fixture
def address(portal: Flask) -> Iterator[str]:
    """The portal as a server, for browsers."""
    server = make_server("127.0.0.1", 0, portal, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join(5)
