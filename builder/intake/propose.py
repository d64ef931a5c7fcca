"""Tables and rows to a proposal: the one place that decides what a foreign database becomes."""

from __future__ import annotations

from typing import Any

from builder.spec import naming

from . import guesses
from .choices import allowed_values
from .columns import decide
from .drafts import (
    Draft,
    FieldDraft,
    Pointer,
    draft_tables,
    pointers,
    reference_names,
    with_pair,
)
from .evidence import repeats
from .names import MAX_LABEL, label, renamed, snake, without_id, words
from .rings import loosen
from .rows import Rows
from .rules import give_rules
from .spool import Spool
from .tables import Column, Structure
from .values import IntakeError, Line, Proposal

_ON_DELETE = {"CASCADE": "cascade", "SET NULL": "clear"}


def propose(structure: Structure, spool: Spool | None = None) -> Proposal:
    """A specification for these tables; with a spool also their rows, ids kept or given.

    `spool` holds the rows under the table's own name, cells in the order of its columns. Raises
    `IntakeError` when there is no table to make an entity of.
    """
    lines = list(structure.lines)
    drafts = draft_tables(structure, spool, lines)
    if not drafts:
        raise IntakeError(
            "Tidak ada tabel yang dapat dibaca",
            which=structure.title,
            way_out="Periksa apakah berkas ini berisi CREATE TABLE, atau alamatnya benar.",
        )
    found = pointers(drafts, lines)
    found += guesses.undeclared(drafts, found, spool, lines)
    for draft in drafts:
        _plain_fields(draft, [p for p in found if p.draft is draft], lines)
    for pointer in found:
        _reference(pointer, lines)
    rows = Rows(drafts, spool) if spool else None
    for draft in drafts:
        draft.fields.sort(key=lambda one: (min(one.places), len(one.places)))
        if rows is not None:
            rows.settle(draft, lines)
        _keys(draft, spool, lines)
        give_rules(draft, lines)
    loosen(drafts, lines)
    for pointer in found:
        _inverse(pointer)
    folds = tuple(draft.name for draft in drafts if guesses.is_link(draft))
    for draft in drafts:
        guesses.advise(draft, lines, draft.name in folds)
    name = snake(structure.title, digits="aplikasi", nothing="aplikasi")
    if naming.refusal(name, table=True):
        name = f"{name[:40]}_aplikasi"
    raw: dict[str, Any] = {"rakit": 1, "name": name}
    if (said := label(structure.title)) != naming.label_of(name):
        raw["label"] = said
    raw["entities"] = [_entity(draft) for draft in drafts]
    return Proposal(
        raw,
        rows.all() if rows else {},
        rows.counts() if rows else {},
        tuple(lines),
        folds,
    )


def _plain_fields(draft: Draft, found: list[Pointer], lines: list[Line]) -> None:
    """A field for each column that is neither the id nor a single-column reference."""
    referring = {pointer.places[0] for pointer in found if len(pointer.places) == 1}
    members = dict(filter(None, map(allowed_values, draft.table.checks)))
    low = {name.casefold(): values for name, values in members.items()}
    for place, column in enumerate(draft.table.columns):
        if place == draft.kept or place in referring:
            continue
        seen = draft.seen[place] if draft.seen else None
        decision = decide(column, seen, low.get(column.name.casefold(), ()))
        name = draft.names.clean(column.name, place + 1)
        if renamed(column.name, name):
            lines.append(Line("info", f"Menjadi isian {name}", draft.table.name, column.name))
        for level, said, count in decision.notes:
            lines.append(Line(level, said, draft.table.name, column.name, count))
        if column.generated:
            said = f"Kolom hitungan ({column.generated[:80]}) menjadi isian biasa"
            lines.append(Line("loss", said, draft.table.name, column.name))
        raw = _raw_field(name, column, decision.type)
        if decision.type == "boolean":
            if not column.nullable or decision.default is not None:
                raw["default"] = decision.default or "false"
        elif decision.type not in ("file", "image"):
            if not column.nullable and column.default != "":
                raw["required"] = True
            if decision.default is not None:
                raw["default"] = decision.default
        if decision.options:
            raw["options"] = decision.options
        draft.fields.append(FieldDraft(name, raw, (place,), decision.convert))


def _raw_field(name: str, column: Column, kind: str) -> dict[str, Any]:
    raw: dict[str, Any] = {"name": name}
    if kind != "text":
        raw["type"] = kind
    if (said := label(column.name)) != naming.label_of(name):
        raw["label"] = said
    if comment := " ".join(column.comment.split()):
        raw["definition"] = comment[:1000]
    return raw


def _reference(pointer: Pointer, lines: list[Line]) -> None:
    """A reference field for a foreign key."""
    draft, target = pointer.draft, pointer.target
    name = with_pair(draft.names, reference_names(pointer))
    columns = [draft.table.columns[place] for place in pointer.places]
    raw: dict[str, Any] = {"name": name, "type": "reference"}
    said = label(name) if len(columns) > 1 else label(_cut(columns[0].name, name))
    if said != naming.label_of(name):
        raw["label"] = said
    if comment := " ".join(columns[0].comment.split()):
        raw["definition"] = comment[:1000]
    required = all(not column.nullable for column in columns)
    if required:
        raw["required"] = True
    raw["options"] = {"target": target.name}
    action = _ON_DELETE.get(pointer.key.on_delete, "")
    if action == "clear" and required:
        action = ""
    if action:
        raw["options"]["on_delete"] = action
    if columns[0].default not in (None, "", "0") and len(columns) == 1:
        said = f"Nilai awal {columns[0].default!r} dari rujukan tidak dibawa"
        lines.append(Line("loss", said, draft.table.name, columns[0].name))
    if len(columns) > 1:
        said = f"Rujukan gabungan menjadi satu isian {name}; kolom lamanya tetap"
        lines.append(Line("change", said, draft.table.name, ", ".join(pointer.key.columns)))
    draft.fields.append(FieldDraft(name, raw, pointer.places, None, target, pointer.target_places))


def _cut(column: str, name: str) -> str:
    """The part of a foreign name that the clean one kept, in its own spelling."""
    kept = name.split("_")
    parts = words(column)
    low = [part.lower() for part in parts]
    if without_id(column) == name:
        for start in range(len(low) - len(kept) + 1):
            if low[start : start + len(kept)] == kept:
                return " ".join(parts[start : start + len(kept)])
    return name


def _keys(draft: Draft, spool: Spool | None, lines: list[Line]) -> None:
    """Unique fields and combinations, indexes; what the data breaks is left out, with a line."""
    table = draft.table
    wanted: list[tuple[str, ...]] = []
    if draft.kept is None and table.primary_key:
        wanted.append(table.primary_key)
    wanted += table.uniques
    wanted += [(column.name,) for column in table.columns if column.unique]
    done: set[tuple[str, ...]] = set()
    for columns in wanted:
        places = draft.places(columns)
        fields = [draft.field_at(place) for place in places]
        if places == (draft.kept,) or not places:
            continue
        names = tuple(one.name for one in fields if one is not None)
        if len(names) != len(places) or any(
            one and one.raw.get("type") in ("file", "image", "json", "long_text", "multichoice")
            for one in fields
        ):
            if draft.kept not in places:
                lines.append(
                    Line("loss", "Aturan unik tidak dibawa", table.name, ", ".join(columns))
                )
            continue
        if names in done:
            continue
        done.add(names)
        if spool is not None and (again := repeats(spool, table.name, places)):
            said = "Seharusnya unik, tetapi datanya kembar; aturan unik tidak dibawa"
            lines.append(Line("loss", said, table.name, ", ".join(columns), again))
        elif len(names) == 1 and fields[0] is not None:
            fields[0].raw["unique"] = True
        else:
            draft.raw.setdefault("unique", []).append(list(names))
    for columns in table.indexes:
        places = draft.places(columns)
        fields = [draft.field_at(place) for place in places]
        names = tuple(one.name for one in fields if one is not None)
        plain = [one for one in fields if one is not None and one.target is None]
        if (
            len(names) != len(places)
            or not names
            or names in done
            or (len(names) == 1 and not plain)
        ):
            continue
        if any(one.raw.get("type") in ("long_text", "json", "multichoice") for one in plain):
            lines.append(
                Line(
                    "loss", "Indeks atas teks panjang tidak dibawa", table.name, ", ".join(columns)
                )
            )
            continue
        done.add(names)
        draft.raw.setdefault("indexes", []).append(list(names))


def _inverse(pointer: Pointer) -> None:
    """The list of rows on the other side, under a name that is free there."""
    draft, target = pointer.draft, pointer.target
    field = next(f for f in draft.fields if f.target is target and f.places == pointer.places)
    several = sum(one.target is target for one in draft.fields) > 1 or draft is target
    wish = f"{draft.name}_{field.name}"[:54].rstrip("_") if several else draft.name
    name = target.names.pick(wish, f"daftar_{draft.name}"[:54])
    inverse: dict[str, Any] = {"name": name}
    said = label(draft.table.name)
    if several:
        said = f"{said} ({field.raw.get('label') or naming.label_of(field.name)})"[:MAX_LABEL]
    if said != naming.label_of(name):
        inverse["label"] = said
    field.raw["options"]["inverse"] = inverse


def _entity(draft: Draft) -> dict[str, Any]:
    raw: dict[str, Any] = {"name": draft.name}
    if (said := label(draft.table.name)) != naming.label_of(draft.name):
        raw["label"] = said
    if comment := " ".join(draft.table.comment.split()):
        raw["description"] = comment[:1000]
    if display := guesses.display(draft):
        raw["display"] = list(display)
    raw["fields"] = [one.raw for one in draft.fields]
    for key in ("unique", "indexes", "checks"):
        if key in draft.raw:
            raw[key] = draft.raw[key]
    return raw
