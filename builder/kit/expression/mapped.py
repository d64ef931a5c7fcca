"""The names of mapped classes as a world: an application checks its expressions at start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from .infer import Type

_KINDS: tuple[tuple[Any, str], ...] = (
    (sa.Boolean, "bool"),
    (sa.DateTime, "datetime"),
    (sa.Date, "date"),
    (sa.Time, "time"),
    (sa.Integer, "int"),
    (sa.Numeric, "decimal"),
    (sa.JSON, "json"),
    (sa.String, "text"),
)


@dataclass
class MappedWorld:
    """Entities are names of tables; `roles` names of roles; `units` the table of units."""

    tables: Mapping[str, Any]
    units: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, classes: Iterable[Any], *, units: str = "", roles: Iterable[str] = ()
    ) -> MappedWorld:
        """From mapped classes."""
        tables = {each.__tablename__: each for each in classes}
        return cls(tables, units, {str(role): str(role) for role in roles})

    def step(self, entity: str, word: str) -> Type | None:
        mapper: Any = sa.inspect(self.tables[entity])
        if word in mapper.relationships:
            relation = mapper.relationships[word]
            target = relation.mapper.class_.__tablename__
            return Type("rows" if relation.uselist else "ref", target)
        if word not in mapper.column_attrs:
            return None
        column = mapper.column_attrs[word].columns[0]
        return self._column(column)

    def words(self, entity: str) -> Iterable[str]:
        mapper: Any = sa.inspect(self.tables[entity])
        return (*mapper.relationships.keys(), *mapper.column_attrs.keys())

    def _column(self, column: Any) -> Type:
        choices = getattr(column.type, "choices", None)
        if choices is not None:
            return Type("choice", names=frozenset(str(each.value) for each in choices))
        key = str(column.info.get("type", "")).rpartition(".")[2]
        if key in ("money", "location", "file", "image"):
            return Type({"location": "point", "image": "file"}.get(key, key))
        stored = getattr(column.type, "impl", column.type)
        stored = stored if isinstance(stored, sa.types.TypeEngine) else column.type
        return Type(next((kind for cls, kind in _KINDS if isinstance(stored, cls)), "json"))
