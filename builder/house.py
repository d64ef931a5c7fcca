"""The parts of the house, as pages and the pipeline are handed them by `builder/app.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session, scoped_session

from builder.plugin_host import Plugins
from builder.settings import Settings
from builder.storage.specs import SpecStore
from sop_workflow.office import OfficeService
from sop_workflow.ports import Clock, FileStore
from sop_workflow.procedure import Procedure
from sop_workflow.seats import SeatService
from sop_workflow.service import CaseService


class Typeset(Protocol):
    """A Typst template and its data to bytes."""

    def __call__(self, template: Path, data: Mapping[str, Any], *, format: str = "pdf") -> bytes:
        """PDF, PNG or SVG bytes."""
        ...


@dataclass(frozen=True)
class House:
    """Everything that a page may use; one per process. The session is one per request."""

    settings: Settings
    engine: sa.Engine
    session: scoped_session[Session]
    plugins: Plugins
    clock: Clock
    procedure: Procedure
    cases: CaseService
    specs: SpecStore
    files: FileStore
    typeset: Typeset

    @property
    def seats(self) -> SeatService:
        """People, seats and assignments."""
        return self.cases.seats

    @property
    def office(self) -> OfficeService:
        """Letterhead, holidays, common applications."""
        return self.cases.office

    @property
    def demo(self) -> bool:
        """True in the demo office: buttons to log in, and a way out of it."""
        return self.office.settings().get("demo") == "1"
