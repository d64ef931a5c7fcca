"""An empty toy application for each test, and the people who use it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from builder.kit.testing import Office

from . import toy


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(toy.create_app(f"sqlite:///{tmp_path / 'toy.db'}", tmp_path))


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
