"""An empty toy application for each test, and the people who use it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from builder.kit.testing import Office

from . import toy


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(toy.create_app(f"sqlite:///{tmp_path / 'toy.db'}", tmp_path))


@pytest.fixture
def big_office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """The same on PostgreSQL: TEST_POSTGRES_URL, else the project's fixture `postgres_url`."""
    url = os.environ.get("TEST_POSTGRES_URL") or request.getfixturevalue("postgres_url")
    office = Office(_clean(url, tmp_path))
    yield office
    office.gate.session.remove()


def _clean(url: str, folder: Path) -> Any:
    from builder.kit.database import make_engine

    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return toy.create_app(url, folder)


class Counted(list[str]):
    """The statements that were run inside `with counted(office) as statements:`."""


@pytest.fixture
def statements(office: Office) -> Iterator[Counted]:
    """Every statement from now on; clear it before what is counted."""
    found = Counted()
    engine = office.gate.session.get_bind()

    def note(*args: Any) -> None:
        found.append(args[2])

    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)
