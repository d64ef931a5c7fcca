"""The tables that a specification means: plain values, every part with the id of its node.

What kit gives every table, and how constraints are named, is said here once for migrations; a test
compares it with real generated models.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from builder.codenames import may_stay_empty, tables as tables_of
from builder.kit.constraints import constraint_name
from builder.spec import ChoiceOptions, Entity, Field, NumberingOptions, Spec, Types, naming

MOMENT = "sa.DateTime(timezone=True)"
RULES = {"restrict": "RESTRICT", "cascade": "CASCADE", "clear": "SET NULL"}


@dataclass(frozen=True)
class Column:
    """A column: `id` is that of its field; `type` is SQLAlchemy source; `target` an entity's id."""

    id: str
    name: str
    label: str
    type: str
    kind: str
    nullable: bool
    comment: str | None = None
    default: str | None = None
    choices: tuple[tuple[str, str], ...] = ()
    target: str | None = None
    on_delete: str = ""
    counts: bool = False  # numbers are given out for it


@dataclass(frozen=True)
class Constraint:
    """A unique constraint or an index, over ids of columns."""

    kind: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table: an entity's or a link's; `id` is that of its node."""

    id: str
    name: str
    label: str
    columns: tuple[Column, ...]
    constraints: tuple[Constraint, ...]

    @cached_property
    def by_id(self) -> dict[str, Column]:
        return {column.id: column for column in self.columns}

    def names(self, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.by_id[one].name for one in ids)

    def name_of(self, constraint: Constraint) -> str:
        return constraint_name(constraint.kind, self.name, *self.names(constraint.columns))

    def key_of(self, column: Column) -> str:
        """The name of a foreign key."""
        return constraint_name("fk", self.name, column.name)

    @property
    def primary(self) -> str:
        return constraint_name("pk", self.name)

    @property
    def references(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.target)


def schema(spec: Spec, types: Types) -> dict[str, Table]:
    """All tables by id, in the order of the file."""
    targets = {entity.name: entity.id for entity in spec.entities}
    found = {}
    for entity in tables_of(spec):
        columns = [_column(entity, field, spec, types, targets) for field in _fields(entity)]
        own = {field.name: column.id for field, column in zip(entity.fields, columns, strict=True)}
        kit_id, *rest = _kit_columns(entity)
        found[entity.id] = Table(
            entity.id,
            entity.name,
            entity.label or naming.label_of(entity.name),
            (kit_id, *columns, *rest),
            _constraints(entity, columns, own),
        )
    return found


def _fields(entity: Entity) -> Iterable[Field]:
    """The fields; both ends of a link carry the link's id, so each gets one of its own here."""
    seen: set[str] = set()
    for field in entity.fields:
        if field.id in seen or field.id == entity.id:
            field = field.model_copy(update={"id": f"{field.id}.{len(seen)}"})
        seen.add(field.id)
        yield field


def _column(
    entity: Entity, field: Field, spec: Spec, types: Types, targets: dict[str, str]
) -> Column:
    kind = types[field.type]
    reference = field.reference
    choices: tuple[tuple[str, str], ...] = ()
    if isinstance(field.options, ChoiceOptions):
        choices = tuple((choice.id, choice.name) for choice in field.options.choices)
    elif field.type == "state" and (flow := spec.flow_of(entity.name)):
        choices = tuple((state.id, state.name) for state in flow.states)
    return Column(
        field.id,
        f"{field.name}_id" if reference else field.name,
        field.label or naming.label_of(field.name),
        kind.column(field.options),
        kind.kind,
        may_stay_empty(field),
        field.definition,
        field.default,
        choices,
        targets[reference.target] if reference else None,
        RULES[reference.on_delete] if reference else "",
        isinstance(field.options, NumberingOptions),
    )


def _kit_columns(entity: Entity) -> list[Column]:
    def kit(name: str, type_: str, kind: str, nullable: bool = False) -> Column:
        return Column(f"{entity.id}.{name}", name, name, type_, kind, nullable)

    columns = [
        kit("id", "sa.Integer()", "int"),
        kit("created_at", MOMENT, "datetime"),
        kit("updated_at", MOMENT, "datetime"),
        kit("created_by_id", "sa.Integer()", "int", True),
        kit("updated_by_id", "sa.Integer()", "int", True),
        kit("version", "sa.Integer()", "int"),
    ]
    if entity.soft_delete:
        columns.append(kit("deleted_at", MOMENT, "datetime", True))
    return columns


def _constraints(
    entity: Entity, columns: list[Column], own: dict[str, str]
) -> tuple[Constraint, ...]:
    found = []
    for field, column in zip(entity.fields, columns, strict=True):
        if field.unique:
            found.append(Constraint("uq", (column.id,)))
        elif column.target:
            found.append(Constraint("ix", (column.id,)))
    found += [Constraint("uq", tuple(own[name] for name in group)) for group in entity.unique]
    found += [Constraint("ix", tuple(own[name] for name in group)) for group in entity.indexes]
    return tuple(dict.fromkeys(found))
