"""Rows inside a form: the details of a head, filled in and sent together with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flask import request
from werkzeug.datastructures import MultiDict

from . import choosing
from .cells import column
from .declare import Right, Section, Tab
from .fields import Field, fields, inverses
from .flowing import open_fields
from .pages import InlineRow, InlineRows, Input
from .request import application, gate

if TYPE_CHECKING:
    from .forms import Form

NUMBER = re.compile(r"[0-9]{1,6}")


def tabs_of(declared: Sequence[str | Section | Tab]) -> list[Tab]:
    """The same form as tabs of sections: loose names become one section without a title."""
    tabs = [one for one in declared if isinstance(one, Tab)]
    loose = [one for one in declared if isinstance(one, str)]
    sections = [one for one in declared if isinstance(one, Section)]
    if loose:
        sections.insert(0, Section("", *loose))
    return [Tab("", *sections), *tabs] if sections else tabs


class Inline:
    """The rows of one inverse in one form. Inputs are named `rincian-0-alat`."""

    def __init__(self, form: Form, name: str) -> None:
        self.form, self.actor, self.name = form, form.actor, name
        self.inverse = inverses(form.entity)[name]
        self.child: Any = self.inverse.child
        self.known = self._fields()
        self.sent: MultiDict[str, str] = form.typed if form.typed is not None else MultiDict()
        self.opened = form.new or name in open_fields(gate(), form.row)
        may = gate().may
        self.may_edit = self.opened and may(self.actor, Right.EDIT, self.child)
        self.may_delete = self.opened and may(self.actor, Right.DELETE, self.child)

    def _fields(self) -> list[Field]:
        view = application().view_of(self.child)
        known = fields(self.child)
        names = [
            name
            for tab in tabs_of(view.form if view is not None and view.form else tuple(known))
            for section in tab.sections
            for name in section.fields
        ]
        allowed = gate().scope.writable(self.actor, self.child, Right.ADD)
        allowed |= gate().scope.writable(self.actor, self.child, Right.EDIT)
        return [known[n] for n in names if n != self.inverse.back and n in allowed]

    # -- from the browser to the gate

    def _prefixes(self) -> list[str]:
        found = set()
        for key in (*self.sent, *request.files):
            parts = key.split("-")
            if len(parts) == 3 and parts[0] == self.name and NUMBER.fullmatch(parts[1]):
                found.add(int(parts[1]))
        return [f"{self.name}-{n}" for n in sorted(found)[:500]]

    def _one(self, prefix: str, *, files: bool) -> dict[str, Any]:
        one: dict[str, Any] = {}
        for f in self.known:
            if files or not f.file:
                self.form.take(f, f"{prefix}-{f.name}", one)
        return one

    def typed(self) -> list[dict[str, Any]]:
        """The rows that hold anything; an empty new row is no row."""
        rows: list[dict[str, Any]] = []
        for prefix in self._prefixes() if self.opened else ():
            one = self._one(prefix, files=True)
            id = self.sent.get(f"{prefix}-id", "")
            delete = f"{prefix}-_delete" in self.sent
            if id and (delete or self.may_edit):
                rows.append({**one, "id": id, "_delete": delete})
            elif id:
                continue  # shown, but not to be changed: nothing was typed in it
            elif not delete and self._filled(one):
                rows.append(one)
        return rows

    def _filled(self, one: Mapping[str, Any]) -> bool:
        """Whether a person put something in: what stands there from the start does not count."""
        for f in self.known:
            value = one.get(f.name)
            if value in ("", None, [], False):
                continue
            if not f.boolean and str(value) == self.form.first(f):
                continue
            if f.boolean and value == bool(f.info.get("default")):
                continue
            return True
        return False

    # -- from the gate to the browser

    def part(self, errors: Mapping[str, str]) -> InlineRows | None:
        """The rows as they are to be shown; None when the actor may see none of the kind."""
        form, may = self.form, gate().may
        if not self.inverse.inline or not may(self.actor, Right.READ, self.child):
            return None
        may_add = self.opened and may(self.actor, Right.ADD, self.child)
        rows = self._rows(errors)
        if may_add and (form.typed is None or self.sent.get("_more") == self.name):
            least = self.inverse.reference.min_rows
            wanted = max(least - len(rows), 0) if form.typed is None else 1
            if form.typed is None and form.new:
                wanted = max(wanted, 1)
            start = max([int(one.prefix.rpartition("-")[2]) for one in rows], default=-1) + 1
            for n in range(start, start + wanted):
                rows.append(self._row(f"{self.name}-{n}", None, {}))
        return InlineRows(
            name=self.name,
            label=self.inverse.label,
            columns=tuple(column(self.child, f.name) for f in self.known),
            rows=tuple(rows),
            blank=self._row(f"{self.name}-__n__", None, {}, blank=True) if may_add else None,
            may_add=may_add,
            errors=tuple(words for key, words in errors.items() if key == self.name),
            min_rows=self.inverse.reference.min_rows,
            node=application().nodes("inverse", form.entity.__tablename__, self.name)
            or application().nodes("entity", self.child.__tablename__),
        )

    def _rows(self, errors: Mapping[str, str]) -> list[InlineRow]:
        form = self.form
        stored = [] if form.new else gate().rows_of(self.actor, form.row, self.name)
        for f in (one for one in self.known if one.target):
            if self.may_edit and choosing.few(self.actor, f) is not None:
                continue
            typed = [self.sent.get(f"{prefix}-{f.name}") for prefix in self._prefixes()]
            choosing.learn(self.actor, f, [*typed, *(getattr(row, f.key) for row in stored)])
        if form.typed is None or not self.opened:
            return [self._row(f"{self.name}-{n}", child, {}) for n, child in enumerate(stored)]
        by_id = {str(child.id): child for child in stored}
        shown, place = [], 0
        for prefix in self._prefixes():
            child = by_id.get(self.sent.get(f"{prefix}-id", ""))
            own: dict[str, str] = {}
            new = child is None and not self.sent.get(f"{prefix}-id")
            gone = new and f"{prefix}-_delete" in self.sent
            if not gone and (not new or self._filled(self._one(prefix, files=False))):
                start = f"{self.name}.{place}"
                own = {
                    key.removeprefix(start): words
                    for key, words in errors.items()
                    if key == start or key.startswith(f"{start}.")
                }
                place += 1
            shown.append(self._row(prefix, child, own))
        return shown

    def _row(
        self, prefix: str, child: Any, errors: Mapping[str, str], *, blank: bool = False
    ) -> InlineRow:
        form, sent = self.form, not blank and self._was_sent(prefix)
        typed, form.typed = form.typed, form.typed if sent else None
        locked = child is not None and not self.may_edit
        inputs = tuple(
            self._locked(f, f"{prefix}-{f.name}", child)
            if locked
            else form.control(f, f"{prefix}-{f.name}", child, errors.get(f".{f.name}"))
            for f in self.known
        )
        form.typed = typed
        names = {f".{f.name}" for f in self.known}
        return InlineRow(
            prefix=prefix,
            id="" if child is None or (locked and not self.may_delete) else str(child.id),
            inputs=inputs,
            errors=tuple(words for key, words in errors.items() if key not in names),
            deleted=f"{prefix}-_delete" in self.sent,
            may_delete=child is None or self.may_delete,
        )

    def _locked(self, f: Field, key: str, child: Any) -> Input:
        """What stands there, to be read: the flow or the actor's rights close these rows."""
        value = getattr(child, f.key)
        shown = choosing.chosen_label(self.actor, f, value) if f.target else f.show(value)
        node = application().nodes("field", self.child.__tablename__, f.name)
        return Input(key, f.label, "none", locked=True, shown=shown, measure=f.measure, node=node)

    def _was_sent(self, prefix: str) -> bool:
        return any(key.startswith(f"{prefix}-") for key in (*self.sent, *request.files))
