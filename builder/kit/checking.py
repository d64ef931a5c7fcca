"""Looks at the declarations when the application starts: a wrong name is told then, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import conditions
from .database import Entity
from .declare import OWNER, Rows, Where
from .errors import Declared
from .expression import ExpressionError, paths
from .fields import fields, inverses, path

if TYPE_CHECKING:
    from .application import Application

KNOWN = ("user", "note", "rows")


def check(application: Application) -> None:
    """Raise `Declared` for the first declaration that cannot be meant."""
    for entity in application.entities:
        _entity(entity)
    roles = {str(role) for role in application.roles}
    for grant in application.scope.grants:
        where = f"Grant({grant.entity.__name__}, {grant.role})"
        if str(grant.role) not in roles:
            raise Declared(f"{where}: no such role.")
        for name in (*grant.hide, *grant.readonly):
            if name not in fields(grant.entity):
                raise Declared(f"{where}: no field {name!r}.")
        if isinstance(grant.rows, Where):
            expression(grant.entity, grant.rows.text, where)
        elif grant.rows is Rows.OWN_UNIT:
            application.scope.in_unit(grant.entity, 0)
    for entity, flow in application.scope.flows.items():
        _flow(entity, flow, roles)


def _entity(entity: type[Entity]) -> None:
    known = fields(entity)
    for dotted in (*entity.__display__, *((entity.__unit__,) if entity.__unit__ else ())):
        if dotted != "id":
            path(entity, dotted)
    for group in (*entity.__unique__, *entity.__indexes__):
        for name in group:
            if name not in known:
                raise Declared(f"{entity.__name__}: no field {name!r} in {group}.")
    for f in known.values():
        for text in (f.computed, f.required_if, f.visible_if, f.readonly_if):
            if text:
                expression(entity, text, f"{entity.__name__}.{f.name}")
        if f.filter:
            expression(f.entity_of_target(), f.filter, f"{entity.__name__}.{f.name}: filter")
    for one in entity.__checks__:
        expression(entity, one.test, f"{entity.__name__}: check {one.name}")


def _flow(entity: type[Any], flow: Any, roles: set[str]) -> None:
    known = fields(entity)
    states = {str(state) for state in known[flow.status.key].choices or ()}
    names = set(known) | set(inverses(entity))
    for state, opened in flow.open.items():
        for name in opened:
            if name not in names:
                raise Declared(f"{entity.__name__}: flow opens {name!r} in {state}: no such field.")
    for step in flow.transitions:
        where = f"{entity.__name__}: step {step.name}"
        for state in (*step.source, step.target):
            if str(state) not in states:
                raise Declared(f"{where}: no state {state!r}.")
        for role in (*step.roles, *step.tells):
            if str(role) not in roles and role != OWNER:
                raise Declared(f"{where}: no role {role!r}.")
        if step.needs:
            expression(entity, step.needs, where)
        for name, text in step.sets.items():
            if name not in known:
                raise Declared(f"{where}: sets {name!r}: no such field.")
            expression(entity, text, where)


def expression(entity: type[Entity], text: str, where: str) -> None:
    """The text can be read, and every name in it is there."""
    try:
        found = paths(conditions.tree(text))
    except ExpressionError as error:
        raise Declared(f"{where}: {text!r}: {error}") from error
    for dotted in found:
        words = dotted.split(".")
        here: Any = entity
        for word in words if words[0] not in KNOWN else ():
            if word in fields(here):
                f = fields(here)[word]
                here = f.entity_of_target() if f.target else here
            elif word in inverses(here):
                here = inverses(here)[word].child
            elif word not in ("id", "created_at", "updated_at"):
                raise Declared(f"{where}: {text!r}: no field {word!r} on {here.__name__}.")
