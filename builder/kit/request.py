"""The gate and the person behind the request that is being answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import current_app, g

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
