"""Tables in: CSV files through the same gate as the forms; first a look, then all or nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from . import choosing
from .actor import Actor
from .database import Entity
from .declare import Right
from .errors import Invalid, Refused
from .fields import Field, fields, say
from .request import gate
from .transfer import BOM, headings, key_field, line, unsafe

MOST_ROWS = 20_000


@dataclass
class Report:
    """What an import does, or would do."""

    added: int = 0
    changed: int = 0
    same: int = 0
    errors: list[tuple[int, str, str]] = field(default_factory=list)
    """(line in the file, heading, message)"""
    notes: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return not self.errors


def import_fields(actor: Actor, entity: type[Entity]) -> list[Field]:
    """The fields that this actor may bring in."""
    allowed = gate().scope.writable(actor, entity, Right.IMPORT)
    return [f for name, f in fields(entity).items() if name in allowed and not f.file]


def template(actor: Actor, entity: type[Entity]) -> str:
    """Just the headings."""
    return BOM + line(headings(import_fields(actor, entity)))


class Import:
    """One file for one entity: all lines or none; again with the same file changes nothing."""

    def __init__(self, actor: Actor, entity: type[Entity]) -> None:
        self.actor, self.entity = actor, entity
        self.gate = gate()
        self.known = import_fields(actor, entity)
        self.report = Report()
        self._found: dict[tuple[str, str], Any] = {}

    def run(
        self, text: str, *, rehearsal: bool, tell: Callable[[int, int], None] = lambda *_: None
    ) -> Report:
        """Read every line, tell every error; write only if there is none and it is no rehearsal.

        `tell` hears before each line how many are done, of how many; what it raises ends the
        import, and nothing is kept.
        """
        if not self.gate.may(self.actor, Right.IMPORT, self.entity):
            raise Refused("Anda tidak berwenang mengimpor data ini.")
        lines, columns = self._read(text)
        key = self._key(columns)
        if not key:
            words = say("Tanpa kolom kunci yang unik, setiap baris menjadi data baru.")
            self.report.notes.append(words)
        if self.report.errors:
            return self.report
        try:
            with self.gate.together(rehearsal=rehearsal):
                for done, (number, cells_) in enumerate(lines):
                    tell(done, len(lines))
                    self._line(number, cells_, columns, key)
                if self.report.errors and not rehearsal:
                    raise _Bad
        except _Bad:
            pass  # rolled back; the report says which lines
        except Invalid as invalid:
            self.report.errors.append((0, "", str(invalid)))
        return self.report

    def _read(self, text: str) -> tuple[list[tuple[int, list[str]]], list[Field | None]]:
        text = text.removeprefix(BOM)
        head = text.split("\n", 1)[0]
        delimiter = max(",;\t", key=head.count)
        read = csv.reader(io.StringIO(text, newline=None), delimiter=delimiter)
        try:
            rows = [(read.line_num, [unsafe(c.strip()) for c in one]) for one in read]
        except csv.Error:
            words = say("Baris ini tidak terbaca: mungkin tanda kutipnya tidak ditutup.")
            self.report.errors.append((read.line_num, "", words))
            return [], []
        rows = [(n, one) for n, one in rows if any(one)]
        if not rows:
            self.report.errors.append((1, "", say("Berkas ini kosong.")))
            return [], []
        if len(rows) - 1 > MOST_ROWS:
            words = f"Paling banyak {MOST_ROWS} baris sekali impor; bagi berkasnya."
            self.report.errors.append((MOST_ROWS + 2, "", words))
        by_name = {f.name: f for f in self.known}
        by_name |= {
            heading.lower(): f for heading, f in zip(headings(self.known), self.known, strict=True)
        }
        columns: list[Field | None] = []
        for heading in rows[0][1]:
            f = by_name.get(heading.lower())
            if f is not None and f in columns:
                self.report.errors.append((1, heading, say("Kolom ini ada dua kali.")))
            if f is None and heading:
                here = fields(self.entity)
                readonly = {one.label.lower() for one in here.values()} | set(here)
                if heading.lower() in readonly:
                    self.report.notes.append(f"Kolom {heading} diisi oleh sistem, dilewati.")
                else:
                    words = say("Kolom ini tidak dikenal, atau tidak boleh Anda isi.")
                    self.report.errors.append((1, heading, words))
            columns.append(f)
        return rows[1:], columns

    def _key(self, columns: list[Field | None]) -> list[Field]:
        there = [f for f in columns if f is not None]
        for f in there:
            if f.unique:
                return [f]
        names = {f.name for f in there}
        for group in self.entity.__unique__:
            if set(group) <= names:
                return [fields(self.entity)[name] for name in group]
        return []

    def _line(
        self, number: int, parts: list[str], columns: list[Field | None], key: list[Field]
    ) -> None:
        values: dict[str, Any] = {}
        if any(parts[len(columns) :]):
            words = say("Isinya lebih banyak daripada kolomnya; kutip isi yang memuat pemisah.")
            self.report.errors.append((number, "", words))
            return
        bad = False
        for f, part in zip(columns, parts, strict=False):
            if f is None:
                continue
            try:
                values[f.name] = self._value(f, part) if part else None
            except ValueError as error:
                self.report.errors.append((number, f.label, str(error)))
                bad = True
        if bad:
            return
        row = self._known(values, key)
        new = row is None
        session = self.gate.session
        target = self.entity() if row is None else row
        try:
            self._mine(row, Right.READ)
            if row is not None and self._same(row, values):
                self.report.same += 1
                return
            self._mine(row, Right.EDIT)
            if new:
                values = {k: v for k, v in values.items() if v is not None}
            self.gate.save(self.actor, target, values)
            if new:
                self.report.added += 1
            else:
                self.report.changed += 1
        except Invalid as invalid:
            for name, message in invalid.errors.items():
                f = fields(self.entity).get(name)
                self.report.errors.append((number, f.label if f else name, message))
            self._forget(session, target, new)
        except Refused as refusal:
            self.report.errors.append((number, "", refusal.reason))
            self._forget(session, target, new)

    def _mine(self, row: Any, right: Right) -> None:
        """Refuse a row that is others': also that it says the same is not for everybody to know."""
        if row is not None and not self.gate.alive(self.actor, right, row):
            raise Refused("Data dengan kunci ini bukan wewenang Anda.")

    def _forget(self, session: Any, row: Any, new: bool) -> None:
        """Take a half-filled row out of the session, so that the next line is looked at alone."""
        if not new:
            session.refresh(row)
        elif row in session.new:
            session.expunge(row)

    def _value(self, f: Field, part: str) -> Any:
        if not f.target:
            return f.parse(part)
        if (f.name, part) not in self._found:
            self._found[f.name, part] = self._referred(f, part)
        return self._found[f.name, part]

    def _referred(self, f: Field, part: str) -> int:
        target: Any = f.entity_of_target()
        ask = choosing.choosable(self.actor, f).order_by(None)
        own = key_field(self.actor, target)
        if own is not None:
            found = list(self.gate.session.scalars(ask.where(getattr(target, own.key) == part)))
            if len(found) == 1:
                return int(found[0].id)
        for name in choosing.searchable(self.actor, target):
            where = getattr(target, fields(target)[name].key) == part
            found = list(self.gate.session.scalars(ask.where(where).limit(2)).unique())
            if len(found) == 1:
                return int(found[0].id)
            if len(found) > 1:
                raise ValueError(f"{part}: ada lebih dari satu; tulis kuncinya.")
        rows = choosing_rows(self.gate.session, ask)
        found = [row for row in rows if self.gate.label(self.actor, row) == part]
        if len(found) == 1:
            return int(found[0].id)
        raise ValueError(f"{f.label} “{part}” tidak ada, atau bukan wewenang Anda.")

    def _known(self, values: dict[str, Any], key: list[Field]) -> Any:
        if not key or any(values.get(f.name) in (None, "") for f in key):
            return None
        ask = select(self.entity)
        for f in key:
            ask = ask.where(getattr(self.entity, f.key) == values[f.name])
        return self.gate.session.scalar(ask)

    def _same(self, row: Any, values: dict[str, Any]) -> bool:
        known = fields(self.entity)
        return all(getattr(row, known[name].key) == value for name, value in values.items())


def choosing_rows(session: Any, ask: Any) -> list[Any]:
    return list(session.scalars(ask.limit(1000)).unique())


class _Bad(Exception):  # noqa: N818
    """Roll the import back."""
