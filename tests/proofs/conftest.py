"""One office for all proofs of a file: people with and without seats, and a browser for each.

The record of its cases is verified when the file's tests have ended: nothing that was refused, and
nothing that was done, may have broken the chain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask

from builder import app as composition
from builder.house import House
from builder.settings import Settings
from tests.portal.conftest import TestClock
from tests.proofs.office import Visitor, fill_office


@dataclass
class Office:
    """A composed house with its portal."""

    house: House
    portal: Flask
    visitors: dict[str, Visitor] = field(default_factory=dict)

    def at(self, username: str = "") -> Visitor:
        """That person's browser, logged in; a stranger's, always new, without a name."""
        if not username:
            return Visitor(self.portal)
        if username not in self.visitors:
            visitor = Visitor(self.portal)
            assert visitor.login(username).status_code == 302
            self.visitors[username] = visitor
        return self.visitors[username]

    def problems_of_the_record(self) -> tuple[str, ...]:
        """What is wrong with the audit chain."""
        self.house.session.remove()
        return composition.verify_audit(self.house.settings)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    settings = Settings.from_env(
        {"DATA_DIR": str(folder), "APPS_DIR": str(folder / "apps"), "UPLOAD_MB": "2"}
    )
    fill_office(settings)
    house = composition.compose(settings, TestClock())
    made = Office(house, composition.create_portal(settings, house))
    yield made
    assert made.problems_of_the_record() == (), "the record of the cases is broken"
    house.session.remove()
    house.engine.dispose()


@pytest.fixture
def at(office: Office) -> Callable[..., Visitor]:
    """`at("sri")`: the browser of that person."""
    return office.at


@pytest.fixture
def house(office: Office) -> Iterator[House]:
    office.house.session.remove()
    yield office.house
    office.house.session.remove()


@pytest.fixture
def files(office: Office) -> Callable[[], set[Path]]:
    """The uploads that lie in the office's folder now."""

    def found() -> set[Path]:
        return {p for p in office.house.settings.uploads_dir.rglob("*") if p.is_file()}

    return found
