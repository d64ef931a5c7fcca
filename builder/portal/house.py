"""What pages may ask for: the house behind the request."""

from __future__ import annotations

from flask import current_app

from builder.house import House

__all__ = ["House", "house"]


def house() -> House:
    """The house behind the request that is being answered."""
    found: House = current_app.extensions["rakit"]
    return found
