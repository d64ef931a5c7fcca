"""The toy application, empty again for each test, and the people who use it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from builder.kit.testing import Office

from . import toy


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("toy")
    return toy.create_app(f"sqlite:///{folder / 'toy.db'}", folder)


@pytest.fixture
def office(app: Flask) -> Office:
    return Office(app)


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
