"""Expressions of the declarations, asked of a row in Python or put into a query."""

from __future__ import annotations

from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement

from .actor import Actor
from .database import Entity, now as utc_now
from .expression import Scope, Tree, evaluate, holds as tree_holds, parse
from .expression.evaluate import attribute


class Clock:
    """Now, in the office's time zone; tests put another `read`."""

    def __init__(self, zone: str = "Asia/Jakarta") -> None:
        self.zone: tzinfo = ZoneInfo(zone)
        self.read: Any = utc_now

    def now(self) -> datetime:
        moment: datetime = self.read()
        return moment.astimezone(self.zone)


CLOCK = Clock()
"""The application's one clock (one application per process)."""


@lru_cache(maxsize=4096)
def tree(text: str) -> Tree:
    """The parsed expression; kept, since texts are few and asked often."""
    return parse(text)


def user_of(actor: Actor) -> dict[str, Any]:
    """What `user` means in an expression."""
    return {"unit": actor.unit, "name": actor.name, "id": actor.id}


def gone(row: Any) -> bool:
    """Whether a row is deleted, or on its way out in this transaction."""
    return bool(getattr(row, "_going", False)) or getattr(row, "deleted_at", None) is not None


def _look(thing: Any, word: str) -> Any:
    if word == "deleted_at" and getattr(thing, "_going", False):
        return True
    return attribute(thing, word)


def scope(row: Any, actor: Actor, names: dict[str, Any] | None = None) -> Scope:
    """What an expression looks at: the row, the person, the office's time."""
    user, given = user_of(actor), names or {}
    return Scope(row, CLOCK.now(), user=user, roles=actor.roles, names=given, get=_look)


def value_of(text: str, row: Any, actor: Actor, names: dict[str, Any] | None = None) -> Any:
    """What the expression gives for this row; None is empty."""
    return evaluate(tree(text), scope(row, actor, names))


def holds(text: str, row: Any, actor: Actor, names: dict[str, Any] | None = None) -> bool:
    """Whether the condition is true; empty is false."""
    return tree_holds(tree(text), scope(row, actor, names))


def sql(text: str, entity: type[Entity], actor: Actor) -> ColumnElement[bool]:
    """The same condition for a query over the entity."""
    from .expression.sql import condition

    found: ColumnElement[bool] = condition(tree(text), entity, scope(None, actor))
    return found
