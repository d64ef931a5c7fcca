"""Putting values into a row: clean, complete, compute, check; inline rows in the same go."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from . import conditions, flowing, history, numbering
from .actor import Actor
from .database import Entity, now, row_id, sent_id
from .declare import Right
from .errors import Invalid, Refused
from .fields import Field, Inverse, fields, inverses, say
from .limits import problem
from .uploads import owned

if TYPE_CHECKING:
    from .gate import Gate

EMPTY: tuple[Any, ...] = ("", None, [], ())


class Filling:
    """One save by one actor: of a row, the rows inline in it, and the row it is inline in."""

    def __init__(self, gate: Gate, actor: Actor) -> None:
        self.gate, self.actor, self.session = gate, actor, gate.session

    def save(self, row: Any, values: Mapping[str, Any]) -> None:
        """Fill, write and look again; raises `Invalid` with every error at once."""
        touched: list[tuple[Any, bool]] = []
        with self.session.no_autoflush:
            left = self._parents(row)
            errors = self.fill(row, values, touched)
            if not flowing.open_fields(self.gate, row):
                raise Refused(flowing.locked_words(self.gate, row))
            parents = self._parents(row)
            parents += [one for one in left if one not in parents]
            for changed, _ in reversed(touched):
                self.compute(changed)
            for parent in parents:
                self.compute(parent)
            errors = {**self.rules(row, errors), **errors}
            for parent in parents:
                for message in self.rules(parent).values():
                    errors.setdefault("", message)
            if errors:
                raise Invalid(errors)
            for check in self.gate.own_checks.get(type(row), ()):
                check(self.actor, row)
        parent_rows = [(parent, False) for parent in parents if self.session.is_modified(parent)]
        self.write([*touched, *parent_rows])

    def fill(
        self, row: Any, values: Mapping[str, Any], touched: list[tuple[Any, bool]]
    ) -> dict[str, str]:
        """Put the values in; the errors by field. `touched` collects (row, new)."""
        new = row.id is None
        touched.append((row, new))
        given = dict(values)
        errors = self._refuse_unknown(row, given)
        if new:
            self._begin(row, given)
        writable = self.gate.writable(self.actor, type(row), row)
        known = fields(type(row))
        for name, f in known.items():
            if name in given and name not in errors:
                message = self._put(row, f, given[name], writable)
                if message:
                    errors[name] = message
        self.session.add(row)
        for name, inverse in inverses(type(row)).items():
            if name in given and name not in errors:
                errors.update(self._inline(row, inverse, given[name], touched))
        return errors

    def _refuse_unknown(self, row: Any, given: Mapping[str, Any]) -> dict[str, str]:
        entity = type(row)
        known = fields(entity)
        rows = {name for name, inverse in inverses(entity).items() if inverse.inline}
        return {
            name: "Isian ini tidak dikenal."
            for name in given
            if name not in known and name not in rows and name not in ("id", "_delete", "version")
        }

    def _begin(self, row: Any, given: dict[str, Any]) -> None:
        """What a new row starts with: the state, defaults, the unit of whoever makes it."""
        entity = type(row)
        row.created_by_id = self.actor.id
        flow = self.gate.scope.flows.get(entity)
        if flow is not None:
            setattr(row, flow.status.key, flow.initial)
        for f in fields(entity).values():
            if f.name in given:
                continue
            value = self._default(f, row)
            if value is not None:
                self._set(row, f, value)
            elif f.boolean and f.required:
                setattr(row, f.key, False)

    def _default(self, f: Field, row: Any) -> Any:
        default = f.info.get("default")
        if f.info.get("default_from"):
            return conditions.value_of(f.info["default_from"], row, self.actor)
        if default == "user.unit" or (default is None and f.entity.__unit__ == f.name):
            return self.actor.unit
        if default == "today" and f.widget == "date":
            return conditions.CLOCK.now().date()
        if default in ("today", "now") and f.type is not None:
            return f.clean(conditions.CLOCK.now().replace(tzinfo=None))
        if default is None or f.target:
            return default
        return f.clean(default)

    def _put(self, row: Any, f: Field, value: Any, writable: set[str]) -> str:
        """Put one value in; the words when it may not, or cannot."""
        before = getattr(row, f.key)
        closed = f.name not in writable or (
            bool(f.readonly_if) and conditions.holds(f.readonly_if, row, self.actor)
        )
        if value in EMPTY:
            if closed:
                return "" if before in EMPTY else self._closed_words(row, f)
            if f.boolean:
                value = False
            else:
                if f.required:
                    return f"{f.label} wajib diisi."
                self._set(row, f, None)
                return ""
        try:
            cleaned = self._clean(row, f, value)
        except (ValueError, Refused) as error:
            return self._closed_words(row, f) if closed else str(error)
        if closed:
            current = getattr(row, f.key)
            compared = cleaned.id if f.target and cleaned is not None else cleaned
            readable = f.name in self.gate.readable(self.actor, type(row))
            return "" if readable and compared == current else self._closed_words(row, f)
        self._set(row, f, cleaned)
        return problem(f, cleaned)

    def _closed_words(self, row: Any, f: Field) -> str:
        allowed = self.gate.scope.writable(
            self.actor, type(row), Right.ADD if row.id is None else Right.EDIT
        )
        if f.readonly:
            return "Isian ini diisi oleh sistem."
        flow = self.gate.scope.flows.get(type(row))
        if flow is not None and f.key == flow.status.key:
            return "Isian ini diisi oleh sistem."
        if f.name not in allowed:
            return "Isian ini tidak boleh Anda isi."
        return "Isian ini terkunci pada keadaan sekarang."

    def _clean(self, row: Any, f: Field, value: Any) -> Any:
        if f.target:
            return self._referred(row, f, value)
        if f.file:
            return f.clean(owned(self.session, self.actor, value, getattr(row, f.key)))
        cleaned = f.clean(value)
        if f.choices and not f.many and cleaned.retired and cleaned != getattr(row, f.key):
            raise ValueError(f"{cleaned.label} sudah tidak dapat dipilih.")
        return cleaned

    def _referred(self, row: Any, f: Field, value: Any) -> Any:
        """The row behind a reference: seen by the actor and, if chosen anew, meeting the filter."""
        target = f.entity_of_target()
        if isinstance(value, target) and value.id is None:
            return value
        try:
            id = value.id if isinstance(value, target) else row_id(value)
        except (TypeError, ValueError):
            raise ValueError(f"{f.label}: pilih salah satu dari daftar.") from None
        ask = select(target).where(target.id == id)
        if id != getattr(row, f.key):
            ask = ask.where(self.gate.where(self.actor, Right.READ, target))
            if f.filter:
                ask = ask.where(conditions.sql(f.filter, target, self.actor))
        found = self.session.scalar(ask)
        if found is None:
            raise ValueError(f"{f.label}: pilihan ini tidak ada, atau bukan wewenang Anda.")
        if type(row).__tree__ == f.name and row.id is not None:
            above, passed = found, set[int]()
            while above is not None and above.id not in passed:  # old data may hold a ring
                if above.id == row.id:
                    raise ValueError(f"{f.label} tidak boleh dirinya sendiri atau bawahannya.")
                passed.add(above.id)
                above = getattr(above, f.name)
        return found

    def _set(self, row: Any, f: Field, value: Any) -> None:
        if f.target and (value is None or not isinstance(value, int | str)):
            setattr(row, f.name, value)
            setattr(row, f.key, None if value is None else value.id)
        elif f.target:
            found = self.session.get(f.entity_of_target(), row_id(value))
            setattr(row, f.name, found)
            setattr(row, f.key, None if found is None else found.id)
        elif getattr(row, f.key) != value or getattr(row, f.key) is None:
            setattr(row, f.key, value)

    # -- inline rows

    def _inline(
        self,
        row: Any,
        inverse: Inverse,
        given: Sequence[Mapping[str, Any]],
        touched: list[tuple[Any, bool]],
    ) -> dict[str, str]:
        if isinstance(given, str) or not isinstance(given, Sequence):
            return {inverse.name: "Tulis sebagai daftar baris."}
        from .removing import Removing

        errors: dict[str, str] = {}
        child_type = inverse.child
        known = {child.id: child for child in getattr(row, inverse.name) if child.id is not None}
        if inverse.name not in flowing.open_fields(self.gate, row) and given:
            return {inverse.name: "Baris ini terkunci pada keadaan sekarang."}
        for n, one in enumerate(given):
            id = one.get("id")
            child = known.get(sent_id(id))
            right = Right.ADD if not id else Right.DELETE if one.get("_delete") else Right.EDIT
            if id and (child is None or not self.gate.alive(self.actor, right, child)):
                errors[f"{inverse.name}.{n}"] = "Baris ini tidak ada, atau bukan wewenang Anda."
                continue
            if not self.gate.may(self.actor, right, child_type):
                words = f"Anda tidak berwenang menyimpan {say(child_type.__label__)}."
                errors[f"{inverse.name}.{n}"] = words
                continue
            if one.get("_delete"):
                if child is not None:
                    Removing(self.gate, self.actor).delete(child, inside=row)
                continue
            if child is None:
                child = child_type()
                setattr(child, inverse.back, row)
            rest = {k: v for k, v in one.items() if k != inverse.back}
            wrong = self.fill(child, rest, touched)
            for name, message in wrong.items():
                errors[f"{inverse.name}.{n}.{name}"] = message
            for name, message in self.rules(child, wrong).items():
                errors.setdefault(f"{inverse.name}.{n}.{name}", message)
        return errors

    def rows_of(self, row: Any, name: str) -> list[Any]:
        """The rows of an inverse as they will be: without those on their way out."""
        return [child for child in getattr(row, name) if not conditions.gone(child)]

    def _parents(self, row: Any) -> list[Any]:
        """Rows whose computed values or rules look at this row, being inline in them."""
        found = []
        for f in fields(type(row)).values():
            parent = getattr(row, f.name) if f.target and f.inline else None
            if parent is not None and parent.id is not None:
                found.append(parent)
        return found

    # -- computed values and rules

    def compute(self, row: Any) -> None:
        """Work out computed values; again while one changes, since another may use it."""
        computed = [f for f in fields(type(row)).values() if f.computed]
        for _ in computed:
            before = [getattr(row, f.key) for f in computed]
            for f in computed:
                value = conditions.value_of(f.computed, row, self.actor)
                if value is not None and not f.target:
                    value = f.clean(value)
                self._set(row, f, value)
            if before == [getattr(row, f.key) for f in computed]:
                return

    def rules(self, row: Any, known: Collection[str] = ()) -> dict[str, str]:
        """What is missing, double or contradictory in the row as it stands now."""
        from .rules import broken

        self.compute(row)
        return broken(self, row, known)

    # -- writing

    def write(self, touched: list[tuple[Any, bool]]) -> None:
        """Numbers, journal, flush; then the rows must still be the actor's."""
        entries: list[tuple[Any, bool, dict[str, list[Any]]]] = []
        for row, new in touched:
            if new or self.session.is_modified(row):
                if new:
                    row.created_at = now()
                    for f in fields(type(row)).values():
                        if f.numbering and not numbering.issued_at(f):
                            with self.session.no_autoflush:
                                numbering.give(self.session, row, f, conditions.CLOCK.now().date())
                entries.append((row, new, history.changes(row)))
                row.updated_at = now()
                row.updated_by_id = self.actor.id
        self.session.flush()
        for row, new, changed in entries:
            history.record(self.session, self.actor, row, "add" if new else "edit", changed)
        for row, new, _ in entries:
            if (row, new) in touched and not self._still(row, new):
                words = f"{say(type(row).__label__)} ini menjadi bukan wewenang Anda."
                raise Refused(words)

    def _still(self, row: Entity, new: bool) -> bool:
        right = Right.ADD if new else Right.EDIT
        if not self.gate.may(self.actor, right, type(row)):
            return True  # a parent whose computed value followed; the row itself was asked
        return self.gate.alive(self.actor, right, row)
