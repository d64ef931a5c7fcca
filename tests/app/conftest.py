"""The demonstration's application, made once and served in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app import running


@pytest.fixture(scope="session")
def demo_application(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its tree, with the version that makes its tables."""
    return running.make(tmp_path_factory.mktemp("app") / "pohon")


@pytest.fixture(scope="session")
def demo_address(demo_application: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where it is served."""
    with running.served(demo_application, tmp_path_factory.mktemp("served")) as address:
        yield address
