"""Help for the delivered tests: valid sample rows, people, and every door for every role."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from .actor import Actor
from .database import Entity

UNIT = "unit-a"
OTHER_UNIT = "unit-b"
"""Two units; where units are rows, `Office` makes one for each name and uses its id."""
PASSWORD = "rahasia-sekali"  # of people who exist in tests only


class Office:
    """The application under test, and the people who use it.

    No application context is held while a client asks: Flask would share `g`, and with it the
    first user, among all clients.
    """

    def __init__(self, app: Flask) -> None:
        raise NotImplementedError

    def actor(self, role: str, unit: str | None = UNIT) -> Actor:
        """Somebody with this role in that unit."""
        raise NotImplementedError

    def login(self, role: str, unit: str | None = UNIT) -> FlaskClient:
        """A browser in which somebody with this role has logged in."""
        raise NotImplementedError

    def token(self, role: str, unit: str | None = UNIT) -> dict[str, str]:
        """The REST header of somebody with this role."""
        raise NotImplementedError

    def values(self, entity: type[Entity], unit: str = UNIT, **own: Any) -> dict[str, Any]:
        """Valid values for a new row; what it refers to is made on the way."""
        raise NotImplementedError

    def row(self, entity: type[Any], unit: str = UNIT, **own: Any) -> Any:
        """A saved row of that unit (`own` values replace sample values)."""
        raise NotImplementedError

    def row_in(self, entity: type[Any], status: str, unit: str = UNIT) -> Any:
        """A row in that state, brought there along the flow by those who may."""
        raise NotImplementedError

    def errors(self, entity: type[Any], **own: Any) -> dict[str, str]:
        """What the gate says when these values are wrong, by field; empty if they are right."""
        raise NotImplementedError

    def move(self, role: str, row: Any, name: str, note: str = "", unit: str = UNIT) -> None:
        """Somebody with this role takes this step; raises what the gate raises."""

    def doors(self, role: str, entity: type[Any], unit: str = UNIT) -> str:
        """What somebody of UNIT really may do with a row of `unit`, tried by browser and REST.

        Words out of `read add edit delete export import`, in this order, with spaces.
        """
        raise NotImplementedError
