"""Sample rows in every entity, valid and plausible, for previews, demonstrations and tests."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from .actor import SYSTEM
from .database import Entity
from .declare import Right
from .errors import Invalid, Refused
from .fields import Field, fields, inverses
from .uploads import Stored

if TYPE_CHECKING:
    from .application import Application


def in_order(entities: tuple[type[Entity], ...]) -> list[type[Entity]]:
    """The entities so that what is referred to comes first; rows inline in others come last."""
    left = list(entities)
    done: list[type[Entity]] = []
    while left:
        ready = [
            one
            for one in left
            if all(
                f.entity_of_target() in done or f.entity_of_target() is one or not f.required
                for f in fields(one).values()
                if f.target
            )
        ]
        for one in ready or left[:1]:
            left.remove(one)
            done.append(one)
    return done


class Samples:
    """Values for sample rows; the same seed gives the same rows."""

    def __init__(self, application: Application, seed: int = 1) -> None:
        self.application, self.gate = application, application.gate
        self.random = random.Random(seed)
        self.ids: dict[type[Entity], list[int]] = {}

    def values(self, entity: type[Entity], n: int, skip: str = "") -> dict[str, Any]:
        """Values for the n-th row, with rows inline in it."""
        found: dict[str, Any] = {}
        writable = self.gate.scope.writable(SYSTEM, entity, Right.ADD)
        for name, f in fields(entity).items():
            if name == skip or name not in writable:
                continue
            value = self._value(f, n)
            if value is not None:
                found[name] = value
        for name, inverse in inverses(entity).items():
            if inverse.inline and inverse.reference.required:
                count = max(inverse.reference.min_rows, 1 + n % 2)
                found[name] = [
                    self.values(inverse.child, n * 3 + k, skip=inverse.back) for k in range(count)
                ]
        return found

    def _value(self, f: Field, n: int) -> Any:
        if f.readonly_if and not f.required:
            return None
        if f.target:
            target = f.entity_of_target()
            if target is f.entity:
                ids = self.ids.get(target, [])
                return ids[(n - 1) // 3] if ids and n else None
            return self._pick(f, n)
        if f.file:
            return None if not f.required else Stored(str(f.sample(n)))
        mixed = f.unique or f.column.type.python_type is str or n < 2
        return fitting(f, n if mixed else n + self.random.randrange(40))

    def _pick(self, f: Field, n: int) -> int | None:
        target: Any = f.entity_of_target()
        ask = select(target.id)
        if f.filter:
            from . import conditions

            ask = ask.where(conditions.sql(f.filter, target, SYSTEM))
        ids = list(self.gate.session.scalars(ask.order_by(target.id).limit(200)))
        return self.random.choice(ids) if ids else None

    def fill(self, rows_per_entity: int) -> dict[str, int]:
        """Sample rows in every entity that stands on its own; how many by table."""
        made: dict[str, int] = {}
        inline = {
            f.entity
            for one in self.application.entities
            for f in fields(one).values()
            if f.inline and f.required
        }
        for entity in in_order(self.application.entities):
            if entity in inline:
                continue
            made[entity.__tablename__] = 0
            for n in range(rows_per_entity * 8):
                if made[entity.__tablename__] >= rows_per_entity:
                    break
                try:
                    row = self.gate.save(SYSTEM, entity(), self.values(entity, n))
                except (Invalid, Refused):
                    continue  # two samples met (unique, a check): the next one is tried
                self.ids.setdefault(entity, []).append(row.id)
                made[entity.__tablename__] += 1
                self._walk(row, n)
        return made

    def _walk(self, row: Any, n: int) -> None:
        """Take the row along its flow, each one a little further."""
        flow = self.gate.scope.flows.get(type(row))
        if flow is None:
            return
        for _ in range(n % 4):
            steps = [
                step
                for step in self.gate.moves(SYSTEM, row)
                if str(step.target) != str(flow.initial)
            ]
            if not steps:
                return
            try:
                self.gate.move(SYSTEM, row, self.random.choice(steps).name, "Contoh catatan.")
            except (Invalid, Refused):
                return


def fitting(f: Field, n: int) -> Any:
    """A sample that keeps the limits of the field; digits are tried where words do not fit."""
    from .limits import problem

    longest = f.limits.get("max_length")
    tried = (f.sample(k) for k in range(n, n + 40))
    letters = (chr(65 + n % 26), chr(65 + n // 26 % 26) + chr(65 + n % 26))
    digits = (*(f"{n % 10**size:0{size}}" for size in (2, 3, 4, 6, 8, 16, 1)), *letters)
    for value in (*tried, *(digits if f.column.type.python_type is str else ())):
        one = value[:longest] if longest and isinstance(value, str) else value
        try:
            if not problem(f, f.clean(one)):
                return one
        except ValueError:
            continue
    edge = f.limits.get("min")
    return f.sample(n) if edge in (None, "today", "now") else f.clean(edge)
