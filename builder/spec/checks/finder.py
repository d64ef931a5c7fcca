"""What the checks share: the specification as tree and as nodes, and how a problem is noted."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from ..ids import CHILDREN, give_ids, nodes, title, written_ids
from ..load import plain
from ..model import Entity, Link, Spec
from ..names import Names
from ..problems import Problem, Severity
from ..reader import Place, parse
from ..types import Types
from ..uses import Use, uses
from .codes import CODES


class Finder:
    """One look at one specification; `found` grows while the checks run, in the order of noting."""

    def __init__(self, spec: Spec, types: Types) -> None:
        self.spec, self.types = spec, types
        self.raw = plain(spec)
        self.names = Names(self.raw, types)
        self.uses: tuple[Use, ...] = tuple(uses(self.raw, types))
        self.found: dict[Problem, None] = {}

    def note(
        self, severity: Severity, code: str, node_id: str, key: str, text: str, way_out: str = ""
    ) -> None:
        """Remember a problem; the same one at the same place is said once."""
        if code not in CODES:
            raise KeyError(f"code {code} is not in CODES")
        path = ".".join(part for part in (self.paths.get(node_id, ""), key) if part)
        problem = Problem(
            severity, code, path, node_id, key, text, self.line(node_id, key), way_out
        )
        self.found[problem] = None

    def error(self, code: str, node_id: str, key: str, text: str, way_out: str = "") -> None:
        self.note("error", code, node_id, key, text, way_out)

    def advice(self, code: str, node_id: str, key: str, text: str, way_out: str = "") -> None:
        self.note("advice", code, node_id, key, text, way_out)

    @cached_property
    def paths(self) -> Mapping[str, str]:
        """Node id -> its place in words: `pengajuan.alasan`."""
        found: dict[str, str] = {}

        def look(node: dict[str, Any], above: str) -> None:
            for key, value in node.items():
                if key in CHILDREN:
                    for place, child in enumerate(value if isinstance(value, list) else [value]):
                        if not isinstance(child, dict):
                            continue  # a section's fields are names
                        here = f"{above}.{title(child, place)}".lstrip(".")
                        found[child["id"]] = here
                        look(child, here)
                elif key == "options":
                    look(value, above)

        look(self.raw, "")
        return found

    @cached_property
    def written(self) -> Any:
        """The tree as it was written, without ids that are not; None when it was no text."""
        return parse(self.spec.source) if self.spec.source else None

    @cached_property
    def unstamped(self) -> int:
        """How many nodes have no written id."""
        if self.written is None:
            return 0
        return sum(1 for _ in nodes(self.written)) - len(written_ids(self.written))

    @cached_property
    def _lines(self) -> tuple[Mapping[Place, int], Mapping[str, Place]]:
        lines: dict[Place, int] = {}
        parse(self.spec.source, lines)
        places: dict[str, Place] = {}
        todo: list[tuple[Any, Place]] = [(give_ids(self.written), ())]
        while todo:
            value, place = todo.pop()
            if isinstance(value, dict):
                if "id" in value:
                    places[value["id"]] = place
                todo += [(child, (*place, key)) for key, child in value.items()]
            elif isinstance(value, list):
                todo += [(child, (*place, nth)) for nth, child in enumerate(value)]
        return lines, places

    def line(self, node_id: str, key: str) -> int | None:
        """The line of a node's key in the text that the specification was read from."""
        if self.written is None:
            return None
        lines, places = self._lines
        place = places.get(node_id)
        if place is None:
            return None
        return lines.get((*place, *key.split("."))) or lines.get(place)


def near(word: str, known: Iterable[str]) -> str:
    """'Maksud Anda x?', or what there is."""
    names = sorted(known)
    close = difflib.get_close_matches(word, names, 1)
    if close:
        return f"Maksud Anda {close[0]}?"
    few = ", ".join(names[:8]) + (", …" if len(names) > 8 else "")
    return f"Yang ada: {few}." if names else "Belum ada satu pun."


def unit_path(spec: Spec, table: Entity | Link, seen: frozenset[str] = frozenset()) -> bool:
    """Whether a row belongs to a unit: by itself, through the row it stands in, or as a link."""
    by_name = {one.name: one for one in spec.entities}
    if isinstance(table, Link):
        return any(end in by_name and by_name[end].unit_by for end in table.between)
    if table.unit_by or table.name == spec.units:
        return True
    for field in table.fields:
        to = field.reference
        inside = to and (to.on_delete == "cascade" or (to.inverse and to.inverse.inline))
        if (
            to
            and inside
            and field.required
            and to.target in by_name
            and to.target not in seen | {table.name}
            and unit_path(spec, by_name[to.target], seen | {table.name})
        ):
            return True
    return False
