"""What the procedure asks of the builder: the adapters that `builder/app.py` hands to it.

Beside `pipeline.py` the only place where the two meet.
"""

from __future__ import annotations

from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from builder.migrate import losses
from builder.plugin_host import Plugins
from builder.spec import (
    FormScreen,
    ListScreen,
    Problem,
    Spec,
    SpecError,
    check,
    from_raw,
    sha256,
)
from builder.storage.specs import SpecStore
from sop_workflow.ports import Similar, SpecState

NEAR = 0.45
LOST = ("dropped", "narrowed")
"""Losses that take values away; the other kinds keep every value that somebody typed."""


class SpecGate:
    """`sop_workflow.ports.SpecPort`: what is wrong with a design, by revision."""

    def __init__(self, specs: SpecStore, plugins: Plugins) -> None:
        self.specs, self.plugins = specs, plugins

    def current(self, case_id: int, *, since: str = "") -> SpecState | None:
        """The design as it stands in the editor; None before there is one."""
        app = self.specs.of_case(case_id)
        return self._state("", self.specs.draft(app.id).raw, since) if app else None

    def describe(self, revision: str, *, since: str = "") -> SpecState | None:
        """That revision, None when it does not exist."""
        found = self.specs.revision(int(revision)) if revision.isdecimal() else None
        return self._state(revision, found.raw, since) if found else None

    def _state(self, revision: str, raw: dict[str, Any], since: str) -> SpecState:
        try:
            spec = from_raw(raw, self.plugins.types)
        except SpecError as error:
            words = tuple(_words(problem) for problem in error.problems)
            return SpecState(revision, "", words, (), False, False, False)
        problems = problems_of(spec, self.plugins)
        errors = tuple(_words(p) for p in problems if p.severity == "error")
        return SpecState(
            revision=revision,
            sha256=sha256(spec),
            errors=errors,
            gaps=tuple(_words(p) for p in problems if p.severity == "gap"),
            structure=bool(spec.entities),
            flow=bool(spec.flows),
            interface=any(isinstance(s, ListScreen | FormScreen) for s in spec.screens),
            losses=() if errors else self._losses(spec, since),
        )

    def _losses(self, spec: Spec, since: str) -> tuple[str, ...]:
        """What the migration from that revision throws away."""
        old = self.specs.revision(int(since)) if since.isdecimal() else None
        if old is None:
            return ()
        types = self.plugins.types
        found = losses(old.spec(types), spec, types)
        return tuple(one.text for one in found if one.kind in LOST)


def problems_of(spec: Spec, plugins: Plugins) -> tuple[Problem, ...]:
    """What the language and the plugins find wrong with a specification."""
    return (*check(spec, plugins.types), *plugins.checks(spec))


def _words(problem: Problem) -> str:
    return " ".join(part for part in (f"{problem.path}: {problem.text}", problem.way_out) if part)


class DeliverableGate:
    """`sop_workflow.ports.DeliverablePort`: whether a built deliverable can be opened."""

    def __init__(self, folder: Path, verify: Callable[[Path], tuple[str, ...]]) -> None:
        self.folder, self.verify = folder, verify

    def problems(self, sha256: str) -> tuple[str, ...]:
        """Why report or application cannot be opened; empty when they can."""
        where = self.folder / sha256
        if not (where / "DELIVERABLE.json").is_file():
            return ("paket aplikasi tidak ditemukan",)
        return self.verify(where)


class Catalogue:
    """`sop_workflow.ports.CataloguePort`: applications that resemble a proposed one."""

    def __init__(self, specs: SpecStore) -> None:
        self.specs = specs

    def similar(self, title: str, organisation: str) -> tuple[Similar, ...]:
        """Nearest first, by the words of the title."""
        found = []
        for app in self.specs.apps():
            near = SequenceMatcher(None, title.casefold(), app.title.casefold()).ratio()
            shared = set(title.casefold().split()) & set(app.title.casefold().split())
            if (near >= NEAR or len(shared) > 1) and app.title.casefold() != title.casefold():
                found.append((near, Similar(app.title, "", f"generated_apps/{app.slug}")))
        return tuple(one for _, one in sorted(found, key=lambda pair: -pair[0])[:5])
