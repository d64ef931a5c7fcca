"""Field types, a small specification, and the example that lies beside the repository."""

from pathlib import Path

import pytest

from builder.spec import Spec, Types, load
from builder.spec.testing import core_types

from .texts import KLINIK


@pytest.fixture(scope="session")
def types() -> Types:
    return core_types()


@pytest.fixture(scope="session")
def klinik(types: Types) -> Spec:
    return load(KLINIK, types)


@pytest.fixture(scope="session")
def example(shared: Path) -> str:
    return (shared / "design" / "spec-example.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def second(shared: Path) -> str:
    """The example as it was changed after the presentation."""
    path = shared / "sketches" / "spec" / "second-revision.yaml"
    return path.read_text(encoding="utf-8")
