"""Tables on their way to entities: clean names, keys, and which column is which field."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .columns import INT32, family
from .convert import Convert
from .evidence import Seen, look, repeats
from .names import Names, renamed, snake, without_id
from .spool import Spool
from .tables import ForeignKey, Structure, Table
from .values import Line

TECHNICAL = {
    "sqlite_sequence": "tabel internal SQLite",
    "sqlite_stat1": "tabel internal SQLite",
    "alembic_version": "riwayat migrasi",
    "django_migrations": "riwayat migrasi",
    "migrations": "riwayat migrasi",
    "schema_migrations": "riwayat migrasi",
    "flyway_schema_history": "riwayat migrasi",
    "spatial_ref_sys": "tabel internal PostGIS",
}


@dataclass
class FieldDraft:
    """One field: its raw specification, and where its value comes from in a row of the source."""

    name: str
    raw: dict[str, Any]
    places: tuple[int, ...]
    convert: Convert | None = None
    target: Draft | None = None
    target_places: tuple[int, ...] = ()
    """For a reference: the columns of the target that are pointed at."""

    @property
    def required(self) -> bool:
        return bool(self.raw.get("required"))

    def relax(self) -> None:
        self.raw.pop("required", None)


@dataclass
class Draft:
    """One entity in the making."""

    table: Table
    name: str
    seen: list[Seen] | None
    kept: int | None
    """The column whose numbers become the ids, or None when ids are given anew."""
    names: Names
    fields: list[FieldDraft] = field(default_factory=list)
    raw: dict[str, Any] = field(default_factory=dict)

    @property
    def primary(self) -> tuple[int, ...]:
        return self.places(self.table.primary_key)

    def places(self, names: tuple[str, ...]) -> tuple[int, ...]:
        """Positions of columns; empty when one is missing."""
        low = [column.name.casefold() for column in self.table.columns]
        found = tuple(low.index(n.casefold()) for n in names if n.casefold() in low)
        return found if len(found) == len(names) else ()

    def field_at(self, place: int) -> FieldDraft | None:
        """The field made of that column alone."""
        return next((f for f in self.fields if f.places == (place,)), None)


def draft_tables(structure: Structure, spool: Spool | None, lines: list[Line]) -> list[Draft]:
    """A draft for each table worth one, in the source's order, named but still without fields."""
    names = Names("tabel", tables=True)
    drafts = []
    for place, table in enumerate(structure.tables, 1):
        why = TECHNICAL.get(table.name.lower(), "")
        if not why and table.name.lower().startswith("ab_"):
            why = "tabel pengguna milik kerangka kerja"
        if not why and not table.columns:
            why = "tidak punya kolom yang terbaca"
        if why:
            lost = spool.counts.get(table.name) if spool else None
            lines.append(Line("loss", f"Tabel tidak dibawa: {why}", table.name, count=lost))
            continue
        seen = look(spool, table.name, len(table.columns)) if spool else None
        name = names.clean(table.name, place)
        if renamed(table.name, name):
            lines.append(Line("info", f"Menjadi entitas {name}", table.name))
        draft = Draft(table, name, seen, None, Names("kolom"))
        draft.kept = _kept(draft, spool, lines)
        drafts.append(draft)
    return drafts


def _kept(draft: Draft, spool: Spool | None, lines: list[Line]) -> int | None:
    """The column that can go on as `id`: one whole number, positive, never twice."""
    table = draft.table
    places = draft.primary
    if len(places) != 1 or len(table.columns) == 1:
        if len(places) != 1 and table.primary_key:
            lines.append(
                Line(
                    "change",
                    "Kunci gabungan: nomor id baru; kolom kuncinya tetap, harus unik",
                    table.name,
                    ", ".join(table.primary_key),
                )
            )
        elif not table.primary_key:
            lines.append(Line("change", "Tanpa kunci utama: nomor id baru", table.name))
        return None
    column = table.columns[places[0]]
    kind = family(column.type)
    whole = kind == "int" or (kind == "decimal" and column.type.numbers[1:] in ((), (0,)))
    said = "Kunci bukan bilangan bulat biasa: nomor id baru; kolomnya tetap, harus unik"
    if whole and draft.seen is not None and spool is not None:
        seen = draft.seen[places[0]]
        fine = not seen.some or (seen.all("integer") and seen.low >= 0 and seen.high <= INT32)
        whole = fine and not repeats(spool, table.name, places)
    elif whole and kind != "int":
        whole = False
    if not whole:
        lines.append(Line("change", said, table.name, column.name))
        return None
    lines.append(Line("info", "Menjadi id; nomornya tetap", table.name, column.name))
    return places[0]


@dataclass(frozen=True)
class Pointer:
    """A foreign key whose two ends are known."""

    draft: Draft
    key: ForeignKey
    places: tuple[int, ...]
    target: Draft
    target_places: tuple[int, ...]


def pointers(drafts: list[Draft], lines: list[Line]) -> list[Pointer]:
    """All foreign keys that can become references; the others are losses."""
    by_name = {draft.table.name.casefold(): draft for draft in drafts}
    found = []
    for draft in drafts:
        taken: set[tuple[int, ...]] = set()
        for key in draft.table.foreign_keys:
            where = ", ".join(key.columns)
            target = by_name.get(key.target.casefold())
            places = draft.places(key.columns)
            if target is None:
                said = (
                    f"Rujukan ke tabel {key.target}, yang tidak ikut: kolomnya tetap, tanpa rujukan"
                )
                lines.append(Line("loss", said, draft.table.name, where))
                continue
            pointed = target.places(key.target_columns or target.table.primary_key)
            if not places or len(pointed) != len(places) or places in taken:
                said = f"Rujukan ke {key.target} tidak cocok kolomnya, atau ditulis dua kali"
                lines.append(Line("loss", said, draft.table.name, where))
                continue
            taken.add(places)
            found.append(Pointer(draft, key, places, target, pointed))
            if key.on_delete == "SET DEFAULT":
                lines.append(
                    Line("loss", "ON DELETE SET DEFAULT: menjadi tolak", draft.table.name, where)
                )
    return found


def reference_names(pointer: Pointer) -> tuple[str, ...]:
    """Wishes for the field's name, best first."""
    draft = pointer.draft
    if len(pointer.places) > 1:
        return (pointer.target.name,)
    column = draft.table.columns[pointer.places[0]].name
    whole = snake(column, digits="kolom", nothing="kolom")
    short = without_id(column) or pointer.target.name
    if short[0].isdigit():
        short = f"kolom_{short}"
    return (short, f"{short}_{pointer.target.name}"[:54], f"{whole}_rujukan"[:54])


def with_pair(names: Names, wishes: tuple[str, ...]) -> str:
    """A name for a reference: code has `x` and `x_id`, so both must be free."""
    for wish in wishes:
        if names.free(wish) and names.free(f"{wish}_id"):
            break
    else:
        stem, number = wishes[0][:44], 2
        while not (names.free(f"{stem}_{number}") and names.free(f"{stem}_{number}_id")):
            number += 1
        wish = f"{stem}_{number}"
    names.take(f"{wish}_id")
    return names.take(wish)
