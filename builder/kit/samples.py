"""Sample rows in every entity, valid and plausible, for previews, demonstrations and tests."""

from __future__ import annotations

import logging
import random
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from . import conditions
from .actor import SYSTEM
from .database import Entity
from .declare import Flow, Right, Transition
from .errors import Invalid, Refused
from .expression import paths
from .fields import Field, fields, inverses
from .limits import problem
from .sample_words import plausible
from .uploads import Stored

if TYPE_CHECKING:
    from .application import Application
    from .gate import Gate

log = logging.getLogger(__name__)


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
        writable = self.gate.scope.writable(SYSTEM, entity, Right.ADD) - self._later(entity)
        for name, f in fields(entity).items():
            if name == skip or name not in writable:
                continue
            value = self._value(f, n)
            if value is not None:
                found[name] = value
        for name, inverse in inverses(entity).items():
            if inverse.inline and not stands_alone(inverse.child):
                count = max(inverse.reference.min_rows, 1 + n % 2)
                rows = [
                    self.values(inverse.child, n * 3 + k, skip=inverse.back) for k in range(count)
                ]
                if all(self._complete(inverse.child, row, inverse.back) for row in rows):
                    found[name] = rows
        return found

    def _later(self, entity: type[Entity]) -> set[str]:
        """Fields that the flow fills in: what a step writes, or what is open in a later state."""
        flow = self.gate.scope.flows.get(entity)
        if flow is None:
            return set()
        named = {name for step in flow.transitions for name in step.sets}
        named |= {name for opened in flow.open.values() for name in opened}
        return {
            name for name in named if name in fields(entity) and not fields(entity)[name].required
        }

    def _complete(self, entity: type[Entity], values: dict[str, Any], back: str) -> bool:
        """Whether every required reference found a row to refer to."""
        needed = {n for n, f in fields(entity).items() if f.target and f.required and n != back}
        return needed <= values.keys()

    def _value(self, f: Field, n: int) -> Any:
        if (f.readonly_if or f.required_if or f.visible_if) and not f.required:
            return None
        if f.target:
            target = f.entity_of_target()
            if target is f.entity:
                ids = self.ids.get(target, [])
                return ids[(n - 1) // 3] if ids and n else None
            return self._pick(f, n)
        if f.file:
            return None if not f.required else Stored(str(f.sample(n)))
        if f.boolean:
            return n % 5 != 4 if f.info.get("default") else n % 3 == 1
        words = plausible(f, n)
        if words is not None and fits(f, words):
            return words
        mixed = f.unique or f.column.type.python_type is str or n < 2
        return fitting(f, n if mixed else n + self.random.randrange(40))

    def _pick(self, f: Field, n: int) -> int | None:
        target: Any = f.entity_of_target()
        ask = select(target.id)
        if f.filter:
            ask = ask.where(conditions.sql(f.filter, target, SYSTEM))
        ids = list(self.gate.session.scalars(ask.order_by(target.id).limit(200)))
        if ids and target is self.application.units and n % 2 == 0:
            return ids[0]  # one unit with many rows: whoever tries the application works there
        return self.random.choice(ids) if ids else None

    def fill(self, rows_per_entity: int) -> dict[str, int]:
        """Sample rows in every entity that stands on its own; how many by table."""
        made: dict[str, int] = {}
        for entity in in_order(self.application.entities):
            if stands_alone(entity):
                made[entity.__tablename__] = self._fill(entity, rows_per_entity)
        return made

    def _fill(self, entity: type[Entity], wanted: int) -> int:
        made, last = 0, ""
        for n in range(wanted * 8):
            if made >= wanted:
                break
            try:
                row = self.gate.save(SYSTEM, entity(), self.values(entity, n))
            except (Invalid, Refused) as error:
                last = str(error)  # two samples met (unique, a check): the next one is tried
                continue
            self.ids.setdefault(entity, []).append(row.id)
            made += 1
            self._walk(row, made - 1)
        if made < wanted:
            told = "Contoh %s: %s dari %s baris; terakhir: %s"
            log.warning(told, entity.__tablename__, made, wanted, last)
        return made

    def _walk(self, row: Any, n: int) -> None:
        """Take the row along its flow to a state of its own: every state gets its share."""
        flow = self.gate.scope.flows.get(type(row))
        if flow is None:
            return
        for step in _ways(flow)[n % len(_ways(flow))]:
            try:
                self._take(row, step)
            except (Invalid, Refused) as refusal:
                log.info("Contoh %s berhenti di %s: %s", row.__tablename__, step.name, refusal)
                return

    def _take(self, row: Any, step: Transition) -> None:
        """Take the step; what it asks for is filled in only once it has asked."""
        note = "" if step.note == "none" else "Catatan contoh."
        try:
            self.gate.move(SYSTEM, row, step.name, note)
        except (Invalid, Refused):
            prepare(self.gate, row, step)
            self.gate.move(SYSTEM, row, step.name, note)


def _ways(flow: Flow) -> list[tuple[Transition, ...]]:
    """The shortest way to each state that can be reached, the initial one first."""
    targets = dict.fromkeys(str(step.target) for step in flow.transitions)
    found: list[tuple[Transition, ...]] = [()]
    for state in targets:
        if state != str(flow.initial):
            try:
                found.append(flow.path_to(state))
            except ValueError:
                continue  # a state that no step leads to from the beginning
    return sorted(found, key=len)


def stands_alone(entity: type[Entity]) -> bool:
    """Whether rows of this entity are sampled by themselves: not inline in one other entity."""
    above = [f for f in fields(entity).values() if f.inline and f.required]
    return len(above) != 1


def prepare(gate: Gate, row: Any, step: Transition) -> None:
    """Fill in what a step needs, or its target requires, and what is open now."""
    entity = type(row)
    known = fields(entity)
    conditional = [f for f in known.values() if f.required_if]
    texts = [step.needs, *(f.required_if for f in conditional)]
    wanted = [name for text in texts if text for name in paths(conditions.tree(text))]
    wanted += [f.name for f in conditional]
    writable = gate.writable(SYSTEM, entity, row) - set(step.sets)
    for name in dict.fromkeys(wanted):
        f = known.get(name)
        if f is None or f.target or name not in writable or getattr(row, f.key) not in (None, ""):
            continue
        for n in (*range(27, 20, -1), 1, 2):
            try:
                gate.save(SYSTEM, row, {name: fitting(f, n)})
                break
            except Invalid:
                continue  # a rule between fields: the next sample is tried


def fitting(f: Field, n: int) -> Any:
    """A sample that keeps the limits of the field; digits are tried where words do not fit."""
    longest = f.limits.get("max_length")
    tried = (f.sample(k) for k in range(n, n + 40))
    letters = (chr(65 + n % 26), chr(65 + n // 26 % 26) + chr(65 + n % 26))
    digits = (*(f"{n % 10**size:0{size}}" for size in (2, 3, 4, 6, 8, 16, 1)), *letters)
    for value in (*tried, *(digits if f.column.type.python_type is str else ())):
        one = value[:longest] if longest and isinstance(value, str) else value
        if fits(f, one):
            return one
    edge = f.limits.get("min")
    return f.sample(n) if edge in (None, "today", "now") else f.clean(edge)


def fits(f: Field, value: Any) -> bool:
    """Whether the type and the limits of the field take the value."""
    try:
        return not problem(f, f.clean(value))
    except ValueError:
        return False
