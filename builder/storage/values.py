"""What the store hands out: frozen values, never rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from builder.errors import RakitError
from builder.spec import Spec, Types, from_raw

Raw = dict[str, Any]


class MissingError(RakitError):
    """An application or revision that is not there."""


class StaleError(RakitError):
    """Somebody else changed the same thing since the editor's page was loaded.

    `by`, `at` and `theirs` say who, when and what stands there now.
    """

    def __init__(self, what: str, *, by: str, at: datetime, theirs: Any, way_out: str) -> None:
        self.by, self.at, self.theirs = by, at, theirs
        super().__init__(what, which=by, way_out=way_out)


@dataclass(frozen=True)
class App:
    """One application; `plugins` are its locked versions, empty when none are."""

    id: int
    slug: str
    title: str
    case_id: int | None
    created_by: str
    created_at: datetime
    plugins: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    """The specification being edited; hand `version` back as `seen` with the next change."""

    app_id: int
    raw: Raw
    version: int
    changed_by: str
    changed_at: datetime

    def spec(self, types: Types) -> Spec:
        """Raises SpecError as long as the draft is no whole specification yet."""
        return from_raw(self.raw, types)


@dataclass(frozen=True)
class Entry:
    """One line of the journal, as shown to people."""

    seq: int
    batch: int
    op: str
    node: str
    key: str
    author: str
    at: datetime
    undoes: int | None


@dataclass(frozen=True)
class Revision:
    """A frozen specification; `number` counts within the application."""

    id: int
    app_id: int
    number: int
    sha256: str
    text: str
    note: str
    author: str
    at: datetime
    submitted_step: int | None
    submitted_at: datetime | None

    @property
    def submitted(self) -> bool:
        """Was a step of the procedure completed with it? Only these go to branch `generated`."""
        return self.submitted_step is not None

    @property
    def raw(self) -> Raw:
        found: Raw = json.loads(self.text)
        return found

    def spec(self, types: Types) -> Spec:
        """The specification; SpecError if it was frozen unfinished."""
        return from_raw(self.raw, types)


@dataclass(frozen=True)
class Element:
    """One field of one application, for the catalogue of data across applications."""

    app: App
    entity: str
    field: str
    label: str
    type: str
    definition: str
    node_id: str
