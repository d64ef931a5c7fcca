"""An office on an empty SQLite database for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from tests.procedure.office import Office


@pytest.fixture
def engine() -> Iterator[sa.Engine]:
    made = sa.create_engine("sqlite://", poolclass=StaticPool)
    yield made
    made.dispose()


@pytest.fixture
def office(engine: sa.Engine) -> Iterator[Office]:
    made = Office(engine)
    yield made
    made.session.close()
