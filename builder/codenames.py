"""Names and tables as generated code knows them: the same for every plugin.

A link is a table like an entity's, with two references of its own; here it becomes one. The class
of a table is its name in CamelCase, unless that name is taken by what model files import.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from threading import Lock
from typing import Any, TypeVar

from builder.spec import (
    Entity,
    Field,
    Flow,
    Inverse,
    Link,
    NumberingOptions,
    ReferenceOptions,
    Spec,
    Types,
    naming,
)

_T = TypeVar("_T")
TAKEN = frozenset(
    (
        "Actor",
        "Application",
        "Base",
        "BaseView",
        "Check",
        "Choices",
        "Config",
        "Database",
        "Decimal",
        "Entity",
        "EntityApi",
        "EntityView",
        "Flask",
        "Flow",
        "Gate",
        "Grant",
        "Group",
        "Invalid",
        "Item",
        "Mapped",
        "Office",
        "Refused",
        "Response",
        "Right",
        "Role",
        "Rows",
        "SavedView",
        "Section",
        "Tab",
        "Transition",
        "Where",
    )
)
"""Class names that generated modules import."""


def remembered(function: Callable[..., _T]) -> Callable[..., _T]:
    """Remember answers about the last few specifications, told apart by identity.

    A specification is frozen, and hashing a large one for every question costs more than the
    answer. What is remembered is held, so that no identity is given twice.
    """
    known: dict[int, tuple[Any, dict[tuple[Any, ...], _T]]] = {}
    lock = Lock()

    @wraps(function)
    def asked(spec: Spec, *about: Any) -> _T:
        with lock:
            if id(spec) not in known:
                while len(known) >= REMEMBERED:
                    del known[next(iter(known))]
                known[id(spec)] = (spec, {})
            answers = known[id(spec)][1]
        key = tuple(one if isinstance(one, str) else id(one) for one in about)
        if key not in answers:
            answers[key] = function(spec, *about)
        return answers[key]

    return asked


REMEMBERED = 6


@remembered
def tables(spec: Spec) -> tuple[Entity, ...]:
    """Entities in the order of the file, then links as entities."""
    return (*spec.entities, *(_as_entity(spec, link) for link in spec.links))


@remembered
def pointing(spec: Spec) -> dict[str, tuple[tuple[Entity, Field], ...]]:
    """Target -> (table, reference) for every reference to it, in the order of the file."""
    found: dict[str, list[tuple[Entity, Field]]] = {}
    for table in tables(spec):
        for f in table.fields:
            if f.reference:
                found.setdefault(f.reference.target, []).append((table, f))
    return {target: tuple(ways) for target, ways in found.items()}


@remembered
def targets(spec: Spec) -> dict[str, frozenset[str]]:
    """Table -> the tables that it refers to."""
    return {
        table.name: frozenset(f.reference.target for f in table.fields if f.reference)
        for table in tables(spec)
    }


def _as_entity(spec: Spec, link: Link) -> Entity:
    ends = link.ends
    return Entity.model_construct(
        id=link.id,
        remark=link.remark,
        name=link.name,
        label=link.label,
        plural=link.label,
        description=None,
        display=tuple(name for name, _ in ends),
        tree=None,
        unit_by=_unit_of(spec, link),
        privacy=link.privacy,
        publicity=link.publicity,
        history=True,
        soft_delete=True,
        fields=(*(_end(spec, link, side) for side in (0, 1)), *link.fields),
        unique=(tuple(name for name, _ in ends),),
        indexes=(),
        checks=(),
    )


def _end(spec: Spec, link: Link, side: int) -> Field:
    name, target = link.ends[side]
    entity = spec.entity(target)
    inverse = Inverse.model_construct(
        id=link.id,
        remark=None,
        name=inverse_of_link(link, side),
        label=link.labels[side] if link.labels else None,
        inline=True,
        min_rows=0,
    )
    return Field.model_construct(
        id=link.id,
        remark=None,
        name=name,
        label=(entity.label if name == target else None) or naming.label_of(name),
        type="reference",
        definition=None,
        help=None,
        measure=None,
        required=True,
        required_if=None,
        visible_if=None,
        readonly_if=None,
        unique=False,
        default=None,
        computed=None,
        privacy=None,
        publicity=None,
        options=ReferenceOptions(target=target, on_delete="cascade", inverse=inverse),
    )


def inverse_of_link(link: Link, side: int) -> str:
    """Under which name an end lists the link's rows; both ends of one entity need two names."""
    if link.between[0] == link.between[1] and side == 1:
        return f"{link.name}_{link.ends[0][0]}"
    return link.name


def _unit_of(spec: Spec, link: Link) -> str | None:
    """The first end that leads to a unit, so that rows of a link have the scope of that end."""
    for name, target in link.ends:
        path = spec.entity(target).unit_by
        if path:
            return f"{name}.{path}"
    return None


def unit_path(spec: Spec, table: Entity) -> str:
    """The way from a row to the unit that it belongs to; nothing when it belongs to none.

    Where the specification says none, a row belongs to the unit of the row that it stands in:
    the target of a required reference that is deleted with it.
    """
    return _unit_path(spec, table, frozenset())


def _unit_path(spec: Spec, table: Entity, seen: frozenset[str]) -> str:
    if table.unit_by:
        return table.unit_by
    by_name = {one.name: one for one in tables(spec)}
    for field in table.fields:
        options = field.reference
        if not options or options.target in seen | {table.name}:
            continue
        inside = options.on_delete == "cascade" or (options.inverse and options.inverse.inline)
        if field.required and inside:
            path = _unit_path(spec, by_name[options.target], seen | {table.name})
            if path:
                return f"{field.name}.{path}"
    return ""


def may_stay_empty(field: Field) -> bool:
    """Whether the column is nullable, `| None` in the model.

    What is filled in later (a number given at a transition), computed, or hidden at times may be
    empty in a row, also when the form requires it. A state always has a value; a yes or no has
    one when it is required or has a default.
    """
    if field.type == "state":
        return False
    if field.type == "boolean":
        return not (field.required or field.default is not None)
    later = isinstance(field.options, NumberingOptions) and field.options.issued is not None
    return not field.required or later or bool(field.computed) or bool(field.visible_if)


def label_of(node: Entity | Field | Flow) -> str:
    """What people call it; made from the name where nothing is written."""
    return node.label or naming.label_of(node.name)


@remembered
def class_names(spec: Spec, types: Types) -> Mapping[str, str]:
    """Table -> class; names that would hide an imported one, or another table's, get `Data`."""
    aliases = {types[f.type].alias for t in tables(spec) for f in t.fields if f.type in types}
    used = set(TAKEN | aliases)
    found: dict[str, str] = {}
    for table in tables(spec):
        name = naming.class_name(table.name)
        while name in used:
            name += "Data"
        used.add(name)
        found[table.name] = name
    return found


@remembered
def enum_names(spec: Spec, types: Types) -> Mapping[tuple[str, str], str]:
    """(table, field) -> the class of its choices, for choices and states."""
    used = set(class_names(spec, types).values()) | TAKEN
    found: dict[tuple[str, str], str] = {}
    for table in tables(spec):
        for field in table.fields:
            if field.type in CHOSEN:
                name = naming.enum_name(field.name, table.name)
                if field.name == table.name:
                    name = naming.class_name(field.name) + "Pilihan"
                while name in used:
                    name += "Pilihan"
                used.add(name)
                found[table.name, field.name] = name
    return found


CHOSEN = ("choice", "multichoice", "state")
"""Types whose values are a class of `Choices` beside the model."""


def member_names(choices: tuple[str, ...]) -> tuple[str, ...]:
    """Members of a class of `Choices`, all different: `a-b` and `a_b` are two choices."""
    used: set[str] = set()
    found = []
    for choice in choices:
        name = naming.member_name(choice)
        while name in used or name in ("MRO", "LABEL", "RETIRED"):
            name += "_"
        used.add(name)
        found.append(name)
    return tuple(found)


def flow_constant(flow: Flow) -> str:
    """`alur_pengajuan` -> `ALUR_PENGAJUAN`."""
    return flow.name.upper()
