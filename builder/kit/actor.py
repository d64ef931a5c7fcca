"""Who asks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """Who asks. First argument of everything that reads or writes.

    `unit` is the id of a row of the units' entity (or a text, where the unit is a text field);
    `id` is the id in `ab_user`, None for the public and for commands. `public` sees only
    fields whose publicity is `open`.
    """

    name: str
    roles: frozenset[str] = frozenset()
    unit: int | str | None = None
    id: int | None = None
    public: bool = False
    system: bool = False
    """A command run by the office on its own server (setup, loading data): no rights asked."""


SYSTEM = Actor("sistem", system=True)
