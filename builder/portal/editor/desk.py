"""The draft of one case as one request sees it, and the way a change comes into the journal."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import Counter, OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import abort
from flask_babel import gettext as _

from builder.house import House
from builder.plugin_host import Plugins
from builder.ports import problems_of
from builder.spec import Problem, Spec, SpecError, Types, from_raw
from builder.spec.edit import Change
from builder.storage.values import App, Draft, Revision
from sop_workflow.case import Case
from sop_workflow.errors import NotFound

from ..house import house
from ..people import me
from .spots import Spot, dicts, label_of, spots

STEPS = range(5, 12)
"""Steps of the procedure in which the prakom who handles the case may write the design; after the
review it takes effect only when it is sent on its own (`ChangeSpec`), which voids signatures."""
BLOCKING = ("error", "gap")
KEPT = 16
"""So many drafts are remembered with what is wrong with them."""
Read = tuple[Spec | None, tuple[Problem, ...]]


@dataclass(frozen=True)
class Desk:
    """One application's draft with all that the pages ask of it."""

    rooms: House
    case: Case
    app: App
    draft: Draft
    editable: bool

    @property
    def raw(self) -> dict[str, Any]:
        return self.draft.raw

    @property
    def types(self) -> Types:
        return self.rooms.plugins.types

    @cached_property
    def spots(self) -> dict[str, Spot]:
        """Every node by its id."""
        return spots(self.raw, self.types)

    def spot(self, node: str) -> Spot:
        """That node; 404 when it is not in the draft."""
        found = self.spots.get(node)
        if found is None:
            abort(404, _("Bagian ini sudah tidak ada di rancangan."))
        return found

    @property
    def entities(self) -> list[dict[str, Any]]:
        return dicts(self.raw.get("entities"))

    @property
    def tables(self) -> list[dict[str, Any]]:
        """Entities, then links: all that has fields."""
        return [*self.entities, *dicts(self.raw.get("links"))]

    def table(self, name: str) -> dict[str, Any] | None:
        """The entity or link of that name."""
        return next((one for one in self.tables if one.get("name") == name), None)

    @cached_property
    def _read(self) -> Read:
        return read(self.raw, self.rooms.plugins)

    @property
    def spec(self) -> Spec | None:
        """The specification; None while the draft is none yet."""
        return self._read[0]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong with the draft."""
        return self._read[1]

    @cached_property
    def at(self) -> dict[str, list[Problem]]:
        """Node id -> its problems."""
        found: dict[str, list[Problem]] = {}
        for problem in self.problems:
            found.setdefault(problem.node_id, []).append(problem)
        return found

    @cached_property
    def counts(self) -> Counter[str]:
        """How much is wrong below each node, and below each list of the application."""
        found: Counter[str] = Counter()
        for problem in self.problems:
            if problem.severity not in BLOCKING:
                continue
            spot = self.spots.get(problem.node_id)
            chain = spot.chain if spot else ()
            found.update({one.id for one in chain})
            found[root_of(spot, problem.key)] += 1
        return found

    @cached_property
    def submitted(self) -> Revision | None:
        """The revision with which the design was last sent."""
        return next(iter(self.rooms.specs.submitted(self.app.id)), None)

    def change(self, changes: Sequence[Change], seen: int) -> Desk:
        """The desk after these changes, stored as one entry. StaleError, EditError."""
        if not changes:
            self.rooms.session.commit()
            return self
        draft = self.rooms.specs.change(self.app.id, changes, author=me().name, seen=seen)
        self.rooms.session.commit()
        return self.with_draft(draft)

    def held(self) -> Desk:
        """The desk as it is now; others who change it wait until this is done."""
        return self.with_draft(self.rooms.specs.hold(self.app.id))

    def with_draft(self, draft: Draft) -> Desk:
        """The same desk with a newer draft on it."""
        return Desk(self.rooms, self.case, self.app, draft, self.editable)

    def words(self, node: str) -> str:
        """`Pelaku usaha · NIK`: where a node stands."""
        spot = self.spots.get(node)
        inner = spot.chain[1:] if spot else ()
        return " · ".join(label_of(one.node) for one in inner)


_remembered: OrderedDict[tuple[int, bytes], Read] = OrderedDict()
_remembering = threading.Lock()


def read(raw: dict[str, Any], plugins: Plugins) -> Read:
    """The specification in a draft, if it is one, and all that is wrong with it.

    Pages ask this again and again of a draft that has not changed: the newest answers are kept.
    """
    text = json.dumps(raw, sort_keys=True).encode()
    key = (id(plugins), hashlib.sha256(text).digest())
    with _remembering:
        if key in _remembered:
            _remembered.move_to_end(key)
            return _remembered[key]
    found = _looked_at(raw, plugins)
    with _remembering:
        _remembered[key] = found
        while len(_remembered) > KEPT:
            _remembered.popitem(last=False)
    return found


def _looked_at(raw: dict[str, Any], plugins: Plugins) -> Read:
    try:
        spec = from_raw(raw, plugins.types)
    except SpecError as error:
        return None, error.problems
    return spec, problems_of(spec, plugins)


def root_of(spot: Spot | None, key: str) -> str:
    """Under which list of the application a problem is counted."""
    return (spot.root_key if spot else "") or key


def desk(number: int) -> Desk:
    """The desk of a case; made on the first visit of the prakom who handles it at steps 5 to 7."""
    rooms = house()
    if not me().username:
        abort(403)
    try:
        case = rooms.cases.case(number)
    except NotFound:
        abort(404)
    editable = bool(me().id) and case.handler == me().id and case.is_open and case.step in STEPS
    app = rooms.specs.of_case(case.id)
    if app is None:
        if not editable:
            abort(404, _("Rancangan untuk usulan ini belum dimulai."))
        app = rooms.specs.create(case.title, author=me().name, case_id=case.id)
        rooms.session.commit()
    return Desk(rooms, case, app, rooms.specs.draft(app.id), editable)


def editing(number: int) -> Desk:
    """The desk, for somebody who may change it; 403 for others."""
    found = desk(number)
    if not found.editable:
        abort(
            403,
            _(
                "Rancangan ini hanya dapat diubah oleh prakom yang menanganinya, sejak langkah 5 "
                "sampai ditandatangani."
            ),
        )
    return found


def changing(number: int) -> Desk:
    """As `editing`, while nobody else writes: inputs that were left one after the other are saved
    at the same time, and each builds on what the other has just written."""
    return editing(number).held()
