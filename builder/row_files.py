"""Rows that were brought along with an import, on their way into an application.

`SPEC.data/<entity>.jsonl` holds them under the names that the specification had when it was
imported; `names.json` beside them says which ids these names belonged to. So what is renamed in
the specification afterwards, an entity, a field or a choice, keeps its rows.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from builder.codenames import tables
from builder.spec import ChoiceOptions, Entity, Spec

NAMES = "names.json"
Known = Mapping[str, Mapping[str, Any]]


def names_of(spec: Spec) -> dict[str, dict[str, Any]]:
    """Table -> its id, the ids of its fields, and those of their choices, by name."""
    return {
        table.name: {
            "id": table.id,
            "fields": dict(_fields(table)),
            "choices": {
                f.name: {choice.name: choice.id for choice in f.options.choices}
                for f in table.fields
                if isinstance(f.options, ChoiceOptions)
            },
        }
        for table in tables(spec)
    }


def _fields(table: Entity) -> Iterator[tuple[str, str]]:
    """(name, id); the two ends of a link have no ids of their own, so they are told by place."""
    for place, f in enumerate(table.fields):
        yield f.name, f.id if f.id != table.id else f"{f.id}.{place}"


def write_names(spec: Spec, folder: Path) -> None:
    """Say beside the rows what their names stand for."""
    text = json.dumps(names_of(spec), ensure_ascii=False, indent=1)
    (folder / NAMES).write_text(text + "\n", encoding="utf-8")


def bring(folder: Path, spec: Spec, data: Path) -> None:
    """Copy the rows into an application's `data/`, under the names that the specification has now.

    Each file whole: a stop in the middle leaves the earlier one. Rows of an entity that is no
    longer there stay behind; a folder without `names.json` is copied as it is.
    """
    data.mkdir(exist_ok=True)
    planned = list(_planned(folder, spec))
    for source, name, turned in planned:
        if name:
            stage = data / f".{name}.jsonl.part"
            if turned is None:
                shutil.copyfile(source, stage)
            else:
                _rewrite(source, stage, turned)
            stage.replace(data / f"{name}.jsonl")
    here = {name for _, name, _ in planned}
    for source, name, _ in planned:
        if source.stem != name and source.stem not in here:
            (data / source.name).unlink(missing_ok=True)  # brought earlier, under its old name


def brought(folder: Path, spec: Spec) -> tuple[str, ...]:
    """The files that `bring` would write."""
    return tuple(sorted(f"{name}.jsonl" for _, name, _ in _planned(folder, spec) if name))


class Turned:
    """How a row's names become those of the present: fields, and choices inside them."""

    def __init__(self, before: Mapping[str, Any], now: Mapping[str, Any]) -> None:
        by_id = {ident: name for name, ident in now["fields"].items()}
        self.fields = {name: by_id.get(ident) for name, ident in before["fields"].items()}
        self.choices: dict[str, dict[str, str]] = {}
        for name, known in before["choices"].items():
            present = now["choices"].get(self.fields.get(name) or "", {})
            left = {ident: choice for choice, ident in present.items()}
            self.choices[name] = {one: left[ident] for one, ident in known.items() if ident in left}

    @property
    def same(self) -> bool:
        """Whether nothing changes."""
        named = all(old == new for old, new in self.fields.items())
        return named and all(a == b for one in self.choices.values() for a, b in one.items())

    def row(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The row under its present names; what belongs to no field any more is left out."""
        found: dict[str, Any] = {}
        for name, value in row.items():
            present = self.fields.get(name, name if name == "id" else None)
            if present is not None:
                found[present] = self._value(self.choices.get(name, {}), value)
        return found

    def _value(self, choices: Mapping[str, str], value: Any) -> Any:
        if isinstance(value, list):
            return [choices.get(str(one), one) for one in value]
        return choices.get(value, value) if isinstance(value, str) else value


def _planned(folder: Path, spec: Spec) -> Iterator[tuple[Path, str, Turned | None]]:
    """(file, table now, how its names turn); no table: gone, no turning: copied as it is."""
    names = folder / NAMES
    known: Known = json.loads(names.read_text(encoding="utf-8")) if names.is_file() else {}
    now = names_of(spec)
    by_id = {one["id"]: name for name, one in now.items()}
    for source in sorted(folder.glob("*.jsonl")):
        before = known.get(source.stem)
        if before is None:
            yield source, source.stem, None
            continue
        name = by_id.get(before["id"], "")
        turned = Turned(before, now[name]) if name else None
        yield source, name, None if turned is None or turned.same else turned


def _rewrite(source: Path, into: Path, turned: Turned) -> None:
    with source.open(encoding="utf-8") as lines, into.open("w", encoding="utf-8") as out:
        for line in lines:
            if line.strip():
                row = turned.row(json.loads(line))
                out.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")
