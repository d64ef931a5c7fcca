"""Who may do what with which rows and which fields: read from the grants, asked by the gate."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, false, or_, true

from . import conditions
from .actor import Actor
from .database import Entity
from .declare import Flow, Grant, Right, Rows, Where
from .errors import Declared
from .fields import Field, display, fields, path, say


class Scope:
    """The grants of an application, answered for one actor at a time."""

    def __init__(
        self,
        grants: Sequence[Grant],
        flows: Sequence[Flow] = (),
        units: type[Entity] | None = None,
        public_role: str | None = None,
    ) -> None:
        self.units, self.public_role = units, str(public_role) if public_role else None
        self.flows: Mapping[type[Any], Flow] = {flow.entity: flow for flow in flows}
        self._grants: dict[tuple[type[Any], str], Grant] = {}
        for grant in grants:
            key = (grant.entity, str(grant.role))
            if key in self._grants:
                raise Declared(f"Two grants for {grant.role} on {grant.entity.__name__}.")
            self._grants[key] = grant

    @property
    def grants(self) -> tuple[Grant, ...]:
        return tuple(self._grants.values())

    @property
    def tells(self) -> bool:
        """Whether some step of a flow tells somebody."""
        return any(step.tells for flow in self.flows.values() for step in flow.transitions)

    def of(self, actor: Actor, right: Right, entity: type[Any]) -> list[Grant]:
        """The grants by which this actor has this right; one for each of the actor's roles."""
        found = (self._grants.get((entity, role)) for role in sorted(actor.roles))
        return [grant for grant in found if grant is not None and right in grant.rights]

    def may(self, actor: Actor, right: Right, entity: type[Any]) -> bool:
        return actor.system or bool(self.of(actor, right, entity))

    def everywhere(self, actor: Actor, right: Right, entity: type[Any]) -> bool:
        """Whether the actor has this right on every row, so that no row need be asked for."""
        grants = self.of(actor, right, entity)
        return actor.system or any(grant.rows is Rows.ALL for grant in grants)

    def follows(self, actor: Actor, f: Field) -> bool:
        """Whether someone who reads a row by his unit thereby reads what its field refers to."""
        target = f.entity_of_target()
        unit = ".".join(filter(None, (f.name, target.__unit__)))
        if f.entity.__unit__ != unit or not (target.__unit__ or target is self.units):
            return False
        own = self.of(actor, Right.READ, f.entity)
        there = self.of(actor, Right.READ, target)
        by_unit = [grant.rows is Rows.OWN_UNIT for grant in own]
        return all(by_unit) and any(grant.rows is Rows.OWN_UNIT for grant in there)

    def where(self, actor: Actor, right: Right, entity: type[Any]) -> ColumnElement[bool]:
        """The condition in SQL that a row must meet; nothing granted means no row."""
        if actor.system:
            return true()
        parts: list[ColumnElement[bool]] = []
        for grant in self.of(actor, right, entity):
            if grant.rows is Rows.ALL:
                return true()
            parts.append(self._rows(actor, entity, grant.rows))
        return or_(*parts) if parts else false()

    def _rows(self, actor: Actor, entity: type[Any], rows: Rows | Where) -> ColumnElement[bool]:
        if isinstance(rows, Where):
            return conditions.sql(rows.text, entity, actor)
        if rows is Rows.OWN:
            return entity.created_by_id == actor.id if actor.id is not None else false()
        if actor.unit is None:
            return false()
        return self.in_unit(entity, actor.unit)

    def in_unit(self, entity: type[Any], unit: int | str) -> ColumnElement[bool]:
        """The rows that belong to this unit, through the path that the entity names."""
        if not entity.__unit__:
            if entity is self.units:
                mine: ColumnElement[bool] = entity.id == unit
                return mine
            raise Declared(f"{entity.__name__} has rows by unit, but no __unit__ path to one.")
        *steps, last = path(entity, entity.__unit__)
        condition: ColumnElement[bool] = getattr(last.entity, last.key) == unit
        for step in reversed(steps):
            condition = getattr(step.entity, step.name).has(condition)
        return condition

    # -- rows that others refer to

    def label(self, actor: Actor, row: Any, sees: Callable[[Any], bool]) -> str:
        """How this actor knows a row of his: its display, without what is hidden from him.

        `sees` says of a row on the way to what is displayed whether the actor may read it.
        """
        entity = type(row)
        for dotted in entity.__display__:
            if dotted == "id":
                continue
            if not self.visible(actor, entity, dotted) or not reaches(row, dotted, sees):
                return f"{say(entity.__label__)} #{row.id}"
        return display(row)

    # -- fields

    def visible(self, actor: Actor, entity: type[Any], dotted: str) -> bool:
        """Whether the actor may see every field on the path."""
        return all(f.name in self.readable(actor, f.entity) for f in path(entity, dotted))

    def readable(self, actor: Actor, entity: type[Any], right: Right = Right.READ) -> set[str]:
        """Names of the fields that this actor may see (or, for EXPORT, take along)."""
        known = fields(entity)
        if actor.system:
            return set(known)
        return self._allowed(actor, entity, right, lambda grant: self._hidden(grant, known))

    def writable(self, actor: Actor, entity: type[Any], right: Right) -> set[str]:
        """Names of the fields that this actor may fill in, locks and conditions apart."""
        known = fields(entity)
        flow = self.flows.get(entity)
        automatic = {n for n, f in known.items() if f.readonly}
        if flow is not None:
            automatic.add(flow.status.key)
        if actor.system:
            return set(known) - automatic
        allowed = self._allowed(
            actor, entity, right, lambda grant: self._hidden(grant, known) | set(grant.readonly)
        )
        return allowed - automatic

    def _hidden(self, grant: Grant, known: Mapping[str, Field]) -> set[str]:
        hidden = set(grant.hide)
        if self.public_role is not None and str(grant.role) == self.public_role:
            hidden |= {name for name, f in known.items() if not f.open}
        return hidden

    def _allowed(self, actor: Actor, entity: type[Any], right: Right, shut: Any) -> set[str]:
        """With several roles: what a grant over all rows opens, or what none of them shuts.

        A grant over some rows opens nothing for the rows of the others.
        """
        known = set(fields(entity))
        grants = self.of(actor, right, entity)
        if not grants:
            return set()
        opened: set[str] = set()
        for grant in grants:
            if grant.rows is Rows.ALL:
                opened |= known - shut(grant)
        common = set(known)
        for grant in grants:
            common -= shut(grant)
        return opened | common


def reaches(row: Any, dotted: str, sees: Callable[[Any], bool]) -> bool:
    """Whether every row that the path leads through, from this one on, may be read."""
    here = row
    for f in path(type(row), dotted):
        if not f.target:
            return True
        here = getattr(here, f.name)
        if here is None:
            return True
        if not sees(here):
            return False
    return True
