"""Kit: what is the same in every application made by Rakit. Copied in, never edited here.

Names are loaded when first asked for, so that `kit.expression` can be used without Flask.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .actor import Actor
    from .api import EntityApi
    from .application import Application
    from .choices import Choices
    from .constraints import constraint_name
    from .database import Base, Database, Entity
    from .declare import (
        ADD,
        ALL_ROWS,
        DELETE,
        EDIT,
        EXPORT,
        IMPORT,
        OWN_ROWS,
        OWN_UNIT,
        OWNER,
        READ,
        Check,
        Flow,
        Grant,
        Group,
        Item,
        Right,
        Rows,
        SavedView,
        Section,
        Tab,
        Transition,
        Where,
        field,
        reference,
    )
    from .errors import Declared, Invalid, Refused
    from .gate import Gate
    from .request import actor, gate
    from .screen import EntityView

_HOME = {
    "actor": ("Actor",),
    "api": ("EntityApi",),
    "application": ("Application",),
    "choices": ("Choices",),
    "constraints": ("constraint_name",),
    "database": ("Base", "Database", "Entity"),
    "declare": (
        "ADD",
        "ALL_ROWS",
        "DELETE",
        "EDIT",
        "EXPORT",
        "IMPORT",
        "OWNER",
        "OWN_ROWS",
        "OWN_UNIT",
        "READ",
        "Check",
        "Flow",
        "Grant",
        "Group",
        "Item",
        "Right",
        "Rows",
        "SavedView",
        "Section",
        "Tab",
        "Transition",
        "Where",
        "field",
        "reference",
    ),
    "errors": ("Declared", "Invalid", "Refused"),
    "gate": ("Gate",),
    "request": ("actor", "gate"),
    "screen": ("EntityView",),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}

__all__ = [
    "ADD",
    "ALL_ROWS",
    "DELETE",
    "EDIT",
    "EXPORT",
    "IMPORT",
    "OWNER",
    "OWN_ROWS",
    "OWN_UNIT",
    "READ",
    "Actor",
    "Application",
    "Base",
    "Check",
    "Choices",
    "Database",
    "Declared",
    "Entity",
    "EntityApi",
    "EntityView",
    "Flow",
    "Gate",
    "Grant",
    "Group",
    "Invalid",
    "Item",
    "Refused",
    "Right",
    "Rows",
    "SavedView",
    "Section",
    "Tab",
    "Transition",
    "Where",
    "actor",
    "constraint_name",
    "field",
    "gate",
    "reference",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f".{_MODULE_OF[name]}", __name__), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return __all__
