"""The gate and the person behind the request that is being answered, and numbers in its address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import current_app, g
from werkzeug.routing import IntegerConverter

from .actor import Actor

if TYPE_CHECKING:
    from .application import Application
    from .gate import Gate


def application() -> Application:
    """The application that answers this request."""
    found: Application = current_app.extensions["application"]
    return found


def gate() -> Gate:
    """Its gate."""
    return application().gate


def actor() -> Actor:
    """The person behind this request; asked of the database once per request."""
    known: Any = g.get("kit_actor")
    user = getattr(g, "user", None)
    if known is None or known[0] is not user:
        known = g.kit_actor = (user, application().people.actor_of(user))
    found: Actor = known[1]
    return found


LAST_PAGE = 10**9
"""Beyond it the number of the first row would be none that a database's driver takes."""


class RowNumber(IntegerConverter):
    """`<int:…>` of a number that a row can have; a longer one is the address of nothing."""

    regex = r"[0-9]{1,18}"


def page_asked(args: Any, first: int = 1) -> int:
    """The page of a list that the address asks for; the first one if it says none that can be."""
    return int(min(max(args.get("page", first, type=int), first), LAST_PAGE))
