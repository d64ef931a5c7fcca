"""Databases for the tests of the machine: real ones, each test its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

import builder.jobs  # noqa: F401  (its table)
from builder.storage import base

from .repository import repo, tree  # noqa: F401


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/rakit.db"


@pytest.fixture(params=["sqlite_url", pytest.param("postgres_url", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database, of each kind that we support."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, str)
    return found


@pytest.fixture
def engine(url: str) -> Iterator[sa.Engine]:
    """An engine on a database that has the builder's tables."""
    made = base.make_engine(url)
    base.metadata.create_all(made)
    yield made
    made.dispose()


@pytest.fixture
def database(url: str) -> Iterator[sa.Engine]:
    """An engine on an empty database."""
    made = base.make_engine(url)
    yield made
    made.dispose()
