"""Closed lists of values: the choices of a field, the states of a flow, the roles."""

from __future__ import annotations

import enum
from typing import Any

from sqlalchemy import String
from sqlalchemy.types import TypeDecorator

LENGTH = 63
"""Width of a choice's column; names of choices are identifiers, at most this long."""

COLUMN_TYPES: dict[Any, Any] = {}
"""Class of choices -> column type; `database.Base` hands this to SQLAlchemy."""


class Choices(enum.StrEnum):
    """A closed list of values, each with its label: `KULINER = "kuliner", "Kuliner"`.

    A third value `True` marks a retired choice: old rows keep it, nobody can choose it anew.
    In the database stands the value, in a `VARCHAR(63)`.
    """

    label: str
    retired: bool

    def __new__(cls, value: str, label: str, retired: bool = False) -> Choices:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.retired = retired
        return member

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        COLUMN_TYPES[cls] = ChoiceColumn(cls)


class ChoiceColumn(TypeDecorator[Any]):
    """Stores the value, gives back the member; an unknown stored value stays readable text."""

    impl = String
    cache_ok = True

    def __init__(self, choices: type[Choices]) -> None:
        super().__init__(LENGTH)
        self.choices = choices

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: Any, dialect: Any) -> Any:
        if value is None:
            return None
        found: Any = self.choices._value2member_map_.get(value, value)
        return found

    def copy(self, **kwargs: Any) -> ChoiceColumn:
        return ChoiceColumn(self.choices)
