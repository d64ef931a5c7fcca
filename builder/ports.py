"""What the procedure asks of the builder: the adapters that `builder/app.py` hands to it.

Beside `pipeline.py` the only place where the two meet.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

from builder.plugin_host import Plugins
from builder.spec import FormScreen, ListScreen, Problem, Spec, SpecError, check
from builder.storage.specs import Revision, SpecStore
from sop_workflow.ports import Similar, SpecState

NEAR = 0.45


class SpecGate:
    """`sop_workflow.ports.SpecPort`: what is wrong with a design, by revision."""

    def __init__(self, specs: SpecStore, plugins: Plugins) -> None:
        self.specs, self.plugins = specs, plugins

    def current(self, case_id: int) -> SpecState | None:
        """The design as it stands in the editor, frozen if it changed; None before there is one."""
        app = self.specs.of_case(case_id)
        if app is None:
            return None
        newest = self.specs.newest(app.id)
        return self._state(newest) if newest else None

    def describe(self, revision: str) -> SpecState | None:
        """That revision, None when it does not exist."""
        found = self.specs.revision(int(revision)) if revision.isdecimal() else None
        return self._state(found) if found else None

    def _state(self, revision: Revision) -> SpecState:
        try:
            spec = revision.spec(self.plugins.types)
        except SpecError as error:
            words = tuple(_words(problem) for problem in error.problems)
            return SpecState(str(revision.id), revision.sha256, words, (), False, False, False)
        problems = problems_of(spec, self.plugins)
        return SpecState(
            revision=str(revision.id),
            sha256=revision.sha256,
            errors=tuple(_words(p) for p in problems if p.severity == "error"),
            gaps=tuple(_words(p) for p in problems if p.severity == "gap"),
            structure=bool(spec.entities),
            flow=bool(spec.flows),
            interface=any(isinstance(s, ListScreen | FormScreen) for s in spec.screens),
        )


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


def subject_of(folder: Path) -> str:
    """The SHA-256 that stands in a deliverable's manifest for its specification."""
    manifest = json.loads((folder / "DELIVERABLE.json").read_text(encoding="utf-8"))
    return str(manifest["spec_sha256"])
